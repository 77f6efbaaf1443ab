import { description, meshHarness } from './harness';

const { mesh, io, write, tree } = meshHarness();

const COMMANDS = [
  'init',
  'import',
  'validate',
  'synth',
  'update',
  'rollout',
  'owners',
  'reach',
  'diff',
  'report',
  'check',
  'explain',
  'ca',
  'completion',
  'version',
];

test.each([[[]], [['--help']], [['help']]])(
  '`mesh %j` shows the commands, examples and exit statuses',
  async (args: string[]) => {
    const status = await mesh(...args);
    const text = args.length > 0 ? io.out : io.err;
    expect(status).toBe(args.length > 0 ? 0 : 1);
    for (const command of [...COMMANDS, 'help']) {
      expect(text).toMatch(new RegExp(`^  ${command}\\b`, 'm'));
    }
    expect(text).toContain('\nExamples:\n  mesh init ');
    expect(text).toMatch(/\nExit status:\n {2}0 .*\n {2}1 .*\n {2}2 .*\n/);
  },
);

test('these are all commands', async () => {
  await mesh('--help');
  const [, list] = io.out.split('\nCommands:\n');
  const listed = [...list.split('\n\n')[0].matchAll(/^ {2}(\w+)/gm)].map(([, name]) => name);
  expect(listed).toEqual([...COMMANDS, 'help']);
});

test.each([
  ...COMMANDS.filter(name => name !== 'ca'),
  'ca init',
  'ca issue',
  'ca status',
  'ca rotate drop',
])('mesh %s says what its exit status means', async command => {
  await mesh(...command.split(' '), '--help');
  expect(io.out).toMatch(/\nExit status:\n {2}0 {2}.*\n {2}1 {2}.*\n( {2}2 {2}.*\n)?$/);
  expect(io.out.match(/\nExit status:/g)).toHaveLength(1);
});

test.each(COMMANDS)('mesh %s tells about itself', async command => {
  expect(await mesh(command, '--help')).toBe(0);
  expect(io.out).toMatch(new RegExp(`^Usage: mesh ${command} `));
  expect(io.out).toMatch(new RegExp(`\nExamples:\n  mesh ${command}`));
  expect(io.err).toBe('');
});

test('the version is that of the package', async () => {
  expect(await mesh('--version')).toBe(0);
  expect(io.out).toBe('1.2.3\n');
});

test.each([
  ['sinth', 'mesh', "unknown command 'sinth' (Did you mean synth?)"],
  ['--jason', 'mesh', "unknown option '--jason'"],
  ['synth --outdri x', 'mesh synth', "unknown option '--outdri' (Did you mean --outdir?)"],
  ['synth --outdir', 'mesh synth', "option '--outdir <directory>' argument missing"],
  ['synth mesh.yaml other.yaml', 'mesh synth', "too many arguments for 'synth'"],
  ['synth mesh.yaml --app x', 'mesh synth', 'name a file or an app, not both'],
  ['synth --age x', 'mesh synth', "unknown option '--age'"],
  ['update --outdir x', 'mesh update', "unknown option '--outdir'"],
  ['explain MESH101 MESH102', 'mesh explain', "too many arguments for 'explain'"],
])('`mesh %s` is refused, and nothing is done', async (line, command, message) => {
  write('mesh.yaml', description());
  expect(await mesh(...line.split(' '))).toBe(1);
  const [first, second, ...rest] = io.err.split('\n');
  expect(first.startsWith(`${command}: ${message}`)).toBe(true);
  expect(second).toBe(`See \`${command} --help\`.`);
  expect(rest).toEqual(['']);
  expect(io.out).toBe('');
  expect(Object.keys(tree())).toEqual(['mesh.yaml']);
});

test('where there is nothing to read, it says what could be', async () => {
  expect(await mesh('synth')).toBe(1);
  expect(io.err).toMatch(/^mesh synth: nothing to read: name a file like mesh\.yaml, or /);
  write('cdk8s.yaml', 'a: [');
  expect(await mesh('update')).toBe(1);
  expect(io.err).toMatch(/^mesh update: cdk8s\.yaml:1: /);
});
