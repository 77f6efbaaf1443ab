import { sha256 } from './digest';
import { addressAt, allocatableIn, Cidr, cidrContains, notAllocatable } from './ip';
import { sortedSet } from './order';

/** The addresses of each host. @internal */
export type Allocation = ReadonlyMap<string, readonly string[]>;

/** What is known of addresses before any is given, all in canonical form. @internal */
export interface Claims {
  /** addresses that are given to others by hand */
  readonly taken: ReadonlySet<string>;
  /** what a host has or had, best first; no address is in two lists */
  readonly own: ReadonlyMap<string, readonly string[]>;
  /** addresses that no newcomer gets */
  readonly keptBack: ReadonlySet<string>;
}

/**
 * Gives each host one address of each range. Hosts keep what they have, whoever comes or goes. The
 * name of a newcomer alone says where to begin the search for a free address, so newcomers that do
 * not know of each other, such as those of two branches, rarely find the same one.
 *
 * @param hosts the hosts that need addresses, in any order
 * @param ranges at most one of each family
 * @param exhausted called with a range that is full
 * @internal
 */
export function allocate(
  hosts: Iterable<string>,
  ranges: readonly Cidr[],
  claims: Claims,
  exhausted: (range: Cidr, host: string) => void,
): Allocation {
  const sorted = sortedSet(hosts);
  const allocation = new Map<string, string[]>(sorted.map(host => [host, []]));
  for (const range of ranges) {
    const kept = keptIn(range, sorted, claims);
    const used = new Set([...claims.taken, ...claims.keptBack, ...kept.values()]);
    for (const host of sorted) {
      const ip = kept.get(host) ?? freeAddress(range, host, used);
      if (ip === undefined) {
        exhausted(range, host);
        break;
      }
      used.add(ip);
      allocation.get(host)!.push(ip);
    }
  }
  return allocation;
}

/** What the hosts have in a range already. */
function keptIn(
  range: Cidr,
  hosts: readonly string[],
  { own, taken }: Claims,
): ReadonlyMap<string, string> {
  const isUsable = (ip: string) =>
    cidrContains(range, ip) && !notAllocatable(range, ip) && !taken.has(ip);
  return new Map(
    hosts.flatMap(host => {
      const ip = own.get(host)?.find(isUsable);
      return ip === undefined ? [] : [[host, ip]];
    }),
  );
}

/** The first free address from a place that the name decides, once around. */
function freeAddress(range: Cidr, host: string, used: ReadonlySet<string>): string | undefined {
  const { first, count } = allocatableIn(range);
  for (let i = 0n; i < count; i++) {
    const ip = addressAt(range, first + ((BigInt(`0x${sha256(host)}`) + i) % count));
    if (!used.has(ip)) {
      return ip;
    }
  }
  return undefined;
}
