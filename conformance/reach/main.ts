import { execFileSync } from 'child_process';
import { readFileSync, writeFileSync } from 'fs';
import * as path from 'path';
import { written } from './meshes';
import { mutate, Random } from './mutations';
import { AskedCall, oracleWorld } from './oracle-world';
import { Mesh } from '../../src/analysis/reach/mesh';
import { reach } from '../../src/analysis/reach/reach';
import { firstBroken, Way } from '../../src/analysis/reach/verdict';
import { World } from '../../src/analysis/world/world';
import { EVERYTHING, ROWS } from '../../test/golden/rows';

const GOLDEN = path.join(__dirname, '../../test/golden/rows');
const CALLS = 8;

/** Directories that say what their Istio is told; elsewhere nothing can be compared. */
const LEFT_OUT = new Set([
  'existing-istio',
  'fault-and-mirror',
  'dns-beside-what-is-there',
  'dns-of-the-eks-add-on',
]);

interface Asked {
  readonly name: string;
  readonly what: string;
  readonly line: string;
  readonly calls: readonly AskedCall[];
  readonly ways: readonly Way[];
}

interface Difference {
  readonly world: string;
  readonly call: string;
  readonly ours: string;
  readonly theirs: string;
}

/** Holds `reach` against istiod's own code, in worlds made from the golden directories. */
function main([oracle, folder, count, seed = '1']: string[]): void {
  const bases = Object.entries({ ...ROWS, everything: EVERYTHING })
    .filter(([name]) => !LEFT_OUT.has(name))
    .map(([name, description]) => ({ name, ...written(description, path.join(GOLDEN, name)) }));
  const asked: Asked[] = [];
  for (let i = 0; i < Number(count); i++) {
    const random = new Random(Number(seed) * 1_000_000 + i);
    const base = bases[i % bases.length];
    // the first of each base is as it is written
    const steps = i < bases.length ? 0 : 1 + Math.floor(random.next() * 2);
    let { world } = base as { world: World };
    const whats: string[] = [];
    for (let step = 0; step < steps; step++) {
      const mutated = mutate(world, random);
      world = mutated.world;
      whats.push(mutated.what);
    }
    asked.push(ask(`${base.name}-${i}`, whats.join('; '), world, base.world, random));
  }
  const worlds = path.join(folder, 'worlds.jsonl');
  const answers = path.join(folder, 'answers.jsonl');
  writeFileSync(worlds, asked.map(({ line }) => `${line}\n`).join(''));
  try {
    execFileSync(oracle, ['-test.run', 'TestWorlds', '-test.timeout', '0'], {
      env: { ...process.env, REACH_WORLDS: worlds, REACH_ANSWERS: answers },
      stdio: ['ignore', 'ignore', 'ignore'],
    });
  } catch {
    // a world that cannot be made is one of the answers
  }
  report(asked, answers);
}

function ask(name: string, what: string, world: World, base: World, random: Random): Asked {
  const mesh = new Mesh(world);
  const hosts = [...new Mesh(base).clusters.values()].flatMap(({ services }) =>
    [...services.values()].flat().filter(one => !one.isKubernetes),
  );
  const callers = [...mesh.clusters.values()].flatMap(cluster =>
    cluster.pods.map(caller => ({ cluster, caller })),
  );
  const calls = Array.from({ length: CALLS }, (): AskedCall => {
    const { cluster, caller } = random.pick(callers);
    const service = random.pick(hosts);
    const { number, treatment } = random.pick(service.ports);
    return {
      cluster: cluster.name,
      caller,
      host: service.host,
      port: number,
      isHttp: treatment === 'http',
      method: random.pick(['GET', 'POST']),
      path: random.pick(['/', '/beta/x']),
      headers: random.pick<{ [name: string]: string }>([{}, { 'end-user': 'jason' }]),
    };
  });
  const ways = calls.map(({ cluster, caller, host, port, isHttp, method, path: target, headers }) =>
    reach({
      mesh,
      cluster: mesh.clusters.get(cluster)!,
      caller,
      host,
      port,
      isHttp,
      request: { method, path: target, headers },
    }),
  );
  return { name, what, calls, ways, line: JSON.stringify(oracleWorld(name, mesh, calls)) };
}

function report(asked: readonly Asked[], file: string): void {
  const answers = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));
  const counts: { [verdict: string]: number } = {};
  const differences: Difference[] = [];
  const failed: string[] = [];
  asked.forEach(({ name, what, calls, ways }, i) => {
    const given = answers[i];
    if (!given?.Verdicts) {
      failed.push(`${name}: ${given?.Error} (${what})`);
      return;
    }
    calls.forEach((call, k) => {
      const theirs = given.Verdicts[k];
      const way = ways[k];
      const key = `${way.verdict} / ${theirs.Verdict}`;
      counts[key] = (counts[key] ?? 0) + 1;
      if (way.verdict !== theirs.Verdict) {
        const broken = firstBroken(way);
        differences.push({
          world: `${name} (${what})`,
          call: `${call.cluster} ${call.caller.namespace}/${call.caller.serviceAccount} ${call.host}:${call.port}`,
          ours: `${way.verdict} ${broken?.hop ?? ''}: ${broken?.text ?? ''}`,
          theirs: `${theirs.Verdict} ${theirs.Hop ?? ''}: ${theirs.Why ?? ''}`,
        });
      }
    });
  });
  console.log(
    JSON.stringify({ worlds: asked.length, counts, failed: failed.length }, undefined, 2),
  );
  const wrong = differences.filter(({ ours }) => !ours.startsWith('unknown'));
  for (const { world, call, ours, theirs } of wrong) {
    console.log(`${world}\n  ${call}\n  ours   ${ours}\n  theirs ${theirs}`);
  }
  const unknown = new Map<string, number>();
  for (const { ours } of differences.filter(one => !wrong.includes(one))) {
    const kind = ours.replace(/[a-z0-9*.-]+\/[a-z0-9*.-]+/g, '…').slice(0, 90);
    unknown.set(kind, (unknown.get(kind) ?? 0) + 1);
  }
  [...unknown].forEach(([kind, n]) => console.log(`${n} × ${kind}`));
  failed.forEach(text => console.log(`not made: ${text}`));
  process.exitCode = wrong.length === 0 ? 0 : 1;
}

main(process.argv.slice(2));
