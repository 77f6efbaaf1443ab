import { Option } from 'commander';
import type { Mesh } from '../../analysis/reach/mesh';
import { UsageError } from '../../ca/usage-error';
import { replaceFile } from '../../files/replace-file';
import type { Budget, ReportChanges } from '../../report/facts/facts';
import { SIZES } from '../../report/sizes';
import { directoriesOf } from '../description';
import { tellFailure } from '../failure';
import { another, MeshCommand } from '../mesh-command';
import { busyWith } from '../progress';
import { readWorldOf, WorldOptions } from '../read-world';
import { STANDARD_INPUT } from '../standard-input';

const FORMATS = ['html', 'svg', 'mermaid', 'json'] as const;

type Format = (typeof FORMATS)[number];

interface ReportOptions extends WorldOptions {
  readonly format: Format;
  readonly out?: string;
  readonly base: readonly string[];
  readonly baseWorld?: string;
  readonly budget: readonly string[];
}

/** Of a page, which nobody reads in a terminal. */
const PAGE = 'mesh-report.html';

const EXIT_STATUS = `
What the manifests cannot know stands in world.yaml, see \`mesh reach --help\`.

Exit status:
  0  it is written
  1  something cannot be read or written, or the command line is wrong; no file was changed`;

/** `mesh report`. @internal */
export function reportCommand(): MeshCommand {
  return new MeshCommand('report')
    .summary('draw the mesh: one page with its topology, access, certificates, sizes and warnings')
    .description(
      'Writes one HTML file that shows what manifests say: the clusters and who calls whom, who may call what and why, certificates, sizes and warnings. ' +
        'The file needs nothing else and asks no network. With --base it marks what changed, as `mesh diff` says it.',
    )
    .argument(
      '[directory...]',
      'a directory of clusters, or the directory of each; - for standard input (default: dist)',
    )
    .addOption(
      new Option('-f, --format <format>', 'a page; the topology as a picture or Mermaid; all facts')
        .choices(FORMATS)
        .default('html'),
    )
    .option(
      '--out <file>',
      `where to write it; - for standard output (default: ${PAGE}; standard output for other formats)`,
    )
    .option(
      '--base <commit|directory>',
      'mark what changed since this commit, branch or tag; or a directory, again for each',
      another,
      [],
    )
    .option('--base-world <file>', 'what manifests cannot know of a base that is a directory')
    .option('--world <file>', 'what manifests cannot know (default: world.yaml of the directories)')
    .option('--assume-workloads', 'take pods that no manifest shows to be as the entries say')
    .option(
      '--budget <size=number>',
      'the most that a cluster may have: objects, bytes, envoyClusters or filterChains; again for each',
      another,
      [],
    )
    .option('--cluster <name>', 'of what comes from standard input', 'cluster')
    .examples(
      ['mesh report', `${PAGE} of dist/`],
      ['mesh report --base main --out pull-request.html', 'with what a change changes'],
      ['mesh report clusters/east clusters/west', 'directories of others'],
      ['mesh report --format mermaid', 'the topology, for Markdown'],
    )
    .exitStatus(EXIT_STATUS)
    .does((directories: readonly string[], options: ReportOptions) => {
      const output = options.format === 'json' ? 'json' : 'text';
      const telling = { command: 'mesh report', outcome: 'nothing was written', output } as const;
      return tellFailure(telling, () => run(directories, options));
    });
}

function run(directories: readonly string[], options: ReportOptions): number {
  const budget = budgetOf(options.budget);
  const named = directoriesOf(directories);
  const { mesh, changes } =
    options.base.length > 0 ? compared(named, options) : { mesh: alone(named, options) };
  const {
    gatherFacts,
  }: typeof import('../../report/facts/gather') = require('../../report/facts/gather');
  const { printReport }: typeof import('../../report/print') = require('../../report/print');
  const text = busyWith('following calls', () =>
    printReport(options.format, gatherFacts(mesh, { budget, changes })),
  );
  const out = options.out ?? (options.format === 'html' ? PAGE : STANDARD_INPUT);
  if (out === STANDARD_INPUT) {
    process.stdout.write(text);
  } else {
    replaceFile(out, text);
    process.stdout.write(`wrote ${out}\n`);
  }
  return 0;
}

function alone(directories: readonly string[], options: ReportOptions): Mesh {
  const {
    Mesh: OfWorld,
  }: typeof import('../../analysis/reach/mesh') = require('../../analysis/reach/mesh');
  return new OfWorld(readWorldOf(directories, options));
}

function compared(directories: readonly string[], options: ReportOptions) {
  if (directories[0] === STANDARD_INPUT) {
    throw new UsageError('--base is for directories, not for standard input');
  }
  const { readWorlds }: typeof import('../diff/read-worlds') = require('../diff/read-worlds');
  const {
    worldsOf,
  }: typeof import('../../analysis/diff/worlds') = require('../../analysis/diff/worlds');
  const { changesOf }: typeof import('./changes') = require('./changes');
  const { before, after, ...told } = readWorlds({ ...options, directories });
  const worlds = worldsOf(before, after);
  const changes: ReportChanges = changesOf(worlds, told);
  return { mesh: worlds.after, changes };
}

function budgetOf(texts: readonly string[]): Budget {
  const pairs = texts.map(text => {
    const [, size, number] = /^(\w+)=(\d{1,12})$/.exec(text) ?? [];
    if (!Object.hasOwn(SIZES, size ?? '')) {
      throw new UsageError(
        `--budget is one of ${Object.keys(SIZES).join(', ')} with a number, e.g. objects=2000, not "${text}"`,
      );
    }
    return [size, Number(number)];
  });
  return Object.fromEntries(pairs);
}
