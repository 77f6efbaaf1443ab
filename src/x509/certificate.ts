import { X509Certificate } from 'crypto';
import { bytesOf, children, fromDer, isContext, oidOf, toDer } from './der';
import { Extensions, readExtensions } from './extensions';
import { sha256 } from '../values/digest';

/**
 * What there is to know about a certificate, as plain data. Node's own reader leaves out the path
 * length, the key usage, and names as they are encoded, which is how Go compares them.
 *
 * @internal
 */
export interface Certificate extends Extensions {
  readonly x509: X509Certificate;
  readonly der: Buffer;
  /** for people: `CN=Root CA, O=Istio` */
  readonly name: string;
  /** SHA-256 of the certificate, in hex */
  readonly fingerprint: string;
  /** SHA-256 of the public key, in hex */
  readonly keyFingerprint: string;
  /** the names as they are encoded; Go compares the bytes */
  readonly subject: Buffer;
  readonly issuer: Buffer;
  readonly serial: Buffer;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** object id */
  readonly signatureAlgorithm: string;
}

/**
 * @throws Error unless it is a certificate of X.509 version 3
 * @internal
 */
export function readCertificate(der: Buffer): Certificate {
  const x509 = new X509Certificate(der);
  const [tbs, algorithm] = children(fromDer(der));
  const fields = children(tbs);
  if (!isContext(fields[0], VERSION)) {
    throw new Error('it is of version 1, which has no extensions');
  }
  const [, serial, , issuer, , subject, publicKey, ...optional] = fields;
  return {
    x509,
    der,
    name: nameText(x509.subject),
    fingerprint: sha256(der),
    keyFingerprint: sha256(toDer(publicKey)),
    subject: toDer(subject),
    issuer: toDer(issuer),
    serial: bytesOf(serial),
    notBefore: new Date(x509.validFrom),
    notAfter: new Date(x509.validTo),
    signatureAlgorithm: oidOf(children(algorithm)[0]),
    ...readExtensions(optional.find(field => isContext(field, EXTENSIONS))),
  };
}

/** Tags of the optional fields (RFC 5280, 4.1). */
const VERSION = 0;
const EXTENSIONS = 3;

/** A name for people, the most telling part first. @internal */
export const nameText = (name: string | undefined): string =>
  name?.split('\n').reverse().join(', ') ?? '';
