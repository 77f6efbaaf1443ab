import { Session } from './session';
import { UsageError } from './usage-error';

/** Removes clusters that no longer exist. Their private keys stay where they are. @internal */
export function forget(session: Session): number {
  const {
    options: { names, lock: file },
  } = session;
  const lock = session.existingLock();
  if (names.length === 0) {
    throw new UsageError('no cluster is named');
  }
  session.checkKnown(lock, names);
  session.save({
    ...lock,
    clusters: Object.fromEntries(
      Object.entries(lock.clusters).filter(([name]) => !names.includes(name)),
    ),
  });
  session.say(
    `${file}: removed ${names.join(', ')}; whoever has its private key can sign for the mesh until its certificate expires`,
  );
  return 0;
}
