import { confirmRecipients } from './confirm-recipients';
import { DEFAULTS } from './defaults';
import { intermediateOptions } from './options';
import { isKeyOf, issueFor, Issued, signerOf } from './pki/authority';
import { checkSigner } from './pki/check-signer';
import { KeyFiles } from './pki/key-files';
import { dueClusters } from './pki/status';
import { accept, request } from './request';
import { ConfirmedRecipients, seal } from './sealing/seal-key';
import { Session } from './session';
import { UsageError } from './usage-error';
import { certificatesUnder, lockedCluster, PkiLock } from '../description/locks/pki-lock';
import { checkCertificates } from '../model/trust/check-certificates';
import { checkLabelName } from '../values/names';

/** Issues intermediates for clusters that have none yet. @internal */
export function issue(session: Session): number {
  const lock = session.existingLock();
  const { names } = session.options;
  if (names.length === 0) {
    throw new UsageError('no cluster is named');
  }
  for (const name of names) {
    checkLabelName(name, 'cluster name', session.problems.at(name));
    if (lockedCluster(lock, name)) {
      session.problems
        .at(name)
        .report(
          'MESH730',
          `"${name}" already has an intermediate`,
          `Renew it: \`mesh ca renew ${name}\`.`,
        );
    }
  }
  return obtain(session, lock, names);
}

/** Issues new intermediates for clusters that have one. @internal */
export function renew(session: Session): number {
  const lock = session.existingLock();
  const { names } = session.options;
  const due = names.length > 0 ? names : dueClusters(lock, session.now);
  session.checkKnown(lock, names);
  if (due.length === 0) {
    session.say('nothing is due');
    return 0;
  }
  return obtain(session, lock, due);
}

function obtain(session: Session, lock: PkiLock, names: readonly string[]): number {
  const { problems, options } = session;
  problems.throwIfErrors();
  const keys = session.keys();
  if (options.signed !== undefined) {
    const issued = accept(session, lock, keys, names, options.signed);
    const recipients = recipientsOf(session, lock, keys, names);
    session.save(withIssued(session, lock, keys, [[names[0], issued]], recipients), keys);
    [keys.waitingKey(names[0]), keys.request(names[0])].forEach(file => keys.remove(file));
  } else if (keys.has(keys.rootKey(lock.signer))) {
    session.save(issueAll(session, lock, keys, names), keys);
  } else {
    request(session, lock, keys, names);
    return 0;
  }
  session.say(`${options.lock}: ${names.join(', ')} under "${lock.signer}"`);
  return 0;
}

/**
 * The lock with intermediates that the current root, whose key is at hand, signed for clusters.
 *
 * @internal
 */
export function issueAll(
  session: Session,
  lock: PkiLock,
  keys: KeyFiles,
  names: readonly string[],
): PkiLock {
  const { problems, options, now } = session;
  const signer = session.key(keys, keys.rootKey(lock.signer));
  const root = signerOf(lock);
  if (signer && !isKeyOf(signer, root)) {
    problems.report(
      'MESH734',
      `"${keys.rootKey(lock.signer)}" is not the private key of the root in "${options.lock}"`,
      'Pass the right directory with --keys.',
    );
  }
  checkSigner(root, options.days ?? DEFAULTS.intermediateDays, now, problems);
  const wanted = names.map(name =>
    intermediateOptions(options, lockedCluster(lock, name), problems.at(name)),
  );
  problems.throwIfErrors();
  const recipients = recipientsOf(session, lock, keys, names);
  const issued = names.map(
    (name, i) => [name, issueFor(name, lock, signer!, wanted[i], now)] as const,
  );
  for (const [name, { cluster }] of issued) {
    checkCertificates(certificatesUnder(lock, cluster), now, problems.at(name));
  }
  return withIssued(session, lock, keys, issued, recipients);
}

/** Encrypts the new keys for the recipients of the old ones, and has them written with the lock. */
function withIssued(
  session: Session,
  lock: PkiLock,
  keys: KeyFiles,
  issued: ReadonlyArray<readonly [string, Issued]>,
  recipients: ReadonlyMap<string, ConfirmedRecipients>,
): PkiLock {
  const clusters = issued.map(([name, { key, cluster }]) => {
    const sealing = recipients.get(name);
    return [
      name,
      {
        ...cluster,
        sealing: sealing && seal(key, sealing, session.now, session.problems.at(name)),
      },
    ] as const;
  });
  session.problems.throwIfErrors();
  issued.forEach(([name, { key }]) => keys.setClusterKey(name, key));
  return { ...lock, clusters: { ...lock.clusters, ...Object.fromEntries(clusters) } };
}

/** For whom the keys of clusters are encrypted: the lock says it, the operator confirms it. */
function recipientsOf(
  session: Session,
  lock: PkiLock,
  keys: KeyFiles,
  names: readonly string[],
): ReadonlyMap<string, ConfirmedRecipients> {
  const wanted = names.flatMap(cluster => {
    const recipients = lockedCluster(lock, cluster)?.sealing;
    return recipients ? [{ cluster, recipients }] : [];
  });
  return confirmRecipients(session, keys, wanted);
}
