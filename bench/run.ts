import { spawnSync } from 'child_process';
import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import * as path from 'path';

const [clusters = '10', services = '300'] = process.argv.slice(2);
const KINDS = ['MeshApp', 'plain cdk8s'];
const ROUNDS = 3;

interface Result {
  readonly seconds: number;
  readonly megabytes: number;
}

function once(kind: string): Result {
  const outdir = mkdtempSync(path.join(tmpdir(), 'mesh-bench-'));
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [path.join(__dirname, 'subject.js'), kind, clusters, services, outdir],
    { encoding: 'utf8' },
  );
  rmSync(outdir, { recursive: true });
  if (status !== 0) {
    throw new Error(stderr);
  }
  return JSON.parse(stdout);
}

const median = (numbers: number[]) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

const results = new Map<string, Result[]>(KINDS.map(kind => [kind, []]));
for (let round = 0; round < ROUNDS; round++) {
  KINDS.forEach(kind => results.get(kind)!.push(once(kind)));
}
for (const [kind, list] of results) {
  console.log(
    `| ${kind} | ${median(list.map(r => r.seconds)).toFixed(1)} s | ${median(list.map(r => r.megabytes)).toFixed(0)} MB |`,
  );
}
