import { createPrivateKey } from 'crypto';

/** The forms of private keys that OpenSSL and Istio read: PKCS#8, PKCS#1 (RSA) and SEC1 (EC). */
const FORMS = { pkcs8: 'PKCS#8', pkcs1: 'PKCS#1', sec1: 'SEC1' } as const;

/** The tag and the length of an ASN.1 sequence. */
const SEQUENCE = String.raw`\x30(?:[\x00-\x80]|\x81.|\x82..|\x83...)`;

/** A private key starts with its version, 0 or 1; a certificate does not. */
const VERSION = new RegExp(String.raw`^${SEQUENCE}\x02\x01[\x00\x01]`, 's');

/** A PKCS#12 file starts with its version, 3, and its content type. */
const PKCS12 = new RegExp(String.raw`^${SEQUENCE}\x02\x01\x03\x30`, 's');

/** A PKCS#8 key with a passphrase starts with the algorithm, one of PKCS#5. */
const ENCRYPTED_PKCS8 = new RegExp(
  String.raw`^${SEQUENCE}${SEQUENCE}\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x05`,
  's',
);

/**
 * A private key in DER, the encoding inside of PEM, with its format.
 *
 * @returns undefined if it is none
 * @internal
 */
export function derKey(bytes: Buffer): string | undefined {
  if (bytes[0] !== 0x30) {
    return undefined;
  }
  const start = bytes.subarray(0, 64).toString('latin1');
  if (PKCS12.test(start)) {
    return 'a private key in DER (PKCS#12)';
  }
  if (ENCRYPTED_PKCS8.test(start)) {
    return 'a private key in DER (PKCS#8 with a passphrase)';
  }
  const types = Object.keys(FORMS) as Array<keyof typeof FORMS>;
  const type = VERSION.test(start) ? types.find(name => isPrivateKey(bytes, name)) : undefined;
  return type && `a private key in DER (${FORMS[type]})`;
}

function isPrivateKey(key: Buffer, type: keyof typeof FORMS): boolean {
  try {
    createPrivateKey({ key, format: 'der', type });
    return true;
  } catch {
    return false;
  }
}
