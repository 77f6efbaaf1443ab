import { Allocation } from '../../description/locks/mesh-lock-file';
import { addressAt, canonicalIp, Cidr, cidrContains, sizeOf } from '../../values/ip';
import { byText } from '../../values/order';

/**
 * Gives each host one address of each range. Hosts keep what they have, whoever comes or goes; a
 * newcomer gets the lowest free address, newcomers in the order of their names.
 *
 * @param hosts the hosts that need addresses
 * @param ranges at most one of each family
 * @param taken addresses that are given to others by hand
 * @param previous what the hosts have
 * @param exhausted called with a range that is full
 * @internal
 */
export function allocate(
  hosts: readonly string[],
  ranges: readonly Cidr[],
  taken: ReadonlySet<string>,
  previous: Allocation,
  exhausted: (range: Cidr, host: string) => void,
): Allocation {
  const sorted = [...hosts].sort(byText(host => host));
  const allocation = new Map<string, string[]>(sorted.map(host => [host, []]));
  for (const range of ranges) {
    const used = new Set(taken);
    const kept = new Map<string, string>();
    for (const host of sorted) {
      const own = previous
        .get(host)
        ?.find(ip => cidrContains(range, ip) && !used.has(canonicalIp(ip)));
      if (own !== undefined) {
        kept.set(host, own);
        used.add(canonicalIp(own));
      }
    }
    const free = freeAddresses(range, used);
    for (const host of sorted) {
      const ip = kept.get(host) ?? free.next().value;
      if (ip === undefined) {
        exhausted(range, host);
        break;
      }
      allocation.get(host)!.push(ip);
    }
  }
  return allocation;
}

/**
 * Without the first address, which names the network, and the last one of IPv4, which is for
 * broadcast.
 */
function* freeAddresses(range: Cidr, used: ReadonlySet<string>): Generator<string, undefined> {
  const end = sizeOf(range) - (range.family === 4 ? 1n : 0n);
  for (let offset = 1n; offset < end; offset++) {
    const ip = addressAt(range, offset);
    if (!used.has(ip)) {
      yield ip;
    }
  }
  return undefined;
}
