import { AuthorizationMode } from '../../description/enums';
import { Problems } from '../../problems/problems';
import { groupBy } from '../../values/group-by';
import { Profile } from '../../values/istio-version';
import { serviceKey } from '../../values/names';
import { sortedSet } from '../../values/order';
import { remember } from '../../values/remember';
import { Callers, Cluster, Service } from '../mesh';
import { PROFILES } from '../profiles/profiles';

/**
 * A workload takes calls from its own trust domain and from its aliases alone. So a cluster that
 * serves has to know the trust domains of those who call it; nobody has to know that of a cluster
 * that only serves, since callers name the identities that may answer.
 *
 * @param at problems of a cluster
 * @internal
 */
export function checkAliases(
  services: readonly Service[],
  clusters: readonly Cluster[],
  at: (cluster: Cluster) => Problems,
): void {
  const domains = new Map(clusters.map(({ name, trustDomain }) => [name, trustDomain]));
  const callers = new Map<Cluster, Set<Service['callers']>>();
  for (const service of services) {
    for (const owner of service.owners) {
      remember(callers, owner, () => new Set()).add(service.callers);
    }
  }
  for (const [owner, granted] of callers) {
    const known = new Set([owner.trustDomain, ...owner.trustDomainAliases]);
    const calling = new Set([...granted].flatMap(byCluster => [...byCluster.keys()]));
    const unknown = [...calling].map(name => domains.get(name)!).filter(name => !known.has(name));
    for (const domain of sortedSet(unknown)) {
      at(owner)
        .at('trustDomainAliases')
        .report(
          'MESH209',
          `cluster "${owner.name}" with trust domain "${owner.trustDomain}" serves callers of "${domain}" and does not accept it`,
        );
    }
  }
}

const NOBODY: Callers = { workloads: [], namespaces: [] };

/**
 * Identities have a trust domain, a namespace and an account, and no cluster. Where clusters share
 * a trust domain, who is granted in one of them has namesakes in the others whom no policy can tell
 * apart.
 *
 * @internal
 */
export function checkNamesakes(
  services: readonly Service[],
  clusters: readonly Cluster[],
  profile: Profile,
  problems: Problems,
): void {
  const byDomain = groupBy(clusters, ({ trustDomain }) => trustDomain);
  const texts = new Map<Callers, string>();
  const textOf = (callers = NOBODY) =>
    remember(texts, callers, () =>
      // who is named by an identity is meant wherever it runs
      JSON.stringify(callers.workloads.filter(({ spiffeId }) => spiffeId === undefined)),
    );
  const seen = new Map<Service['callers'], boolean>();
  const isBlurred = (callers: Service['callers']): boolean =>
    remember(seen, callers, () =>
      [...byDomain.values()].some(
        sharing => new Set(sharing.map(({ name }) => textOf(callers.get(name)))).size > 1,
      ),
    );
  const claims = PROFILES[profile].authorizes
    ? services.filter(({ authorization }) => authorization === AuthorizationMode.ENFORCE)
    : services;
  const blurred = claims.filter(({ isAlias, callers }) => !isAlias && isBlurred(callers));
  if (blurred.length > 0) {
    const [first, ...others] = blurred;
    const more = others.length > 0 ? ` and ${others.length} more` : '';
    problems.report(
      'MESH421',
      `the grants of "${serviceKey(first)}"${more} let in some clusters of a trust domain and not the others, whose workloads have the same identities`,
    );
  }
}
