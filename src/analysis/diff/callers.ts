import { ClusterPair, sidesOf } from './worlds';
import { sortedSet } from '../../values/order';
import { remember } from '../../values/remember';
import { Cluster } from '../mesh/cluster';
import { Pods, podsOf } from '../mesh/pods';
import { Account } from '../world/assumed';
import { NO_FACTS } from '../world/facts';

/**
 * Stands for every account, or every namespace, that nothing names: whoever deploys one tomorrow
 * may call what this one may.
 *
 * @internal
 */
export const ANYBODY = '*';

/** Somebody who calls, in both worlds. @internal */
export interface Caller {
  readonly account: Account;
  /** empty where there is nobody */
  readonly before: readonly Pods[];
  readonly after: readonly Pods[];
}

/**
 * Who may call from a cluster: accounts that have workloads, those whom policies name, and one that
 * stands for all others in each namespace, and for all other namespaces. Who is in the namespace of
 * a gateway or of the control plane counts if his workload is given.
 *
 * @param named accounts by namespace, see {@link namedAccounts}
 * @internal
 */
export function callersOf(
  pair: ClusterPair,
  named: ReadonlyMap<string, ReadonlySet<string>>,
): Caller[] {
  const sides = sidesOf(pair);
  const ofPlatform = new Set(
    sides.flatMap(({ mesh, gateways }) => [
      mesh.rootNamespace,
      ...gateways.map(({ namespace }) => namespace),
    ]),
  );
  const namespaces = sortedSet([...sides.flatMap(namespacesOf), ANYBODY]);
  return namespaces.flatMap(namespace => {
    const real = new Set(
      sides.flatMap(({ pods }) =>
        pods.filter(one => one.namespace === namespace).map(one => one.serviceAccount),
      ),
    );
    const assumed = ofPlatform.has(namespace) ? [] : [...(named.get(namespace) ?? []), ANYBODY];
    return sortedSet([...real, ...assumed]).map((serviceAccount): Caller => {
      const of = (cluster: Cluster | undefined): readonly Pods[] => {
        if (!cluster) {
          return [];
        }
        return real.has(serviceAccount)
          ? cluster.workloads(namespace, serviceAccount)
          : [standIn(cluster, namespace, serviceAccount)];
      };
      return {
        account: { cluster: pair.name, namespace, serviceAccount },
        before: of(pair.before),
        after: of(pair.after),
      };
    });
  });
}

/** Accounts whom policies or certificates of some cluster name, by namespace. @internal */
export function namedAccounts(clusters: readonly Cluster[]): Map<string, Set<string>> {
  const named = new Map<string, Set<string>>();
  const policies = clusters.flatMap(one => one.of('security.istio.io', 'AuthorizationPolicy'));
  for (const values of new Set(policies.map(({ spec }) => spec))) {
    for (const [, namespace, account] of JSON.stringify(values).matchAll(
      /\/ns\/([a-z0-9.-]+)\/sa\/([a-z0-9.-]+)"/g,
    )) {
      remember(named, namespace, () => new Set<string>()).add(account);
    }
  }
  return named;
}

function namespacesOf({ namespaces, pods, services }: Cluster): string[] {
  const exported = [...services.values()]
    .flat()
    .flatMap(({ exportTo }) => exportTo.filter(name => /^[a-z0-9]/.test(name)));
  return [...namespaces.keys(), ...pods.map(({ namespace }) => namespace), ...new Set(exported)];
}

/** A pod without labels, with a sidecar unless its namespace says otherwise. */
function standIn({ files, mesh, namespaces }: Cluster, namespace: string, account: string): Pods {
  const workload = {
    namespace,
    serviceAccount: account,
    labels: {},
    ports: {},
    sidecar: namespaces.has(namespace) ? undefined : true,
  };
  const facts = { ...NO_FACTS, workloads: [workload] };
  const [pods] = podsOf({ ...files, manifests: [], facts }, mesh, namespaces);
  const source = namespaces.get(namespace)?.source ?? mesh.source ?? pods.source;
  return { ...pods, source, text: `a workload of ${namespace}/${account}` };
}
