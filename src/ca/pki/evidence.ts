import { X509Certificate } from 'crypto';
import { lockedCertificates, PkiLock } from '../../description/locks/pki-lock';
import { Problems } from '../../problems/problems';
import { Certificate } from '../../x509/certificate';
import { readCertificates } from '../../x509/read-certificates';

/**
 * Compares what a cluster says of itself with the phase of the rotation, and reports what has not
 * arrived yet.
 *
 * - `bundle`: the text of `root-cert.pem` of the Secret.
 * - `restart`, `switch`: what `istioctl proxy-config secret -o json` prints of each proxy, one
 * after the other. Up to Istio 1.4, where identities are Secrets: one line for each, with its
 * `root-cert.pem` and `cert-chain.pem` in base64, separated by a space.
 *
 * @returns what was seen, for people
 * @internal
 */
export function checkEvidence(
  lock: PkiLock,
  cluster: string,
  evidence: string,
  problems: Problems,
): string {
  const { caCert, rootCert } = lockedCertificates(lock, cluster)!;
  const roots = read(rootCert, problems);
  if (lock.rotation?.phase === 'bundle') {
    const missing = lacking(read(evidence, problems), roots);
    if (missing) {
      problems.report(
        'MESH733',
        `the Secret of "${cluster}" does not hold the root "${missing.name}" yet`,
      );
    }
    return `the Secret holds ${roots.length} roots`;
  }
  const proxies = parseProxies(evidence, problems);
  const isNew = lock.rotation?.phase === 'switch';
  const signing = read(caCert, problems)[0];
  proxies.forEach((proxy, i) =>
    checkProxy(
      proxy,
      `proxy ${i + 1} of ${proxies.length} in "${cluster}"`,
      roots,
      isNew ? signing : undefined,
      problems,
    ),
  );
  return `${isNew ? `identities that "${signing.name}" signed` : `trust in ${roots.length} roots`}, in every proxy shown (${proxies.length})`;
}

interface Proxy {
  readonly trusted: readonly Certificate[];
  /** its own certificate, in PEM */
  readonly identity: string;
}

function checkProxy(
  { trusted, identity }: Proxy,
  what: string,
  roots: readonly Certificate[],
  signing: Certificate | undefined,
  problems: Problems,
): void {
  const missing = lacking(trusted, roots);
  if (missing) {
    problems.report(
      'MESH733',
      `${what} does not trust the root "${missing.name}" yet`,
      'Restart its pod, then try again.',
    );
  }
  if (signing && !isSignedBy(identity, signing)) {
    problems.report(
      'MESH733',
      `${what} has an identity that "${signing.name}" did not sign`,
      'Restart its pod, or wait until its identity is renewed, then try again.',
    );
  }
}

function isSignedBy(identity: string, { x509 }: Certificate): boolean {
  try {
    return new X509Certificate(identity).verify(x509.publicKey);
  } catch {
    return false;
  }
}

const lacking = (
  held: readonly Certificate[],
  roots: readonly Certificate[],
): Certificate | undefined =>
  roots.find(root => !held.some(certificate => certificate.fingerprint === root.fingerprint));

/** A Secret of Citadel: its roots, its chain. */
const SECRET_LINE = /^([A-Za-z0-9+/]+={0,2}) ([A-Za-z0-9+/]+={0,2})$/;

function parseProxies(text: string, problems: Problems): Proxy[] {
  const secrets = text
    .trim()
    .split('\n')
    .map(line => SECRET_LINE.exec(line));
  if (secrets.every(secret => secret !== null)) {
    return secrets.map(([, roots, chain]) => ({
      trusted: read(decode(roots), new Problems()),
      identity: decode(chain),
    }));
  }
  try {
    const dumps: any[] = JSON.parse(`[${text.trim().replace(/\}\s*\{/g, '},{')}]`);
    const proxies = dumps.map(({ dynamicActiveSecrets }) => {
      const secret = (name: string) =>
        dynamicActiveSecrets.find((entry: any) => entry.name === name).secret;
      return {
        trusted: read(
          decode(secret('ROOTCA').validationContext.trustedCa.inlineBytes),
          new Problems(),
        ),
        identity: decode(secret('default').tlsCertificate.certificateChain.inlineBytes),
      };
    });
    if (proxies.length > 0) {
      return proxies;
    }
  } catch {
    // reported below
  }
  problems.report(
    'MESH733',
    "the evidence is not what the commands in the cluster's README.md print for one or more proxies",
  );
  return [];
}

const decode = (base64: string): string => Buffer.from(base64, 'base64').toString();

const read = (text: string, problems: Problems): Certificate[] =>
  readCertificates(text, 'the evidence', problems);
