import { createHash, createPublicKey, KeyObject, randomBytes } from 'crypto';
import { signatureIdentifier, signBytes } from './key-algorithm';
import { Certificate, readCertificate } from '../../x509/certificate';
import {
  bits,
  boolean,
  bytesOf,
  children,
  fromDer,
  implicit,
  integer,
  Node,
  octets,
  oid,
  sequence,
  set,
  tagged,
  time,
  toDer,
  utf8,
} from '../../x509/der';
import { EXTENSION } from '../../x509/extensions';

/** @internal */
export interface Validity {
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/** @internal */
export interface CaName {
  readonly organization: string;
  readonly commonName: string;
  /** the cluster's name, so that people can tell the intermediates apart */
  readonly locality?: string;
}

/** Nodes whose clocks are behind would refuse a certificate that begins now. */
const BACKDATED_MS = 5 * 60_000;

/** @internal */
export function validFor(days: number, now: Date): Validity {
  const start = Math.floor((now.getTime() - BACKDATED_MS) / 1000) * 1000;
  return { notBefore: new Date(start), notAfter: new Date(start + days * 86_400_000) };
}

/**
 * Makes a root like those of Istio's own tooling.
 *
 * @see istio/istio tools/certs/common.mk
 * @internal
 */
export function issueRoot(key: KeyObject, name: CaName, validity: Validity): Certificate {
  const subject = encodeName(name);
  const id = keyId(key);
  return signed(key, subject, subject, validity, key, [
    ...caExtensions(undefined),
    subjectKeyId(id),
  ]);
}

/** Who signs. @internal */
export interface Issuer {
  readonly certificate: Certificate;
  readonly key: KeyObject;
}

/**
 * Makes the intermediate of a cluster, which may sign workloads, but no other CA. It never outlives
 * its issuer.
 *
 * @param host the name under which istiod serves, e.g. `istiod.istio-system.svc`
 * @internal
 */
export function issueIntermediate(
  key: KeyObject,
  name: CaName,
  host: string,
  validity: Validity,
  { certificate, key: issuerKey }: Issuer,
): Certificate {
  const notAfter =
    validity.notAfter < certificate.notAfter ? validity.notAfter : certificate.notAfter;
  const extensions = [
    ...intermediateExtensions(host),
    subjectKeyId(keyId(key)),
    ...authorityKeyId(certificate),
  ];
  return signed(
    key,
    encodeName(name),
    fromDer(certificate.subject),
    { ...validity, notAfter },
    issuerKey,
    extensions,
  );
}

/**
 * Makes a request (PKCS#10) for such an intermediate, for a root that is kept elsewhere.
 *
 * @internal
 */
export function certificateRequest(key: KeyObject, name: CaName, host: string): Buffer {
  const attributes = tagged(
    0,
    sequence(oid('1.2.840.113549.1.9.14'), set(sequence(...intermediateExtensions(host)))),
  );
  const info = sequence(integer(Buffer.from([0])), encodeName(name), publicKeyOf(key), attributes);
  return toDer(sequence(info, signatureIdentifier(key), bits(signBytes(toDer(info), key))));
}

function signed(
  key: KeyObject,
  subject: Node,
  issuer: Node,
  { notBefore, notAfter }: Validity,
  issuerKey: KeyObject,
  extensions: Node[],
): Certificate {
  if (notBefore >= notAfter) {
    throw new RangeError('a certificate cannot end before it begins');
  }
  const tbs = sequence(
    tagged(0, integer(Buffer.from([2]))), // version 3
    integer(serialNumber()),
    signatureIdentifier(issuerKey),
    issuer,
    sequence(time(notBefore), time(notAfter)),
    subject,
    publicKeyOf(key),
    tagged(3, sequence(...extensions)),
  );
  return readCertificate(
    toDer(sequence(tbs, signatureIdentifier(issuerKey), bits(signBytes(toDer(tbs), issuerKey)))),
  );
}

/** Positive, and without a leading zero, which DER does not allow. */
function serialNumber(): Buffer {
  const bytes = randomBytes(16);
  bytes[0] = (bytes[0] & 0x3f) | 0x40;
  return bytes;
}

const ATTRIBUTES = {
  organization: '2.5.4.10',
  commonName: '2.5.4.3',
  locality: '2.5.4.7',
} as const;

function encodeName(name: CaName): Node {
  const parts = (Object.keys(ATTRIBUTES) as Array<keyof CaName>).filter(
    key => name[key] !== undefined,
  );
  return sequence(...parts.map(key => set(sequence(oid(ATTRIBUTES[key]), utf8(name[key]!)))));
}

const publicKeyOf = (key: KeyObject): Node =>
  fromDer(createPublicKey(key).export({ type: 'spki', format: 'der' }));

/** SHA-1 of the public key without its algorithm: RFC 5280, 4.2.1.2, method 1. */
function keyId(key: KeyObject): Buffer {
  const [, bitString] = children(publicKeyOf(key));
  const withoutCount = bytesOf(bitString).subarray(1); // of unused bits
  return createHash('sha1').update(withoutCount).digest();
}

const intermediateExtensions = (host: string): Node[] => [
  ...caExtensions(0),
  extension(EXTENSION.subjectAltName, sequence(implicit(DNS_NAME, Buffer.from(host)))),
];

const DNS_NAME = 2;

/**
 * digitalSignature, nonRepudiation, keyEncipherment and keyCertSign like Istio's tooling, and
 * cRLSign, without which a CRL is refused.
 */
const KEY_USAGE = Buffer.from([0x80 | 0x40 | 0x20 | 0x04 | 0x02]);

function caExtensions(pathLength: number | undefined): Node[] {
  const length = pathLength === undefined ? [] : [integer(Buffer.from([pathLength]))];
  return [
    critical(EXTENSION.basicConstraints, sequence(boolean(true), ...length)),
    critical(EXTENSION.keyUsage, bits(KEY_USAGE, 1)),
  ];
}

const subjectKeyId = (id: Buffer): Node => extension(EXTENSION.subjectKeyId, octets(id));

/** None below an issuer that has no key identifier of its own. */
const authorityKeyId = ({ subjectKeyId: id }: Certificate): Node[] =>
  id ? [extension(EXTENSION.authorityKeyId, sequence(implicit(KEY_ID, id)))] : [];

const KEY_ID = 0;

const extension = (id: string, value: Node): Node => sequence(oid(id), octets(toDer(value)));

const critical = (id: string, value: Node): Node =>
  sequence(oid(id), boolean(true), octets(toDer(value)));
