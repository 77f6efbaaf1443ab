import { Hit } from './finding';
import { looksRandom } from './random-looking';

/** A value that is a secret because of the key it stands below. */
interface CredentialField {
  readonly what: string;
  /** the text has all of these in it, whatever their order; empty for keys that say enough */
  readonly beside: readonly string[];
  readonly keys: readonly string[];
  /** sticky, and of bounded length */
  readonly value: RegExp;
}

const ANYTHING = /[^\s"'\\,{}[\]&!#]{1,500}/y;
const KUBECONFIG = 'a kubeconfig with credentials';
const REGISTRY = 'credentials of an image registry';
const WIREGUARD = 'a private key of WireGuard';

const FIELDS: readonly CredentialField[] = [
  { what: KUBECONFIG, beside: [], keys: ['client-key-data'], value: ANYTHING },
  {
    what: KUBECONFIG,
    beside: ['users', 'user'],
    keys: ['token', 'password', 'access-token', 'id-token', 'refresh-token', 'client-secret'],
    value: ANYTHING,
  },
  {
    what: REGISTRY,
    beside: ['auths'],
    keys: ['auth', 'password', 'identitytoken', 'registrytoken'],
    value: ANYTHING,
  },
  { what: REGISTRY, beside: [], keys: ['_authToken', '_auth', '_password'], value: ANYTHING },
  {
    what: 'a key of AWS',
    beside: [],
    keys: [
      'aws_secret_access_key',
      'AWS_SECRET_ACCESS_KEY',
      'secretAccessKey',
      'SecretAccessKey',
      'secret-access-key',
      'secret_access_key',
      'secret_key',
    ],
    value: /(?![A-Za-z0-9+/]{30}EXAMPLEKEY)[A-Za-z0-9+/]{40}(?![A-Za-z0-9+/=])/y,
  },
  {
    what: WIREGUARD,
    beside: [],
    keys: ['PrivateKey', 'PresharedKey', 'privateKey', 'presharedKey', 'preSharedKey'],
    value: /[A-Za-z0-9+/]{43}=(?!\w)/y,
  },
];

/** What is between a key and its value in YAML, JSON, JSON in a text, and a list of variables. */
const QUOTE = String.raw`(?:\\{0,8}["'])?`;
const IS = new RegExp(
  String.raw`${QUOTE}(?:,?\s{0,80}${QUOTE}value${QUOTE})?[ \t]{0,80}[:=][ \t]{0,80}(?:[!&][\w!]{0,40}[ \t]{1,8})?${QUOTE}`,
  'y',
);

const KEYS = new RegExp(
  String.raw`(?<![\w-])(?:${FIELDS.flatMap(({ keys }) => keys).join('|')})(?![\w-])`,
  'g',
);

/** The secrets that a text holds as values of certain keys, or in a URL. @internal */
export function knownByField(text: string): Hit[] {
  const present = FIELDS.filter(({ beside }) => beside.every(mark => text.includes(mark)));
  const fields = [...text.matchAll(KEYS)].flatMap(({ index, 0: key }) => {
    const found = present.find(
      ({ keys, value }) => keys.includes(key) && isSecret(valueAt(text, index + key.length, value)),
    );
    return found ? [{ index, what: found.what }] : [];
  });
  return [...fields, ...jwks(text), ...urls(text)];
}

function valueAt(text: string, afterKey: number, form: RegExp): string {
  IS.lastIndex = afterKey;
  if (!IS.test(text)) {
    return '';
  }
  form.lastIndex = IS.lastIndex;
  return form.exec(text)?.[0] ?? '';
}

/** References and what documents write instead of a secret. */
const PLACEHOLDER =
  /^(?:\$(?:[({].*|[A-Z_]+)?|%\w|%[A-Z_]+%|<.*|ENC|REDACTED|DATA\+OMITTED|[*xX.]{3,}|null|~|true|false|string|token|pass|passwd|password|secret|changeme)$/;

const isSecret = (value: string): boolean => value !== '' && !PLACEHOLDER.test(value);

const URL_PASSWORD = /:\/\/[^\s/:@"'\\<>]{0,100}:([^\s/@"'\\<>]{1,200})@[\w.[]/g;

const urls = (text: string): Hit[] =>
  text.includes('@')
    ? [...text.matchAll(URL_PASSWORD)]
        .filter(([, password]) => isSecret(password))
        .map(({ index }) => ({ index, what: 'a password in a URL' }))
    : [];

/** The secret of a private JWK is `d`, that of a symmetric one `k`; `kty` may be on either side. */
const JWK_SECRET = new RegExp(
  String.raw`(?<=^|[\s{,\\"'])[dk]${QUOTE}[ \t]{0,80}:[ \t]{0,80}${QUOTE}([\w-]{20,1000})`,
  'g',
);
const JWK_KIND = new RegExp(
  String.raw`\bkty${QUOTE}[ \t]{0,80}:[ \t]{0,80}${QUOTE}(?:RSA|EC|OKP|oct)\b`,
  'g',
);
const JWK_LENGTH = 8192;

function jwks(text: string): Hit[] {
  const kinds = text.includes('kty') ? [...text.matchAll(JWK_KIND)] : [];
  if (kinds.length === 0) {
    return [];
  }
  let next = 0;
  return [...text.matchAll(JWK_SECRET)]
    .filter(({ index, 1: secret }) => {
      while (next < kinds.length && kinds[next].index < index - JWK_LENGTH) {
        next++;
      }
      return next < kinds.length && kinds[next].index < index + JWK_LENGTH && looksRandom(secret);
    })
    .map(({ index }) => ({ index, what: 'a private key in JWK' }));
}
