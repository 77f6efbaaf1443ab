import { SettledLock } from './contested-ips';
import { LockedIp } from './mesh-lock';
import { Allocation } from '../../values/allocate';
import { ipFamily } from '../../values/ip';

/** The lock after an update, and what is new in it. @internal */
export interface NextLock {
  readonly ips: readonly LockedIp[];
  readonly changes: LockChanges;
}

/** What an update does to a lock. @internal */
export interface LockChanges {
  /** how many hosts have an address that had none */
  readonly added: number;
  /** how many addresses are released */
  readonly released: number;
  readonly moved: readonly Move[];
}

/** A host that gets another address than it had. @internal */
export interface Move {
  readonly host: string;
  readonly from: string;
  readonly to: string;
  /** the host that has the address now, if it was claimed twice */
  readonly keptBy?: string;
}

/**
 * The lock that goes with an allocation. What was locked and is needed no more stays as released.
 *
 * @param reuse forget what is released
 * @internal
 */
export function nextLock(before: SettledLock, allocation: Allocation, reuse: boolean): NextLock {
  const held = [...allocation].flatMap(([host, all]) =>
    all.map(ip => ({ ip, host, released: false })),
  );
  const given = new Set(held.map(({ ip }) => ip));
  const left = before.ips.filter(({ ip }) => !given.has(ip));
  return {
    ips: [...held, ...(reuse ? [] : left.map(line => ({ ...line, released: true })))],
    changes: {
      added: added(before, allocation),
      released: left.filter(({ released }) => !released).length,
      moved: moves(before, allocation),
    },
  };
}

function added({ ips, lost }: SettledLock, allocation: Allocation): number {
  const had = new Set([...ips.filter(isHeld), ...lost].map(({ host }) => host));
  return [...allocation.keys()].filter(host => !had.has(host)).length;
}

function moves({ ips, lost }: SettledLock, allocation: Allocation): Move[] {
  const had: ReadonlyArray<{ ip: string; host: string; keptBy?: string }> = [
    ...lost,
    ...ips.filter(isHeld),
  ];
  return had.flatMap(({ ip: from, host, keptBy }) => {
    const now = allocation.get(host) ?? [];
    const to = now.find(ip => ipFamily(ip) === ipFamily(from));
    return to === undefined || now.includes(from) ? [] : [{ host, from, to, keptBy }];
  });
}

const isHeld = ({ released }: LockedIp): boolean => !released;
