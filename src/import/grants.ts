import { Accounts } from './accounts';
import { Called, Callers, localCallers, remoteCallers } from './callers';
import { Offer } from './old-mesh';
import { KnownService } from './services';
import { Verdicts } from './verdicts';
import { policiesFor } from '../analysis/mesh/authorization';
import { Cluster } from '../analysis/mesh/cluster';
import { Finding } from '../analysis/reach/verdict';
import { covers, Manifest, objectText, sourceText } from '../analysis/world/manifest';
import { World } from '../analysis/world/world';
import { AuthorizationMode } from '../description/enums';
import { GrantProps, LocalCallers } from '../description/service-props';
import { Problems } from '../problems/problems';
import { groupBy } from '../values/group-by';
import { serviceKey } from '../values/names';
import { byText, sortedSet } from '../values/order';
import { ALL } from '../values/wildcard';

/** Who may call a service, in the words of the description. @internal */
export interface Granted {
  readonly grants: readonly GrantProps[];
  readonly authorization: AuthorizationMode;
  readonly localCallers?: LocalCallers[];
  /** policies that limit its pods */
  readonly policies: readonly Manifest[];
  /** whether somebody has to say more */
  readonly isOpen: boolean;
  /** why a call does not get through, where none does */
  readonly why?: string;
}

/** @internal */
export const NOT_KNOWN: Omit<Granted, 'policies'> = {
  grants: [],
  authorization: AuthorizationMode.NONE,
  isOpen: true,
};

/** What is needed to know who could call. @internal */
export interface Before {
  readonly world: World;
  readonly clusters: ReadonlyMap<string, Cluster>;
  readonly accounts: ReadonlyMap<string, Accounts>;
  readonly verdicts: Verdicts;
  /** whether the pods did not see who called */
  readonly hidesCallers: boolean;
}

/** Whoever could call before, and nobody else. @internal */
export function grantedTo(
  offer: Offer,
  service: KnownService,
  before: Before,
  problems: Problems,
): Granted {
  const ports = service.ports.map(({ number }) => number);
  const policies = policiesOf(offer, before);
  const key = serviceKey(offer);
  const [policy] = policies;
  if (policy && before.hidesCallers) {
    problems
      .at(sourceText(policy.source))
      .report(
        'MESH957',
        `${objectText(policy)} decides who may call ${key}, and saw the gateway of the peer in the place of the callers`,
        'Write the grant by hand.',
      );
    return { ...NOT_KNOWN, policies };
  }
  const callers = sortedSet(offer.uses.map(({ cluster }) => cluster));
  const remote = callers.map(cluster => {
    const accounts = before.accounts.get(cluster)!;
    return {
      cluster,
      called: remoteCallers(offer, cluster, ports, accounts, before.verdicts),
    };
  });
  remote.forEach(({ cluster, called }) => noteUnknown(key, cluster, called.unknown, problems));
  const local = policy ? locallyCalled(offer, ports, before) : [];
  local.forEach(({ cluster, called }) => noteUnknown(key, cluster, called.unknown, problems));
  const grants = grantsOf(key, remote);
  const reason = policy && whyPolicyStays([...remote, ...local], local, service);
  if (reason) {
    problems
      .at(sourceText(policy.source))
      .report('MESH958', `${objectText(policy)} goes on deciding who may call ${key}: ${reason}`);
  }
  const isOpen = remote.some(({ called }) => called.unknown);
  const why = remote[0]?.called.refused?.text;
  return policy && !reason
    ? {
        grants,
        isOpen,
        why,
        authorization: AuthorizationMode.ENFORCE,
        localCallers: localCallersOf(local.flatMap(({ called }) => called.callers)),
        policies,
      }
    : { grants, isOpen, why, authorization: AuthorizationMode.NONE, policies };
}

interface FromCluster {
  readonly cluster: string;
  readonly called: Called;
}

/** Policies that let in some and refuse the others, at the pods of a service. */
function policiesOf(offer: Offer, { clusters }: Before): Manifest[] {
  return offer.servers.flatMap(({ cluster: name, service }) => {
    const cluster = clusters.get(name)!;
    const selector = service?.spec.selector ?? {};
    const pods = cluster.pods.filter(
      one => one.namespace === offer.namespace && covers(selector, one.labels),
    );
    const all = cluster
      .seen('security.istio.io', 'AuthorizationPolicy')
      .filter(
        ({ spec, annotations }) =>
          (spec.action ?? 'ALLOW') === 'ALLOW' && annotations['istio.io/dry-run'] !== 'true',
      );
    return [...new Set(pods.flatMap(one => policiesFor(one, all, cluster.mesh)))];
  });
}

const locallyCalled = (
  offer: Offer,
  ports: readonly number[],
  { accounts, verdicts }: Before,
): FromCluster[] =>
  offer.servers.map(({ cluster }) => ({
    cluster,
    called: localCallers(offer, cluster, ports, accounts.get(cluster)!, verdicts),
  }));

/** What no grant can say; undefined where grants say all that policies did. */
function whyPolicyStays(
  all: readonly FromCluster[],
  local: readonly FromCluster[],
  { ports }: KnownService,
): string | undefined {
  const partly = all.find(({ called }) => called.partly);
  if (partly) {
    return `from ${partly.cluster} it lets in some calls of an account only`;
  }
  if (local.some(({ called }) => called.unknown)) {
    return 'it is not known who calls it in its own cluster';
  }
  if (local.some(({ called }) => called.callers.some(({ namespace }) => namespace === undefined))) {
    return 'it lets in every workload of its own cluster';
  }
  return ports.some(({ targetPortName }) => targetPortName !== undefined)
    ? 'a port of the service is found by name'
    : undefined;
}

function noteUnknown(
  key: string,
  cluster: string,
  unknown: Finding | undefined,
  problems: Problems,
): void {
  if (unknown) {
    problems
      .at(unknown.source ? sourceText(unknown.source) : cluster)
      .report(
        'MESH957',
        `whether all workloads of ${cluster} could call ${key} is not known: ${unknown.text}`,
        unknown.remedy,
      );
  }
}

/** One grant for clusters from which the same callers may call. */
function grantsOf(key: string, remote: readonly FromCluster[]): GrantProps[] {
  const alike = groupBy(remote, ({ called }) => JSON.stringify(called.callers));
  return [...alike.values()].flatMap(group =>
    namedIn(group[0].called.callers).map(({ namespaces, serviceAccounts }) => ({
      services: [key],
      clusters: group.map(({ cluster }) => cluster),
      namespaces,
      serviceAccounts,
    })),
  );
}

/** Namespaces with the same accounts together. */
function namedIn(callers: readonly Callers[]) {
  const alike = groupBy(callers, ({ serviceAccounts }) => JSON.stringify(serviceAccounts ?? ALL));
  return [...alike.values()].map(group => ({
    namespaces: group.map(({ namespace }) => namespace ?? ALL),
    serviceAccounts: [...(group[0].serviceAccounts ?? [ALL])],
  }));
}

function localCallersOf(callers: readonly Callers[]): LocalCallers[] {
  const byNamespace = groupBy(callers, ({ namespace }) => namespace!);
  return [...byNamespace]
    .map(([namespace, list]) => ({
      namespace,
      serviceAccounts: list.some(one => !one.serviceAccounts)
        ? [ALL]
        : sortedSet(list.flatMap(({ serviceAccounts }) => serviceAccounts ?? [])),
    }))
    .sort(byText(({ namespace }) => namespace));
}
