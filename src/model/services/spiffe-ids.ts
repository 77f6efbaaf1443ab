import { ServiceProps } from '../../description/service-props';
import { Problems } from '../../problems/problems';
import { trustDomainOf } from '../../values/spiffe';
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
    const at = problems.at(i, 'spiffeIds');
    if (spiffeIds && (serviceAccounts || serviceAccountsByCluster)) {
      at.report('MESH448', 'there are SPIFFE IDs and service accounts');
    }
    const serving = new Set(service.clusters.map(name => domains.get(name)));
    spiffeIds?.forEach((id, j) => {
      const domain = trustDomainOf(id);
      if (domain === undefined) {
        at.at(j).report('MESH447', `"${id}" is not a SPIFFE ID with a path`);
      } else if (!serving.has(domain)) {
        at.at(j).report('MESH447', `no cluster that serves is in the trust domain "${domain}"`);
      }
    });
  });
}
