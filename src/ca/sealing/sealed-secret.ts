import {
  constants,
  createCipheriv,
  KeyObject,
  publicEncrypt,
  randomBytes,
  X509Certificate,
} from 'crypto';
import { SealingScope as Scope } from '../../description/cacerts-props';

/**
 * What a sealed value is bound to: the name and namespace of its Secret, the namespace alone, or
 * nothing.
 *
 * @internal
 */
export type SealingScope = `${Scope}`;

/**
 * The Secret that the value is for. The value is not bound to its key in there, so two values of
 * one Secret could be swapped.
 *
 * @internal
 */
export interface SealingTarget {
  readonly namespace: string;
  readonly name: string;
  readonly scope: SealingScope;
}

const SESSION_KEY_BYTES = 32;

/** A session key seals one value only, so the nonce need not differ. */
const NONCE = Buffer.alloc(12);

/**
 * Seals one value for `spec.encryptedData` of a SealedSecret, in base64: AES-256-GCM under a
 * session key, which RSA-OAEP with SHA-256 wraps for the controller. The wrapped key comes first,
 * after its length.
 *
 * @param sealingCertificate the controller's certificate in PEM, from `kubeseal --fetch-cert`; its
 * validity is for the caller to check
 * @param random makes the session key; the padding of RSA-OAEP is random anyway, so no two results
 * are the same
 * @see https://github.com/bitnami-labs/sealed-secrets/blob/main/docs/developer/crypto.md
 * @internal
 */
export function sealValue(
  plaintext: Buffer,
  sealingCertificate: string,
  target: SealingTarget,
  random: (size: number) => Buffer = randomBytes,
): string {
  const sessionKey = random(SESSION_KEY_BYTES);
  const wrapped = publicEncrypt(
    {
      key: sealingKey(sealingCertificate),
      padding: constants.RSA_PKCS1_OAEP_PADDING,
      oaepHash: 'sha256',
      oaepLabel: label(target),
    },
    sessionKey,
  );
  const length = Buffer.alloc(2);
  length.writeUInt16BE(wrapped.length);
  const cipher = createCipheriv('aes-256-gcm', sessionKey, NONCE);
  return Buffer.concat([
    length,
    wrapped,
    cipher.update(plaintext),
    cipher.final(),
    cipher.getAuthTag(),
  ]).toString('base64');
}

function label({ namespace, name, scope }: SealingTarget): Buffer {
  const labels = {
    strict: `${namespace}/${name}`,
    'namespace-wide': namespace,
    'cluster-wide': '',
  };
  return Buffer.from(labels[scope]);
}

/** The first certificate counts, as it does for kubeseal. */
function sealingKey(sealingCertificate: string): KeyObject {
  const key = parse(sealingCertificate).publicKey;
  if (key.asymmetricKeyType !== 'rsa') {
    throw new Error(
      `the sealing certificate has a key of type ${key.asymmetricKeyType}, but sealing needs RSA`,
    );
  }
  return key;
}

function parse(sealingCertificate: string): X509Certificate {
  try {
    return new X509Certificate(sealingCertificate);
  } catch {
    throw new Error('the sealing certificate is not a certificate in PEM');
  }
}
