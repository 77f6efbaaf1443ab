import { Certificate, nameText } from './certificate';

/** @internal */
export const isSame = (a: Certificate, b: Certificate): boolean => a.fingerprint === b.fingerprint;

/** @internal */
export const isSelfSigned = (certificate: Certificate): boolean =>
  isIssuedBy(certificate, certificate);

function isIssuedBy(child: Certificate, parent: Certificate): boolean {
  return (
    child.issuer.equals(parent.subject) &&
    isKeyIdOf(child, parent) &&
    child.x509.verify(parent.x509.publicKey)
  );
}

/** OpenSSL and others insist on this where both certificates have a key identifier. */
function isKeyIdOf({ authorityKeyId }: Certificate, { subjectKeyId }: Certificate): boolean {
  return !authorityKeyId || !subjectKeyId || authorityKeyId.equals(subjectKeyId);
}

/**
 * The certificates from a first one up to a root. Every way up is tried: two CAs may have signed
 * the same one.
 *
 * @returns undefined when there is no way
 * @internal
 */
export function pathToRoot(
  from: Certificate,
  others: readonly Certificate[],
  roots: readonly Certificate[],
): readonly Certificate[] | undefined {
  return extend([from], others, roots);
}

function extend(
  path: readonly Certificate[],
  others: readonly Certificate[],
  roots: readonly Certificate[],
): readonly Certificate[] | undefined {
  const last = path[path.length - 1];
  const root = roots.find(candidate => isIssuedBy(last, candidate));
  if (root) {
    return isSame(root, last) ? path : [...path, root];
  }
  for (const next of issuersOf(last, others, path)) {
    const found = extend([...path, next], others, roots);
    if (found) {
      return found;
    }
  }
  return undefined;
}

const issuersOf = (
  child: Certificate,
  candidates: readonly Certificate[],
  path: readonly Certificate[],
): Certificate[] =>
  candidates.filter(
    candidate => !path.some(step => isSame(step, candidate)) && isIssuedBy(child, candidate),
  );

/**
 * Why no path leads from a certificate to a root: where the way up ends, and what comes closest to
 * the next step.
 *
 * @param roots what the file of the roots is called
 * @internal
 */
export function whyNoPath(from: Certificate, all: readonly Certificate[], roots: string): string {
  const last = climb([from], all);
  return `"${last.name}" does not lead to a root: ${whyNoIssuer(last, all, roots)}`;
}

/** The highest CA within reach. */
function climb(path: readonly Certificate[], all: readonly Certificate[]): Certificate {
  const last = path[path.length - 1];
  const [next] = issuersOf(last, all, path);
  return next ? climb([...path, next], all) : last;
}

function whyNoIssuer(last: Certificate, all: readonly Certificate[], roots: string): string {
  const { issuer } = last.x509;
  if (isSelfSigned(last)) {
    return `it is self-signed, and not in ${roots}`;
  }
  const named = all.find(other => other.x509.subject === issuer && !isSame(other, last));
  if (!named) {
    return `"${nameText(issuer)}", which signed it, is in none of the files`;
  }
  const namesake = `"${named.name}" has the name of its issuer`;
  if (!last.issuer.equals(named.subject)) {
    return `${namesake}, but encoded differently, and Go compares the bytes`;
  }
  if (!isKeyIdOf(last, named)) {
    return `${namesake}, but another key identifier`;
  }
  if (!last.x509.verify(named.x509.publicKey)) {
    return `${namesake}, but did not sign it`;
  }
  return `"${named.name}" is not in ${roots}`;
}
