import { confirmRecipients } from './confirm-recipients';
import { namespaceOf } from './options';
import { isKeyOf, signingOf } from './pki/authority';
import { KeyFiles } from './pki/key-files';
import { seal, SealingRecipients } from './sealing/seal-key';
import { Session } from './session';
import { UsageError } from './usage-error';
import { PkiLock } from '../description/locks/pki-lock';

/** Encrypts the private keys of clusters, now and whenever they get new ones. @internal */
export function sealKeys(session: Session): number {
  const {
    problems,
    now,
    options: { names, certificate, scope, age },
  } = session;
  const lock = session.existingLock();
  if (names.length === 0 || (certificate === undefined && age.length === 0)) {
    throw new UsageError(
      names.length === 0 ? 'no cluster is named' : '--certificate or --age is missing',
    );
  }
  session.checkKnown(lock, names);
  const recipients: Omit<SealingRecipients, 'namespace'> = {
    sealedSecret:
      certificate === undefined ? undefined : { certificate: session.text(certificate), scope },
    sops: age.length === 0 ? undefined : { recipients: age },
  };
  const keys = session.keys();
  const wanted = names.map(cluster => {
    const namespace = namespaceOf(session.options, lock.clusters[cluster], problems.at(cluster));
    return { cluster, recipients: { ...recipients, namespace } };
  });
  const found = names.map(name => keyOf(session, lock, keys, name));
  problems.throwIfErrors();
  const confirmed = confirmRecipients(session, keys, wanted, true);
  const sealed = names.map((name, i) => {
    const sealing = seal(found[i]!, confirmed.get(name)!, now, problems.at(name));
    return [name, { ...lock.clusters[name], sealing }] as const;
  });
  problems.throwIfErrors();
  session.save({ ...lock, clusters: { ...lock.clusters, ...Object.fromEntries(sealed) } }, keys);
  session.say(`${session.options.lock}: the private keys of ${names.join(', ')} are encrypted`);
  return 0;
}

/** It must belong to the certificate in the lock: an interrupted run may have left another key. */
function keyOf(session: Session, lock: PkiLock, keys: KeyFiles, name: string) {
  const file = keys.clusterKey(name);
  const key = session.key(keys, file, name);
  if (key && !isKeyOf(key, signingOf(lock.clusters[name]))) {
    session.problems
      .at(name)
      .report(
        'MESH734',
        `"${file}" is not the private key of the certificate in "${session.options.lock}"`,
        `Pass the right directory with --keys, or run \`mesh ca renew ${name}\`.`,
      );
  }
  return key;
}
