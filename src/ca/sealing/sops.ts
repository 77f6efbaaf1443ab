import { createCipheriv, createHash, randomBytes } from 'crypto';
import { ageEncrypt } from './age';

/**
 * The key `sops` at the top of the encrypted object.
 *
 * @internal
 */
export interface SopsMetadata {
  readonly age: ReadonlyArray<{ readonly recipient: string; readonly enc: string }>;
  readonly lastmodified: string;
  readonly mac: string;
  readonly encrypted_regex: string;
  readonly mac_only_encrypted: true;
  readonly version: string;
}

/** The first SOPS that knows `mac_only_encrypted`. */
const VERSION = '3.9.0';

/** Where the encrypted values are in the Secret. */
const FIELD = 'stringData';

const DATA_KEY_BYTES = 32;
const NONCE_BYTES = 32;

/**
 * Encrypts values of a Secret's `stringData`, by their keys, in the form that `sops --decrypt`
 * reads. The rest of the Secret stays readable, and may change: the MAC covers only the encrypted
 * values, in the order of their keys, which is how cdk8s writes them.
 *
 * @param recipients X25519 recipients of age, each of whom can decrypt alone
 * @see https://getsops.io/docs/
 * @throws Error for a recipient that is not one of age's
 * @internal
 */
export function sopsEncrypt(
  values: { readonly [key: string]: string },
  recipients: readonly string[],
  lastModified: Date,
  random: (size: number) => Buffer = randomBytes,
): { readonly encrypted: Record<string, string>; readonly metadata: SopsMetadata } {
  const keys = Object.keys(values).sort();
  if (recipients.length === 0 || keys.length === 0) {
    throw new Error('SOPS needs at least one age recipient and one value');
  }
  const dataKey = random(DATA_KEY_BYTES);
  const encrypted = Object.fromEntries(
    keys.map(key => [key, encryptLeaf(values[key], dataKey, `${FIELD}:${key}:`, random)]),
  );
  const lastmodified = lastModified.toISOString().replace(/\.\d+Z$/, 'Z');
  return {
    encrypted,
    metadata: {
      age: recipients.map(recipient => ({
        recipient,
        enc: ageEncrypt(dataKey, [recipient], random),
      })),
      encrypted_regex: keys.map(key => `^${key.replace(/\./g, '\\.')}$`).join('|'),
      lastmodified,
      mac: encryptLeaf(mac(keys.map(key => values[key])), dataKey, lastmodified, random),
      mac_only_encrypted: true,
      version: VERSION,
    },
  };
}

/** Starts with a fixed prefix, so that it never equals a MAC over all the values of a file. */
function mac(values: readonly string[]): string {
  const hash = createHash('sha512').update(createHash('sha256').update('sops').digest());
  values.forEach(value => hash.update(value));
  return hash.digest('hex').toUpperCase();
}

/** SOPS leaves empty values as they are. */
function encryptLeaf(
  value: string,
  dataKey: Buffer,
  additionalData: string,
  random: (size: number) => Buffer,
): string {
  if (value === '') {
    return '';
  }
  const iv = random(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', dataKey, iv).setAAD(Buffer.from(additionalData));
  const data = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()]);
  const [text, nonce, tag] = [data, iv, cipher.getAuthTag()].map(bytes => bytes.toString('base64'));
  return `ENC[AES256_GCM,data:${text},iv:${nonce},tag:${tag},type:str]`;
}
