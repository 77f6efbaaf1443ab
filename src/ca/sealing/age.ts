import {
  createCipheriv,
  createHmac,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  hkdfSync,
  KeyObject,
  randomBytes,
} from 'crypto';
import { decodeBech32 } from './bech32';

const FILE_KEY_BYTES = 16;
const PAYLOAD_NONCE_BYTES = 16;
const X25519_BYTES = 32;
const CHUNK_BYTES = 64 * 1024;
const NO_NONCE = Buffer.alloc(12);

/** PKCS#8 of an X25519 key, up to the key's 32 bytes (RFC 8410). */
const X25519_PKCS8 = Buffer.from('302e020100300506032b656e04220420', 'hex');

/**
 * Encrypts to X25519 recipients (`age1...`), any of whom can decrypt, and returns an armored age
 * file.
 *
 * @see https://c2sp.org/age
 * @throws Error without recipients, or when one is not an X25519 recipient
 * @internal
 */
export function ageEncrypt(
  plaintext: Buffer,
  recipients: readonly string[],
  random: (size: number) => Buffer = randomBytes,
): string {
  if (recipients.length === 0) {
    throw new Error('age needs at least one recipient');
  }
  const points = recipients.map(recipientPoint);
  const fileKey = random(FILE_KEY_BYTES);
  const stanzas = points.map(point => stanza(fileKey, point, random(X25519_BYTES)));
  const header = `age-encryption.org/v1\n${stanzas.join('')}---`;
  const mac = createHmac('sha256', hkdf(fileKey, Buffer.alloc(0), 'header'))
    .update(header)
    .digest();
  const nonce = random(PAYLOAD_NONCE_BYTES);
  return armor(
    Buffer.concat([
      Buffer.from(`${header} ${base64(mac)}\n`),
      nonce,
      payload(plaintext, hkdf(fileKey, nonce, 'payload')),
    ]),
  );
}

/** The point on Curve25519 that a recipient encodes. */
function recipientPoint(recipient: string): Buffer {
  const { prefix, data } = decode(recipient);
  if (prefix !== 'age' || data.length !== X25519_BYTES) {
    throw new Error('the age recipient is not of type X25519 (age1...)');
  }
  return data;
}

function decode(recipient: string): ReturnType<typeof decodeBech32> {
  if (/^age-secret-key-/i.test(recipient)) {
    throw new Error('the age recipient is a secret key; pass its public half (age-keygen -y)');
  }
  try {
    return decodeBech32(recipient);
  } catch (error) {
    throw new Error(`the age recipient ${(error as Error).message}`);
  }
}

/** The file key, wrapped for one recipient. */
function stanza(fileKey: Buffer, recipient: Buffer, ephemeralSecret: Buffer): string {
  const ephemeral = createPrivateKey({
    key: Buffer.concat([X25519_PKCS8, ephemeralSecret]),
    format: 'der',
    type: 'pkcs8',
  });
  const share = Buffer.from(createPublicKey(ephemeral).export({ format: 'jwk' }).x!, 'base64url');
  const wrapKey = hkdf(
    sharedSecret(ephemeral, recipient),
    Buffer.concat([share, recipient]),
    'age-encryption.org/v1/X25519',
  );
  return `-> X25519 ${base64(share)}\n${base64(chaCha20Poly1305(wrapKey, NO_NONCE, fileKey))}\n`;
}

function sharedSecret(privateKey: KeyObject, recipient: Buffer): Buffer {
  const publicKey = createPublicKey({
    key: { kty: 'OKP', crv: 'X25519', x: recipient.toString('base64url') },
    format: 'jwk',
  });
  try {
    return diffieHellman({ privateKey, publicKey });
  } catch {
    throw new Error('the age recipient is a point of low order, which keeps nothing secret');
  }
}

/**
 * Chunks of 64 KiB, numbered by a counter. The last one is marked; it may be full, and is empty
 * only if the whole payload is.
 */
function payload(plaintext: Buffer, key: Buffer): Buffer {
  const count = Math.max(1, Math.ceil(plaintext.length / CHUNK_BYTES));
  return Buffer.concat(
    Array.from({ length: count }, (_, i) => {
      const nonce = Buffer.alloc(12);
      nonce.writeUInt32BE(i, 7);
      nonce[11] = i === count - 1 ? 1 : 0;
      return chaCha20Poly1305(
        key,
        nonce,
        plaintext.subarray(i * CHUNK_BYTES, (i + 1) * CHUNK_BYTES),
      );
    }),
  );
}

function chaCha20Poly1305(key: Buffer, nonce: Buffer, plaintext: Buffer): Buffer {
  const cipher = createCipheriv('chacha20-poly1305', key, nonce, { authTagLength: 16 });
  return Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

const hkdf = (key: Buffer, salt: Buffer, info: string) =>
  Buffer.from(hkdfSync('sha256', key, salt, info, 32));
const base64 = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');
const armor = (file: Buffer) =>
  `-----BEGIN AGE ENCRYPTED FILE-----\n${file.toString('base64').replace(/.{1,64}/g, '$&\n')}-----END AGE ENCRYPTED FILE-----\n`;
