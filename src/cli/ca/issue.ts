import { UsageError } from './options';
import { Session } from './session';
import { checkLabelName } from '../../mesh/names';
import { acceptFor, IntermediateOptions, issueFor, Issued, requestFor, signerOf } from '../../trust/pki/authority';
import { KeyFiles } from '../../trust/pki/key-files';
import { lockedCluster, PkiLock } from '../../trust/pki/pki-lock';
import { seal } from '../../trust/pki/seal';
import { dueClusters } from '../../trust/pki/status';

const INTERMEDIATE_DAYS = 365;

/** For clusters that have no intermediate yet. @internal */
export function issue(session: Session): number {
  const lock = session.existingLock();
  const { names } = session.options;
  if (names.length === 0) {
    throw new UsageError('no cluster is named');
  }
  for (const name of names) {
    checkLabelName(name, 'cluster name', session.problems.at(name));
    if (lockedCluster(lock, name)) {
      session.problems.at(name).report('MESH730', `"${name}" has an intermediate already`, `Renew it: \`mesh ca renew ${name}\`.`);
    }
  }
  return obtain(session, lock, names);
}

/** For clusters that have one. @internal */
export function renew(session: Session): number {
  const lock = session.existingLock();
  const { names } = session.options;
  const due = names.length > 0 ? names : dueClusters(lock, session.now);
  checkKnown(session, lock, names);
  if (due.length === 0) {
    session.say('nothing is due');
    return 0;
  }
  return obtain(session, lock, due);
}

/** Encrypts the keys of clusters, now and whenever they get new ones. @internal */
export function sealKeys(session: Session): number {
  const { problems, now, options: { names, certificate, scope, age, namespace } } = session;
  const lock = session.existingLock();
  if (names.length === 0 || (certificate === undefined && age.length === 0)) {
    throw new UsageError(names.length === 0 ? 'no cluster is named' : '--certificate or --age is missing');
  }
  checkKnown(session, lock, names);
  const recipients = {
    namespace,
    sealedSecret: certificate === undefined ? undefined : { certificate: session.text(certificate), scope },
    sops: age.length === 0 ? undefined : { recipients: age },
  };
  const keys = session.keys();
  const sealed = names.map(name => {
    const key = existing(session, keys, keys.clusterKey(name), name);
    return [name, { ...lock.clusters[name], sealing: key && seal(key, recipients, now, problems.at(name)) }] as const;
  });
  problems.throwIfErrors();
  session.save({ ...lock, clusters: { ...lock.clusters, ...Object.fromEntries(sealed) } });
  session.say(`${session.options.lock}: the keys of ${names.join(', ')} are encrypted`);
  return 0;
}

/** Intermediates for clusters under the root that signs; a part of the lock. The keys are written when all is well. @internal */
export function issueAll(session: Session, lock: PkiLock, keys: KeyFiles, names: readonly string[]): PkiLock['clusters'] {
  const { problems } = session;
  const signer = keys.read(keys.rootKey(lock.signer), problems);
  if (!signer) {
    problems.report('MESH731', `"${keys.rootKey(lock.signer)}", the key of the root that signs, is not there`);
    problems.throwIfErrors();
  }
  return place(session, lock, keys, names.map(name => [name, issueFor(name, lock, signer!, optionsOf(session), session.now)]));
}

function obtain(session: Session, lock: PkiLock, names: readonly string[]): number {
  const { problems, options } = session;
  problems.throwIfErrors();
  const keys = session.keys();
  if (options.signed !== undefined) {
    return accept(session, lock, keys, names, options.signed);
  }
  if (!keys.has(keys.rootKey(lock.signer))) {
    request(session, lock, keys, names);
    return 0;
  }
  const clusters = issueAll(session, lock, keys, names);
  session.save({ ...lock, clusters: { ...lock.clusters, ...clusters } }, keys);
  session.say(`${options.lock}: ${names.join(', ')} under "${lock.signer}"`);
  return 0;
}

/** The root's key is elsewhere: makes keys, and what to have signed. @internal */
export function request(session: Session, lock: PkiLock, keys: KeyFiles, names: readonly string[]): void {
  for (const name of names) {
    const { key, request: text } = requestFor(name, optionsOf(session));
    keys.writeKey(keys.waitingKey(name), key);
    keys.write(keys.request(name), text);
    session.say(`${keys.request(name)}: have it signed by "${signerOf(lock).name}", then \`mesh ca renew ${name} --signed FILE\``);
  }
}

function accept(session: Session, lock: PkiLock, keys: KeyFiles, names: readonly string[], signed: string): number {
  const [name, ...others] = names;
  if (others.length > 0) {
    throw new UsageError('--signed is for one cluster at a time');
  }
  const key = existing(session, keys, keys.waitingKey(name), name);
  const cluster = key && acceptFor(key, session.text(signed), lock, session.now, session.problems.at(name));
  session.problems.throwIfErrors();
  const clusters = place(session, lock, keys, [[name, { key: key!, cluster: cluster! }]]);
  session.save({ ...lock, clusters: { ...lock.clusters, ...clusters } }, keys);
  keys.remove(keys.waitingKey(name));
  keys.remove(keys.request(name));
  session.say(`${session.options.lock}: ${name} under "${cluster!.root}"`);
  return 0;
}

/** Writes the keys, and encrypts them again for whoever had the ones before. */
function place(session: Session, lock: PkiLock, keys: KeyFiles, issued: ReadonlyArray<readonly [string, Issued]>): PkiLock['clusters'] {
  const clusters = issued.map(([name, { key, cluster }]) => {
    const sealing = lockedCluster(lock, name)?.sealing;
    return [name, { ...cluster, sealing: sealing && seal(key, sealing, session.now, session.problems.at(name)) }] as const;
  });
  session.problems.throwIfErrors();
  issued.forEach(([name, { key }]) => keys.writeKey(keys.clusterKey(name), key));
  return Object.fromEntries(clusters);
}

function optionsOf({ options }: Session): IntermediateOptions {
  return { ...options, days: options.days ?? INTERMEDIATE_DAYS };
}

function existing({ problems }: Session, keys: KeyFiles, file: string, name: string) {
  const key = keys.read(file, problems.at(name));
  if (!key && !keys.has(file)) {
    problems.at(name).report('MESH731', `"${file}" is not there`);
  }
  return key;
}

/** @internal */
export function checkKnown({ problems }: Session, lock: PkiLock, names: readonly string[]): void {
  for (const name of names.filter(cluster => !lockedCluster(lock, cluster))) {
    problems.at(name).report('MESH730', `the lock has no cluster "${name}"`, `Its clusters are ${Object.keys(lock.clusters).join(', ') || 'none'}; \`mesh ca issue\` makes new ones.`);
  }
  problems.throwIfErrors();
}
