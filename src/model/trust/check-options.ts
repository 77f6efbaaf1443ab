import { CacertsProps } from '../../description/cacerts-props';
import { Problems } from '../../problems/problems';

const SOME_TEXT = /./s;
const DURATION = /^(\d+(\.\d+)?(h|m|s))+$/;
const NO_DURATION = 'it is not a duration such as 8760h0m0s';

type Options = Record<string, string | undefined> | undefined;

/** How the options of the deliveries look, and what to say of one that does not. */
const FORMS: ReadonlyArray<
  readonly [
    option: 'externalSecret' | 'certManager' | 'sealedSecret' | 'sops',
    field: string,
    form: RegExp,
    otherwise: string,
  ]
> = [
  ['externalSecret', 'store', SOME_TEXT, '`store` is empty'],
  ['externalSecret', 'key', SOME_TEXT, '`key` is empty'],
  ['externalSecret', 'refreshInterval', DURATION, NO_DURATION],
  ['certManager', 'issuer', SOME_TEXT, '`issuer` is empty'],
  ['certManager', 'caSecret', SOME_TEXT, '`caSecret` is empty'],
  ['certManager', 'duration', DURATION, NO_DURATION],
  ['certManager', 'renewBefore', DURATION, NO_DURATION],
  [
    'sealedSecret',
    'encryptedPrivateKey',
    /^[A-Za-z0-9+/]{40,}={0,2}$/,
    'the sealed private key is not base64',
  ],
  [
    'sops',
    'encryptedPrivateKey',
    /^ENC\[AES256_GCM,.*\]$/s,
    'the private key is not one that SOPS encrypted',
  ],
];

/**
 * Whether the options of the deliveries can be what they should be. What they say of a private key
 * is not shown.
 *
 * @internal
 */
export function checkOptions(props: CacertsProps, problems: Problems): void {
  for (const [option, field, form, otherwise] of FORMS) {
    const value = (props[option] as Options)?.[field];
    if (value !== undefined && !form.test(value)) {
      problems.at(option, field).report('MESH701', otherwise);
    }
  }
  if (props.sops && !isObject(props.sops.metadata)) {
    problems.at('sops', 'metadata').report('MESH701', 'the metadata of SOPS is not a JSON object');
  }
  if (
    props.plaintextPrivateKey !== undefined &&
    !/^-----BEGIN (RSA |EC )?PRIVATE KEY-----\r?\n/.test(props.plaintextPrivateKey)
  ) {
    problems
      .at('plaintextPrivateKey')
      .report('MESH701', 'the private key is not in PEM, or has a passphrase');
  }
}

function isObject(json: string): boolean {
  try {
    const value = JSON.parse(json);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
