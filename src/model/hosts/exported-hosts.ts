import { isServedTo } from './seat';
import { GatewayRoute } from '../../description/enums';
import { Problems } from '../../problems/problems';
import { isDnsName, serviceHost } from '../../values/names';
import { Cluster, Service } from '../mesh';
import { PROFILES } from '../profiles/profiles';

/** Of the Gateway `cross-network-gateway` in Istio's documentation. */
const STOCK = '*.local';

/** What a gateway knows a service by. @internal */
export const gatewayHost = (
  { name, namespace, host, gatewayRoute }: Service,
  clusterDomain: string,
): string =>
  gatewayRoute === GatewayRoute.SNI ? serviceHost(name, namespace, clusterDomain) : host;

/**
 * The hosts that the Gateway of the mesh opens: those that others may call, but for what a Gateway
 * of somebody else's holds. A host that two servers of a listener hold has two filter chains, and
 * Envoy refuses the listener (Istio: `builtAutoPassthroughFilterChains`, istio#42050).
 *
 * @param served by the cluster
 * @internal
 */
export function exportedHosts(
  cluster: Cluster,
  served: readonly Service[],
  clusterDomain: string,
): string[] {
  const others = cluster.gateway!.otherHosts;
  return served
    .filter(service => !service.isKubernetesName && isServedTo(service, cluster))
    .map(service => gatewayHost(service, clusterDomain))
    .filter(host => !others?.some(pattern => holds(pattern, host)));
}

/** @internal */
export function checkHostPattern(text: string, problems: Problems): void {
  if (text !== '*' && !isDnsName(text.replace(/^\*\./, ''))) {
    problems.report('MESH266', `"${text}" is neither a DNS name nor \`*.\` and a DNS name`);
  }
}

/** Whether somebody else's Gateway may hold hosts of ours is not for us to know. @internal */
export function checkStockGateway(
  cluster: Cluster,
  served: readonly Service[],
  clusterDomain: string,
  problems: Problems,
): void {
  const { listsHosts } = PROFILES[cluster.istio.profile];
  if (!listsHosts || !cluster.gateway || cluster.gateway.otherHosts) {
    return;
  }
  const [first, ...more] = exportedHosts(cluster, served, clusterDomain).filter(host =>
    holds(STOCK, host),
  );
  if (first !== undefined) {
    const others = more.length === 0 ? '' : ` and ${more.length} more`;
    problems.report(
      'MESH267',
      `\`${STOCK}\` of a stock east-west gateway holds "${first}"${others}`,
    );
  }
}

/** Istio's `Name.SubsetOf`. */
const holds = (pattern: string, host: string): boolean =>
  pattern === host || (pattern.startsWith('*') && host.endsWith(pattern.slice(1)));
