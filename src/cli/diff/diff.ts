import { InvalidArgumentError, Option } from 'commander';
import { CATEGORIES, Category } from '../../analysis/diff/categories';
import { UsageError } from '../../ca/usage-error';
import { FOUND } from '../../values/exit-status';
import { directoriesOf } from '../description';
import { tellFailure } from '../failure';
import { MarkdownFormat, withoutMarkdown } from '../markdown';
import { another, MeshCommand } from '../mesh-command';
import { busyWith } from '../progress';

interface DiffOptions {
  readonly base: readonly string[];
  readonly deny: readonly string[];
  readonly world?: string;
  readonly baseWorld?: string;
  readonly assumeWorkloads?: boolean;
  readonly output: MarkdownFormat;
}

const ANY = 'any';

const DENIED = `
What --deny refuses:
${Object.entries({ ...CATEGORIES, [ANY]: 'all of these' })
  .map(([name, meaning]) => `  ${name.padEnd(10)} ${meaning}`)
  .join('\n')}
What nobody can tell counts as both: a call that was refused and may get through now is widened.`;

const EXIT_STATUS = `
Exit status:
  0  nothing changes; with --deny, nothing of what is denied does
  1  it could not be told, since something cannot be read or the command line is wrong
  2  something changes; with --deny, something of what is denied does`;

/** `mesh diff`. @internal */
export function diffCommand(): MeshCommand {
  return new MeshCommand('diff')
    .summary('say what a change does to the calls of the mesh')
    .description(
      'Compares manifests and Helm values with a former state: a commit of Git, which is read without a checkout, or directories. ' +
        'It says which calls become possible or impossible or go differently, which Secrets, certificates and objects change, and what has to be restarted: ' +
        'for who has a workload, whom a policy names, and for any other account and namespace.',
    )
    .argument('[directory...]', 'a directory of clusters, or the directory of each (default: dist)')
    .option(
      '--base <commit|directory>',
      'the former state: a commit, branch or tag that has the same paths; or a directory, again for each',
      another,
      [],
    )
    .addOption(denyOption())
    .option('--world <file>', 'what manifests cannot know, as of `mesh reach`')
    .option('--base-world <file>', 'the same of the base, where it is a directory')
    .option('--assume-workloads', 'take pods that no manifest shows to be as the entries say')
    .formats('markdown')
    .examples(
      ['mesh diff --base HEAD', 'what is not committed yet'],
      ['mesh diff --base main -o markdown', 'for a pull request'],
      ['mesh diff --base main --deny widened --deny unknown', 'more access has to be approved'],
      ['mesh diff --base before clusters/east clusters/west', 'directories of others'],
    )
    .exitStatus(`${DENIED}\n${EXIT_STATUS}`)
    .does((directories: readonly string[], options: DiffOptions) => {
      const output = withoutMarkdown(options.output);
      const telling = { command: 'mesh diff', outcome: 'nothing was compared', output };
      return tellFailure(telling, () => run(directories, options));
    });
}

/** Like an option with choices, and given more than once. */
function denyOption(): Option {
  const choices = [...Object.keys(CATEGORIES), ANY];
  const option = new Option('--deny <change>', 'refuse such changes, again for each; see below')
    .default([])
    .argParser((value: string, before: readonly string[]) => {
      if (!choices.includes(value)) {
        throw new InvalidArgumentError(`Allowed choices are ${choices.join(', ')}.`);
      }
      return [...before, value];
    });
  option.argChoices = choices;
  return option;
}

function run(directories: readonly string[], options: DiffOptions): number {
  if (options.base.length === 0) {
    throw new UsageError('say what to compare with: --base main, or --base DIRECTORY');
  }
  const { readWorlds }: typeof import('./read-worlds') = require('./read-worlds');
  const {
    countsOf,
    hasChanges,
  }: typeof import('../../analysis/diff/categories') = require('../../analysis/diff/categories');
  const {
    diffWorlds,
  }: typeof import('../../analysis/diff/diff') = require('../../analysis/diff/diff');
  const {
    worldsOf,
  }: typeof import('../../analysis/diff/worlds') = require('../../analysis/diff/worlds');
  const { printDiff }: typeof import('./print') = require('./print');
  const named = directoriesOf(directories);
  const { before, after, ...read } = busyWith(`reading ${named.join(', ')}`, () =>
    readWorlds({ ...options, directories: named }),
  );
  const diff = busyWith('comparing calls', () => diffWorlds(worldsOf(before, after)));
  const counts = countsOf(diff);
  const denied = [...counts.keys()].filter(one => isDenied(one, options.deny));
  process.stdout.write(printDiff(options.output, { ...read, diff, counts, denied }));
  const isFound = options.deny.length > 0 ? denied.length > 0 : hasChanges(diff);
  return isFound ? FOUND : 0;
}

const isDenied = (category: Category, denied: readonly string[]): boolean =>
  denied.includes(category) || denied.includes(ANY);
