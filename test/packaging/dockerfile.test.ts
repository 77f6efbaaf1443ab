import { spawnSync } from 'child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'fs';
import * as path from 'path';
import { bundle } from '../../projenrc/bundle';
import { description } from '../cli/harness';
import { temporaryFolder } from '../golden/golden';

const instructions = readFileSync('Dockerfile', 'utf8')
  .split('\n')
  .filter(line => line !== '' && !line.startsWith('#'))
  .map(line => line.split(/ (.*)/s) as [string, string]);
const all = (name: string) => instructions.filter(([key]) => key === name).map(([, text]) => text);

test('it is made from one version of Node, and nothing is fetched', () => {
  expect(all('FROM')).toEqual([expect.stringMatching(/^node:\d+-alpine$/)]);
  const used = new Set(instructions.map(([key]) => key));
  expect([...used]).toEqual(['FROM', 'COPY', 'USER', 'WORKDIR', 'ENTRYPOINT', 'CMD']);
});

test('it does not run as root', () => {
  // by name, Kubernetes (`runAsNonRoot`) could not know
  expect(Number(all('USER').at(-1))).toBeGreaterThan(0);
});

test('its context holds what is copied, and nothing else', () => {
  const kept = readFileSync('.dockerignore', 'utf8').trim().split('\n');
  const sources = all('COPY').flatMap(text => text.split(' ').slice(0, -1));
  expect(kept).toEqual(['*', ...sources.map(source => `!${source}`)]);
});

const root = temporaryFolder();

/** Makes a folder as the root of the image is. */
function makeImage(folder: string): void {
  const compiled = path.join(folder, 'compiled');
  bundle(path.join(compiled, 'lib/cli.js'));
  for (const text of all('COPY')) {
    const words = text.split(' ');
    const target = path.join(folder, words.at(-1)!);
    mkdirSync(target, { recursive: true });
    for (const source of words.slice(0, -1)) {
      const from = source.startsWith('lib/') ? path.join(compiled, source) : source;
      cpSync(from, path.join(target, path.basename(source)));
    }
  }
}

test('what is copied is all that the command needs', () => {
  makeImage(root);
  const [program, file] = JSON.parse(all('ENTRYPOINT')[0]);
  expect(program).toBe('node');
  const work = path.join(root, all('WORKDIR')[0]);
  mkdirSync(work);
  writeFileSync(path.join(work, 'mesh.yaml'), description({ suffix: 'mesh.internal' }));
  const mesh = (...args: string[]) =>
    spawnSync(process.execPath, [path.join(root, file), ...args], { cwd: work, encoding: 'utf8' });
  expect(mesh(...JSON.parse(all('CMD')[0])).stdout).toContain('Usage: mesh');
  const { status, stderr } = mesh('synth', 'mesh.yaml');
  expect([status, stderr]).toEqual([0, '']);
  expect(existsSync(path.join(work, 'dist/mesh.index.json'))).toBe(true);
});

const hasHadolint = spawnSync('hadolint', ['--version']).status === 0;

(hasHadolint ? test : test.skip)('hadolint has nothing to say', () => {
  const { status, stdout } = spawnSync('hadolint', ['Dockerfile'], { encoding: 'utf8' });
  expect([status, stdout]).toEqual([0, '']);
});

/** Where there is no Docker, or not its base image, there is nothing to build with. */
function canBuild(): boolean {
  const succeeds = (...args: string[]) =>
    spawnSync('docker', args, { stdio: 'ignore' }).status === 0;
  return succeeds('info') && succeeds('image', 'inspect', all('FROM')[0]);
}

(canBuild() && existsSync('lib/cli.js') ? test : test.skip)('Docker builds it', () => {
  const { status, stderr } = spawnSync('docker', ['build', '-q', '.'], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
});
