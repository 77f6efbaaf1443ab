import { obtainRoot } from './init';
import { checkKnown, issueAll, request } from './issue';
import { required, UsageError } from './options';
import { Session } from './session';
import { nextRootId } from '../../trust/pki/authority';
import { checkEvidence } from '../../trust/pki/evidence';
import { PkiLock } from '../../trust/pki/pki-lock';
import { bundle, checkStep, confirm, drop, restart, Step, STEPS, switchTo } from '../../trust/pki/rotation';

/** Takes one step of the replacement of the root. @internal */
export function rotate(session: Session): number {
  const { options: { names, lock: file }, problems } = session;
  const step = STEPS.find(name => name === names[0]);
  if (!step || names.length > 1) {
    throw new UsageError(`the step is one of ${STEPS.join(', ')}`);
  }
  const lock = session.existingLock();
  checkStep(step, lock, problems);
  problems.throwIfErrors();
  const next = take(step, lock, session);
  session.save(next, session.options.keys === undefined ? undefined : session.keys());
  session.say(`${file}: ${step === 'drop' ? `"${next.signer}" is the only root` : `phase "${step}"; write the output, apply it in every cluster, and confirm each`}`);
  return 0;
}

function take(step: Step, lock: PkiLock, session: Session): PkiLock {
  const { now } = session;
  switch (step) {
    case 'bundle': return bundle(lock, obtainRoot(session, nextRootId(lock)), now);
    case 'restart': return restart(lock, now);
    case 'switch': return underNewRoot(switchTo(lock, now), session);
    case 'drop': return drop(lock);
  }
}

/** Where the new root is kept elsewhere, each cluster follows when its request was signed. */
function underNewRoot(lock: PkiLock, session: Session): PkiLock {
  const keys = session.keys();
  const names = Object.keys(lock.clusters);
  if (!keys.has(keys.rootKey(lock.signer))) {
    request(session, lock, keys, names);
    return lock;
  }
  return { ...lock, clusters: issueAll(session, lock, keys, names) };
}

/** Notes that a cluster has arrived at the step that was taken, when it says so itself. @internal */
export function confirmCluster(session: Session): number {
  const { options: { names, from, lock: file }, problems, now } = session;
  const lock = session.existingLock();
  const [name, ...others] = names;
  if (name === undefined || others.length > 0) {
    throw new UsageError('one cluster is to be named');
  }
  checkKnown(session, lock, names);
  if (!lock.rotation) {
    problems.report('MESH730', 'no rotation is going on', 'There is nothing to confirm.');
    problems.throwIfErrors();
  }
  const seen = checkEvidence(lock, name, session.text(required(from, '--from')), problems.at(name));
  problems.throwIfErrors();
  session.save(confirm(lock, name, now));
  session.say(`${file}: "${name}" has arrived: ${seen}`);
  return 0;
}
