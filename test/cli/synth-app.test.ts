import { spawnSync } from 'child_process';
import { bundledLibrary, meshHarness } from './harness';

const { mesh, io, write, folder, tree } = meshHarness();
const library = bundledLibrary(folder);

/** An app that makes a mesh of two clusters, with `node` instead of TypeScript. */
function app(more: object, config: object = {}, make = 'new MeshApp()'): void {
  write(
    'main.js',
    `
    const { App, MeshApp, MulticlusterMesh, GatewayAddress } = require(${JSON.stringify(library)});
    const app = ${make};
    const clusters = ['a', 'b'].map(name => ({
      name, istio: '1.29', gateway: { addresses: [GatewayAddress.of(name + '.example.com')] },
    }));
    new MulticlusterMesh(app, 'mesh', { clusters, ...${JSON.stringify(more)} });
    app.synth();
    `,
  );
  write('cdk8s.yaml', JSON.stringify({ app: 'node main.js', ...config }));
}

test('runs the app of cdk8s.yaml, and says what it did as for a file', async () => {
  app({}, { output: 'out' });
  expect(await mesh('synth')).toBe(0);
  expect(io.err).toBe('');
  expect(io.out).toMatch(/^Warning MESH207 at suffix\n/);
  expect(io.out).toContain('\n2 clusters, 0 services, 0 grants\n');
  expect(io.out).toMatch(/\nout: 12 written, 0 unchanged, 0 removed, 1 warning\n$/);
  const written = tree('out');
  expect(await mesh('synth', '--output', 'json')).toBe(0);
  expect(JSON.parse(io.out)).toMatchObject({
    outdir: 'out',
    clusters: ['a', 'b'],
    warnings: [{ code: 'MESH207', isWarning: true, place: 'suffix' }],
    files: { written: [], removed: [] },
  });
  expect(tree('out')).toEqual(written);
});

test('after a failure the old output is whole, and the problems are told once, without a crash', async () => {
  app({ suffix: 'Global' });
  write('dist/old.yaml', 'old');
  const problem = {
    code: 'MESH204',
    isWarning: false,
    place: 'suffix',
    message: 'suffix "Global" is not a lower-case DNS name',
    remedy: 'Use lower-case DNS labels joined by dots, e.g. "mesh.internal".',
  };
  expect(await mesh('synth')).toBe(1);
  expect(io.err).toBe(
    `1 problem\n\nMESH204 at suffix\n  ${problem.message}\n  → ${problem.remedy}\n\nmesh synth: nothing was written\n`,
  );
  expect(await mesh('synth', '--output', 'json')).toBe(1);
  expect(JSON.parse(io.out)).toMatchObject({
    problems: [problem],
    text: expect.stringContaining('[MeshError: 1 problem\n'),
  });
  expect(tree('dist')).toEqual({ 'old.yaml': 'old' });
});

test('all problems of an app are listed for a program, though its text shows only some', async () => {
  const cluster = { name: 'a', istio: '1.29' };
  app({ clusters: Array.from({ length: 100 }, () => cluster) });
  expect(await mesh('synth')).toBe(1);
  expect(io.err).toMatch(/^MESH202: \d+ more of this kind; --output json lists them all$/m);
  expect(io.err).not.toContain('MeshProblems.of');
  expect(await mesh('synth', '--output', 'json')).toBe(1);
  const { problems, text } = JSON.parse(io.out);
  expect(problems.length).toBeGreaterThan(90);
  expect(text).toContain('more of this kind; MeshProblems.of(error) lists them all');
});

test('what else a failed app prints stays', async () => {
  app({ suffix: 'Global' });
  const noisy = 'echo before >&2; node main.js; echo behind >&2; exit 3';
  expect(await mesh('synth', '--app', noisy)).toBe(1);
  expect(io.err).toMatch(
    /^1 problem\n[^]*\n\nbefore\n\nbehind\n\nmesh synth: nothing was written\n$/,
  );
  expect(await mesh('synth', '--app', 'echo "no such thing" >&2; exit 3')).toBe(1);
  expect(io.err).toBe('no such thing\n\nmesh synth: nothing was written\n');
});

test('the old output survives an app that dies half-way, and a plain App too', async () => {
  write('dist/old.yaml', 'old');
  const half =
    "fs.mkdirSync(process.env.CDK8S_OUTDIR); fs.writeFileSync(process.env.CDK8S_OUTDIR + '/new.k8s.yaml', 'new')";
  expect(await mesh('synth', '--app', `node -e "${half}; process.exit(3)"`)).toBe(1);
  expect(tree('dist')).toEqual({ 'old.yaml': 'old' });
  expect(await mesh('synth', '--app', `node -e "${half}"`)).toBe(0);
  expect(Object.keys(tree('dist'))).toEqual(['mesh.index.json', 'new.k8s.yaml', 'old.yaml']);
  expect(await mesh('synth', '--app', 'true')).toBe(1);
  expect(io.err).toMatch(
    /^the app wrote nothing to ".*" \(CDK8S_OUTDIR\)\n\nmesh synth: it wrote nothing; the app may have, if it names an `outdir`\n$/,
  );
});

test('a long run tells every five seconds that it goes on', async () => {
  const interval = jest
    .spyOn(global, 'setInterval')
    .mockImplementationOnce(callback => setInterval(callback, 50));
  const slow = 'node -e "setTimeout(() => fs.mkdirSync(process.env.CDK8S_OUTDIR), 500)"';
  expect(await mesh('synth', '--app', slow)).toBe(0);
  expect(interval).toHaveBeenCalledWith(expect.any(Function), 5000);
  expect(io.err).toMatch(/^(mesh synth: running for \d+ s\n)+$/);
});

test('a file in the place of the output directory stops it, with the problem in JSON too', async () => {
  app({ suffix: 'mesh.internal' });
  write('dist', 'mine');
  expect(await mesh('synth', '--output', 'json')).toBe(1);
  expect(JSON.parse(io.out).problems.map((p: any) => p.code)).toEqual(['MESH806']);
  expect(tree().dist).toBe('mine');
});

test('an app that is run by itself prints warnings and problems without a stack', () => {
  const run = () => spawnSync('node', ['main.js'], { encoding: 'utf8' });
  app({});
  expect(run().stderr).toMatch(/^Warning MESH207 at suffix\n.*\n.*\n\n$/);
  app({ suffix: 'x.' });
  const { status, stderr } = run();
  expect(status).toBe(1);
  expect(stderr).toContain('MeshError: 1 problem\n\nMESH204 at suffix');
  expect(stderr).not.toContain('    at ');
});

describe('an app that names its directory', () => {
  const mesh1 = { suffix: 'mesh.internal' };

  test('writes there only as a whole, if it is that of the output', async () => {
    app(mesh1, {}, "new MeshApp({ outdir: './dist' })");
    expect(await mesh('synth')).toBe(0);
    expect(io.out).toMatch(/\ndist: 12 written, /);
    expect(Object.keys(tree('dist'))).toContain('mesh.index.json');
    write('dist/a/README.md', 'edited');
    expect(await mesh('synth')).toBe(1);
    expect(io.err).toMatch(
      /^1 problem\n\nMESH820\n {2}"dist\/a\/README\.md" was changed by hand\n/,
    );
    expect(io.err).toMatch(/\nmesh synth: nothing was written\n$/);
  });

  test('MESH825: is refused before it writes, if it is another', async () => {
    app(mesh1, {}, "new MeshApp({ outdir: 'real' })");
    write('real/old.yaml', 'old');
    expect(await mesh('synth')).toBe(1);
    expect(io.err).toMatch(
      /^1 problem\n\nMESH825\n {2}the app writes to "real" \(`outdir`\), not to/,
    );
    expect(io.err).toMatch(/\nmesh synth: nothing was written\n$/);
    expect(tree('real')).toEqual({ 'old.yaml': 'old' });
    expect(await mesh('synth', '--outdir', 'real')).toBe(0);
    expect(await mesh('update')).toBe(0); // does not write it
    const { status } = spawnSync('node', ['main.js']);
    expect(status).toBe(0);
  });

  test('MESH825: is refused, if it is a plain App, which would write there by itself', async () => {
    app(mesh1, {}, "new App({ outdir: 'dist' })");
    for (const command of ['synth', 'update']) {
      expect(await mesh(command)).toBe(1);
      expect(io.err).toContain('MESH825: the app writes to "dist" by itself');
      expect(Object.keys(tree())).toEqual(['cdk8s.yaml', 'main.js']);
    }
    expect(spawnSync('node', ['main.js']).status).toBe(0);
  });
});

test('what was edited by hand stays, unless the command or the app says otherwise', async () => {
  app({ suffix: 'mesh.internal' });
  expect(await mesh('synth')).toBe(0);
  const edit = () => write('dist/a/README.md', 'edited');
  edit();
  expect(await mesh('synth')).toBe(1);
  expect(io.err).toContain('MESH820');
  expect(spawnSync('node', ['main.js'], { encoding: 'utf8' }).stderr).toContain('MESH820');
  expect(tree()['dist/a/README.md']).toBe('edited');
  expect(await mesh('synth', '--force')).toBe(0);
  expect(io.out).toMatch(/\n {2}\+ a\/README\.md\ndist: 1 written, /);
  app({ suffix: 'mesh.internal' }, {}, 'new MeshApp({ overwriteEdits: true })');
  edit();
  expect(await mesh('synth')).toBe(0);
  edit();
  expect(spawnSync('node', ['main.js']).status).toBe(0);
  expect(tree()['dist/a/README.md']).not.toBe('edited');
});
