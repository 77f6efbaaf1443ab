import { Certificate, nameText } from './certificate';
import { isSelfSigned } from './path';
import { Problems } from '../problems/problems';

/** What those who rely on a CA ask of it. @internal */
export interface CaPolicy {
  /** what a CA whose uses are restricted must still be good for: object ids by name */
  readonly usages: { readonly [name: string]: string };
  readonly minRsaBits: number;
  /** as OpenSSL names them */
  readonly curves: readonly string[];
  /** keys whose private half is public */
  readonly publishedKeys: {
    /** whose they are, e.g. `Istio's samples` */
    readonly owner: string;
    /** SHA-256 of the public keys, in hex */
    readonly fingerprints: readonly string[];
  };
}

/**
 * What every CA of a chain must be, root and intermediates alike.
 *
 * @param at when it must be valid; undefined to leave that open
 * @internal
 */
export function checkCa(
  certificate: Certificate,
  policy: CaPolicy,
  at: Date | undefined,
  problems: Problems,
): void {
  const { owner, fingerprints } = policy.publishedKeys;
  if (fingerprints.includes(certificate.keyFingerprint)) {
    problems.report(
      'MESH709',
      `"${certificate.name}" is one of ${owner}, whose private keys everyone has`,
    );
  }
  checkUsage(certificate, policy, problems);
  checkKey(certificate, policy, problems);
  checkSignature(certificate, problems);
  checkForm(certificate, problems);
  if (at) {
    checkValidity(certificate, at, problems);
  }
}

/** @internal */
export function checkRoot(root: Certificate, problems: Problems): void {
  if (!isSelfSigned(root)) {
    problems.report(
      'MESH712',
      `"${root.name}" is not a root: "${nameText(root.x509.issuer)}" signed it`,
    );
  }
}

function checkUsage(
  { name, isCa, maySignCertificates, extendedKeyUsage }: Certificate,
  { usages }: CaPolicy,
  problems: Problems,
): void {
  if (!isCa) {
    problems.report('MESH703', `"${name}" is not a CA (basic constraints)`);
  }
  if (maySignCertificates === false) {
    problems.report('MESH703', `"${name}" may not sign certificates (key usage lacks keyCertSign)`);
  }
  const missing = Object.entries(usages)
    .filter(([, usage]) => extendedKeyUsage && !extendedKeyUsage.includes(usage))
    .map(([usage]) => usage);
  if (missing.length > 0) {
    problems.report(
      'MESH703',
      `"${name}" is restricted to uses without ${missing.join(' and ')} (extended key usage)`,
    );
  }
}

function checkKey(
  { name, x509: { publicKey } }: Certificate,
  { minRsaBits, curves }: CaPolicy,
  problems: Problems,
): void {
  const { asymmetricKeyType: type = '', asymmetricKeyDetails: details = {} } = publicKey;
  const { modulusLength = 0, namedCurve = '' } = details;
  if (type === 'rsa' && modulusLength < minRsaBits) {
    problems.report('MESH708', `"${name}" has an RSA key of ${modulusLength} bits`);
  }
  if (type !== 'rsa' && !(type === 'ec' && curves.includes(namedCurve))) {
    problems.report('MESH708', `"${name}" has a key of type ${`${type} ${namedCurve}`.trim()}`);
  }
}

/** SHA-256, SHA-384 and SHA-512 with RSA and with ECDSA. */
const SIGNATURES = [
  '1.2.840.113549.1.1.11',
  '1.2.840.113549.1.1.12',
  '1.2.840.113549.1.1.13',
  '1.2.840.10045.4.3.2',
  '1.2.840.10045.4.3.3',
  '1.2.840.10045.4.3.4',
];

function checkSignature({ name, signatureAlgorithm }: Certificate, problems: Problems): void {
  if (!SIGNATURES.includes(signatureAlgorithm)) {
    problems.report(
      'MESH708',
      `"${name}" is signed with an algorithm (${signatureAlgorithm}) other than SHA-256, SHA-384 or SHA-512 with RSA or ECDSA`,
    );
  }
}

const MAX_SERIAL_BYTES = 20;

function checkForm(
  {
    name,
    serial,
    subject,
    issuer,
    authorityKeyId,
    unknownCritical,
    hasPolicyConstraints,
  }: Certificate,
  problems: Problems,
): void {
  if (name === '') {
    problems.report('MESH713', `"${name}" has no subject, so it cannot be found as an issuer`);
  }
  if (serial.every(byte => byte === 0) || serial[0] >= 0x80) {
    problems.report('MESH713', `"${name}" has a serial number that is zero or negative`);
  }
  for (const id of unknownCritical) {
    problems.report(
      'MESH713',
      `"${name}" has the critical extension ${id}: whoever does not know it refuses the certificate`,
    );
  }
  if (hasPolicyConstraints) {
    problems.report(
      'MESH713',
      `"${name}" asks for certificate policies (policy constraints), which certificates of workloads do not have`,
    );
  }
  if (serial.length > MAX_SERIAL_BYTES) {
    problems.report(
      'MESH721',
      `"${name}" has a serial number of ${serial.length} bytes; ${MAX_SERIAL_BYTES} are allowed`,
    );
  }
  if (!authorityKeyId && !subject.equals(issuer)) {
    problems.report(
      'MESH721',
      `"${name}" does not identify the key that signed it (authority key identifier)`,
    );
  }
}

function checkValidity(
  { name, notBefore, notAfter }: Certificate,
  at: Date,
  problems: Problems,
): void {
  // to OpenSSL, not to Go, the last second is one too late
  if (at >= notAfter) {
    problems.report('MESH707', `"${name}" expired on ${notAfter.toISOString()}`);
  }
  if (at < notBefore) {
    problems.report('MESH707', `"${name}" is not valid before ${notBefore.toISOString()}`);
  }
}
