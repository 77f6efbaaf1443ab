import { spawnSync } from 'child_process';
import { mkdirSync, writeFileSync } from 'fs';
import * as path from 'path';
import { main } from '../../src/cli/mesh';
import { readTree, temporaryFolder } from '../golden/golden';

const root = path.resolve('.');
const folder = temporaryFolder();
let out = '';
let err = '';

beforeEach(() => {
  out = err = '';
  jest.spyOn(process.stdout, 'write').mockImplementation(chunk => ((out += chunk), true));
  jest.spyOn(process.stderr, 'write').mockImplementation(chunk => ((err += chunk), true));
});
afterEach(() => {
  jest.restoreAllMocks();
  process.chdir(root);
});

/** A project whose app writes a mesh of two clusters with the given suffix. */
function project(name: string, source: string, config: object = {}): string {
  const directory = path.join(folder, name);
  mkdirSync(directory);
  writeFileSync(path.join(directory, 'main.ts'), source);
  const command = `${root}/node_modules/.bin/ts-node -T --project ${root}/test/tsconfig.json ${directory}/main.ts`;
  writeFileSync(path.join(directory, 'cdk8s.yaml'), JSON.stringify({ app: command, ...config }));
  process.chdir(directory);
  return directory;
}

const mesh = (more: string) => `
import { MeshApp, MulticlusterMesh, GatewayAddress } from '${root}/src';
const app = new MeshApp();
new MulticlusterMesh(app, 'mesh', {
  clusters: ['a', 'b'].map(name => ({ name, istio: '1.29', gateway: { addresses: [GatewayAddress.hostname(name + '.example.com')] } })),
  ${more}
});
app.synth();
`;

test('writes the output and says what it did; a second run changes nothing', async () => {
  const directory = project('good', mesh(''));
  expect(await main(['synth'])).toBe(0);
  expect(out).toBe(
    [
      'Warning MESH207 at suffix',
      '  the suffix "global" is a public top-level domain',
      '  → Use a private suffix such as "mesh.internal", or accept this warning.',
      '',
      '2 clusters, 0 services, 0 grants',
      ...['a', 'b'].map(
        cluster =>
          `  ${cluster}      1 object     0.3 kB    0 Envoy clusters in a sidecar    0 filter chains`,
      ),
      ...[
        'README.md',
        'control-plane/helm/istio-eastwestgateway.yaml',
        'control-plane/helm/istiod.yaml',
        'kustomization.yaml',
        'trust/_cluster.yaml',
      ].map(f => `  + a/${f}`),
      ...[
        'README.md',
        'control-plane/helm/istio-eastwestgateway.yaml',
        'control-plane/helm/istiod.yaml',
        'kustomization.yaml',
        'trust/_cluster.yaml',
      ].map(f => `  + b/${f}`),
      'dist: 10 written, 0 unchanged, 0 removed, 1 warning',
      '',
    ].join('\n'),
  );
  const written = readTree(path.join(directory, 'dist'));
  out = '';
  expect(await main(['synth', '--json'])).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    output: 'dist',
    clusters: ['a', 'b'],
    services: 0,
    grants: 0,
    files: { written: [], removed: [] },
  });
  expect(JSON.parse(out).files.unchanged).toHaveLength(10);
  expect(readTree(path.join(directory, 'dist'))).toEqual(written);
});

test('after a failure the old output is whole, and the problems are told to a person and to a machine', async () => {
  const directory = project('bad', mesh('suffix: "Global",'), { output: 'out' });
  mkdirSync(path.join(directory, 'out'));
  writeFileSync(path.join(directory, 'out/old.yaml'), 'old');
  expect(await main(['synth'])).toBe(1);
  expect(err).toContain('MESH204 at suffix\n  suffix "Global" is not a lower-case DNS name\n');
  expect(err).toContain('mesh synth: nothing was written\n');
  expect(err.match(/MESH204/g)).toHaveLength(1);
  expect(await main(['synth', '--json'])).toBe(1);
  expect(JSON.parse(out).problems).toEqual([
    {
      code: 'MESH204',
      place: 'suffix',
      message: 'suffix "Global" is not a lower-case DNS name',
      remedy: 'Use lower-case DNS labels joined by dots, e.g. "mesh.internal".',
    },
  ]);
  expect(readTree(path.join(directory, 'out'))).toEqual({ 'old.yaml': 'old' });
});

test('the old output survives an app that dies half-way, and a plain App too', async () => {
  const directory = project(
    'dies',
    `
    const fs = require('fs');
    fs.mkdirSync(process.env.CDK8S_OUTDIR);
    fs.writeFileSync(process.env.CDK8S_OUTDIR + '/half.yaml', 'half');
    process.exit(3);
  `,
  );
  mkdirSync(path.join(directory, 'dist'));
  writeFileSync(path.join(directory, 'dist/old.yaml'), 'old');
  expect(await main(['synth'])).toBe(1);
  expect(readTree(path.join(directory, 'dist'))).toEqual({ 'old.yaml': 'old' });
  const command =
    "node -e \"fs.mkdirSync(process.env.CDK8S_OUTDIR); fs.writeFileSync(process.env.CDK8S_OUTDIR + '/new.k8s.yaml', 'new')\"";
  expect(await main(['synth', '--app', command])).toBe(0);
  expect(Object.keys(readTree(path.join(directory, 'dist')))).toEqual([
    'mesh.index.json',
    'new.k8s.yaml',
    'old.yaml',
  ]);
});

test('a long run tells that it goes on', async () => {
  project('long', '');
  const app = 'node -e "setTimeout(() => fs.mkdirSync(process.env.CDK8S_OUTDIR), 5500)"';
  expect(await main(['synth', '--app', app])).toBe(0);
  expect(err).toMatch(/^(mesh synth: running for \d+ s\n)+$/);
  err = out = '';
  expect(await main(['synth', '--app', `${app}; exit 3`, '--json'])).toBe(1);
  expect(JSON.parse(out)).toEqual({ problems: [], text: '' });
});

test('an output directory that is a file stops it, with the problem in JSON too', async () => {
  const directory = project('file', mesh('suffix: "mesh.internal",'));
  writeFileSync(path.join(directory, 'dist'), 'mine');
  expect(await main(['synth', '--json'])).toBe(1);
  expect(JSON.parse(out).problems.map((p: any) => p.code)).toEqual(['MESH806']);
  expect(readTree(directory).dist).toBe('mine');
});

test('a foreign file in the way stops it before anything is written', async () => {
  const directory = project('foreign', mesh('suffix: "mesh.internal",'));
  mkdirSync(path.join(directory, 'dist/a'), { recursive: true });
  writeFileSync(path.join(directory, 'dist/a/README.md'), 'mine');
  expect(await main(['synth'])).toBe(1);
  expect(err).toContain('MESH805\n  "dist/a/README.md" is not a file of ours');
  expect(readTree(path.join(directory, 'dist'))).toEqual({ 'a/README.md': 'mine' });
});

test('wrong use is told, with exit status 2', async () => {
  process.chdir(folder);
  expect(await main([])).toBe(2);
  expect(await main(['sinth'])).toBe(2);
  expect(err).toContain('mesh: unknown command "sinth"');
  expect(await main(['synth', '--jason'])).toBe(2);
  expect(err).toContain("'--jason'");
  expect(await main(['synth'])).toBe(2);
  expect(err).toContain('mesh synth: no app to run');
  expect(await main(['help'])).toBe(0);
  expect(out).toContain('Usage: mesh synth');
});

test('an app that is run by itself prints warnings and problems without a stack', () => {
  const directory = project('alone', mesh(''));
  const run = (file: string) =>
    spawnSync(
      process.execPath,
      [`${root}/node_modules/.bin/ts-node`, '-T', '--project', `${root}/test/tsconfig.json`, file],
      { cwd: directory, encoding: 'utf8' },
    );
  expect(run('main.ts').stderr).toContain('Warning MESH207 at suffix');
  writeFileSync(path.join(directory, 'bad.ts'), mesh('suffix: "x.",'));
  const { status, stderr } = run('bad.ts');
  expect(status).toBe(1);
  expect(stderr).toContain('MeshError: 1 problem\n\nMESH204 at suffix');
  expect(stderr).not.toContain('    at ');
});

test('update writes the lock and nothing else; synth needs it', async () => {
  const directory = project(
    'lock',
    mesh(`
    suffix: 'mesh.internal',
    services: [{ name: 'db', namespace: 'data', clusters: ['b'], ports: [{ number: 3306, protocol: 'MYSQL' }], selector: { app: 'db' }, serviceAccounts: ['db'] }],
    grants: [{ services: ['db.data'], clusters: ['a'] }],
  `),
  );
  expect(await main(['synth'])).toBe(1);
  expect(err).toContain('MESH325');
  expect(err).toContain('npx mesh update');
  expect(readTree(directory)).not.toHaveProperty('mesh.lock.json');
  expect(await main(['update'])).toBe(0);
  expect(out).toBe('mesh.lock.json: 1 virtual IP\n');
  expect(Object.keys(readTree(directory))).toEqual(['cdk8s.yaml', 'main.ts', 'mesh.lock.json']);
  out = '';
  expect(await main(['update', '--json'])).toBe(0);
  expect(JSON.parse(out)).toEqual({ locks: [{ file: 'mesh.lock.json', virtualIps: 1 }] });
  expect(await main(['synth'])).toBe(0);
  expect(readTree(directory)['dist/a/traffic/data.yaml']).toContain('- 240.0.0.1\n');
});
