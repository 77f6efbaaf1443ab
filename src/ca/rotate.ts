import { obtainRoot } from './init';
import { issueAll } from './issue';
import { required } from './options';
import { nextRootId } from './pki/authority';
import { checkEvidence } from './pki/evidence';
import {
  bundle,
  checkSigned,
  checkStep,
  confirm,
  end,
  restart,
  Step,
  STEPS,
  switchTo,
} from './pki/rotation';
import { request } from './request';
import { Session } from './session';
import { UsageError } from './usage-error';
import { LockedRoot, PkiLock } from '../description/locks/pki-lock';

/** Takes one step of the rotation of the root. @internal */
export function rotate(session: Session): number {
  const {
    options: { names, lock: file },
    problems,
  } = session;
  const step = STEPS.find(name => name === names[0]);
  if (!step || names.length > 1) {
    throw new UsageError(`the step is one of ${STEPS.join(', ')}`);
  }
  const lock = session.existingLock();
  checkStep(step, lock, problems);
  problems.throwIfErrors();
  const next = take(step, lock, session);
  session.save(next, step === 'restart' ? undefined : session.keys());
  session.say(
    `${file}: ${
      next.rotation
        ? `phase "${step}"; write the output, follow the README.md of every cluster, and confirm each`
        : `"${next.signer}" is the only root; write the output, and install every cluster again as its README.md has it`
    }`,
  );
  return 0;
}

function take(step: Step, lock: PkiLock, session: Session): PkiLock {
  const { now } = session;
  switch (step) {
    case 'bundle':
      return bundle(lock, anotherRoot(session, lock), now);
    case 'restart':
      return restart(lock, now);
    case 'switch':
      return underNewRoot(switchTo(lock, now), session);
    case 'drop':
    case 'abort':
      return end(lock);
  }
}

function anotherRoot(session: Session, lock: PkiLock): LockedRoot {
  const root = obtainRoot(session, nextRootId(lock));
  if (lock.roots.some(({ certificate }) => certificate === root.certificate)) {
    session.problems.report(
      'MESH730',
      `the new root is the one that already signs, "${lock.signer}"`,
      'Pass the certificate of another root.',
    );
    session.problems.throwIfErrors();
  }
  return root;
}

/** Where the new root is kept elsewhere, each cluster follows once its request is signed. */
function underNewRoot(lock: PkiLock, session: Session): PkiLock {
  const keys = session.keys();
  const names = Object.keys(lock.clusters);
  if (!keys.has(keys.rootKey(lock.signer))) {
    request(session, lock, keys, names);
    return lock;
  }
  return issueAll(session, lock, keys, names);
}

/**
 * Records that a cluster has arrived at the last step, when what it says of itself shows so.
 *
 * @internal
 */
export function confirmCluster(session: Session): number {
  const {
    options: { names, from, lock: file },
    problems,
    now,
  } = session;
  const lock = session.existingLock();
  const [name, ...others] = names;
  if (name === undefined || others.length > 0) {
    throw new UsageError('one cluster is to be named');
  }
  session.checkKnown(lock, names);
  if (!lock.rotation) {
    problems.report('MESH730', 'no rotation is in progress', 'There is nothing to confirm.');
    problems.throwIfErrors();
  }
  checkSigned(lock, name, problems.at(name));
  const evidence = session.text(required(from, '--from'));
  const seen = checkEvidence(lock, name, evidence, now, problems.at(name));
  problems.throwIfErrors();
  session.save(confirm(lock, name, now));
  session.say(`${file}: "${name}" has arrived: ${seen}`);
  return 0;
}
