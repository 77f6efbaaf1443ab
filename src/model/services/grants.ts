import { MulticlusterMeshProps } from '../../description/mesh-props';
import { GrantProps } from '../../description/service-props';
import { Problems } from '../../problems/problems';
import { checkLabelName, checkServiceAccountName, serviceKey } from '../../values/names';
import { byText, sortedSet } from '../../values/order';
import { remember } from '../../values/remember';
import { Callers, Workloads } from '../mesh';

/** The callers of a service in each cluster that has any, by the cluster's name. @internal */
export type CallersByCluster = ReadonlyMap<string, Callers>;

/**
 * Who may call each service, by `<name>.<namespace>`.
 *
 * @param declared names of the clusters
 * @internal
 */
export function resolveGrants(
  props: MulticlusterMeshProps,
  declared: ReadonlySet<string>,
  problems: Problems,
): ReadonlyMap<string, CallersByCluster> {
  const { services = [], grants = [] } = props;
  const known = new Set(services.map(serviceKey));
  grants.forEach((grant, i) => checkGrant(grant, known, declared, problems.at('grants', i)));

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
    this.clusters = grants.map(grant => (grant.clusters ? new Set(grant.clusters) : declared));
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

function workloads({ namespaces, serviceAccounts }: GrantProps): Workloads[] {
  const orAny = (names: readonly string[] | undefined): ReadonlyArray<string | undefined> =>
    names && names.length > 0 ? names : [undefined];
  return orAny(namespaces).flatMap(namespace =>
    orAny(serviceAccounts).map(serviceAccount => ({ namespace, serviceAccount })),
  );
}

function callers(all: readonly Workloads[]): Callers {
  const key = ({ namespace, serviceAccount }: Workloads) =>
    `${namespace ?? ''} ${serviceAccount ?? ''}`;
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
  const { services, clusters, namespaces, serviceAccounts, everyone } = grant;
  for (const [key, list] of Object.entries({ services, clusters, namespaces, serviceAccounts })) {
    if (list?.length === 0) {
      problems.at(key).report('MESH407', `the list of ${key} is empty`);
    }
  }
  services.forEach((service, i) => {
    if (!known.has(service)) {
      problems.at('services', i).report('MESH401', `"${service}" is not a service of the mesh`);
    }
  });
  (clusters ?? []).forEach((name, i) => {
    if (!declared.has(name)) {
      problems.at('clusters', i).report('MESH402', `"${name}" is not a cluster of the mesh`);
    }
  });
  (namespaces ?? []).forEach((name, i) =>
    checkLabelName(name, 'namespace', problems.at('namespaces', i)),
  );
  (serviceAccounts ?? []).forEach((name, i) =>
    checkServiceAccountName(name, problems.at('serviceAccounts', i)),
  );

  const names = clusters ?? namespaces ?? serviceAccounts;
  if (!everyone && !names) {
    problems.report(
      'MESH403',
      `the grant of ${services.map(s => `"${s}"`).join(', ')} does not say to whom`,
    );
  }
  if (everyone && names) {
    problems.report('MESH404', 'the grant is to everyone and names callers too');
  }
  if (serviceAccounts && !namespaces) {
    problems
      .at('serviceAccounts')
      .report('MESH405', 'the grant names service accounts but no namespace');
  }
}
