import { caHarness } from './ca-harness';

const { ca, done, io, everything } = caHarness();

const root = '--keys, --root, --algorithm, --organization, --days';
const intermediate = '--keys, --signed, --algorithm, --organization, --days, --namespace';

describe('each command takes its own options, beside --lock, and tells about them', () => {
  test.each([
    ['init', root],
    ['issue', intermediate],
    ['renew', intermediate.replace('--algorithm', '--confirm-recipients, --algorithm')],
    ['seal', '--keys, --certificate, --scope, --age, --confirm-recipients, --namespace'],
    ['rotate bundle', root],
    ['rotate restart', ''],
    [
      'rotate switch',
      '--keys, --confirm-recipients, --algorithm, --organization, --days, --namespace',
    ],
    ['rotate drop', '--keys'],
    ['rotate abort', '--keys'],
    ['confirm', '--from'],
    ['forget', ''],
    ['status', '--output'],
  ])('%s', async (command, options) => {
    expect(await ca(`${command} --help`)).toBe(0);
    const told = [...io.out.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)].map(([, option]) => option);
    expect(told).toEqual(['--lock', ...options.split(', ').filter(Boolean), '--help']);
    expect(io.out).toMatch(new RegExp(`^Usage: mesh ca ${command} \\[options\\]`));
    expect(io.out).toMatch(new RegExp(`\nExamples:\n  mesh ca ${command}`));
  });
});

describe('a command line that cannot be meant is refused, and nothing is done', () => {
  test.each([
    ['', 'mesh ca', "unknown command ''"],
    ['nonsense', 'mesh ca', "unknown command 'nonsense'"],
    ['toString', 'mesh ca', "unknown command 'toString'"],
    ['isue east', 'mesh ca', "unknown command 'isue' (Did you mean issue?)"],
    ['status --nonsense', 'mesh ca status', "unknown option '--nonsense'"],
    ['status --days 9', 'mesh ca status', "unknown option '--days'"],
    ['status east', 'mesh ca status', "too many arguments for 'status'"],
    ['issue c1 --age x', 'mesh ca issue', "unknown option '--age'"],
    ['issue c1 --jsn', 'mesh ca issue', "unknown option '--jsn'"],
    ['issue', 'mesh ca issue', "missing required argument 'cluster'"],
    ['issue c1 --days 0', 'mesh ca issue', 'It takes a whole number from 1 to 36500.'],
    ['issue c1 --algorithm dsa', 'mesh ca issue', 'Allowed choices are rsa-4096'],
    ['issue c1 --signed a --days 9', 'mesh ca issue', "cannot be used with option '--days"],
    ['status --lock', 'mesh ca status', "option '--lock <file>' argument missing"],
    ['init --root a --keys b', 'mesh ca init', "cannot be used with option '--keys"],
    ['seal east --scope x', 'mesh ca seal', 'Allowed choices are strict'],
    ['seal east --scope strict --age a', 'mesh ca seal', "of no use without '--certificate"],
    ['seal east', 'mesh ca seal', '--certificate or --age is missing'],
    ['seal east --age a', 'mesh ca seal', '--keys is missing'],
    ['rotate nowhere', 'mesh ca rotate', "unknown command 'nowhere'"],
    ['rotate bundle drop', 'mesh ca rotate bundle', "too many arguments for 'bundle'"],
    ['rotate restart --keys k', 'mesh ca rotate restart', "unknown option '--keys'"],
    ['confirm', 'mesh ca confirm', "missing required argument 'cluster'"],
    ['confirm a b --from f', 'mesh ca confirm', "too many arguments for 'confirm'"],
    ['forget', 'mesh ca forget', "missing required argument 'cluster'"],
  ])('%s', async (line, command, message) => {
    await done('init', 'issue east');
    const before = everything();
    expect(await ca(line)).toBe(1);
    expect(io.out).toBe('');
    expect(io.err).toMatch(/^[^\n]+\n[^\n]+\n$/);
    expect(io.err).toContain(message);
    expect(io.err.startsWith(`${command}: `)).toBe(true);
    expect(io.err.endsWith(`\nSee \`${command} --help\`.\n`)).toBe(true);
    expect(everything()).toEqual(before);
  });
});

test('without a command, the commands are shown', async () => {
  for (const [line, first] of [
    ['help', 'Usage: mesh ca [options] [command]'],
    ['help issue', 'Usage: mesh ca issue [options] <cluster...>'],
  ]) {
    expect([line, await ca(line)]).toEqual([line, 0]);
    expect(io.out.split('\n')[0]).toBe(first);
  }
  expect(await ca('rotate')).toBe(1);
  expect(io.err).toMatch(/^Usage: mesh ca rotate/);
});

test('what cannot be done is told to a program too', async () => {
  expect(await ca('status --output json')).toBe(1);
  expect(JSON.parse(io.out).problems).toMatchObject([{ code: 'MESH730', isWarning: false }]);
  expect(await ca('status')).toBe(1);
  expect(io.err).toMatch(/^1 problem\n\nMESH730\n[^]*\n\nmesh ca status: it was not done\n$/);
});
