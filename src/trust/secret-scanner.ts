/**
 * Something in the output that must not be in a repository.
 *
 * @internal
 */
export interface Finding {
  /** line of the file, from 1 */
  readonly line: number;
  /** what it looks like; never the secret itself */
  readonly what: string;
}

const PRIVATE_KEY = /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----/;
const JWK = /"d"\s*:\s*"[A-Za-z0-9_-]{20,}"/;
const JWT = /\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{16,}/;
const KUBECONFIG = /\b(?:client-key-data|client-certificate-data)\s*["']?\s*:/;
const BASE64 = /[A-Za-z0-9+/]{40,}={0,2}/g;

/** DER of RSA (PKCS#1), EC (SEC1) and PKCS#8 private keys: SEQUENCE, then INTEGER version 0 or 1, then what follows in that format. */
const DER_KEYS: ReadonlyArray<readonly [string, RegExp]> = [
  ['PKCS#8', /^30(?:[0-7].|81..|82....)0201000[0-9a-f]*?30(?:[0-7].|81..)06/],
  ['PKCS#1', /^3082....02010002(?:[48]1|82)/],
  ['SEC1', /^30(?:[0-7].|81..)020101042[08]|^30(?:[0-7].|81..)0201010430|^3081..0201010442/],
];

/**
 * Finds private keys, tokens and kubeconfigs in a file, also inside base64. Certificates, public keys and ciphertext are fine.
 *
 * @internal
 */
export function scanForSecrets(content: string): Finding[] {
  return content.split('\n').flatMap((text, i) => {
    const what = secretIn(text) ?? secretInBase64(text);
    return what === undefined ? [] : [{ line: i + 1, what }];
  });
}

function secretIn(text: string): string | undefined {
  if (PRIVATE_KEY.test(text)) {
    return 'a private key in PEM';
  }
  if (text.includes('eyJ') && JWT.test(text)) {
    return 'a token (JWT)';
  }
  if (KUBECONFIG.test(text)) {
    return 'a kubeconfig with credentials';
  }
  return text.includes('"d"') && text.includes('"kty"') && JWK.test(text) ? 'a private key in JWK' : undefined;
}

function secretInBase64(text: string): string | undefined {
  if (text.length < 40) {
    return undefined;
  }
  for (const [encoded] of text.matchAll(BASE64)) {
    const bytes = Buffer.from(encoded, 'base64');
    const inside = secretIn(bytes.toString('latin1'));
    const der = bytes[0] === 0x30 ? DER_KEYS.find(([, form]) => form.test(bytes.subarray(0, 40).toString('hex')))?.[0] : undefined;
    if (inside ?? der) {
      return inside ? `${inside}, in base64` : `a private key in DER (${der}), in base64`;
    }
  }
  return undefined;
}
