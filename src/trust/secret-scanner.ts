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
const AGE_KEY = /\bAGE-SECRET-KEY-1[A-Z0-9]{50,}/;
const BASE64 = /[A-Za-z0-9+/]{40,}={0,2}/g;

/** A line of a longer base64 text, as YAML writes it below a key. */
const BASE64_LINE = /^\s*([A-Za-z0-9+/]{16,}={0,2})\s*$/;

/** PKCS#8, PKCS#1 (RSA) and SEC1 (EC) are the forms in which OpenSSL and Istio read keys. */
const DER_FORMS = { pkcs8: 'PKCS#8', pkcs1: 'PKCS#1', sec1: 'SEC1' } as const;

/**
 * Finds private keys, tokens and kubeconfigs in a file, also inside base64. Certificates, public keys and ciphertext are fine.
 *
 * @param allowed texts that may stand there because they were asked for by name
 * @internal
 */
export function scanForSecrets(content: string, allowed: readonly string[] = []): Finding[] {
  const lines = allowed.reduce((rest, text) => rest.replaceAll(text, ''), content).split('\n');
  return [...lines.map((text, i) => ({ line: i + 1, text })), ...wrappedBase64(lines)].flatMap(({ line, text }) => {
    const what = secretIn(text) ?? secretInBase64(text);
    return what === undefined ? [] : [{ line, what }];
  }).sort((a, b) => a.line - b.line);
}

/** Base64 texts of several lines, each as one. The body of a PEM block is one too. */
function wrappedBase64(lines: readonly string[]): Array<{ line: number; text: string }> {
  const texts: Array<{ line: number; parts: string[] }> = [];
  lines.forEach((text, i) => {
    const [, part] = BASE64_LINE.exec(text) ?? [];
    const last = texts[texts.length - 1];
    if (part !== undefined && last && last.line + last.parts.length === i + 1) {
      last.parts.push(part);
    } else if (part !== undefined) {
      texts.push({ line: i + 1, parts: [part] });
    }
  });
  return texts.filter(({ parts }) => parts.length > 1).map(({ line, parts }) => ({ line, text: parts.join('') }));
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
  if (AGE_KEY.test(text)) {
    return 'a private key of age';
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
