import { Endpoint, Host } from './host';
import { regionOf, Seat } from './seat';
import { sortedRecord } from '../../values/order';
import { percentages } from '../../values/percentages';
import { Cluster, Service } from '../mesh';

/**
 * The gateways through which a cluster reaches the others that serve, the better ones with lower
 * priorities. Draining clusters are left alone.
 *
 * @internal
 */
export function remoteEndpoints(service: Service, seat: Seat): Endpoint[] {
  const owners = othersThatServe(service, seat);
  const ranks = ranking(owners, seat.region, service.failover.order);
  return owners.flatMap(owner =>
    owner.gateway!.addresses.map(address => ({
      address,
      cluster: owner.name,
      locality: locality(owner, service, seat),
      priority: ranks.get(owner) ?? 0,
    })),
  );
}

const othersThatServe = ({ owners }: Service, { owner: own }: Seat): Cluster[] =>
  owners.filter(owner => owner.name !== own?.cluster && !owner.draining);

/**
 * Regions that no node has. Where Istio goes by locality, they keep gateways apart from the pods of
 * the cluster itself and from each other, also of clusters in one region or in none.
 *
 * @internal
 */
export const MADE_UP = {
  /** with the name of the cluster as its zone */
  weighed: 'weighed.mesh.cdk8s-istio-multicluster',
  near: 'near.mesh.cdk8s-istio-multicluster',
  far: 'far.mesh.cdk8s-istio-multicluster',
} as const;

function locality(owner: Cluster, service: Service, seat: Seat): string | undefined {
  if (service.failover.weights) {
    return `${MADE_UP.weighed}/${owner.name}`;
  }
  if (isBesidePods(service, seat)) {
    return regionOf(owner) === seat.region ? MADE_UP.near : MADE_UP.far;
  }
  return owner.locality;
}

/** The caller's sidecar has its own pods and gateways in a cluster for which names are resolved. */
const isBesidePods = (service: Service, seat: Seat): boolean =>
  seat.owner !== undefined && !seat.egress && othersThatServe(service, seat).some(hasHostname);

/**
 * Where gateways that are resolved stand beside pods, Istio prefers the pods, since the gateways
 * are in other regions; of these it prefers the one that it is told (Istio: applyLocalityFailover).
 *
 * @internal
 */
export function regionFailover(service: Service, seat: Seat): Host['regionFailover'] {
  const { region } = seat;
  if (region === undefined || service.failover.weights || !isBesidePods(service, seat)) {
    return undefined;
  }
  const regions = new Set(othersThatServe(service, seat).map(owner => regionOf(owner) === region));
  return regions.size > 1 ? { from: region, to: MADE_UP.near } : undefined;
}

/**
 * Share of the calls of each locality in per cent, where the description gives weights and there is
 * a choice.
 *
 * @internal
 */
export function localityWeights(
  { owners, failover: { weights } }: Service,
  seat: Seat,
): { [locality: string]: number } | undefined {
  const choice = owners.filter(owner => owner.name === seat.owner?.cluster || !owner.draining);
  if (!weights || choice.length < 2) {
    return undefined;
  }
  const shares = percentages(choice.map(owner => weights[owner.name]));
  const place = ({ name }: Cluster) =>
    name === seat.owner?.cluster ? `${seat.region}/*` : `${MADE_UP.weighed}/${name}/*`;
  return sortedRecord(Object.fromEntries(choice.map((owner, i) => [place(owner), shares[i]])));
}

/**
 * By the order of the description, otherwise the caller's region first. Without gaps, since Envoy
 * allows none.
 */
function ranking(
  owners: readonly Cluster[],
  region: string | undefined,
  order: readonly string[],
): ReadonlyMap<Cluster, number> {
  if (owners.some(hasHostname)) {
    return new Map(); // Istio goes by locality there
  }
  const rank = (owner: Cluster) => {
    if (order.length > 0) {
      return order.includes(owner.name) ? order.indexOf(owner.name) : order.length;
    }
    return region === undefined || regionOf(owner) === region ? 0 : 1;
  };
  const used = [...new Set(owners.map(rank))].sort((a, b) => a - b);
  return new Map(owners.map(owner => [owner, used.indexOf(rank(owner))]));
}

const hasHostname = ({ gateway }: Cluster): boolean =>
  gateway!.addresses.some(address => address.isHostname);
