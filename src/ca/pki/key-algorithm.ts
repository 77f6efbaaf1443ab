import { generateKeyPairSync, KeyObject, sign } from 'crypto';
import { nothing, Node, oid, sequence } from '../../x509/der';

/** The kinds of private key that istiod and Envoy accept everywhere. @internal */
export const KEY_ALGORITHMS = ['rsa-4096', 'rsa-2048', 'p-256', 'p-384'] as const;

/** @internal */
export type KeyAlgorithm = (typeof KEY_ALGORITHMS)[number];

/** The kind of a key; undefined for one that is not made here. @internal */
export function algorithmOf({
  asymmetricKeyType: type,
  asymmetricKeyDetails: { modulusLength, namedCurve = '' } = {},
}: KeyObject): KeyAlgorithm | undefined {
  const curves: { readonly [openSslName: string]: string } = {
    prime256v1: 'p-256',
    secp384r1: 'p-384',
  };
  const name = type === 'rsa' ? `rsa-${modulusLength}` : curves[namedCurve];
  return KEY_ALGORITHMS.find(algorithm => algorithm === name);
}

/** @internal */
export function generateKey(algorithm: KeyAlgorithm): KeyObject {
  switch (algorithm) {
    case 'rsa-4096':
      return generateKeyPairSync('rsa', { modulusLength: 4096 }).privateKey;
    case 'rsa-2048':
      return generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    case 'p-256':
      return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    case 'p-384':
      return generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey;
  }
}

interface Signature {
  readonly hash: string;
  readonly identifier: () => Node;
}

/** The hash matches the strength of the key, as RFC 5758 recommends for ECDSA. */
const SIGNATURES: { readonly [kind: string]: Signature } = {
  rsa: { hash: 'sha256', identifier: () => sequence(oid('1.2.840.113549.1.1.11'), nothing()) },
  prime256v1: { hash: 'sha256', identifier: () => sequence(oid('1.2.840.10045.4.3.2')) },
  secp384r1: { hash: 'sha384', identifier: () => sequence(oid('1.2.840.10045.4.3.3')) },
};

function signatureOf(key: KeyObject): Signature {
  const kind =
    key.asymmetricKeyType === 'ec'
      ? (key.asymmetricKeyDetails?.namedCurve ?? '')
      : (key.asymmetricKeyType ?? '');
  const signature = SIGNATURES[kind];
  if (!signature) {
    throw new Error(`a key of type ${kind} cannot sign here: use RSA, P-256 or P-384`);
  }
  return signature;
}

/** How certificates name the algorithm that the key signs with. @internal */
export const signatureIdentifier = (key: KeyObject): Node => signatureOf(key).identifier();

/** @internal */
export const signBytes = (bytes: Buffer, key: KeyObject): Buffer =>
  sign(signatureOf(key).hash, bytes, key);
