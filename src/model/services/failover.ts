import { Problems } from '../../problems/problems';
import { ipFamily } from '../../values/ip';
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
  } else {
    checkLocalFirst(service, clusters, at);
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

/** Weights go by locality, so each cluster needs one of its own. */
function checkWeights(
  { owners, callers, ...service }: Service,
  clusters: readonly Cluster[],
  problems: Problems,
): void {
  for (const owner of owners) {
    if (owner.locality === undefined) {
      problems.report(
        'MESH336',
        `cluster "${owner.name}" has no region, by which weights tell clusters apart`,
      );
    }
    const twin = owners.find(
      other => overlaps(other.locality, owner.locality) && other.name < owner.name,
    );
    if (twin) {
      problems.report(
        'MESH336',
        `clusters "${twin.name}" and "${owner.name}" are both in "${twin.locality}", so weights cannot tell them apart`,
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

function overlaps(a: string | undefined, b: string | undefined): boolean {
  return (
    a !== undefined &&
    b !== undefined &&
    (a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`))
  );
}

/** With a gateway that has to be resolved, Envoy tells near from far by region only. */
function checkLocalFirst(
  { owners, callers }: Service,
  clusters: readonly Cluster[],
  problems: Problems,
): void {
  for (const cluster of clusters) {
    const isBoth = owners.includes(cluster) && owners.length > 1 && callers.has(cluster.name);
    if (isBoth && cluster.egressGateway && !ipFamily(cluster.egressGateway.address)) {
      problems.report(
        'MESH336',
        `cluster "${cluster.name}" cannot prefer its own pods to an egress gateway that is a host name`,
        "Give the ClusterIP of the egress gateway's Service in `egressGateway.address`.",
      );
    }
    if (
      !isBoth ||
      cluster.egressGateway ||
      !owners.some(owner => owner !== cluster && hasHostname(owner))
    ) {
      continue;
    }
    const region = (c: Cluster) => c.locality?.split('/')[0];
    const other = owners.find(
      owner =>
        owner !== cluster && (region(owner) === undefined || region(owner) === region(cluster)),
    );
    if (region(cluster) === undefined || other) {
      problems.report(
        'MESH336',
        `with a gateway that is a host name, cluster "${cluster.name}" can prefer its own pods by region only, ` +
          (region(cluster) === undefined
            ? 'and it has none'
            : `and "${other!.name}" has ${region(other!) === undefined ? 'none' : 'the same'}`),
      );
    }
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
