import { intermediateOptions } from './options';
import { acceptFor, Issued, requestFor, signerOf } from './pki/authority';
import { checkSigner } from './pki/check-signer';
import { KeyFiles } from './pki/key-files';
import { Session } from './session';
import { UsageError } from './usage-error';
import { lockedCluster, PkiLock } from '../description/locks/pki-lock';

/** Makes private keys, and requests to be signed with a root that is elsewhere. @internal */
export function request(
  session: Session,
  lock: PkiLock,
  keys: KeyFiles,
  names: readonly string[],
): void {
  for (const name of names.filter(cluster => keys.has(keys.waitingKey(cluster)))) {
    session.problems
      .at(name)
      .report(
        'MESH730',
        `"${keys.waitingKey(name)}" is already waiting for its certificate`,
        `Have "${keys.request(name)}" signed and pass the result with --signed, or remove both files to start over.`,
      );
  }
  checkSigner(signerOf(lock), undefined, session.now, session.problems);
  const wanted = names.map(name =>
    intermediateOptions(session.options, lockedCluster(lock, name), session.problems.at(name)),
  );
  session.problems.throwIfErrors();
  for (const [i, name] of names.entries()) {
    const { key, request: text } = requestFor(name, wanted[i]);
    keys.write(keys.request(name), text);
    keys.writeKey(keys.waitingKey(name), key);
    session.say(
      `${keys.request(name)}: have it signed by "${signerOf(lock).name}" with the extensions that it requests (openssl x509 -req -copy_extensions copyall), then \`mesh ca ${lockedCluster(lock, name) ? 'renew' : 'issue'} ${name} --signed FILE\``,
    );
  }
}

/** Takes what was signed for the request of one cluster. @internal */
export function accept(
  session: Session,
  lock: PkiLock,
  keys: KeyFiles,
  names: readonly string[],
  signed: string,
): Issued {
  const [name, ...others] = names;
  if (others.length > 0) {
    throw new UsageError('--signed is for one cluster at a time');
  }
  const key = session.key(keys, keys.waitingKey(name), name);
  const cluster =
    key && acceptFor(key, session.text(signed), lock, session.now, session.problems.at(name));
  session.problems.throwIfErrors();
  return { key: key!, cluster: cluster! };
}
