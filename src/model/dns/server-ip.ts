import { CLUSTER_DNS_OFFSET } from './own-dns';
import { Problems } from '../../problems/problems';
import { Cidr, cidrContains, ipFamily, offsetOf, sizeOf } from '../../values/ip';
import { notRoutable } from '../../values/reserved-ranges';

/**
 * The address that a DNS server's Service is pinned to. Kubernetes must be able to give it away,
 * and nothing else may have it.
 *
 * @param ownIps where the cluster's own DNS is
 * @internal
 */
export function checkServerIp(
  serverIp: string,
  serviceCidr: Cidr | undefined,
  ownIps: readonly string[],
  problems: Problems,
): void {
  if (!ipFamily(serverIp)) {
    problems.report('MESH215', `"${serverIp}" is not an IP address`);
    return;
  }
  const unreachable = notRoutable(serverIp);
  if (unreachable) {
    problems.report('MESH215', `"${serverIp}" is ${unreachable}: no Service has such an address`);
  } else if (serviceCidr) {
    checkPlace(serverIp, serviceCidr, problems);
  } else if (ownIps.includes(serverIp)) {
    problems.report(
      'MESH215',
      `"${serverIp}" is the usual address of the cluster's own DNS: it would ask itself`,
      "Choose another address, or set `serviceCidr` if the cluster's DNS is elsewhere.",
    );
  }
}

function checkPlace(serverIp: string, serviceCidr: Cidr, problems: Problems): void {
  if (!cidrContains(serviceCidr, serverIp)) {
    problems.report('MESH215', `"${serverIp}" lies outside the service range ${serviceCidr.text}`);
    return;
  }
  const place = offsetOf(serviceCidr, serverIp);
  const taken = takenBy(place, serviceCidr);
  const band = staticBand(serviceCidr);
  if (taken) {
    problems.report('MESH215', `"${serverIp}" is the address of ${taken}`);
  } else if (place > band) {
    problems.report(
      'MESH216',
      `"${serverIp}" lies beyond the first ${band} addresses of ${serviceCidr.text}`,
    );
  }
}

const TAKEN: ReadonlyMap<bigint, string> = new Map([
  [0n, 'the range itself'],
  [1n, 'the API server'],
  [CLUSTER_DNS_OFFSET, "the cluster's own DNS: it would ask itself"],
]);

/** No Service gets the ends of the range, and the API server gets the first address. */
function takenBy(place: bigint, range: Cidr): string | undefined {
  const isBroadcast = range.family === 4 && place === sizeOf(range) - 1n;
  return TAKEN.get(place) ?? (isBroadcast ? 'a broadcast' : undefined);
}

/**
 * Kubernetes hands these addresses out last (ServiceIPStaticSubrange): a sixteenth of the range,
 * but at least 16 and at most 256.
 */
function staticBand(range: Cidr): bigint {
  const sixteenth = sizeOf(range) / 16n;
  if (sixteenth < 16n) {
    return 16n;
  }
  return sixteenth > 256n ? 256n : sixteenth;
}
