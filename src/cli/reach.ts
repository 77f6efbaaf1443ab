import { directoriesOf } from './description';
import { tellFailure } from './failure';
import { another, MeshCommand } from './mesh-command';
import { busyWith, counted } from './progress';
import { readWorldOf, WorldOptions } from './read-world';
import type { Called, Judged, Manner } from '../analysis/reach/matrix';
import type { Identity, Mesh, WhatIf } from '../analysis/reach/mesh';
import type { Account } from '../analysis/world/assumed';
import { UsageError } from '../ca/usage-error';
import { check, Problems } from '../problems/problems';
import { checkDate } from '../values/day';
import { FOUND } from '../values/exit-status';
import type { OutputFormat } from '../values/output-format';

interface ReachOptions extends WorldOptions {
  readonly from?: string;
  readonly to?: string;
  readonly all?: boolean;
  readonly explain?: boolean;
  readonly method?: string;
  readonly path?: string;
  readonly header: readonly string[];
  readonly without: readonly string[];
  readonly withoutGateway: readonly string[];
  readonly istio?: string;
  readonly identity: readonly string[];
  readonly at?: string;
  readonly output: OutputFormat | 'csv';
}

const WORLD = `
What manifests cannot know stands in a file world.yaml, which \`mesh synth\` writes for each cluster. In one for all clusters (--world):
  clusters:
    cluster2:
      directory: cluster2          # beside the file; the name unless given
      istio: "1.29"
      locality: us-east1           # of its nodes, region or region/zone
      spiffeIdTemplate: spiffe://{trustDomain}/{namespace}/{serviceAccount} # if not Istio's own
      gateways:
        - name: istio-eastwestgateway
          namespace: istio-system
          addresses: [203.0.113.20]  # as other clusters dial it
          localAddresses: [10.2.0.9] # as pods of the same cluster do
          ports: {"443": 15443}      # where a load balancer has ports of its own
      workloads:                     # whose manifests are elsewhere
        - {namespace: bar, serviceAccount: httpbin, labels: {app: httpbin}, ports: {http: 8080}, sidecar: true}`;

const EXIT_STATUS = `
Exit status:
  0  the call gets through; with --all, nothing is partly or unknown, and what is taken away changes nothing
  1  it could not be told, since something cannot be read or does not exist
  2  the call does not get through, or not surely; with --all, something is partly or unknown, or changes`;

/** `mesh reach`. @internal */
export function reachCommand(): MeshCommand {
  return new MeshCommand('reach')
    .summary('say who can call whom, from the manifests alone')
    .description(
      'Says whether a call between clusters gets through, and why: from manifests and Helm values, of `mesh synth`, of anybody else, or of a live cluster (`kubectl get -o yaml`). ' +
        'It follows the call as Istio and Envoy would: yes, no, partly (some endpoints or requests), or unknown where something is missing or not understood.',
    )
    .argument(
      '[directory...]',
      'a directory of clusters, or the directory of each; - for standard input (default: dist)',
    )
    .option('--from <caller>', 'who calls: cluster/namespace/serviceaccount')
    .option('--to <host:port>', 'what is called')
    .option('--all', 'every caller and every host that the manifests know')
    .option('--explain', 'show each step, with the object that decides and its file and line')
    .option('--method <method>', 'of the HTTP request (default: any)')
    .option('--path <path>', 'of the HTTP request, with its query (default: any)')
    .option(
      '--header <name:value>',
      'of the HTTP request, again for each (default: any)',
      another,
      [],
    )
    .option('--world <file>', 'what manifests cannot know (default: world.yaml of the directories)')
    .option('--assume-workloads', 'take pods that no manifest shows to be as the entries say')
    .option('--without <cluster>', 'as if this cluster were gone, again for each', another, [])
    .option(
      '--without-gateway <address>',
      'as if this address were gone, again for each',
      another,
      [],
    )
    .option('--istio <version>', 'as if all clusters had this version')
    .option(
      '--identity <caller=account>',
      'as if the pods of cluster/namespace/serviceaccount ran as this account, again for each',
      another,
      [],
    )
    .option('--at <day>', 'as if it were this day, e.g. 2027-01-31: certificates have to be valid')
    .option('--cluster <name>', 'of what comes from standard input', 'cluster')
    .formats('csv')
    .examples(
      ['mesh reach --from cluster1/foo/sleep --to httpbin.bar.global:8000', 'one call'],
      ['mesh reach --all', 'the matrix of dist/'],
      ['mesh reach --all --without cluster2', 'what a cluster that is down changes'],
      ['mesh reach clusters/east clusters/west --all -o csv', 'directories of others'],
    )
    .exitStatus(`${WORLD}\n${EXIT_STATUS}`)
    .does((directories: readonly string[], options: ReachOptions) => {
      const output = options.output === 'csv' ? 'text' : options.output;
      const telling = { command: 'mesh reach', outcome: 'nothing can be said', output };
      return tellFailure(telling, () => run(directories, options));
    });
}

function run(directories: readonly string[], options: ReachOptions): number {
  const asksForOne = options.from !== undefined || options.to !== undefined;
  if ((options.all ?? false) === asksForOne) {
    throw new UsageError('ask for one call with --from and --to, or for all with --all');
  }
  const from = options.all ? undefined : accountOf(options.from);
  const to = options.all ? undefined : calledOf(options.to);
  const named = directoriesOf(directories);
  const world = busyWith(`reading ${named.join(', ')}`, () =>
    readWorldOf(named, options, from ? [from] : []),
  );
  const {
    Mesh: MeshOfWorld,
  }: typeof import('../analysis/reach/mesh') = require('../analysis/reach/mesh');
  const whatIf: WhatIf = {
    withoutClusters: options.without,
    withoutGateways: options.withoutGateway,
    istio: options.istio,
    identities: options.identity.map(identityOf),
    day: check(problems => checkDate(options.at, problems.at('--at'))),
  };
  const mesh = new MeshOfWorld(world, whatIf);
  checkNames(mesh, options, whatIf.identities ?? []);
  if (from && to) {
    return one(mesh, from, to, options);
  }
  const { without, withoutGateway, identity, istio, at } = options;
  const taken = [...without, ...withoutGateway, ...identity, istio, at];
  const isChanged = taken.some(value => value !== undefined);
  return all(mesh, isChanged ? new MeshOfWorld(world) : undefined, options);
}

function one(mesh: Mesh, from: Account, to: Called, options: ReachOptions): number {
  const { judge }: typeof import('../analysis/reach/matrix') = require('../analysis/reach/matrix');
  const { printCall }: typeof import('./reach-text') = require('./reach-text');
  const cluster = mesh.clusters.get(from.cluster)!;
  const callers = cluster?.workloads(from.namespace, from.serviceAccount) ?? [];
  if (callers.length === 0) {
    noCaller(mesh, from);
  }
  const judged = judge(mesh, cluster, callers, to, mannerOf(options));
  process.stdout.write(printCall(options.output, mesh, judged, options.explain ?? false));
  return judged.way.verdict === 'yes' ? 0 : FOUND;
}

function all(mesh: Mesh, baseline: Mesh | undefined, options: ReachOptions): number {
  const { matrix }: typeof import('../analysis/reach/matrix') = require('../analysis/reach/matrix');
  const { matrixPrinter }: typeof import('./reach-text') = require('./reach-text');
  const manner = mannerOf(options);
  const printer = matrixPrinter(options.output, options.explain ?? false, mesh);
  const before = baseline && matrix(baseline, manner);
  let isFound = false;
  for (const judged of counted(matrix(mesh, manner))) {
    const was: Judged | undefined = before?.next().value;
    const { verdict } = judged.way;
    isFound ||=
      verdict === 'partly' || verdict === 'unknown' || (was?.way.verdict ?? verdict) !== verdict;
    if (!was || was.way.verdict !== verdict) {
      process.stdout.write(printer.line(judged, was));
    }
  }
  process.stdout.write(printer.end());
  return isFound ? FOUND : 0;
}

function accountOf(text: string | undefined): Account {
  const [cluster, namespace, serviceAccount, more] = (text ?? '').split('/');
  if (!serviceAccount || more !== undefined) {
    throw new UsageError('--from is cluster/namespace/serviceaccount, e.g. cluster1/foo/sleep');
  }
  return { cluster, namespace, serviceAccount };
}

function identityOf(text: string): Identity {
  const [, account, is] = /^([^=]+)=([^=/]+)$/.exec(text) ?? [];
  if (account === undefined || account.split('/').length !== 3) {
    throw new UsageError(
      '--identity is cluster/namespace/serviceaccount=account, e.g. cluster2/bar/httpbin=other',
    );
  }
  return { ...accountOf(account), is };
}

function calledOf(text: string | undefined): Called {
  const [, host, port] = /^(.+):(\d{1,5})$/.exec(text ?? '') ?? [];
  if (host === undefined) {
    throw new UsageError('--to is host:port, e.g. httpbin.bar.global:8000');
  }
  return { host: host.toLowerCase(), port: Number(port) };
}

/** A request of which something is said has no other headers. */
function mannerOf({ method, path, header }: ReachOptions): Manner {
  const isHttp = method !== undefined || path !== undefined || header.length > 0;
  const pairs = header.map(text => {
    const at = text.indexOf(':');
    if (at < 1) {
      throw new UsageError(`--header is name:value, not "${text}"`);
    }
    return [text.slice(0, at).trim().toLowerCase(), text.slice(at + 1).trim()];
  });
  return {
    request: { method, path, headers: isHttp ? Object.fromEntries(pairs) : undefined },
    isHttp: isHttp ? true : undefined,
  };
}

function checkNames(mesh: Mesh, { without }: ReachOptions, identities: readonly Identity[]): void {
  check(problems => {
    const isThere = (name: string) => mesh.clusters.has(name);
    without
      .filter(name => !isThere(name))
      .forEach(name => noCluster(mesh, name, problems.at('--without')));
    for (const { cluster, namespace, serviceAccount } of identities) {
      const own = problems.at('--identity');
      if (!isThere(cluster)) {
        noCluster(mesh, cluster, own);
      } else if (mesh.clusters.get(cluster)!.workloads(namespace, serviceAccount).length === 0) {
        noWorkload(cluster, `${namespace}/${serviceAccount}`, own);
      }
    }
  });
}

function noCluster({ clusters }: Mesh, name: string, problems: Problems): void {
  const names = [...clusters.keys()].join(', ');
  problems.report('MESH904', `there is no cluster "${name}"`, `The clusters are ${names}.`);
}

function noWorkload(cluster: string, account: string, problems: Problems): void {
  problems.report(
    'MESH904',
    `no manifest of "${cluster}" has a workload of the account "${account}"`,
    'Give its manifest, name it in world.yaml, or take it as it should be with --assume-workloads.',
  );
}

function noCaller(mesh: Mesh, { cluster, namespace, serviceAccount }: Account): never {
  return check(problems => {
    const own = problems.at('--from');
    if (mesh.clusters.has(cluster)) {
      noWorkload(cluster, `${namespace}/${serviceAccount}`, own);
    } else {
      noCluster(mesh, cluster, own);
    }
  }) as never;
}
