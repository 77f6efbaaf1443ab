import { createPublicKey, KeyObject, randomBytes } from 'crypto';
import { Issuer } from '../../src/ca/pki/issue-certificate';
import { generateKey, signatureIdentifier, signBytes } from '../../src/ca/pki/key-algorithm';
import {
  bits,
  fromDer,
  implicit,
  integer,
  octets,
  oid,
  sequence,
  tagged,
  time,
  toDer,
} from '../../src/x509/der';
import { EXTENSION } from '../../src/x509/extensions';
import { pem } from '../../src/x509/pem';

const URI = 6;
const DAY = 86_400_000;

/** The certificate of a workload, as istiod signs it, in PEM. */
export function workloadCertificate(
  spiffe: string,
  { certificate, key }: Issuer,
  key2: KeyObject = generateKey('p-256'),
  now = Date.now(),
): string {
  const name = sequence(
    oid(EXTENSION.subjectAltName),
    octets(toDer(sequence(implicit(URI, Buffer.from(spiffe))))),
  );
  const tbs = sequence(
    tagged(0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    signatureIdentifier(key),
    fromDer(certificate.subject),
    sequence(time(new Date(now - 120_000)), time(new Date(now + DAY))),
    sequence(),
    fromDer(createPublicKey(key2).export({ type: 'spki', format: 'der' })),
    tagged(3, sequence(name)),
  );
  const signature = bits(signBytes(toDer(tbs), key));
  return pem('CERTIFICATE', toDer(sequence(tbs, signatureIdentifier(key), signature)));
}
