import { LockedIp } from './mesh-lock';
import { groupBy } from '../../values/group-by';
import { compareIps, ipFamily } from '../../values/ip';
import { byText, sortedSet } from '../../values/order';

/** A host and the address that it gave up, because another host keeps it. @internal */
export interface LostIp {
  readonly ip: string;
  readonly host: string;
  readonly keptBy: string;
}

/** A lock in which no address has two hosts. @internal */
export interface SettledLock {
  /** what a host should keep comes first */
  readonly ips: readonly LockedIp[];
  readonly lost: readonly LostIp[];
}

/** The addresses that more than one host claims, each with these hosts. @internal */
export function contestedIps(
  claims: readonly LockedIp[],
): Array<readonly [ip: string, hosts: readonly string[]]> {
  return [...groupBy(claims, ({ ip }) => ip)]
    .map(([ip, group]) => [ip, sortedSet(group.map(({ host }) => host))] as const)
    .filter(([, hosts]) => hosts.length > 1);
}

/**
 * Decides between the claims of two branches. An address stays with the host that had it before the
 * branches parted, otherwise it goes to the first host by name: whoever merges, the outcome is the
 * same. An address in use goes before a released one.
 *
 * @param before what was locked where the branches parted; asked only if it matters
 * @internal
 */
export function settle(
  claims: readonly LockedIp[],
  before: () => readonly LockedIp[],
): SettledLock {
  const old = new Set(isUnclear(claims) ? before().map(claimOf) : []);
  const ranked = [...claims].sort(
    (a, b) =>
      Number(a.released) - Number(b.released) ||
      Number(old.has(claimOf(b))) - Number(old.has(claimOf(a))) ||
      byText(({ host }: LockedIp) => host)(a, b) ||
      compareIps(a.ip, b.ip),
  );
  const kept = new Map<string, LockedIp>();
  ranked.forEach(claim => kept.set(claim.ip, kept.get(claim.ip) ?? claim));
  const lost = ranked
    .map(({ ip, host, released }) => ({ ip, host, released, keptBy: kept.get(ip)!.host }))
    .filter(({ host, keptBy, released }) => host !== keptBy && !released);
  return {
    ips: [...kept.values()],
    lost: lost.map(({ ip, host, keptBy }) => ({ ip, host, keptBy })),
  };
}

/** Whether two hosts have one address, or one host has two of a family. */
function isUnclear(claims: readonly LockedIp[]): boolean {
  const held = claims.filter(({ released }) => !released);
  const byFamily = groupBy(held, ({ ip, host }) => `IPv${ipFamily(ip)} of ${host}`);
  return (
    contestedIps(claims).length > 0 ||
    [...byFamily.values()].some(group => new Set(group.map(({ ip }) => ip)).size > 1)
  );
}

const claimOf = ({ ip, host }: LockedIp): string => `${ip} ${host}`;
