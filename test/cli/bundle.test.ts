import { spawnSync } from 'child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'fs';
import * as path from 'path';
import { buildSync } from 'esbuild';
import { description } from './harness';
import { bundle } from '../../projenrc/bundle';
import { main } from '../../src/cli/mesh';
import { readTree, temporaryFolder } from '../golden/golden';

const folder = temporaryFolder();

function node(file: string, ...args: string[]) {
  return spawnSync(process.execPath, [file, ...args], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 60_000,
  });
}

describe('the command `mesh` as it is published', () => {
  beforeAll(() => {
    mkdirSync(path.join(folder, 'package/bin'), { recursive: true });
    copyFileSync('bin/mesh', path.join(folder, 'package/bin/mesh'));
    copyFileSync('package.json', path.join(folder, 'package/package.json'));
    writeFileSync(path.join(folder, 'mesh.yaml'), description({ suffix: 'mesh.internal' }));
  });

  test('says what is missing in a clone that was not compiled', () => {
    const { status, stderr } = node('package/bin/mesh', 'synth');
    expect(status).toBe(1);
    expect(stderr).toBe(
      'mesh: lib/cli.js is missing. In a clone of the repository, run `npx projen compile` first.\n',
    );
  });

  test('needs no package beside it, and writes the same as the sources', async () => {
    bundle(path.join(folder, 'package/lib/cli.js'));
    const { status, stdout, stderr } = node('package/bin/mesh', 'synth', 'mesh.yaml');
    expect([status, stderr]).toEqual([0, '']);
    jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    const args = ['synth', path.join(folder, 'mesh.yaml'), '--outdir', path.join(folder, 'other')];
    expect(await main(args)).toBe(0);
    jest.restoreAllMocks();
    expect(readTree(path.join(folder, 'dist'))).toEqual(readTree(path.join(folder, 'other')));
    expect(stdout).toContain('dist: 12 written');
    expect(node('package/bin/mesh', '--version').stdout).toBe(
      `${JSON.parse(readFileSync('package.json', 'utf8')).version}\n`,
    );
    expect(node('package/bin/mesh', 'ca', 'status').stderr).toContain('MESH730');
  });

  test.each(['validate', 'synth', 'update', 'owners'])(
    '`mesh %s -` reads the description from standard input',
    command => {
      const cwd = path.join(folder, command);
      mkdirSync(cwd);
      const owners = [{ path: '.', teams: ['@org/all'], namespaces: ['*'], clusters: ['*'] }];
      const input = description({ suffix: 'mesh.internal', owners });
      const mesh = path.join(folder, 'package/bin/mesh');
      const options = { cwd, input, encoding: 'utf8' } as const;
      const { status, stderr } = spawnSync(process.execPath, [mesh, command, '-'], options);
      expect([status, stderr]).toEqual([0, '']);
    },
  );

  test('comes with the licenses of what is in it', () => {
    const licenses = readFileSync(path.join(folder, 'package/lib/cli.js.LICENSES.txt'), 'utf8');
    for (const name of ['cdk8s', 'commander', 'constructs', 'yaml']) {
      expect(licenses).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+: \\S+\n\n`, 'm'));
    }
  });
});

test('an app can be bundled with the library into one file', () => {
  const entry = `
    import { MeshApp, MulticlusterMesh } from ${JSON.stringify(path.resolve('src'))};
    const app = new MeshApp({ outdir: 'by-app' });
    MulticlusterMesh.fromFile(app, 'mesh', 'mesh.yaml');
    app.synth();
  `;
  buildSync({
    stdin: { contents: entry, resolveDir: process.cwd() },
    outfile: path.join(folder, 'app.js'),
    bundle: true,
    platform: 'node',
    minify: true,
  });
  const { status, stderr } = node('app.js');
  expect([status, stderr]).toEqual([0, '']);
  expect(Object.keys(readTree(path.join(folder, 'by-app')))).toContain(
    'a/manifests/trust/_cluster.yaml',
  );
});
