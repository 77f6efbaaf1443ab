import { Problems } from '../../problems/problems';
import { serviceKey } from '../../values/names';
import { Cluster, Service } from '../mesh';

/**
 * Whether Istio can do what the description asks for when several clusters serve.
 *
 * @internal
 */
export function checkFailover(
  service: Service,
  clusters: readonly Cluster[],
  problems: Problems,
): void {
  const at = problems.at('failover');
  checkNames(service, at);
  if (service.failover.order.length > 0) {
    reportHostnames(service, 'an order of clusters', at.at('order'));
  }
  if (service.failover.weights) {
    checkWeights(service, clusters, at.at('weights'));
  }
}

function checkNames(
  { failover: { order, weights }, owners, ...service }: Service,
  problems: Problems,
): void {
  const serving = new Set(owners.map(owner => owner.name));
  order.forEach((name, i) => {
    if (!serving.has(name) || order.indexOf(name) !== i) {
      problems
        .at('order', i)
        .report(
          'MESH335',
          `"${name}" ${serving.has(name) ? 'is named twice' : `does not serve "${serviceKey(service)}"`}`,
        );
    }
  });
  for (const [name, weight] of Object.entries(weights ?? {})) {
    if (!serving.has(name)) {
      problems
        .at('weights', name)
        .report('MESH335', `"${name}" does not serve "${serviceKey(service)}"`);
    } else if (!Number.isInteger(weight) || weight < 1 || weight > 1000) {
      problems
        .at('weights', name)
        .report('MESH335', `weight ${weight} is not a whole number from 1 to 1000`);
    }
  }
  const missing = weights && [...serving].find(name => !Object.hasOwn(weights, name));
  if (missing !== undefined) {
    problems
      .at('weights')
      .report('MESH335', `"${missing}" serves "${serviceKey(service)}" but has no weight`);
  }
  if (weights && order.length > 0) {
    problems.report('MESH335', 'there are an order and weights');
  }
}

/** Weights go by locality, and that of its own pods is not for us to choose. */
function checkWeights(
  { owners, callers, ...service }: Service,
  clusters: readonly Cluster[],
  problems: Problems,
): void {
  for (const { name, locality } of owners) {
    if (locality === undefined && callers.has(name) && owners.length > 1) {
      problems.report(
        'MESH336',
        `cluster "${name}" has no region, by which weights tell its own pods from other clusters`,
      );
    }
  }
  const egress = clusters.find(
    cluster => cluster.egressGateway && owners.includes(cluster) && callers.has(cluster.name),
  );
  if (egress) {
    problems.report(
      'MESH335',
      `cluster "${egress.name}" serves "${serviceKey(service)}" and calls the others through one egress gateway, which has no weight`,
    );
  }
}

function reportHostnames({ owners }: Service, what: string, problems: Problems): void {
  const owner = owners.find(hasHostname);
  if (owner) {
    problems.report(
      'MESH337',
      `${what} is not possible with a gateway that is a host name, as that of "${owner.name}"`,
    );
  }
}

function hasHostname({ gateway }: Cluster): boolean {
  return gateway?.addresses.some(address => address.isHostname) ?? false;
}
