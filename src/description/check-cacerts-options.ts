import { CacertsProps } from './cacerts-props';
import { Problems } from '../problems/problems';

interface Form {
  readonly pattern: RegExp;
  /** what to say about any other value; never the value itself, which may be a private key */
  readonly otherwise: (field: string) => string;
}

const NOT_EMPTY: Form = { pattern: /./s, otherwise: field => `\`${field}\` is empty` };
const DURATION: Form = {
  pattern: /^(\d+(\.\d+)?(h|m|s))+$/,
  otherwise: () => 'it is not a duration such as 8760h0m0s',
};
const SEALED: Form = {
  pattern: /^[A-Za-z0-9+/]{40,}={0,2}$/,
  otherwise: () => 'the sealed private key is not base64',
};
const ENCRYPTED_WITH_SOPS: Form = {
  pattern: /^ENC\[AES256_GCM,.*\]$/s,
  otherwise: () => 'the private key was not encrypted by SOPS',
};
const PRIVATE_KEY = /^-----BEGIN (RSA |EC )?PRIVATE KEY-----\r?\n/;

const FORMS = {
  externalSecret: { store: NOT_EMPTY, key: NOT_EMPTY, refreshInterval: DURATION },
  certManager: {
    issuer: NOT_EMPTY,
    caSecret: NOT_EMPTY,
    duration: DURATION,
    renewBefore: DURATION,
  },
  sealedSecret: { encryptedPrivateKey: SEALED },
  sops: { encryptedPrivateKey: ENCRYPTED_WITH_SOPS },
} as const satisfies { readonly [option in keyof CacertsProps]?: Record<string, Form> };

/**
 * Checks the form of the options of deliveries.
 *
 * @internal
 */
export function checkOptions(props: CacertsProps, problems: Problems): void {
  for (const [option, forms] of Object.entries<Record<string, Form>>(FORMS)) {
    const values = props[option as keyof typeof FORMS] as Record<string, string> | undefined;
    for (const [field, { pattern, otherwise }] of Object.entries(forms)) {
      const value = values?.[field];
      if (value !== undefined && !pattern.test(value)) {
        problems.at(option, field).report('MESH701', otherwise(field));
      }
    }
  }
  if (props.sops && !sopsMetadata(props.sops.metadata)) {
    problems.at('sops', 'metadata').report('MESH701', 'the metadata of SOPS is not a JSON object');
  }
  if (props.plaintextPrivateKey !== undefined && !PRIVATE_KEY.test(props.plaintextPrivateKey)) {
    problems
      .at('plaintextPrivateKey')
      .report('MESH701', 'the private key is not in PEM, or has a passphrase');
  }
}

/** The metadata that SOPS wrote, undefined if it is not a JSON object. @internal */
export function sopsMetadata(json: string): { readonly [key: string]: unknown } | undefined {
  try {
    const value = JSON.parse(json);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
