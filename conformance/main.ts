import { spawn } from 'child_process';
import { existsSync, readFileSync, writeFileSync } from 'fs';
import * as path from 'path';
import { meshes } from './meshes';
import { Part, resultsPage } from './results-page';

const ROOT = path.join(__dirname, '..');

/** Each mesh in a process with namespaces of its own; then the folders that have a suite of their own. */
async function main([cache, folder, buildSeconds, ...asked]: string[]): Promise<void> {
  const parts: Part[] = [];
  for (const name of asked.length > 0 ? asked : Object.keys(meshes)) {
    const file = path.join(folder, `${name}.json`);
    await runToEnd('setpriv', ['--pdeathsig', 'KILL', 'unshare', '--net', '--mount', '--pid', '--fork', '--kill-child=KILL', '--mount-proc', 'bash', '-c', IN_NAMESPACES, '--', name, cache, folder, file]);
    parts.push({ name, ...(existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { seconds: 0, results: [{ suite: 'stand', what: 'the session', problem: 'it ended early' }] }) });
  }
  const others = asked.length > 0 ? [] : ['dns', 'trust'].filter(name => existsSync(path.join(__dirname, name, 'run')));
  const failed = [];
  for (const name of others) {
    if (await runToEnd(path.join(__dirname, name, 'run'), []) !== 0) {
      failed.push(name);
    }
  }
  const wrong = parts.flatMap(({ results }) => results).filter(({ problem }) => problem !== undefined);
  if (asked.length === 0) {
    writeFileSync(path.join(__dirname, 'RESULTS.md'), resultsPage(parts, Number(buildSeconds), cache));
  }
  console.log(`conformance: ${parts.flatMap(({ results }) => results).length - wrong.length} right, ${wrong.length} wrong${failed.map(name => `, ${name}/run failed`).join('')}`);
  process.exitCode = wrong.length + failed.length === 0 ? 0 : 1;
}

/** All that a session makes in the file system lies in memory, and goes with its namespace; so do its network namespaces. */
const IN_NAMESPACES = [
  'set -e',
  'mkdir -p /run/netns && mount -t tmpfs tmpfs /run/netns',
  'work="$3/work" && mkdir -p "$work" && mount -t tmpfs tmpfs "$work"',
  'npx ts-node -T --project test/tsconfig.json conformance/session.ts "$1" "$2" "$work" "$4"',
].join('\n');

/** When this process is told to end, so is the other: `unshare` heeds nothing else, and takes everything in its namespaces with it. */
async function runToEnd(command: string, args: readonly string[]): Promise<number> {
  const child = spawn(command, args, { cwd: ROOT, stdio: 'inherit' });
  const stop = () => child.kill('SIGKILL');
  process.once('SIGTERM', stop).once('SIGINT', stop);
  const code = await new Promise<number>((resolve, reject) => child.once('error', reject).once('close', ended => resolve(ended ?? 1)));
  process.off('SIGTERM', stop).off('SIGINT', stop);
  return code;
}

void main(process.argv.slice(2));
