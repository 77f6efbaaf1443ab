import { X509Certificate } from 'crypto';
import {
  bytesOf,
  children,
  dateOf,
  fromDer,
  isBoolean,
  isContext,
  Node,
  oidOf,
  toDer,
} from './der';
import { sha256 } from '../values/digest';

/**
 * What there is to know of a CA certificate, as plain data. Node's own reader does not tell the
 * path length, the key usage or the names in the form in which Go compares them.
 *
 * @internal
 */
export interface Certificate {
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
  readonly signatureAlgorithm: string;
  readonly isCa: boolean;
  /** how many CAs may follow below this one; undefined for any number */
  readonly pathLength?: number;
  /** undefined when the extension is not there, which allows everything */
  readonly maySignCertificates?: boolean;
  /** object ids; undefined when the extension is not there, which allows everything */
  readonly extendedKeyUsage?: readonly string[];
  readonly subjectKeyId?: Buffer;
  readonly authorityKeyId?: Buffer;
  readonly dnsNames: readonly string[];
  readonly nameConstraints?: NameConstraints;
  /** object ids of critical extensions that are not read here */
  readonly unknownCritical: readonly string[];
}

/** Only of DNS names, which is all that istiod's CA certificates have. @internal */
export interface NameConstraints {
  readonly permittedDns: readonly string[];
  readonly excludedDns: readonly string[];
}

/** Names of the extensions, as RFC 5280 numbers them. @internal */
export const EXTENSION = {
  subjectKeyId: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  nameConstraints: '2.5.29.30',
  authorityKeyId: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
} as const;

/**
 * @throws Error when it is not a certificate of X.509 version 3
 * @internal
 */
export function readCertificate(der: Buffer): Certificate {
  const x509 = new X509Certificate(der);
  const [tbs, algorithm] = children(fromDer(der));
  const fields = children(tbs);
  if (!isContext(fields[0], 0)) {
    throw new Error('it is of version 1, which has no extensions');
  }
  const [, serial, , issuer, validity, subject, publicKey, ...rest] = fields;
  const [notBefore, notAfter] = children(validity).map(dateOf);
  return {
    x509,
    der,
    name: nameText(x509.subject),
    fingerprint: sha256(der),
    keyFingerprint: sha256(toDer(publicKey)),
    subject: toDer(subject),
    issuer: toDer(issuer),
    serial: bytesOf(serial),
    notBefore,
    notAfter,
    signatureAlgorithm: oidOf(children(algorithm)[0]),
    ...readExtensions(rest.find(node => isContext(node, 3))),
  };
}

/** A name for people, the most telling part first. @internal */
export const nameText = (name: string | undefined): string =>
  name?.split('\n').reverse().join(', ') ?? '';

interface Extension {
  readonly isCritical: boolean;
  readonly value: Node;
}

function readExtensions(wrapper: Node | undefined) {
  const all = new Map(
    (wrapper ? children(children(wrapper)[0]) : []).map(extension => {
      const parts = children(extension);
      return [
        oidOf(parts[0]),
        {
          isCritical: isBoolean(parts[1]),
          value: fromDer(bytesOf(parts[parts.length - 1])),
        } satisfies Extension,
      ];
    }),
  );
  const read = <T>(id: string, reader: (value: Node) => T): T | undefined =>
    all.has(id) ? reader(all.get(id)!.value) : undefined;
  const known: readonly string[] = Object.values(EXTENSION);
  return {
    ...(read(EXTENSION.basicConstraints, basicConstraints) ?? { isCa: false }),
    maySignCertificates: read(
      EXTENSION.keyUsage,
      value => (bytesOf(value)[1] & KEY_CERT_SIGN) !== 0,
    ),
    extendedKeyUsage: read(EXTENSION.extendedKeyUsage, value => children(value).map(oidOf)),
    subjectKeyId: read(EXTENSION.subjectKeyId, bytesOf),
    authorityKeyId: read(
      EXTENSION.authorityKeyId,
      value =>
        children(value)
          .filter(node => isContext(node, 0))
          .map(bytesOf)[0],
    ),
    dnsNames: read(EXTENSION.subjectAltName, dnsNames) ?? [],
    nameConstraints: read(EXTENSION.nameConstraints, nameConstraints),
    unknownCritical: [...all]
      .filter(([id, { isCritical }]) => isCritical && !known.includes(id))
      .map(([id]) => id),
  };
}

/** The sixth bit of the key usage, counted from the left. */
const KEY_CERT_SIGN = 0x04;

function basicConstraints(value: Node) {
  const [first, second] = children(value);
  const isCa = isBoolean(first) && bytesOf(first)[0] !== 0;
  const length = isBoolean(first) ? second : first;
  return {
    isCa,
    ...(length ? { pathLength: bytesOf(length).readUIntBE(0, bytesOf(length).length) } : {}),
  };
}

const DNS_NAME = 2;

function dnsNames(value: Node): string[] {
  return children(value)
    .filter(node => isContext(node, DNS_NAME))
    .map(node => bytesOf(node).toString('latin1'));
}

function nameConstraints(value: Node): NameConstraints {
  const subtrees = (tag: number) =>
    children(value)
      .filter(node => isContext(node, tag))
      .flatMap(list => children(list).map(subtree => children(subtree)[0]))
      .filter(base => isContext(base, DNS_NAME))
      .map(base => bytesOf(base).toString('latin1'));
  return { permittedDns: subtrees(0), excludedDns: subtrees(1) };
}
