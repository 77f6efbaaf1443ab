import { analysisUsage } from './analysis';
import { changesTable, diffs, filesAllowed } from './changes';
import { HOSTILE } from './hostile';
import { measure } from './measure';
import { FEW, floor, growing, GROWING, MANY, meshApp, TEN, unchanged } from './subjects';

// What .ci/run holds: ratios within one run, since seconds say more about a machine than about this
// project, and room for noise.
const TIMES_THE_FLOOR = 18;
const MEGABYTES = 200;
/** for eight times as many, which in proportion cost 8 times as much */
const TIMES_FOR_MANY = 14;
/** sixteen times as long, in proportion 16; what is quadratic costs 256 times as much */
const HOSTILE_LENGTHS = [20_000, 320_000];
const TIMES_FOR_LONG = 64;
/** what takes less is noise */
const LEAST_MILLISECONDS = 2;
/** one call, of the synth of the same mesh: 3, and room for noise */
const TIMES_FOR_A_CALL = 3.5;
const TIMES_FOR_THE_MATRIX = 20;
/** a page of the same calls: 5, and room for noise */
const TIMES_FOR_A_REPORT = 6;
const REPORT_MEGABYTES = 20;
/** in proportion 3, in the square 9 */
const TIMES_FOR_THREE = 4.5;
/** a diff where a service is new, of the synth of the same mesh */
const TIMES_THE_SYNTH = 5;
/** where its pods are new as well, and call 3,000 hosts */
const TIMES_ASSUMING = 9;
const ROUNDS = 3;
/** what is quadratic costs 64 times as much: no noise hides that */
const ROUNDS_OF_GROWTH = 1;

interface Figure {
  readonly what: string;
  readonly value: number;
  readonly limit: number;
}

function imports(): Figure[] {
  const [ours, bottom] = [meshApp(TEN), floor(TEN)];
  const usages = measure([ours, bottom], ROUNDS);
  const { seconds, megabytes } = usages.get(ours)!;
  return [
    {
      what: '27,000 imports: CPU time, times the floor',
      value: seconds / usages.get(bottom)!.seconds,
      limit: TIMES_THE_FLOOR,
    },
    { what: '27,000 imports: peak memory in MB', value: megabytes, limit: MEGABYTES },
  ];
}

function growth(): Figure[] {
  const shapes = GROWING.map(shape => [growing(shape, FEW), growing(shape, MANY)]);
  const usages = measure(shapes.flat(), ROUNDS_OF_GROWTH);
  return shapes.map(([few, many]) => ({
    what: `${many.name}: CPU time, times ${few.name}`,
    value: usages.get(many)!.seconds / usages.get(few)!.seconds,
    limit: TIMES_FOR_MANY,
  }));
}

function hostile(): Figure[] {
  return HOSTILE.map(({ what, cost }) => {
    const [short, long] = HOSTILE_LENGTHS.map(length =>
      Math.min(...Array.from({ length: ROUNDS }, () => cost(length))),
    );
    return {
      what: `${what}: CPU time, times one of a sixteenth`,
      value: long / Math.max(short, LEAST_MILLISECONDS),
      limit: TIMES_FOR_LONG,
    };
  });
}

function compared(): Figure[] {
  const { synth, reach, third, matrix, report, reportBytes, diff, assuming } = analysisUsage(
    TEN,
    ROUNDS,
  );
  const figure = (what: string, { seconds }: typeof diff, limit: number): Figure => ({
    what: `27,000 imports: CPU time of ${what}, times synth`,
    value: seconds / synth.seconds,
    limit,
  });
  return [
    figure('mesh reach', reach, TIMES_FOR_A_CALL),
    figure('mesh reach --all', matrix, TIMES_FOR_THE_MATRIX),
    figure('mesh report', report, TIMES_FOR_A_REPORT),
    {
      what: 'mesh report: MB of its page',
      value: reportBytes / 1_000_000,
      limit: REPORT_MEGABYTES,
    },
    {
      what: 'mesh reach: CPU time, times that of a third of the services',
      value: reach.seconds / third.seconds,
      limit: TIMES_FOR_THREE,
    },
    { what: 'mesh reach --all: peak memory in MB', value: matrix.megabytes, limit: 2000 },
    figure('mesh diff', diff, TIMES_THE_SYNTH),
    figure('mesh diff --assume-workloads', assuming, TIMES_ASSUMING),
  ];
}

function reviewable(): Figure[] {
  const all = diffs();
  console.log(changesTable(all));
  return all.flatMap(diff => {
    const { change, changed, indexLines, lineForEachFile } = diff;
    return [
      { what: `${change}: files changed`, value: changed, limit: filesAllowed(diff) },
      { what: `${change}: lines of the index`, value: indexLines, limit: lineForEachFile / 2 },
    ];
  });
}

measure([unchanged(TEN)], 1); // throws when it writes a file
console.log('27,000 imports: the same run again writes nothing: ok');
const figures = [...imports(), ...growth(), ...hostile(), ...compared(), ...reviewable()];
for (const { what, value, limit } of figures) {
  const verdict = value <= limit ? 'ok' : 'TOO MUCH';
  console.log(`${what}: ${value.toFixed(1)}, at most ${limit}: ${verdict}`);
}
process.exitCode = figures.every(({ value, limit }) => value <= limit) ? 0 : 1;
