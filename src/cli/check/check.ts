import { Option } from 'commander';
import { outputHere } from '../description';
import type { CheckReport } from './text';
import type { Pair } from '../../analysis/check/check-mesh';
import type { ClusterFiles } from '../../analysis/world/world';
import { UsageError } from '../../ca/usage-error';
import { check as checked, Problems } from '../../problems/problems';
import { FOUND } from '../../values/exit-status';
import { tellFailure } from '../failure';
import { MarkdownFormat, withoutMarkdown } from '../markdown';
import { another, MeshCommand } from '../mesh-command';
import { busyWith } from '../progress';

interface CheckOptions {
  readonly dist?: string;
  readonly context: readonly string[];
  readonly cluster?: string;
  readonly lock?: string;
  readonly at?: string;
  readonly accept: readonly string[];
  readonly resolve?: boolean;
  readonly timeout: string;
  readonly printKubectl?: boolean;
  readonly output: MarkdownFormat;
}

const MORE = `
What is not in the live objects is not fine: it is reported as not seen. --print-kubectl prints what asks for all of it, a file for each cluster; the private key of \`cacerts\` is not among it.
Objects of others that are meant to be there are named with --accept, as the findings name them.

Exit status:
  0  everything is as it was written
  1  it could not be told, since something cannot be read or a cluster gave no answer
  2  something is not as it was written, or was not seen`;

/** \`mesh check\`. @internal */
export function checkCommand(): MeshCommand {
  return new MeshCommand('check')
    .summary('say whether what runs is what was written')
    .description(
      'Holds live clusters against the output of `mesh synth`: missing, changed and foreign objects, the gateway address, the chain of `cacerts` and its end, version and settings of istiod, and the DNS in force. ' +
        'It reads what `kubectl get -o yaml` printed, or asks kubectl itself; it never changes anything.',
    )
    .argument(
      '[live...]',
      'a directory with <cluster>.yaml or <cluster>/ for each cluster, the file or directory of one, or - for standard input',
    )
    .option('--dist <directory>', 'what was written (default: dist, here or in a directory above)')
    .option(
      '--context <cluster=context>',
      'ask this cluster, by this context of kubectl (default: of the same name); again for each',
      another,
      [],
    )
    .option('--cluster <name>', 'whose objects they are, where no name of a file says so')
    .option(
      '--lock <file>',
      'public state of the CAs (default: pki.lock.json, here or beside dist)',
    )
    .option('--at <day>', 'when certificates must be valid, e.g. 2026-12-31 (default: now)')
    .option(
      '--accept <object>',
      'kind/namespace/name of an object of somebody else that is meant; again for each',
      another,
      [],
    )
    .option('--resolve', 'look names of gateways up in the DNS of this machine')
    .option('--timeout <seconds>', 'for each answer of kubectl or the DNS', '30')
    .addOption(
      new Option('--print-kubectl', 'print the commands that ask the clusters, and do nothing'),
    )
    .formats('markdown')
    .examples(
      ['mesh check --context cluster1=kind-one --context cluster2=kind-two', 'ask kubectl'],
      ['mesh check --print-kubectl', 'the commands that ask, for another machine'],
      ['mesh check live', 'what they printed, live/<cluster>.yaml'],
      ['mesh check live/cluster1.yaml', 'one cluster'],
      ['mesh check live --at 2027-06-30 -o markdown', 'which certificates end by then'],
    )
    .exitStatus(MORE)
    .does((paths: readonly string[], options: CheckOptions) => {
      const output = withoutMarkdown(options.output);
      const telling = { command: 'mesh check', outcome: 'nothing can be said', output };
      return tellFailure(telling, () => run(paths, options));
    });
}

async function run(paths: readonly string[], options: CheckOptions): Promise<number> {
  const { printKubectl, context, at, accept } = options;
  if (!printKubectl && paths.length === 0 && context.length === 0) {
    throw new UsageError('name the live objects, or ask the clusters with --context');
  }
  checkForm(accept);
  const seconds = secondsOf(options.timeout);
  const { dist = outputHere() } = options;
  const written = writtenClusters(dist);
  if (printKubectl) {
    return printScript(written, context);
  }
  const { checkDate }: typeof import('../../values/day') = require('../../values/day');
  const { readPki }: typeof import('./pki') = require('./pki');
  const [pairs, given] = checked(problems => [
    pairsOf(paths, written, options, seconds, problems),
    {
      at: checkDate(at, problems.at('--at')) ?? new Date(),
      accepted: new Set(accept),
      ...readPki(options.lock, dist, problems),
    },
  ]);
  const addresses = options.resolve ? await lookUp(pairs, seconds) : new Map();
  const {
    checkMesh,
  }: typeof import('../../analysis/check/check-mesh') = require('../../analysis/check/check-mesh');
  const {
    CA_POLICY: policy,
  }: typeof import('../../model/trust/ca-policy') = require('../../model/trust/ca-policy');
  const clusters = busyWith('comparing', () => checkMesh(pairs, { ...given, policy, addresses }));
  const seen = new Set(clusters.map(({ cluster }) => cluster));
  const notLookedAt = written.map(({ name }) => name).filter(name => !seen.has(name));
  return tell(options.output, { clusters, notLookedAt });
}

function tell(format: MarkdownFormat, report: CheckReport): number {
  const { printReport, findingsOf }: typeof import('./text') = require('./text');
  const { print }: typeof import('../color') = require('../color');
  print(printReport(format, report));
  return findingsOf(report.clusters).length > 0 ? FOUND : 0;
}

function checkForm(accept: readonly string[]): void {
  const wrong = accept.find(one => one.split('/').length !== 3);
  if (wrong !== undefined) {
    throw new UsageError(`--accept is kind/namespace/name, not "${wrong}"`);
  }
}

function secondsOf(text: string): number {
  const seconds = Number(text);
  if (!(Number.isInteger(seconds) && seconds >= 1 && seconds <= 3600)) {
    throw new UsageError('--timeout takes a whole number of seconds from 1 to 3600');
  }
  return seconds;
}

function writtenClusters(dist: string): readonly ClusterFiles[] {
  const {
    readWorld,
  }: typeof import('../../analysis/world/read-world') = require('../../analysis/world/read-world');
  return checked(problems => readWorld({ directories: [dist] }, problems)).clusters;
}

/** Each context with its cluster: of the same name unless said. */
function contactsOf(
  contexts: readonly string[],
  written: readonly ClusterFiles[],
  problems: Problems,
): Array<readonly [cluster: ClusterFiles, context: string]> {
  const { notWritten }: typeof import('./live') = require('./live');
  return contexts.flatMap(text => {
    const [name, ...rest] = text.split('=');
    const cluster = written.find(one => one.name === name);
    if (!cluster) {
      const names = written.map(one => one.name);
      notWritten(name, names, problems.at('--context'));
      return [];
    }
    return [[cluster, rest.length > 0 ? rest.join('=') : name] as const];
  });
}

function pairsOf(
  paths: readonly string[],
  written: readonly ClusterFiles[],
  options: CheckOptions,
  seconds: number,
  problems: Problems,
): Pair[] {
  const { askCluster }: typeof import('./kubectl') = require('./kubectl');
  const { readLiveFiles }: typeof import('./live') = require('./live');
  const {
    together,
  }: typeof import('../../analysis/check/live') = require('../../analysis/check/live');
  const names = written.map(({ name }) => name);
  const asked = contactsOf(options.context, written, problems).map(([cluster, context]) =>
    busyWith(`asking ${cluster.name}`, () =>
      askCluster(queriesOf(cluster), { cluster: cluster.name, context, seconds }, problems),
    ),
  );
  const read = readLiveFiles(paths, names, options.cluster, problems);
  const all = [...asked, ...read].filter(live => live !== undefined);
  return written.flatMap(cluster => {
    // it may come in several files
    const own = all.filter(({ name }) => name === cluster.name);
    return own.length === 0 ? [] : [{ written: cluster, live: together(cluster.name, own) }];
  });
}

function queriesOf(cluster: ClusterFiles) {
  const {
    queriesFor,
  }: typeof import('../../analysis/check/queries') = require('../../analysis/check/queries');
  const {
    Written,
  }: typeof import('../../analysis/check/written') = require('../../analysis/check/written');
  return queriesFor(new Written(cluster));
}

function printScript(written: readonly ClusterFiles[], contexts: readonly string[]): number {
  const { script }: typeof import('./kubectl') = require('./kubectl');
  const named = new Map(
    checked(problems => contactsOf(contexts, written, problems)).map(([cluster, context]) => [
      cluster.name,
      context,
    ]),
  );
  const scripts = written
    .filter(({ name }) => named.size === 0 || named.has(name))
    .map(cluster =>
      script(cluster.name, named.get(cluster.name) ?? cluster.name, queriesOf(cluster)),
    );
  process.stdout.write(['mkdir -p live\n', ...scripts, 'mesh check live\n'].join(''));
  return 0;
}

async function lookUp(pairs: readonly Pair[], seconds: number) {
  const { addressesOf }: typeof import('./resolve') = require('./resolve');
  const {
    gatewayNames,
  }: typeof import('../../analysis/check/gateway-names') = require('../../analysis/check/gateway-names');
  return addressesOf(gatewayNames(pairs), seconds);
}
