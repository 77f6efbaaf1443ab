import { mkdirSync, writeFileSync } from 'fs';
import * as path from 'path';
import { bases as basesIn } from './bases';
import { askOracle, OracleAnswer } from './oracle';
import { Random } from './random';
import { page, summary } from './results';
import { Tally, Truth } from './tally';
import { AskedWorld, baseWorld, callKey, Calls, mutatedWorld } from './worlds';
import { each } from '../parallel';

const AT_A_TIME = 2;
const CHUNK = 200;

/** Holds `reach` against istiod's own code, in worlds made from correct meshes by mutation. */
async function main([program, folder, count, seed, file]: string[]): Promise<void> {
  const bases = basesIn(folder).map(base => ({ base, calls: new Calls(base.world) }));
  const make = (i: number): AskedWorld => {
    const random = new Random(Number(seed) * 1_000_000 + i);
    const { base, calls } = bases[i % bases.length];
    const mutations = random.next() < 0.7 ? 1 : 2;
    return mutatedWorld(base, calls, { name: `${base.name}-${i}`, random, mutations });
  };
  const ask = async (name: string, worlds: readonly AskedWorld[]) => {
    const own = path.join(folder, name);
    mkdirSync(own);
    return askOracle(program, own, worlds);
  };
  const starts = Array.from({ length: Math.ceil(Number(count) / CHUNK) }, (_, k) => k * CHUNK);
  const judged = await each(starts, AT_A_TIME, async start => {
    const length = Math.min(CHUNK, Number(count) - start);
    const worlds = Array.from({ length }, (_, i) => make(start + i));
    const answers = await ask(String(start), worlds);
    // the texts of thousands of worlds do not fit into memory
    return worlds.map((asked, i): Judged => [{ ...asked, line: '' }, answers[i]]);
  });
  const all = judged.flat();
  const worlds = bases.map(({ base }) =>
    baseWorld(
      base,
      all.filter(([asked]) => asked.base === base).flatMap(([{ calls }]) => calls),
    ),
  );
  const answers = await ask('bases', worlds);
  const tally = new Tally();
  worlds.forEach((asked, i) => tally.add(asked, answers[i]));
  all.forEach(([asked, answer]) => tally.add(asked, answer));
  const truths = new Map(worlds.map((asked, i) => [asked.base, truthOf(asked, answers[i])]));
  for (const [asked, { Verdicts: verdicts }] of all) {
    if (verdicts && asked.mutations === 1) {
      tally.score(asked, verdicts, truths.get(asked.base)!);
    }
  }
  console.log(summary(tally));
  if (file) {
    const names = bases.map(({ base }) => base.name);
    writeFileSync(file, page(tally, names, Number(seed)));
  }
  process.exitCode = tally.wrong.length === 0 ? 0 : 1;
}

type Judged = readonly [AskedWorld, OracleAnswer];

const truthOf = ({ calls }: AskedWorld, { Verdicts: verdicts }: OracleAnswer): Truth =>
  new Map(calls.flatMap((call, i) => (verdicts ? [[callKey(call), verdicts[i].Verdict]] : [])));

void main(process.argv.slice(2));
