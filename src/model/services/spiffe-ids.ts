import { GrantProps, ServiceProps } from '../../description/service-props';
import { Problems } from '../../problems/problems';
import { trustDomainOf } from '../../values/spiffe';
import { isAll } from '../../values/wildcard';
import { Cluster } from '../mesh';

/**
 * Whether the identities that services name can be those of their pods.
 *
 * @internal
 */
export function checkSpiffeIds(
  services: readonly ServiceProps[],
  clusters: readonly Cluster[],
  problems: Problems,
): void {
  const domains = new Map(clusters.map(({ name, trustDomain }) => [name, trustDomain]));
  services.forEach((service, i) => {
    const { spiffeIds, serviceAccounts, serviceAccountsByCluster } = service;
    const at = problems.at(i);
    const serving = { domains: service.clusters.map(name => domains.get(name)), who: SERVING };
    checkIds(spiffeIds, serviceAccounts ?? serviceAccountsByCluster, serving, at);
    service.localCallers?.forEach((caller, j) => {
      const local = { ...serving, code: 'MESH457' } as const;
      checkIds(caller.spiffeIds, caller.serviceAccounts, local, at.at('localCallers', j));
    });
  });
}

/**
 * Whether the identities that grants name can be those of somebody in their clusters.
 *
 * @internal
 */
export function checkGrantedIds(
  grants: readonly GrantProps[],
  clusters: readonly Cluster[],
  problems: Problems,
): void {
  grants.forEach(({ spiffeIds, serviceAccounts, ...grant }, i) => {
    const named = clusters.filter(
      ({ name }) => grant.everyone || isAll(grant.clusters) || grant.clusters?.includes(name),
    );
    const granted = {
      domains: named.map(({ trustDomain }) => trustDomain),
      who: 'cluster of the grant',
      code: 'MESH457',
    } as const;
    checkIds(spiffeIds, serviceAccounts, granted, problems.at(i));
  });
}

const SERVING = 'cluster that serves';

interface Domains {
  readonly domains: ReadonlyArray<string | undefined>;
  /** in words */
  readonly who: string;
  readonly code?: 'MESH447' | 'MESH457';
}

/** @param accounts which cannot be given too */
function checkIds(
  spiffeIds: readonly string[] | undefined,
  accounts: unknown,
  { domains, who, code = 'MESH447' }: Domains,
  problems: Problems,
): void {
  const at = problems.at('spiffeIds');
  if (spiffeIds && accounts) {
    at.report('MESH448', 'there are SPIFFE IDs and service accounts');
  }
  spiffeIds?.forEach((id, i) => {
    const domain = trustDomainOf(id);
    if (domain === undefined) {
      at.at(i).report(code, `"${id}" is not a SPIFFE ID with a path`);
    } else if (!domains.includes(domain)) {
      at.at(i).report(code, `no ${who} is in the trust domain "${domain}"`);
    }
  });
}
