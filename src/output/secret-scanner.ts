import { createPrivateKey } from 'crypto';
import { hasLongRun, hasLongRunAtEndOfLine } from './long-run';

/**
 * Something in the output that must not get into a repository.
 *
 * @internal
 */
export interface Finding {
  /** line of the file, from 1 */
  readonly line: number;
  /** the kind of secret, never the secret itself */
  readonly what: string;
}

/** What is between a key and its value in YAML, in JSON, and in JSON inside of a JSON string. */
const IS = String.raw`\\?["']?\s*:\s*\\?["']?`;

/** What each kind of secret looks like in text. */
const PATTERNS: ReadonlyArray<readonly [what: string, pattern: RegExp]> = [
  ['a private key in PEM', /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/g],
  ['a private key of age', /\bAGE-SECRET-KEY-(?:PQ-)?1[A-Z0-9]{50,}/g],
  ['a token (JWT)', /\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{16,}/g],
  [
    'a token of GitHub, GitLab, Vault or OpenShift',
    /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{60,}|glpat-[\w-]{20}|hvs\.[\w-]{24,}|sha256~[\w-]{43})/g,
  ],
  [
    'a kubeconfig with credentials',
    new RegExp(String.raw`\b(?:client-key-data|client-certificate-data)${IS}[^\s"']`, 'g'),
  ],
  [
    'a kubeconfig with credentials',
    new RegExp(
      String.raw`\buser${IS}[\s{\\"']*(?:(?:username|as)${IS}[\w.@-]+[\s,\\"']*)?(?:token|password)${IS}[^\s"']`,
      'g',
    ),
  ],
];

/** The secret of a private JWK is `d`, that of a symmetric one `k`; `kty` may be on either side. */
const JWK_SECRET = new RegExp(String.raw`(?:^|[\s{,\\"'])[dk]${IS}[A-Za-z0-9_-]{20,}`, 'g');
const JWK_KIND = new RegExp(String.raw`\bkty${IS}(?:RSA|EC|OKP|oct)\b`);
const JWK_LENGTH = 8192;

const BASE64_LENGTH = 40;
const BASE64 = new RegExp(`[A-Za-z0-9+/]{${BASE64_LENGTH},}={0,2}`, 'g');

/**
 * Base64 over several lines, as YAML wraps it below a key. The body of a PEM block matches as well.
 */
const WRAPPED_LENGTH = 16;
const WRAPPED_BASE64 =
  /(?:^|[\s"'])[A-Za-z0-9+/]{16,}(?:\r?\n[ \t]*[A-Za-z0-9+/]{16,})*\r?\n[ \t]*[A-Za-z0-9+/]+={0,2}(?=["']?\s*$)/gm;

/** A release of Helm is base64 inside of base64, and a Secret encodes it once more. */
const MAX_DEPTH = 3;

/**
 * Finds private keys, tokens and kubeconfigs in a file, also inside of base64. Certificates, public
 * keys and ciphertext are fine.
 *
 * @param allowed secrets that the user has allowed explicitly
 * @internal
 */
export function scanForSecrets(content: string, allowed: readonly string[] = []): Finding[] {
  const text = allowed.reduce((rest, secret) => rest.replaceAll(secret, ''), content);
  const findings = new Map<string, Finding>();
  for (const { index, what } of secretsIn(text, 0)) {
    const line = text.slice(0, index).split('\n').length;
    findings.set(`${line} ${what}`, { line, what });
  }
  return [...findings.values()].sort((a, b) => a.line - b.line);
}

/** A secret in a text, by offset. */
interface Hit {
  readonly index: number;
  readonly what: string;
}

function secretsIn(text: string, depth: number): Hit[] {
  const plain = PATTERNS.filter(([, pattern]) => text.search(pattern) >= 0).flatMap(
    ([what, pattern]) => [...text.matchAll(pattern)].map(({ index }) => ({ index, what })),
  );
  return [...plain, ...jwksIn(text), ...(depth < MAX_DEPTH ? encodedIn(text, depth) : [])];
}

function jwksIn(text: string): Hit[] {
  if (!text.includes('kty')) {
    return [];
  }
  return [...text.matchAll(JWK_SECRET)]
    .filter(({ index }) =>
      JWK_KIND.test(text.slice(Math.max(0, index - JWK_LENGTH), index + JWK_LENGTH)),
    )
    .map(({ index, 0: { length } }) => ({
      index: index + Math.min(1, length),
      what: 'a private key in JWK',
    }));
}

function encodedIn(text: string, depth: number): Hit[] {
  const runs = hasLongRun(text, BASE64_LENGTH) ? [...text.matchAll(BASE64)] : [];
  const wrapped = hasLongRunAtEndOfLine(text, WRAPPED_LENGTH)
    ? [...text.matchAll(WRAPPED_BASE64)]
    : [];
  return [...runs, ...wrapped].flatMap(({ index, 0: encoded }) => {
    const bytes = Buffer.from(encoded.replace(/[\s"']/g, ''), 'base64');
    const start = index + /^[\s"']*/.exec(encoded)![0].length;
    const der = derKey(bytes);
    const inside =
      der === undefined
        ? secretsIn(bytes.toString('latin1'), depth + 1)
            .slice(0, 1)
            .map(({ what }) => what)
        : [`a private key in DER (${der})`];
    return inside.map(what => ({
      index: start,
      what: what.endsWith('in base64') ? what : `${what}, in base64`,
    }));
  });
}

/** The forms of private keys that OpenSSL and Istio read: PKCS#8, PKCS#1 (RSA) and SEC1 (EC). */
const DER_FORMS = { pkcs8: 'PKCS#8', pkcs1: 'PKCS#1', sec1: 'SEC1' } as const;

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

function derKey(bytes: Buffer): string | undefined {
  const start = bytes.subarray(0, 64).toString('latin1');
  if (PKCS12.test(start)) {
    return 'PKCS#12';
  }
  if (ENCRYPTED_PKCS8.test(start)) {
    return 'PKCS#8 with a passphrase';
  }
  const forms = Object.keys(DER_FORMS) as Array<keyof typeof DER_FORMS>;
  const form = VERSION.test(start) ? forms.find(type => isPrivateKey(bytes, type)) : undefined;
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
