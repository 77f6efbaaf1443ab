import { rootOptions } from './options';
import { adoptRoot, newRoot, nextRootId } from './pki/authority';
import { Session } from './session';
import { LockedRoot } from '../description/locks/pki-lock';

/** Starts the CAs of a mesh. @internal */
export function init(session: Session): number {
  const { options, problems } = session;
  if (session.lock()) {
    problems.report(
      'MESH730',
      `"${options.lock}" exists already`,
      'Replace the root with `mesh ca rotate bundle`, or remove the file if nothing uses it.',
    );
    problems.throwIfErrors();
  }
  const root = obtainRoot(session, nextRootId(undefined));
  session.save({ roots: [root], signer: root.id, clusters: {} });
  session.say(`${options.lock}: root "${root.id}"`);
  return 0;
}

/**
 * A new root with its key in the key directory, or the certificate of one that is kept elsewhere.
 *
 * @internal
 */
export function obtainRoot(session: Session, id: string): LockedRoot {
  const { options, problems, now } = session;
  if (options.root !== undefined) {
    const root = adoptRoot(id, session.text(options.root), now, problems);
    problems.throwIfErrors();
    return root!;
  }
  const keys = session.keys();
  if (keys.has(keys.rootKey(id))) {
    problems.report(
      'MESH730',
      `"${keys.rootKey(id)}" exists already`,
      'Choose another directory, or move the file away if nothing uses it.',
    );
    problems.throwIfErrors();
  }
  const wanted = rootOptions(options, problems);
  problems.throwIfErrors();
  const { key, ...root } = newRoot(id, wanted, now);
  keys.writeKey(keys.rootKey(id), key);
  session.say(`${keys.rootKey(id)}: the root's private key; keep a copy offline`);
  return root;
}
