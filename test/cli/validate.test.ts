import { readFileSync } from 'fs';
import { bundledLibrary, DATABASE, description, meshHarness } from './harness';
import { inColor, print } from '../../src/cli/color';

const { mesh, io, write, folder, tree } = meshHarness();
const library = bundledLibrary(folder);

test('a valid description is counted, and nothing is written', async () => {
  write('mesh.yaml', description({ suffix: 'mesh.internal' }));
  expect(await mesh('validate')).toBe(0);
  expect(io.out).toMatch(/^2 clusters, 0 services, 0 grants\n[^]*\nvalid, 0 warnings\n$/);
  expect(Object.keys(tree())).toEqual(['mesh.yaml']);
});

test('what synth would refuse is refused, with the place', async () => {
  write('mesh.yaml', description(DATABASE));
  expect(await mesh('validate', '--output', 'yaml')).toBe(1);
  expect(io.out).toMatch(/^problems:\n {2}- code: MESH325\n/);
  write('mesh.yaml', 'clusters: [{ name: A }]\nservice: []\n');
  expect(await mesh('validate', 'mesh.yaml')).toBe(1);
  expect(io.err).toContain('MESH102 at mesh.yaml:2:1');
  expect(io.err).toContain('MESH201 at mesh.yaml:1:14');
  expect(io.err).toMatch(/\nmesh validate: the description is not valid\n$/);
});

test('an app is run, and what it writes goes nowhere', async () => {
  write(
    'main.js',
    `const { MeshApp, MulticlusterMesh } = require(${JSON.stringify(library)});
     const app = new MeshApp();
     new MulticlusterMesh(app, 'mesh', ${description({ suffix: 'mesh.internal' })});
     app.synth();`,
  );
  write('cdk8s.yaml', 'app: node main.js\n');
  expect(await mesh('validate')).toBe(0);
  expect(io.out).toContain('\nvalid, ');
  expect(Object.keys(tree())).toEqual(['cdk8s.yaml', 'main.js']);
});

test.each(['validate', 'synth', 'update', 'owners'])(
  'mesh %s finds the description from a folder below, up to the top of the repository',
  async command => {
    const owners = [{ path: '.', teams: ['@org/all'], namespaces: ['*'], clusters: ['*'] }];
    write('mesh.yaml', description({ suffix: 'mesh.internal', owners }));
    write('teams/bank/notes.txt', '');
    process.chdir('teams/bank');
    expect(await mesh(command)).toBe(0);
    expect(io.err).toBe('in ../..\n');
    write('teams/.git/HEAD', '');
    process.chdir('teams/bank');
    expect(await mesh(command)).toBe(1);
  },
);

test('an output directory that is named stays where it is named', async () => {
  write('mesh.yaml', description({ suffix: 'mesh.internal' }));
  write('below/notes.txt', '');
  process.chdir('below');
  expect(await mesh('synth', '--outdir', 'out')).toBe(0);
  expect(io.out).toMatch(/\nbelow\/out: \d+ written/);
  expect(Object.keys(tree('below'))).toContain('out/a/README.md');
});

test('the marks of a report are in color, and nothing else changes', () => {
  const report = readFileSync(require.resolve('./validate.test.ts'), 'utf8');
  const text = `1 problem\n\nMESH101 at a:1\n  MESH101 is wrong\n  → do it\n\nWarning MESH314 at b\n`;
  expect(inColor(text)).toBe(
    '1 problem\n\n\u001b[31mMESH101\u001b[39m at a:1\n  MESH101 is wrong\n\u001b[36m  →\u001b[39m do it\n\n\u001b[33mWarning MESH314\u001b[39m at b\n',
  );
  // eslint-disable-next-line no-control-regex
  expect(inColor(report).replace(/\u001b\[\d+m/g, '')).toBe(report);
});

test('only a terminal with colors gets them', () => {
  for (const [hasColors, wanted] of [
    [() => true, '\u001b[31mMESH101\u001b[39m'],
    [() => false, 'MESH101'],
    [undefined, 'MESH101'],
  ] as const) {
    const written: string[] = [];
    print('MESH101', { hasColors, write: (text: string) => written.push(text) } as any);
    expect(written).toEqual([wanted]);
  }
});
