import { Certificate, nameText } from './certificate';
import { checkSigner } from './check-certificate';
import { daysLeft, expiryState } from './expiry';
import { readCertificates } from './read-certificates';
import { Problems } from '../problems/problems';

/**
 * The public files of the Secret `cacerts`, in PEM.
 *
 * @internal
 */
export interface CacertsFiles {
  /** the certificate with which the cluster signs */
  readonly caCert: string;
  /** that one, then the CAs between it and the root */
  readonly certChain: string;
  /** the roots that the cluster trusts */
  readonly rootCert: string;
}

/** What the files of a cluster hold, when they are right. @internal */
export interface Chain {
  readonly signing: Certificate;
  readonly roots: readonly Certificate[];
  /** from the signing certificate up to a root */
  readonly path: readonly Certificate[];
}

/** How each file is named in the Secret. @internal */
export const FILE_NAMES: { readonly [file in keyof CacertsFiles]: string } = {
  caCert: 'ca-cert.pem',
  certChain: 'cert-chain.pem',
  rootCert: 'root-cert.pem',
};

/**
 * Checks the public files of one cluster as istiod does when it loads them, and beyond that what
 * breaks only later, at the workloads: key usage, path length, key identifiers.
 *
 * @param at when the chain must be valid; undefined to leave that open
 * @returns undefined when no chain was found, which was reported
 * @see istio/istio security/pkg/pki/util/verify_cert.go, Go's crypto/x509
 * @internal
 */
export function checkChain(
  files: CacertsFiles,
  at: Date | undefined,
  problems: Problems,
): Chain | undefined {
  const read = (file: keyof CacertsFiles) =>
    readCertificates(files[file], FILE_NAMES[file], problems.at(file));
  const [signers, others, roots] = [read('caCert'), read('certChain'), read('rootCert')];
  if (!signers[0] || !others[0] || !roots[0]) {
    return undefined;
  }
  const signing = signers[0];
  checkPlaces(signers, others, problems);
  roots.forEach(root => checkRoot(root, problems.at('rootCert')));
  const path = pathToRoot([signing], others, roots);
  if (!path) {
    reportNoPath(signing, [...others, ...roots], problems.at('caCert'));
    return undefined;
  }
  checkPath(path, at, problems);
  roots
    .filter(root => !path.some(step => isSame(step, root)))
    // trusted too; when it ends does not matter here
    .forEach(root => checkSigner(root, `"${root.name}"`, undefined, problems.at('rootCert')));
  checkRest(others, path, roots, problems.at('certChain'));
  return { signing, roots, path };
}

/**
 * istiod reads the first certificate of ca-cert.pem, and hands cert-chain.pem out behind each
 * identity as it is.
 */
function checkPlaces(
  signers: readonly Certificate[],
  others: readonly Certificate[],
  problems: Problems,
): void {
  if (signers.length > 1) {
    problems
      .at('caCert')
      .report(
        'MESH706',
        `ca-cert.pem holds ${signers.length} certificates, of which istiod reads the first`,
      );
  }
  if (!isSame(others[0], signers[0])) {
    problems
      .at('certChain')
      .report(
        'MESH706',
        `cert-chain.pem begins with "${others[0].name}", not with the certificate of ca-cert.pem, "${signers[0].name}"`,
      );
  }
}

/** @internal */
export function checkRoot(root: Certificate, problems: Problems): void {
  if (!isIssuedBy(root, root)) {
    problems.report(
      'MESH712',
      `"${root.name}" is not a root: "${nameText(root.x509.issuer)}" signed it`,
    );
  }
}

/** Every way up is tried: a CA may have been signed by two others. */
function pathToRoot(
  path: readonly Certificate[],
  others: readonly Certificate[],
  roots: readonly Certificate[],
): Certificate[] | undefined {
  const last = path[path.length - 1];
  const root = roots.find(candidate => isIssuedBy(last, candidate));
  if (root) {
    return isSame(root, last) ? [...path] : [...path, root];
  }
  for (const next of others.filter(
    candidate => !path.some(step => isSame(step, candidate)) && isIssuedBy(last, candidate),
  )) {
    const found = pathToRoot([...path, next], others, roots);
    if (found) {
      return found;
    }
  }
  return undefined;
}

function isIssuedBy(child: Certificate, parent: Certificate): boolean {
  return (
    child.issuer.equals(parent.subject) &&
    isKeyIdOf(child, parent) &&
    child.x509.verify(parent.x509.publicKey)
  );
}

/** OpenSSL and others insist on it where both sides have one. */
function isKeyIdOf({ authorityKeyId }: Certificate, { subjectKeyId }: Certificate): boolean {
  return !authorityKeyId || !subjectKeyId || authorityKeyId.equals(subjectKeyId);
}

const isSame = (a: Certificate, b: Certificate): boolean => a.fingerprint === b.fingerprint;

function reportNoPath(signing: Certificate, all: readonly Certificate[], problems: Problems): void {
  const last = climb(signing, all);
  problems.report('MESH704', `"${last.name}" does not lead to a root: ${whyNoIssuer(last, all)}`);
}

/** Says what comes nearest to an issuer. */
function whyNoIssuer(last: Certificate, all: readonly Certificate[]): string {
  const issuer = last.x509.issuer;
  const named = all.find(other => other.x509.subject === issuer && !isSame(other, last));
  if (isIssuedBy(last, last)) {
    return 'it is self-signed, and not in root-cert.pem';
  }
  if (!named) {
    return `"${nameText(issuer)}", which signed it, is in none of the files`;
  }
  const namesake = `"${named.name}" has the name of its issuer`;
  if (!last.issuer.equals(named.subject)) {
    return `${namesake}, but encoded in another way, and Go compares the bytes`;
  }
  if (!isKeyIdOf(last, named)) {
    return `${namesake}, but another key identifier`;
  }
  if (!last.x509.verify(named.x509.publicKey)) {
    return `${namesake}, but did not sign it`;
  }
  return `"${named.name}" is not in root-cert.pem`;
}

/** The highest CA that can be reached. */
function climb(
  from: Certificate,
  all: readonly Certificate[],
  below: readonly Certificate[] = [from],
): Certificate {
  const next = all.find(
    candidate =>
      !below.includes(candidate) && !isSame(candidate, from) && isIssuedBy(from, candidate),
  );
  return next ? climb(next, all, [...below, next]) : from;
}

function checkPath(path: readonly Certificate[], at: Date | undefined, problems: Problems): void {
  const place = problems.at('caCert');
  if (path.length === 1) {
    place.report(
      'MESH712',
      `ca-cert.pem is the root "${path[0].name}" itself: whoever gets into this cluster could sign for every cluster`,
    );
  }
  path.forEach((certificate, below) => {
    const what = `"${certificate.name}"`;
    checkSigner(certificate, what, at, place);
    if (certificate.pathLength !== undefined && below > certificate.pathLength) {
      place.report(
        'MESH705',
        `${what} allows ${certificate.pathLength} CAs below it (path length), there are ${below}`,
      );
    }
    const excluded = path[0].dnsNames.find(name => !isAllowed(name, certificate));
    if (excluded !== undefined) {
      place.report(
        'MESH713',
        `${what} does not allow the name "${excluded}" of "${path[0].name}" (name constraints)`,
      );
    }
    if (at && expiryState(certificate, at) === 'due') {
      place.report(
        'MESH718',
        `${what} ends in ${daysLeft(certificate, at)} days, ${certificate.notAfter.toISOString()}`,
      );
    }
    const parent = path[below + 1];
    if (parent && certificate.notAfter > parent.notAfter) {
      place.report(
        'MESH718',
        `${what} is valid until ${certificate.notAfter.toISOString()}, longer than "${parent.name}", which signed it`,
      );
    }
  });
}

function isAllowed(name: string, { nameConstraints }: Certificate): boolean {
  const isBelow = (domain: string) =>
    domain === '' ||
    `.${name}`
      .toLowerCase()
      .endsWith(domain.startsWith('.') ? domain.toLowerCase() : `.${domain}`.toLowerCase());
  const { permittedDns = [], excludedDns = [] } = nameConstraints ?? {};
  return (permittedDns.length === 0 || permittedDns.some(isBelow)) && !excludedDns.some(isBelow);
}

/** Every workload of the cluster carries what stands there, and sends it at every connection. */
function checkRest(
  others: readonly Certificate[],
  path: readonly Certificate[],
  roots: readonly Certificate[],
  problems: Problems,
): void {
  const wanted = [...path, ...roots];
  for (const other of others.filter(
    certificate => !wanted.some(step => isSame(step, certificate)),
  )) {
    problems.report(
      'MESH719',
      `"${other.name}" of cert-chain.pem is not between ca-cert.pem and a root`,
    );
  }
  const places = others
    .map(certificate => wanted.findIndex(step => isSame(step, certificate)))
    .filter(place => place >= 0);
  if (places.some((place, i) => i > 0 && place <= places[i - 1])) {
    problems.report(
      'MESH719',
      'cert-chain.pem has a certificate twice, or one before the certificate that it signed',
    );
  }
}
