import { analysisUsage } from './analysis';
import { changesTable, diffs } from './changes';
import { withHelm, HELM } from './helm';
import { measure, Subject } from './measure';
import { reportTable } from './report';
import { expectSameImports } from './same-objects';
import { startSubjects } from './start';
import {
  FEW,
  floor,
  Grid,
  growing,
  GROWING,
  importsOf,
  MANY,
  meshApp,
  plainCdk8s,
  TEN,
  unchanged,
} from './subjects';
import { machine, megabytes, seconds, table, thousands, times } from './tables';

const SMALL: Grid = { clusters: 3, services: 6 };
/** the last one: many clusters, few services */
const LARGER: readonly Grid[] = [
  { clusters: 20, services: 6000 },
  { clusters: 30, services: 9000 },
  { clusters: 160, services: 340 },
];
const STARTS = 20;

function comparison(rounds: number): string {
  withHelm(SMALL, helm =>
    expectSameImports([meshApp(SMALL), plainCdk8s(SMALL), helm, floor(SMALL)], importsOf(SMALL)),
  );
  return withHelm(TEN, helm => {
    const bottom = floor(TEN);
    const subjects = [meshApp(TEN), unchanged(TEN), plainCdk8s(TEN), helm, bottom];
    const usages = measure(subjects, rounds);
    const row = (subject: Subject) => {
      const usage = usages.get(subject)!;
      return [
        subject.name,
        seconds(usage),
        megabytes(usage),
        times(usage, usages.get(helm)!),
        times(usage, usages.get(bottom)!),
      ];
    };
    return table(
      [`${thousands(importsOf(TEN))} imports`, 'CPU s', 'MB', 'times Helm', 'times the floor'],
      subjects.map(row),
    );
  });
}

function size(rounds: number): string {
  const grids = [TEN, ...LARGER].map(grid => ({ grid, ours: meshApp(grid), bottom: floor(grid) }));
  const usages = measure(
    grids.flatMap(({ ours, bottom }) => [ours, bottom]),
    rounds,
  );
  return table(
    ['clusters', 'services', 'imports', 'CPU s', 'MB', 'CPU ms per import', 'times the floor'],
    grids.map(({ grid, ours, bottom }) => {
      const usage = usages.get(ours)!;
      return [
        `${grid.clusters}`,
        thousands(grid.services),
        thousands(importsOf(grid)),
        seconds(usage),
        megabytes(usage),
        ((usage.seconds / importsOf(grid)) * 1000).toFixed(3),
        times(usage, usages.get(bottom)!),
      ];
    }),
  );
}

function growth(rounds: number): string {
  const shapes = GROWING.map(shape => ({
    shape,
    few: growing(shape, FEW),
    many: growing(shape, MANY),
  }));
  const usages = measure(
    shapes.flatMap(({ few, many }) => [few, many]),
    rounds,
  );
  return table(
    ['many', `${thousands(FEW)}: CPU s`, `${thousands(MANY)}: CPU s`, 'times', 'MB'],
    shapes.map(({ shape, few, many }) => {
      const [less, more] = [usages.get(few)!, usages.get(many)!];
      return [shape, seconds(less), seconds(more), times(more, less), megabytes(more)];
    }),
  );
}

function start(): string {
  const [ours, node] = startSubjects();
  const usages = measure([ours, node], STARTS);
  return table(
    ['2 clusters, 1 service', 'CPU s', 'MB', 'times `node -e 0`'],
    [ours, node].map(subject => {
      const usage = usages.get(subject)!;
      return [subject.name, seconds(usage), megabytes(usage), times(usage, usages.get(node)!)];
    }),
  );
}

function analysis(rounds: number): string {
  const { synth, reportBytes, ...usages } = analysisUsage(TEN, rounds);
  return table(
    [`${thousands(importsOf(TEN))} imports`, 'CPU s', 'MB', 'times synth'],
    [
      ['`mesh reach`, one call', usages.reach] as const,
      ['the same, a third of the services', usages.third] as const,
      ['`mesh reach --all`, 30,000 calls', usages.matrix] as const,
      [
        `\`mesh report\`, a page of ${(reportBytes / 1_000_000).toFixed(1)} MB`,
        usages.report,
      ] as const,
      ['`mesh diff`, a service is new', usages.diff] as const,
      ['the same, `--assume-workloads`', usages.assuming] as const,
    ].map(([name, usage]) => [name, seconds(usage), megabytes(usage), times(usage, synth)]),
  );
}

const PARTS: Readonly<Record<string, (rounds: number) => string | Promise<string>>> = {
  comparison,
  size,
  growth,
  analysis,
  start,
  report: reportTable,
  changes: () => changesTable(diffs()),
};

const [rounds = '3', ...asked] = process.argv.slice(2);
const unknown = asked.filter(name => !(name in PARTS));
if (unknown.length > 0 || !(Number(rounds) > 0)) {
  console.error(`Usage: bench/run [ROUNDS [${Object.keys(PARTS).join('|')}]...]`);
  process.exit(1);
}
console.log(`${machine()}, Helm ${HELM}; the least of ${rounds} rounds\n`);

async function main(): Promise<void> {
  for (const [name, part] of Object.entries(PARTS)) {
    if (asked.length === 0 || asked.includes(name)) {
      console.log(await part(Number(rounds)));
    }
  }
}

void main();
