import { UsageError } from './options';
import { Session } from './session';

/** Takes clusters out that are not there any more. Their keys stay where they are. @internal */
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
    `${file}: without ${names.join(', ')}; until its certificate ends, whoever has its key can sign for the mesh`,
  );
  return 0;
}
