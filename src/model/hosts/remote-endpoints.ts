import { Endpoint } from './host';
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
  const owners = service.owners.filter(
    owner => owner.name !== seat.owner?.cluster && !owner.draining,
  );
  const ranks = ranking(owners, seat.region, service.failover.order);
  return owners.flatMap(owner =>
    owner.gateway!.addresses.map(address => ({
      address,
      cluster: owner.name,
      locality: owner.locality,
      priority: ranks.get(owner) ?? 0,
    })),
  );
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
  return sortedRecord(
    Object.fromEntries(choice.map((owner, i) => [`${owner.locality}/*`, shares[i]])),
  );
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
  if (owners.some(owner => owner.gateway!.addresses.some(address => address.isHostname))) {
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
