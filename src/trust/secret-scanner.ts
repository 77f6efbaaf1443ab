import { createPrivateKey } from 'crypto';

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

/** PKCS#8, PKCS#1 (RSA) and SEC1 (EC) are the forms in which OpenSSL and Istio read keys. */
const DER_FORMS = { pkcs8: 'PKCS#8', pkcs1: 'PKCS#1', sec1: 'SEC1' } as const;

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
    const der = derKey(bytes);
    if (inside ?? der) {
      return inside ? `${inside}, in base64` : `a private key in DER (${der}), in base64`;
    }
  }
  return undefined;
}

const DER_SEQUENCE = 0x30;

function derKey(bytes: Buffer): string | undefined {
  if (bytes[0] !== DER_SEQUENCE) {
    return undefined;
  }
  const forms = Object.keys(DER_FORMS) as Array<keyof typeof DER_FORMS>;
  const form = forms.find(type => isPrivateKey(bytes, type));
  return form && DER_FORMS[form];
}

function isPrivateKey(key: Buffer, type: keyof typeof DER_FORMS): boolean {
  try {
    createPrivateKey({ key, format: 'der', type });
    return true;
  } catch {
    return false;
  }
}
