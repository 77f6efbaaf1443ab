// What the help of each command shows as an example has to work when somebody types it.
import { execFileSync } from 'child_process';
import { cpSync, mkdirSync, writeFileSync } from 'fs';
import * as path from 'path';
import { bundledLibrary, description, meshHarness } from './harness';
import { readTree } from '../golden/golden';
import { CLUSTERS, SAMPLES } from '../import/sample';

const { mesh, io, write, folder } = meshHarness();
const library = bundledLibrary(folder);

/** The lines below "Examples:" in the help of a command and of all commands below it. */
async function examplesOf(...command: string[]): Promise<string[]> {
  await mesh(...command, '--help');
  const { out } = io;
  const own = (out.split('\nExamples:\n')[1] ?? '').matchAll(/^ {2}(mesh .*?)(?: +#.*)?$/gm);
  const listed = (out.split('\nCommands:\n')[1] ?? '').split('\n\n')[0];
  const below = [...listed.matchAll(/^ {2}(\w+)/gm)].map(([, name]) => name);
  const lines = [...own].map(([, line]) => line);
  for (const name of below.filter(sub => sub !== 'help')) {
    lines.push(...(await examplesOf(...command, name)));
  }
  return lines;
}

/** As a shell does: words, quotes, the home directory; what is redirected goes nowhere. */
function wordsOf(line: string): string[] {
  const [command] = line.replace(/~/g, path.resolve('home')).split(/ >>? /);
  return [...command.matchAll(/"([^"]*)"|\S+/g)].map(([word, quoted]) => quoted ?? word).slice(1);
}

/** What has to be there first: a program or a file that the example takes from elsewhere. */
const NEEDS_MORE =
  /^mesh ca (init --root|issue .*--signed|seal|confirm|rotate (bundle --root|restart|switch|drop|abort))|^mesh reach .*--without|^mesh check (?!--print)/;

function prepare(line: string): void {
  if (/^mesh (reach|diff|report|check)/.test(line)) {
    const dist = path.join(__dirname, '../../dist');
    cpSync(dist, 'dist', { recursive: true });
    cpSync(path.join(dist, 'cluster1'), 'clusters/east', { recursive: true });
    cpSync(path.join(dist, 'cluster2'), 'clusters/west', { recursive: true });
    cpSync(path.join(dist, 'cluster1/manifests/traffic/bar.yaml'), 'live/cluster1.yaml');
    cpSync('clusters', 'before', { recursive: true });
  }
  if (/^mesh diff|^mesh report .*--base/.test(line)) {
    commitAll();
  }
  if (line.startsWith('mesh import')) {
    prepareImport();
  }
  const rollout = { istio: '1.30', waves: [{ matchLabels: { ring: 'first' } }] };
  const clusters = description({
    suffix: 'mesh.internal',
    ...(line.startsWith('mesh rollout') ? { rollout } : {}),
  });
  if (!/^mesh (init|import)/.test(line)) {
    write('mesh.yaml', clusters);
  }
  const owners = [{ path: '.', teams: ['@org/all'], namespaces: ['*'], clusters: ['*'] }];
  write('mesh/mesh.yaml', description({ suffix: 'mesh.internal', owners }));
  write(
    'main.js',
    `const { MeshApp, MulticlusterMesh } = require(${JSON.stringify(library)});
     const app = new MeshApp();
     new MulticlusterMesh(app, 'mesh', ${clusters});
     app.synth();`,
  );
}

/** In a repository of its own, with the branch main. */
function commitAll(): void {
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.com', ...args]);
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--quiet', '--message=first');
}

/** Clusters of which nothing is left to do by hand, as directories and as files. */
function prepareImport(): void {
  for (const name of CLUSTERS.mcs) {
    const texts = Object.entries(readTree(path.join(SAMPLES, 'mcs', name))).map(([file, text]) => {
      const injected = text.replace('istio-injection: disabled', 'istio-injection: enabled');
      write(`clusters/${name}/${file}`, injected);
      write(`${name}/${file}`, injected);
      return injected;
    });
    write(`${name}.yaml`, texts.join('\n---\n'));
  }
}

/** The keys of our choice take seconds to make. */
const QUICK = ['--algorithm', 'p-256'];
const MAKES_KEYS = /^mesh ca (init --keys|issue (?!.*--signed)|renew|rotate bundle --keys)/;

/** Brings the CAs to where the example begins. */
async function prepareCa(line: string): Promise<void> {
  const [, command] = /^mesh ca (\w+)/.exec(line) ?? [];
  const keys = ['--keys', path.resolve('home/mesh-keys'), ...QUICK];
  if (command !== undefined && command !== 'init') {
    await mesh('ca', 'init', ...keys);
  }
  if (['renew', 'forget'].includes(command!)) {
    await mesh('ca', 'issue', 'east', 'west', ...keys);
  }
}

test('each example in the help of each command can be typed as it is', async () => {
  const lines = [...new Set(await examplesOf())];
  expect(lines.length).toBeGreaterThan(30);
  const failed: string[] = [];
  const root = process.cwd();
  for (const [i, line] of lines.entries()) {
    mkdirSync(`example-${i}`);
    process.chdir(`example-${i}`);
    writeFileSync('a-file-of-its-own', '');
    prepare(line);
    await prepareCa(line);
    const status = await mesh(...wordsOf(line), ...(MAKES_KEYS.test(line) ? QUICK : []));
    const isUsable = !io.err.includes('--help`');
    if (!isUsable || (status !== 0 && !NEEDS_MORE.test(line))) {
      failed.push(`${line}: ${status}\n${io.err}`);
    }
    process.chdir(root);
  }
  expect(failed).toEqual([]);
}, 60_000);
