import { description, meshHarness } from './harness';
import { DISK } from '../../src/files/disk';
import { sha256 } from '../../src/values/digest';

const { mesh, io, write, tree } = meshHarness();

const FILES = [
  'README.md',
  'helm/istio-eastwestgateway.yaml',
  'helm/istiod.yaml',
  'kustomization.yaml',
  'manifests/trust/_cluster.yaml',
  'world.yaml',
];

test('writes the output and says what it did; a second run changes nothing', async () => {
  write('mesh.yaml', description());
  expect(await mesh('synth', 'mesh.yaml')).toBe(0);
  expect(io.out).toBe(
    [
      'Warning MESH207 at mesh.yaml:1:1 (suffix)',
      '  the suffix "global" is a public top-level domain',
      '  → Use a private suffix such as "mesh.internal", or accept this warning.',
      '',
      '2 clusters, 0 services, 0 grants',
      ...['a', 'b'].map(
        cluster =>
          `  ${cluster}      1 object     0.3 kB    0 Envoy clusters in a sidecar    0 filter chains`,
      ),
      ...['a', 'b'].flatMap(cluster => FILES.map(file => `  + ${cluster}/${file}`)),
      'dist: 12 written, 0 unchanged, 0 removed, 1 warning',
      '',
    ].join('\n'),
  );
  expect(io.err).toBe('');
  const written = tree('dist');
  expect(await mesh('synth', 'mesh.yaml', '--output', 'json')).toBe(0);
  expect(JSON.parse(io.out)).toMatchObject({
    outdir: 'dist',
    clusters: ['a', 'b'],
    services: 0,
    grants: 0,
    warnings: [{ code: 'MESH207', isWarning: true }],
    files: { written: [], removed: [] },
  });
  expect(JSON.parse(io.out).files.unchanged).toHaveLength(12);
  expect(tree('dist')).toEqual(written);
});

test('writes where it is told to, by the command line or by cdk8s.yaml', async () => {
  write('deep/other.yaml', description());
  write('cdk8s.yaml', 'output: by-config');
  expect(await mesh('synth', 'deep/other.yaml')).toBe(0);
  expect(await mesh('synth', 'deep/other.yaml', '--outdir', 'by/option')).toBe(0);
  expect(Object.keys(tree())).not.toContain('dist/mesh.index.json');
  expect(tree('by/option')).toEqual(tree('by-config'));
});

test('mesh.yaml is read when nothing is named and cdk8s.yaml has no app', async () => {
  write('mesh.yaml', description());
  expect(await mesh('synth')).toBe(0);
  write('cdk8s.yaml', 'language: typescript');
  expect(await mesh('synth')).toBe(0);
  expect(io.out).toContain('dist: 0 written, 12 unchanged');
});

test('a file that is named comes before the app of cdk8s.yaml', async () => {
  write('mesh.yaml', description());
  write('cdk8s.yaml', 'app: exit 3');
  expect(await mesh('synth')).toBe(1);
  expect(await mesh('synth', 'mesh.yaml')).toBe(0);
});

test('after a failure the old output is whole, and the problems are told to a person and to a program', async () => {
  write('mesh.yaml', description({ suffix: 'Global' }));
  write('out/old.yaml', 'old');
  expect(await mesh('synth', '--outdir', 'out')).toBe(1);
  expect(io.err).toMatch(
    /^1 problem\n\nMESH204 at mesh\.yaml:1:\d+ \(suffix\)\n {2}suffix "Global" is not a lower-case DNS name\n {2}→ .*\n\nmesh synth: nothing was written\n$/,
  );
  expect(await mesh('synth', '--outdir', 'out', '--output', 'json')).toBe(1);
  expect(JSON.parse(io.out).problems).toEqual([
    {
      code: 'MESH204',
      isWarning: false,
      place: expect.stringMatching(/^mesh\.yaml:1:\d+ \(suffix\)$/),
      message: 'suffix "Global" is not a lower-case DNS name',
      remedy: 'Use lower-case DNS labels joined by dots, e.g. "mesh.internal".',
    },
  ]);
  expect(io.err).toBe('');
  expect(tree('out')).toEqual({ 'old.yaml': 'old' });
});

test('200 mistakes are shown by kind, and listed for a program', async () => {
  const wrong = Array.from({ length: 200 }, (_, i) => ({ name: `s${i}`, nme: i }));
  write('mesh.yaml', description({ services: wrong }));
  expect(await mesh('synth')).toBe(1);
  expect(io.err).toContain('\nMESH102: 195 more of this kind; --output json lists them all\n');
  expect(io.err).toContain('\nMESH103: 595 more of this kind; --output json lists them all\n');
  expect(io.err).toContain('\nMESH332: 195 more of this kind; --output json lists them all\n');
  expect(io.err.length).toBeLessThan(3000);
  expect(await mesh('synth', '--output', 'json')).toBe(1);
  expect(JSON.parse(io.out).problems).toHaveLength(1200);
});

test('what is not ours is not touched, and stops it before anything is written', async () => {
  write('mesh.yaml', description({ suffix: 'mesh.internal' }));
  write('dist/a/README.md', 'mine');
  expect(await mesh('synth')).toBe(1);
  expect(io.err).toContain('MESH805\n  "dist/a/README.md" is not a file of ours');
  expect(tree('dist')).toEqual({ 'a/README.md': 'mine' });
  write('file', 'mine');
  expect(await mesh('synth', '--outdir', 'file', '--output', 'json')).toBe(1);
  expect(JSON.parse(io.out).problems.map((p: any) => p.code)).toEqual(['MESH806']);
  expect(tree().file).toBe('mine');
});

describe('what was edited by hand', () => {
  const README = 'dist/a/README.md';
  beforeEach(async () => {
    write('mesh.yaml', description({ suffix: 'mesh.internal' }));
    await mesh('synth');
    write(README, 'edited');
  });

  test('stays, and is named', async () => {
    write('mesh.yaml', description({ suffix: 'other.internal' }));
    const before = tree();
    expect(await mesh('synth')).toBe(1);
    expect(io.err).toMatch(
      /^1 problem\n\nMESH820\n {2}"dist\/a\/README\.md" was changed by hand\n {2}→ .*--force.*\n\nmesh synth: nothing was written\n$/,
    );
    expect(tree()).toEqual(before);
  });

  test('is overwritten with --force', async () => {
    expect(await mesh('synth', '--force')).toBe(0);
    expect(io.out).toMatch(/\n {2}\+ a\/README\.md\ndist: 1 written, 11 unchanged, /);
    expect(tree()[README]).not.toBe('edited');
  });
});

test('a run that was killed is undone, even if this one fails', async () => {
  write('mesh.yaml', description({ suffix: 'mesh.internal' }));
  await mesh('synth');
  const before = tree('dist');
  const entries = [{ path: 'a/README.md', isKept: true, sha256: sha256('half') }];
  write('dist/.mesh.run/journal.json', JSON.stringify({ directories: [], entries }));
  write('dist/.mesh.run/old/0', before['a/README.md']);
  write('dist/a/README.md', 'half');
  write('mesh.yaml', description({ suffix: 'Global' }));
  expect(await mesh('synth')).toBe(1);
  expect(io.err).toMatch(
    /^mesh synth: a run was interrupted; "dist" is now as it was before that run\n1 problem\n\nMESH204 /,
  );
  expect(tree('dist')).toEqual(before);
});

test.each([
  ['MESH811', 'the output is as it was', 'move', [2]],
  ['MESH822', 'a part of the output is new and a part old', 'move', [3, 4]],
  ['MESH823', 'the output is complete, with leftovers beside it', 'removeAll', [1]],
] as const)('%s: mesh synth ends with "%s"', async (code, outcome, name, failing) => {
  write('mesh.yaml', description({ suffix: 'mesh.internal' }));
  await mesh('synth');
  write('mesh.yaml', description({ suffix: 'other.internal' }));
  const work = DISK[name] as (...args: string[]) => void;
  let call = 0;
  jest.spyOn(DISK, name).mockImplementation((...args: string[]) => {
    call++;
    if ((failing as readonly number[]).includes(call)) {
      throw Object.assign(new Error('ENOSPC: no space'), { syscall: 'rename' });
    }
    work(...args);
  });
  expect(await mesh('synth')).toBe(1);
  expect(io.err).toContain(code);
  expect(io.err).toMatch(new RegExp(`\n\nmesh synth: ${outcome}\n$`));
});
