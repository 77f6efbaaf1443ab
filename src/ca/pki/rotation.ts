import {
  LockedRoot,
  lockedCluster,
  Phase,
  PkiLock,
  rootCert,
} from '../../description/locks/pki-lock';
import { Problems } from '../../problems/problems';
import { sha256 } from '../../values/digest';
import { sortedSet } from '../../values/order';

/**
 * The root is replaced in four steps. Each is a change of its own, and must have arrived in every
 * cluster before the next:
 *
 * 1. `bundle`: every cluster trusts the old and the new root; the old one signs.
 * 2. `restart`: control planes and proxies load both roots. istiod reads a changed root-cert.pem
 * only when it starts.
 * 3. `switch`: the new root signs. By now everyone who meets the new identities trusts both roots.
 * 4. `drop`: no identity is under the old root anymore, and it is removed.
 *
 * Until the new root signs there is a way back: `abort` removes it again. No identity is under it,
 * so there is nothing to wait for.
 *
 * @see istio/istio pilot/pkg/bootstrap/istio_ca.go
 * @internal
 */
export const STEPS = [
  'bundle',
  'restart',
  'switch',
  'drop',
  'abort',
] as const satisfies ReadonlyArray<Phase | 'drop' | 'abort'>;

/** @internal */
export type Step = (typeof STEPS)[number];

/** The phases in which each step may be taken; undefined outside a rotation. */
const BEFORE: { readonly [step in Step]: ReadonlyArray<Phase | undefined> } = {
  bundle: [undefined],
  restart: ['bundle'],
  switch: ['restart'],
  drop: ['switch'],
  abort: ['bundle', 'restart'],
};

/** The step that follows a phase. @internal */
export const nextStep = (phase: Phase | undefined): Step =>
  STEPS.find(step => BEFORE[step].includes(phase))!;

/**
 * Reports what prevents a step: another one comes first, or some cluster has not arrived at the
 * last one.
 *
 * @internal
 */
export function checkStep(step: Step, lock: PkiLock, problems: Problems): void {
  const { rotation, clusters } = lock;
  if (!BEFORE[step].includes(rotation?.phase)) {
    problems.report(
      'MESH732',
      `"${step}" is not the next step: ${rotation ? `the rotation is in phase "${rotation.phase}"` : 'no rotation is in progress'}`,
      `Next is \`mesh ca rotate ${nextStep(rotation?.phase)}\`.`,
    );
    return;
  }
  for (const cluster of rotation && step !== 'abort' ? sortedSet(Object.keys(clusters)) : []) {
    if (
      checkSigned(lock, cluster, problems.at(cluster)) &&
      !Object.hasOwn(rotation!.confirmed, cluster)
    ) {
      problems
        .at(cluster)
        .report(
          'MESH733',
          `"${cluster}" has not been confirmed to have arrived at "${rotation!.phase}"`,
          `Apply its directory, then \`mesh ca confirm ${cluster} --from FILE\`; or \`mesh ca forget ${cluster}\` if it no longer exists.`,
        );
    }
  }
}

/**
 * Whether the current root has signed for a cluster: after `switch`, a root that is kept elsewhere
 * signs for one cluster after the other.
 *
 * @internal
 */
export function checkSigned(lock: PkiLock, cluster: string, problems: Problems): boolean {
  const { root } = lockedCluster(lock, cluster)!;
  if (root !== lock.signer) {
    problems.report(
      'MESH733',
      `the intermediate of "${cluster}" is still under "${root}"`,
      `Run \`mesh ca renew ${cluster}\`.`,
    );
  }
  return root === lock.signer;
}

/** @internal */
export function bundle(lock: PkiLock, root: LockedRoot, now: Date): PkiLock {
  return { ...lock, roots: [...lock.roots, root], rotation: begin('bundle', now) };
}

/** @internal */
export function restart(lock: PkiLock, now: Date): PkiLock {
  return { ...lock, restartMark: markOf(lock), rotation: begin('restart', now) };
}

/** The new root signs from now on. The clusters get their intermediates next. @internal */
export function switchTo(lock: PkiLock, now: Date): PkiLock {
  return { ...lock, signer: newest(lock).id, rotation: begin('switch', now) };
}

/**
 * Only the root that signs stays: the new one at `drop`, the old one at `abort`. Whatever was
 * restarted to load both is restarted again.
 *
 * @internal
 */
export function end({ rotation, restartMark, ...lock }: PkiLock): PkiLock {
  const left = { ...lock, roots: lock.roots.filter(({ id }) => id === lock.signer) };
  return restartMark === undefined ? left : { ...left, restartMark: markOf(left) };
}

/** @internal */
export function confirm(lock: PkiLock, cluster: string, now: Date): PkiLock {
  const { rotation } = lock;
  return rotation
    ? {
        ...lock,
        rotation: {
          ...rotation,
          confirmed: { ...rotation.confirmed, [cluster]: now.toISOString() },
        },
      }
    : lock;
}

/** The root that replaces the others. */
const newest = ({ roots }: Pick<PkiLock, 'roots'>): LockedRoot => roots[roots.length - 1];

const begin = (phase: Phase, now: Date) => ({ phase, since: now.toISOString(), confirmed: {} });

/** Identifies a set of roots; a few characters are enough to tell two sets apart. */
const markOf = (lock: PkiLock): string => sha256(rootCert(lock)).slice(0, 16);
