import { Evidence, Proxy, readEvidence } from './read-evidence';
import { lockedCertificates, PkiLock } from '../../description/locks/pki-lock';
import { Problems } from '../../problems/problems';
import { Certificate } from '../../x509/certificate';
import { readCertificates } from '../../x509/read-certificates';

/**
 * Compares what a cluster says of itself with the phase of the rotation, and reports what has not
 * arrived yet, and what does not come from all of this cluster.
 *
 * That it is this cluster shows in its intermediate, which no other has: its Secret holds it, and
 * it signed the identities of the proxies.
 *
 * @returns what was seen, for people
 * @internal
 */
export function checkEvidence(
  lock: PkiLock,
  cluster: string,
  text: string,
  now: Date,
  problems: Problems,
): string {
  const evidence = readEvidence(text);
  if (!evidence) {
    problems.report(
      'MESH743',
      "the evidence is not what the commands in the cluster's README.md print",
    );
    return '';
  }
  if (evidence.cluster !== cluster) {
    problems.report('MESH743', `the evidence is of "${evidence.cluster}", not of "${cluster}"`);
    return '';
  }
  const { caCert, rootCert } = lockedCertificates(lock, cluster)!;
  const context = {
    cluster,
    signing: read(caCert)[0],
    others: Object.entries(lock.clusters)
      .filter(([name]) => name !== cluster)
      .map(([name, other]) => ({ name, signing: read(other.caCert)[0] })),
    roots: read(rootCert),
    isSwitched: lock.rotation?.phase === 'switch',
    now,
    problems,
  };
  return lock.rotation?.phase === 'bundle'
    ? checkSecret(evidence, context)
    : checkProxies(evidence, context);
}

interface Context {
  readonly cluster: string;
  /** its intermediate */
  readonly signing: Certificate;
  readonly others: ReadonlyArray<{ readonly name: string; readonly signing: Certificate }>;
  /** those that must be trusted */
  readonly roots: readonly Certificate[];
  /** whether the new root signs */
  readonly isSwitched: boolean;
  readonly now: Date;
  readonly problems: Problems;
}

function checkSecret({ secret }: Evidence, context: Context): string {
  const { cluster, roots, problems } = context;
  if (!secret) {
    problems.report('MESH743', `the evidence does not show the Secret of "${cluster}"`);
    return '';
  }
  checkIntermediate(
    ({ fingerprint }) => fingerprint === secret.signing.fingerprint,
    `the Secret of "${cluster}" holds`,
    context,
  );
  const missing = lacking(secret.trusted, roots);
  if (missing) {
    problems.report(
      'MESH733',
      `the Secret of "${cluster}" does not hold the root "${missing.name}" yet`,
    );
  }
  return `the Secret holds ${roots.length} roots`;
}

function checkProxies({ proxies }: Evidence, context: Context): string {
  const { cluster, signing, roots, isSwitched, problems } = context;
  if (proxies.length === 0) {
    problems.report('MESH743', `the evidence does not show the proxies of "${cluster}"`);
    return '';
  }
  proxies.forEach(proxy => checkProxy(proxy, context));
  checkDistinct(proxies, problems);
  return `${isSwitched ? `identities that "${signing.name}" signed` : `trust in ${roots.length} roots`}, in each of ${proxies.length} proxies`;
}

function checkProxy({ name, answer }: Proxy, context: Context): void {
  const { cluster, roots, now, problems } = context;
  if (!answer) {
    problems.report(
      'MESH743',
      `the proxy "${name}" is in the list of "${cluster}", but did not answer`,
      'See what is wrong with it, then run the commands again, all of them.',
    );
    return;
  }
  const { trusted, identity } = answer;
  const missing = lacking(trusted, roots);
  if (missing) {
    problems.report(
      'MESH733',
      `the proxy "${name}" of "${cluster}" does not trust the root "${missing.name}" yet`,
      'Restart its pod, then try again.',
    );
  }
  checkIntermediate(
    ({ x509 }) => identity.verify(x509.publicKey),
    `the proxy "${name}" of "${cluster}" has an identity under`,
    context,
  );
  const [, namespace] = /(?:^|, )URI:spiffe:\/\/[^/, ]+\/ns\/([^/, ]+)\/sa\//.exec(
    identity.subjectAltName ?? '',
  ) ?? ['', ''];
  if (namespace !== name.split('/')[0]) {
    problems.report(
      'MESH743',
      `what the evidence has for the proxy "${name}" is an identity of the namespace "${namespace}"`,
    );
  }
  if (now > new Date(identity.validTo)) {
    problems.report(
      'MESH743',
      `the identity of the proxy "${name}" ended on ${new Date(identity.validTo).toISOString()}: the evidence is old`,
    );
  }
}

/** Every proxy and every service account has a key of its own. */
function checkDistinct(proxies: readonly Proxy[], problems: Problems): void {
  const owners = new Map<string, string>();
  for (const { name, answer } of proxies) {
    const key = answer?.identity.fingerprint256;
    const owner = key === undefined ? undefined : owners.get(key);
    if (owner !== undefined) {
      problems.report('MESH743', `the evidence has one answer twice, for "${owner}" and "${name}"`);
    }
    if (key !== undefined) {
      owners.set(key, name);
    }
  }
}

/** Without the intermediate of the cluster, it is another one, or the step has not arrived yet. */
function checkIntermediate(
  isIt: (intermediate: Certificate) => boolean,
  what: string,
  { signing, others, problems }: Context,
): void {
  if (isIt(signing)) {
    return;
  }
  const owner = others.find(other => isIt(other.signing))?.name;
  if (owner !== undefined) {
    problems.report(
      'MESH743',
      `${what} the intermediate of "${owner}": the evidence is of another cluster`,
    );
    return;
  }
  problems.report(
    'MESH733',
    `${what} another intermediate than "${signing.name}" of the lock`,
    'Apply the Secret, restart what runs or wait until its identity is renewed, then try again.',
  );
}

const lacking = (
  held: readonly Certificate[],
  roots: readonly Certificate[],
): Certificate | undefined =>
  roots.find(root => !held.some(certificate => certificate.fingerprint === root.fingerprint));

const read = (text: string): Certificate[] => readCertificates(text, 'the lock', new Problems());
