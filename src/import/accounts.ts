import { Cluster } from '../analysis/mesh/cluster';
import { Account } from '../analysis/world/assumed';
import { Manifest } from '../analysis/world/manifest';
import { ClusterFiles, withWorkloads, World } from '../analysis/world/world';
import { sortedSet } from '../values/order';
import { remember } from '../values/remember';

/** A workload that nobody has seen, which stands for all that may come. @internal */
export const ANYBODY = 'import-anybody';

/** Who might call from a cluster. @internal */
export interface Accounts {
  readonly namespaces: readonly string[];
  /** accounts that workloads have or policies name, by namespace */
  readonly byNamespace: ReadonlyMap<string, readonly string[]>;
}

/**
 * The accounts that a cluster has, and those that the policies of all clusters name.
 *
 * @internal
 */
export function accountsOf(cluster: ClusterFiles, world: World): Accounts {
  const pods = new Cluster(cluster).pods.filter(({ proxy }) => proxy.has !== false);
  const named = world.clusters
    .flatMap(({ manifests }) => manifests.filter(isPolicy))
    .flatMap(names);
  const exported = cluster.manifests
    .filter(({ group }) => group === 'networking.istio.io')
    .flatMap(({ spec }) => (Array.isArray(spec.exportTo) ? spec.exportTo : []))
    .filter((one: unknown) => typeof one === 'string' && /^[a-z0-9]/.test(one));
  const known = cluster.manifests.filter(({ group, kind }) => group === '' && kind === 'Namespace');
  const byNamespace = new Map<string, Set<string>>();
  const of = (namespace: string) => remember(byNamespace, namespace, () => new Set<string>());
  [...known.map(({ name }) => name), ...exported].forEach(of);
  pods.forEach(({ namespace, serviceAccount }) => of(namespace).add(serviceAccount));
  for (const [namespace, account] of named) {
    const accounts = of(namespace);
    if (account !== undefined) {
      accounts.add(account);
    }
  }
  const namespaces = sortedSet(byNamespace.keys());
  return {
    namespaces,
    byNamespace: new Map(namespaces.map(one => [one, sortedSet(byNamespace.get(one)!)])),
  };
}

const isPolicy = ({ group, kind }: Manifest): boolean =>
  group === 'security.istio.io' && kind === 'AuthorizationPolicy';

/** Namespaces and accounts that a policy names as such, without wildcards. */
function names({ spec, namespace: own }: Manifest): Array<readonly [string, string?]> {
  const rules: any[] = spec.rules ?? [];
  const sources = rules.flatMap(rule => (rule?.from ?? []).map((one: any) => one?.source ?? {}));
  const when = rules.flatMap(rule => rule?.when ?? []);
  const valuesOf = (key: string) =>
    when.filter((one: any) => one?.key === key).flatMap((one: any) => one.values ?? []);
  const principals = [
    ...sources.flatMap(one => one.principals ?? []),
    ...valuesOf('source.principal'),
  ].flatMap(text => {
    const [, namespace, account] = /\/ns\/([a-z0-9-]+)\/sa\/([^/]+)$/.exec(text) ?? [];
    return namespace ? [[namespace, isLiteral(account) ? account : undefined] as const] : [];
  });
  const namespaces = [
    ...sources.flatMap(one => one.namespaces ?? []),
    ...valuesOf('source.namespace'),
  ].filter(isLiteral);
  const accounts = sources
    .flatMap(one => one.serviceAccounts ?? [])
    .map((text: string) => (text.includes('/') ? text.split('/') : [own, text]))
    .filter(([namespace, account]: string[]) => isLiteral(namespace) && isLiteral(account));
  return [
    ...principals,
    ...namespaces.map(namespace => [namespace] as const),
    ...accounts.map(([namespace, account]) => [namespace, account] as const),
  ];
}

const isLiteral = (text: string): boolean => /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(text);

/** All that might call from a cluster, one by one. @internal */
export function everyAccount(cluster: string, { byNamespace }: Accounts): Account[] {
  const all = [...byNamespace].flatMap(([namespace, accounts]) =>
    [...accounts, ANYBODY].map(serviceAccount => ({ cluster, namespace, serviceAccount })),
  );
  return [{ cluster, namespace: ANYBODY, serviceAccount: ANYBODY }, ...all];
}

/** A world with workloads for all that might call, where it does not have them. @internal */
export function withCallers({ clusters }: World, all: ReadonlyMap<string, Accounts>): World {
  return {
    clusters: clusters.map(cluster => {
      const has = new Set(
        new Cluster(cluster).pods
          .filter(({ proxy }) => proxy.has !== false)
          .map(one => `${one.namespace}/${one.serviceAccount}`),
      );
      const known = new Set(
        cluster.manifests
          .filter(({ group, kind }) => group === '' && kind === 'Namespace')
          .map(({ name }) => name),
      );
      const missing = everyAccount(cluster.name, all.get(cluster.name)!).filter(
        one => !has.has(`${one.namespace}/${one.serviceAccount}`),
      );
      const callers = missing.map(({ namespace, serviceAccount }) => ({
        namespace,
        serviceAccount,
        labels: {},
        ports: {},
        // a namespace that is there says by itself whether it has sidecars
        sidecar: known.has(namespace) ? undefined : true,
      }));
      return withWorkloads(cluster, callers);
    }),
  };
}
