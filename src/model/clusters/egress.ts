import { GatewayRoute } from '../../description/enums';
import { Problems } from '../../problems/problems';
import { serviceKey } from '../../values/names';
import { Cluster, EgressGateway, Service } from '../mesh';
import { PROFILES } from '../profiles/profiles';

/**
 * What the egress gateway knows of the other clusters must be seen by nobody else, and what callers
 * know of the egress gateway not by the gateway itself: otherwise it would call itself, or callers
 * would go past it.
 *
 * @internal
 */
export function checkEgress(
  cluster: Cluster,
  services: readonly Service[],
  rootNamespace: string,
  problems: Problems,
): void {
  if (!cluster.egressGateway || !PROFILES[cluster.istio.profile].isEgressAlone) {
    return;
  }
  const { namespace, labels } = cluster.egressGateway;
  if (cluster.gateway && overlap(labels, cluster.gateway.labels)) {
    const text = Object.entries(labels).map(([key, value]) => `"${key}: ${value}"`);
    problems
      .at('labels')
      .report('MESH268', `${text.join(' and ')} and the labels of the east-west gateway overlap`);
  }
  const users = new Map([[rootNamespace, 'the root namespace']]);
  if (cluster.gateway) {
    users.set(cluster.gateway.namespace, 'the namespace of the east-west gateway');
  }
  for (const service of services) {
    users.set(service.workloadNamespace, `the namespace of "${serviceKey(service)}"`);
    if (service.gatewayRoute === GatewayRoute.SNI && service.callers.has(cluster.name)) {
      problems.report(
        'MESH511',
        `"${serviceKey(service)}" is known by its own name only, and cluster "${cluster.name}" calls through an egress gateway`,
      );
    }
    for (const namespaceOfCallers of service.callers.get(cluster.name)?.namespaces ?? []) {
      if (namespaceOfCallers === '*') {
        problems.report(
          'MESH510',
          `"${serviceKey(service)}" is granted to every namespace of cluster "${cluster.name}"`,
        );
      } else {
        users.set(namespaceOfCallers, `a namespace that may call "${serviceKey(service)}"`);
      }
    }
  }
  const user = users.get(namespace);
  if (user) {
    problems.at('namespace').report('MESH509', `the egress gateway is in "${namespace}", ${user}`);
  }
}

type Labels = EgressGateway['labels'];

/** True if pods that have the labels of one gateway have those of the other. */
function overlap(some: Labels, others: Labels): boolean {
  const areOf = (a: Labels, b: Labels) =>
    Object.entries(a).every(([key, value]) => b[key] === value);
  return areOf(some, others) || areOf(others, some);
}
