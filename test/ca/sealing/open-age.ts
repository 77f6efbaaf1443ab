import { createDecipheriv, webcrypto } from 'crypto';

const { subtle } = webcrypto;
const ALPHABET = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';

/**
 * An age identity whose secret is these bytes; an independent second writing of what C2SP's age
 * says.
 */
export interface Identity {
  readonly recipient: string;
  readonly secret: webcrypto.CryptoKey;
  readonly point: Buffer;
}

export async function identity(secret: Buffer): Promise<Identity> {
  const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b656e04220420', 'hex'), secret]);
  const key = await subtle.importKey('pkcs8', pkcs8, { name: 'X25519' }, true, ['deriveBits']);
  const point = Buffer.from((await subtle.exportKey('jwk', key)).x!, 'base64url');
  return { recipient: encodeBech32('age', point), secret: key, point };
}

export function encodeBech32(prefix: string, data: Buffer): string {
  let bits =
    BigInt(`0x${data.toString('hex') || '0'}`) << BigInt((5 - ((data.length * 8) % 5)) % 5);
  const values: number[] = [];
  for (let i = Math.ceil((data.length * 8) / 5); i > 0; i--, bits >>= 5n) {
    values.unshift(Number(bits & 31n));
  }
  return encodeGroups(prefix, values);
}

/** Groups of five bits as they stand. */
export function encodeGroups(prefix: string, values: readonly number[]): string {
  const checksum = bech32Checksum(
    [...prefix].map(c => c.charCodeAt(0)),
    values,
  );
  return `${prefix}1${[...values, ...checksum].map(value => ALPHABET[value]).join('')}`;
}

function bech32Checksum(prefix: readonly number[], values: readonly number[]): number[] {
  let sum = 1n;
  for (const value of [
    ...prefix.map(c => c >> 5),
    0,
    ...prefix.map(c => c & 31),
    ...values,
    0,
    0,
    0,
    0,
    0,
    0,
  ]) {
    const top = sum >> 25n;
    sum = ((sum & 0x1ffffffn) << 5n) ^ BigInt(value);
    [0x3b6a57b2n, 0x26508e6dn, 0x1ea119fan, 0x3d4233ddn, 0x2a1462b3n].forEach(
      (generator, i) => (sum ^= (top >> BigInt(i)) & 1n ? generator : 0n),
    );
  }
  sum ^= 1n;
  return [25n, 20n, 15n, 10n, 5n, 0n].map(shift => Number((sum >> shift) & 31n));
}

/** Opens an armored file that is written strictly; throws for anything else. */
export async function openAge(armored: string, { secret, point }: Identity): Promise<Buffer> {
  const [, body] =
    /^-----BEGIN AGE ENCRYPTED FILE-----\n((?:[A-Za-z0-9+/]{64}\n)*[A-Za-z0-9+/]{1,64}={0,2}\n)-----END AGE ENCRYPTED FILE-----\n$/.exec(
      armored,
    )!;
  const file = Buffer.from(body, 'base64');
  const text = file.toString('latin1');
  const [all] =
    /^age-encryption\.org\/v1\n(?:-> X25519 [A-Za-z0-9+/]{43}\n[A-Za-z0-9+/]{43}\n)+--- [A-Za-z0-9+/]{43}\n/.exec(
      text,
    )!;
  const stanzas = all.split('\n-> X25519 ').slice(1);
  for (const stanza of stanzas) {
    const [share, wrapped] = stanza.split('\n').map(line => Buffer.from(line, 'base64'));
    const shared = Buffer.from(
      await subtle.deriveBits({ name: 'X25519', public: await publicKey(share) }, secret, 256),
    );
    const fileKey = openChunk(
      await hkdf(shared, Buffer.concat([share, point]), 'age-encryption.org/v1/X25519'),
      Buffer.alloc(12),
      wrapped,
    );
    if (fileKey) {
      await checkMac(all, fileKey);
      return openPayload(file.subarray(all.length), fileKey);
    }
  }
  throw new Error('no stanza is for this identity');
}

const publicKey = (point: Buffer) => subtle.importKey('raw', point, { name: 'X25519' }, false, []);

async function hkdf(key: Buffer, salt: Buffer, info: string): Promise<Buffer> {
  const imported = await subtle.importKey('raw', key, 'HKDF', false, ['deriveBits']);
  return Buffer.from(
    await subtle.deriveBits(
      { name: 'HKDF', hash: 'SHA-256', salt, info: Buffer.from(info) },
      imported,
      256,
    ),
  );
}

async function checkMac(header: string, fileKey: Buffer): Promise<void> {
  const [, signed, mac] = /^([^]*---) (.*)\n$/.exec(header)!;
  const key = await subtle.importKey(
    'raw',
    await hkdf(fileKey, Buffer.alloc(0), 'header'),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['verify'],
  );
  if (!(await subtle.verify('HMAC', key, Buffer.from(mac, 'base64'), Buffer.from(signed)))) {
    throw new Error('the MAC of the header is wrong');
  }
}

async function openPayload(payload: Buffer, fileKey: Buffer): Promise<Buffer> {
  const key = await hkdf(fileKey, payload.subarray(0, 16), 'payload');
  const chunks: Buffer[] = [];
  for (let rest = payload.subarray(16), counter = 0n, last = false; !last; counter++) {
    last = rest.length <= 65536 + 16;
    const nonce = Buffer.from(counter.toString(16).padStart(22, '0') + (last ? '01' : '00'), 'hex');
    const chunk = openChunk(key, nonce, rest.subarray(0, 65536 + 16));
    if (!chunk || (chunk.length === 0 && counter > 0n)) {
      throw new Error(`chunk ${counter} is wrong`);
    }
    chunks.push(chunk);
    rest = rest.subarray(65536 + 16);
  }
  return Buffer.concat(chunks);
}

function openChunk(key: Buffer, nonce: Buffer, sealed: Buffer): Buffer | undefined {
  const decipher = createDecipheriv('chacha20-poly1305', key, nonce, { authTagLength: 16 });
  decipher.setAuthTag(sealed.subarray(-16));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
  } catch {
    return undefined;
  }
}
