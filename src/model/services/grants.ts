import { MulticlusterMeshProps } from '../../description/mesh-props';
import { GrantProps } from '../../description/service-props';
import { Problems } from '../../problems/problems';
import { Profile } from '../../values/istio-version';
import { checkLabelName, checkServiceAccountName, serviceKey } from '../../values/names';
import { byText, sortedSet } from '../../values/order';
import { remember } from '../../values/remember';
import { checkNames, isAll } from '../../values/wildcard';
import { Callers, Workloads } from '../mesh';
import { PROFILES } from '../profiles/profiles';

/** The callers of a service in each cluster that has any, by the cluster's name. @internal */
export type CallersByCluster = ReadonlyMap<string, Callers>;

/** True if every workload of these clusters may call, not only look for it. @internal */
export function isForAll(
  byCluster: CallersByCluster,
  clusters: ReadonlyArray<{ readonly name: string }>,
): boolean {
  const isEverybody = ({ namespace, spiffeId }: Workloads) =>
    namespace === undefined && spiffeId === undefined;
  return clusters.every(({ name }) => byCluster.get(name)?.workloads.some(isEverybody));
}

/**
 * Who may call each service, by `<name>.<namespace>`.
 *
 * @param declared names of the clusters
 * @internal
 */
export function resolveGrants(
  props: MulticlusterMeshProps,
  declared: ReadonlySet<string>,
  profile: Profile,
  problems: Problems,
): ReadonlyMap<string, CallersByCluster> {
  const { services = [], grants = [] } = props;
  const known = new Set(services.map(serviceKey));
  grants.forEach((grant, i) => {
    const at = problems.at('grants', i);
    checkGrant(grant, known, declared, at);
    PROFILES[profile].checkGrant(grant, at);
  });

  const indexes = grantsByService(grants);
  services.forEach((service, i) => {
    if (!indexes.has(serviceKey(service))) {
      problems.at('services', i).report('MESH406', `service "${serviceKey(service)}" has no grant`);
    }
  });

  const resolver = new CallersResolver(grants, declared);
  return new Map(
    [...indexes].map(([service, granted]) => [service, resolver.byCluster([...granted])]),
  );
}

/** Which grants name a service, by their place in the list. */
function grantsByService(grants: readonly GrantProps[]): ReadonlyMap<string, ReadonlySet<number>> {
  const indexes = new Map<string, Set<number>>();
  grants.forEach(({ services }, i) => {
    for (const service of services) {
      remember(indexes, service, () => new Set<number>()).add(i);
    }
  });
  return indexes;
}

/** Services with the same grants share their callers, and so do clusters. */
class CallersResolver {
  private readonly clusters: ReadonlyArray<ReadonlySet<string>>;
  private readonly callers = new Map<string, Callers>();
  private readonly byGrants = new Map<string, CallersByCluster>();

  public constructor(
    private readonly grants: readonly GrantProps[],
    private readonly declared: ReadonlySet<string>,
  ) {
    this.clusters = grants.map(grant =>
      grant.everyone || isAll(grant.clusters) ? declared : new Set(grant.clusters),
    );
  }

  public byCluster(granted: readonly number[]): CallersByCluster {
    const key = granted.join();
    return remember(this.byGrants, key, () => this.resolve(granted));
  }

  private resolve(granted: readonly number[]): CallersByCluster {
    const result = new Map<string, Callers>();
    for (const cluster of sortedSet(this.declared)) {
      const here = granted.filter(i => this.clusters[i].has(cluster));
      if (here.length > 0) {
        result.set(cluster, this.callersOf(here));
      }
    }
    return result;
  }

  private callersOf(granted: readonly number[]): Callers {
    const key = granted.join();
    return remember(this.callers, key, () =>
      callers(granted.flatMap(i => workloads(this.grants[i]))),
    );
  }
}

function workloads({ everyone, namespaces, serviceAccounts, spiffeIds }: GrantProps): Workloads[] {
  const orAny = (names: readonly string[] = []): ReadonlyArray<string | undefined> =>
    everyone || isAll(names) ? [undefined] : names;
  return orAny(namespaces).flatMap((namespace): Workloads[] =>
    spiffeIds
      ? spiffeIds.map(spiffeId => ({ namespace, spiffeId }))
      : orAny(serviceAccounts).map(serviceAccount => ({ namespace, serviceAccount })),
  );
}

function callers(all: readonly Workloads[]): Callers {
  const key = ({ namespace, serviceAccount, spiffeId }: Workloads) =>
    `${namespace ?? ''} ${serviceAccount ?? ''} ${spiffeId ?? ''}`;
  const each = [...new Map(all.map(one => [key(one), one])).values()].sort(byText(key));
  const namespaces = sortedSet(each.map(({ namespace }) => namespace ?? '*'));
  return { workloads: each, namespaces: namespaces.includes('*') ? ['*'] : namespaces };
}

function checkGrant(
  grant: GrantProps,
  known: ReadonlySet<string>,
  declared: ReadonlySet<string>,
  problems: Problems,
): void {
  const { services, clusters, namespaces, serviceAccounts, spiffeIds } = grant;
  if (services.length === 0) {
    problems.at('services').report('MESH407', 'the list of services is empty');
  }
  services.forEach((service, i) => {
    if (!known.has(service)) {
      problems.at('services', i).report('MESH401', `"${service}" is not a service of the mesh`);
    }
  });
  checkSaysWho(grant, problems);
  checkNames('clusters', clusters, problems, (name, at) => {
    if (!declared.has(name)) {
      at.report('MESH402', `"${name}" is not a cluster of the mesh`);
    }
  });
  checkNames('namespaces', namespaces, problems, (name, at) => {
    checkLabelName(name, 'namespace', at);
  });
  checkNames('serviceAccounts', serviceAccounts, problems, checkServiceAccountName);
  if (spiffeIds?.length === 0) {
    problems.at('spiffeIds').report('MESH407', 'the list of spiffeIds is empty');
  }
  if (isAll(namespaces) && serviceAccounts && !isAll(serviceAccounts)) {
    problems
      .at('serviceAccounts')
      .report('MESH405', 'the grant names service accounts but no namespace');
  }
}

/** Nothing is granted by a word that is missing. */
function checkSaysWho(
  { services, everyone, clusters, namespaces, serviceAccounts, spiffeIds }: GrantProps,
  problems: Problems,
): void {
  const lists = Object.entries({
    clusters,
    namespaces,
    serviceAccounts: serviceAccounts ?? spiffeIds,
  });
  const missing = lists.flatMap(([key, list]) => (list ? [] : key));
  if (everyone && missing.length < lists.length) {
    problems.report('MESH404', 'the grant is to everyone and names callers too');
  }
  if (!everyone && missing.length > 0) {
    problems.report(
      'MESH403',
      `the grant of ${services.map(s => `"${s}"`).join(', ')} does not say which ${missing.join(', ')}`,
    );
  }
}
