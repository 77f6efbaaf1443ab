import { spawn } from 'child_process';
import { existsSync, readFileSync, writeFileSync } from 'fs';
import * as path from 'path';
import { meshes } from './meshes';
import { each } from './parallel';
import { Results } from './results';
import { Part, resultsPage } from './results-page';
import { classic } from './suites/classic';

const ROOT = path.join(__dirname, '..');

/** Three do not fit into 8 GB. */
const MESHES_AT_A_TIME = 2;

/** Folders beside this file with a `run` of their own, which leave the meshes time to answer. */
const BESIDE = ['dns', 'trust'];
/** Those that need a processor: beside them, calls would fail for want of time. */
const AFTER = ['gitops', 'reach'];

/**
 * Each mesh in a process with namespaces of its own, and beside them what needs no cluster: much of
 * the time is waiting.
 */
async function main([cache, folder, buildSeconds, worlds, ...asked]: string[]): Promise<void> {
  const sessions = (names: readonly string[]) =>
    each(names, MESHES_AT_A_TIME, name => runSession(name, cache, folder));
  if (asked.length > 0) {
    report(await sessions(asked), []);
    return;
  }
  const [parts, codes, old] = await Promise.all([
    sessions(Object.keys(meshes)),
    each(BESIDE, 1, name => runToEnd([path.join(__dirname, name, 'run')])),
    classicPart(cache),
  ]);
  const all = [...parts, old];
  writeFileSync(path.join(__dirname, 'RESULTS.md'), resultsPage(all, Number(buildSeconds), cache));
  const after = await each(AFTER, 1, name =>
    runToEnd([path.join(__dirname, name, 'run'), ...(name === 'reach' ? [worlds] : [])]),
  );
  report(
    all,
    [...BESIDE, ...AFTER].filter((_, i) => [...codes, ...after][i] !== 0),
  );
}

async function runSession(name: string, cache: string, folder: string): Promise<Part> {
  const file = path.join(folder, `${name}.json`);
  const namespaces = [
    'unshare',
    '--net',
    '--mount',
    '--pid',
    '--fork',
    '--kill-child=KILL',
    '--mount-proc',
  ];
  await runToEnd([
    ...namespaces,
    'bash',
    '-c',
    IN_NAMESPACES,
    '--',
    name,
    cache,
    path.join(folder, name),
    file,
  ]);
  const early = {
    seconds: 0,
    results: [{ suite: 'stand', what: 'the session', problem: 'it ended early' }],
  };
  return { name, ...(existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : early) };
}

async function classicPart(cache: string): Promise<Part> {
  const started = Date.now();
  const results = new Results();
  await classic(cache, results);
  return {
    name: 'classic',
    seconds: Math.round((Date.now() - started) / 1000),
    results: results.all,
  };
}

function report(parts: readonly Part[], failed: readonly string[]): void {
  const all = parts.flatMap(({ results }) => results);
  const wrong = all.filter(({ problem }) => problem !== undefined);
  console.log(
    `conformance: ${all.length - wrong.length} right, ${wrong.length} wrong${failed.map(name => `, ${name}/run failed`).join('')}`,
  );
  process.exitCode = wrong.length + failed.length === 0 ? 0 : 1;
}

/**
 * All that a session makes in the file system lies in memory, and goes with its namespace; so do
 * its network namespaces.
 */
const IN_NAMESPACES = [
  'set -e',
  'mkdir -p /run/netns && mount -t tmpfs tmpfs /run/netns',
  'work="$3" && mkdir -p "$work" && mount -t tmpfs tmpfs "$work" && export TMPDIR="$work"',
  'npx ts-node -T --project test/tsconfig.json conformance/session.ts "$1" "$2" "$work" "$4"',
].join('\n');

/**
 * The other ends with this process, however that ends; `unshare` takes everything in its namespaces
 * with it.
 */
async function runToEnd(command: readonly string[]): Promise<number> {
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', ...command], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  return new Promise((resolve, reject) =>
    child.once('error', reject).once('close', code => resolve(code ?? 1)),
  );
}

void main(process.argv.slice(2));
