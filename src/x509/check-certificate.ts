import { Certificate } from './certificate';
import { SAMPLE_KEYS } from './sample-keys';
import { Problems } from '../problems/problems';

/**
 * What a certificate must be to sign for a mesh, whatever signed it.
 *
 * @param what how to call it, e.g. `the root "CN=Root CA, O=Istio"`
 * @param at when it must be valid; undefined to leave that open
 * @param sampleKeys public keys whose private keys everyone has
 * @internal
 */
export function checkSigner(
  certificate: Certificate,
  what: string,
  at: Date | undefined,
  problems: Problems,
  sampleKeys = SAMPLE_KEYS,
): void {
  if (sampleKeys.includes(certificate.keyFingerprint)) {
    problems.report('MESH709', `${what} is one of Istio's samples, whose private key everyone has`);
  }
  checkUsage(certificate, what, problems);
  checkKey(certificate, what, problems);
  checkForm(certificate, what, problems);
  if (at && (at < certificate.notBefore || at > certificate.notAfter)) {
    const isOver = at > certificate.notAfter;
    problems.report(
      'MESH707',
      `${what} is ${isOver ? 'not valid any more: it ended' : 'not valid yet: it begins'} ${(isOver ? certificate.notAfter : certificate.notBefore).toISOString()}`,
    );
  }
}

/**
 * istiod asks for serverAuth of every CA; peers of a workload ask for both, and do not take "any"
 * for them.
 */
const NEEDED_USAGES = { serverAuth: '1.3.6.1.5.5.7.3.1', clientAuth: '1.3.6.1.5.5.7.3.2' } as const;

function checkUsage(
  { isCa, maySignCertificates, extendedKeyUsage }: Certificate,
  what: string,
  problems: Problems,
): void {
  if (!isCa) {
    problems.report('MESH703', `${what} is not a CA (basic constraints)`);
  }
  if (maySignCertificates === false) {
    problems.report('MESH703', `${what} may not sign certificates (key usage lacks keyCertSign)`);
  }
  const missing = Object.entries(NEEDED_USAGES)
    .filter(([, usage]) => extendedKeyUsage && !extendedKeyUsage.includes(usage))
    .map(([name]) => name);
  if (missing.length > 0) {
    problems.report(
      'MESH703',
      `${what} is restricted to uses without ${missing.join(' and ')} (extended key usage)`,
    );
  }
}

const MIN_RSA_BITS = 2048;
const CURVES: { readonly [openSslName: string]: string } = {
  prime256v1: 'P-256',
  secp384r1: 'P-384',
};

/** SHA-256, SHA-384 and SHA-512 with RSA and with ECDSA. */
const SIGNATURES = [
  '1.2.840.113549.1.1.11',
  '1.2.840.113549.1.1.12',
  '1.2.840.113549.1.1.13',
  '1.2.840.10045.4.3.2',
  '1.2.840.10045.4.3.3',
  '1.2.840.10045.4.3.4',
];

function checkKey(
  { x509: { publicKey }, signatureAlgorithm }: Certificate,
  what: string,
  problems: Problems,
): void {
  const {
    asymmetricKeyType: type,
    asymmetricKeyDetails: { modulusLength = 0, namedCurve = '' } = {},
  } = publicKey;
  if (type === 'rsa' ? modulusLength < MIN_RSA_BITS : type !== 'ec' || !(namedCurve in CURVES)) {
    problems.report(
      'MESH708',
      `${what} has a key of ${type === 'rsa' ? `${modulusLength} bits` : `type ${type} ${namedCurve}`.trim()}`,
    );
  }
  if (!SIGNATURES.includes(signatureAlgorithm)) {
    problems.report(
      'MESH708',
      `${what} is signed with an algorithm (${signatureAlgorithm}) that is not SHA-256, SHA-384 or SHA-512 with RSA or ECDSA`,
    );
  }
}

const MAX_SERIAL_BYTES = 20;

function checkForm(
  { serial, unknownCritical, name, subject, issuer, authorityKeyId }: Certificate,
  what: string,
  problems: Problems,
): void {
  if (name === '') {
    problems.report('MESH713', `${what} has no subject, and nobody can look for it as an issuer`);
  }
  if (serial.length > MAX_SERIAL_BYTES) {
    problems.report(
      'MESH721',
      `${what} has a serial number of ${serial.length} bytes, of which ${MAX_SERIAL_BYTES} are allowed`,
    );
  }
  if (!authorityKeyId && !subject.equals(issuer)) {
    problems.report(
      'MESH721',
      `${what} does not name the key that signed it (authority key identifier)`,
    );
  }
  if (serial.every(byte => byte === 0) || serial[0] >= 0x80) {
    problems.report('MESH713', `${what} has a serial number that is zero or negative`);
  }
  for (const id of unknownCritical) {
    problems.report(
      'MESH713',
      `${what} has the critical extension ${id}, which Go does not know and so refuses`,
    );
  }
}
