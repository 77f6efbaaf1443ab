import { CacertsProps, CertManagerProps } from './cacerts-props';
import { Problems } from '../problems/problems';
import { durationMs } from '../values/duration';
import { isDnsName, isKind, isObjectName } from '../values/names';

/** How long the certificates of cert-manager live unless something else is said. @internal */
export const CERTIFICATE_TERMS = { duration: '8760h0m0s', renewBefore: '2920h0m0s' } as const;

interface Form {
  readonly isRight: (text: string) => boolean;
  /** what to say about any other value; never the value itself, which may be a private key */
  readonly otherwise: (field: string) => string;
}

const OBJECT_NAME: Form = {
  isRight: isObjectName,
  otherwise: field => `\`${field}\` is not what an object of Kubernetes can be called`,
};
const KIND: Form = {
  isRight: isKind,
  otherwise: field => `\`${field}\` is not a kind of objects, such as ClusterIssuer`,
};
const API_GROUP: Form = {
  isRight: isDnsName,
  otherwise: field => `\`${field}\` is not a lower-case DNS name`,
};
/** @internal */
export const LINE = /^\P{Cc}+$/u;
const ONE_LINE: Form = {
  isRight: text => LINE.test(text),
  otherwise: field => `\`${field}\` is empty, or is not one line`,
};
const DURATION: Form = {
  isRight: text => durationMs(text) !== undefined,
  otherwise: () => 'it is not a duration such as 8760h0m0s, or longer than Go can count',
};
/** @internal */
export const BASE64 = /^[A-Za-z0-9+/]{40,}={0,2}$/;
const SEALED: Form = {
  isRight: text => BASE64.test(text),
  otherwise: () => 'the sealed private key is not base64',
};
/** @internal */
export const ENCRYPTED = /^ENC\[AES256_GCM,[^]*\]$/;
const ENCRYPTED_WITH_SOPS: Form = {
  isRight: text => ENCRYPTED.test(text),
  otherwise: () => 'the private key was not encrypted by SOPS',
};

/** @internal */
export const PRIVATE_KEY = /^-----BEGIN (RSA |EC )?PRIVATE KEY-----\r?\n/;

const FORMS = {
  externalSecret: { store: OBJECT_NAME, key: ONE_LINE, refreshInterval: DURATION },
  certManager: {
    issuer: OBJECT_NAME,
    issuerKind: KIND,
    issuerGroup: API_GROUP,
    caSecret: OBJECT_NAME,
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
    for (const [field, { isRight, otherwise }] of Object.entries(forms)) {
      const value = values?.[field];
      if (value !== undefined && !isRight(value)) {
        problems.at(option, field).report('MESH701', otherwise(field));
      }
    }
  }
  checkTerms(props.certManager ?? {}, problems.at('certManager'));
  if (props.sops && !sopsMetadata(props.sops.metadata)) {
    problems.at('sops', 'metadata').report('MESH701', 'the metadata of SOPS is not a JSON object');
  }
  if (props.plaintextPrivateKey !== undefined && !PRIVATE_KEY.test(props.plaintextPrivateKey)) {
    problems
      .at('plaintextPrivateKey')
      .report('MESH701', 'the private key is not in PEM, or has a passphrase');
  }
}

const HOUR_MS = 3_600_000;
const FIVE_MINUTES_MS = 300_000;

/** What cert-manager's webhook asks of the terms of a certificate. */
function checkTerms(
  {
    duration = CERTIFICATE_TERMS.duration,
    renewBefore = CERTIFICATE_TERMS.renewBefore,
  }: Partial<CertManagerProps>,
  problems: Problems,
): void {
  const [term, rest] = [durationMs(duration), durationMs(renewBefore)];
  if (term === undefined || rest === undefined) {
    return;
  }
  if (term < HOUR_MS) {
    problems.at('duration').report('MESH744', `"${duration}" is shorter than an hour`);
  }
  if (rest < FIVE_MINUTES_MS) {
    problems.at('renewBefore').report('MESH744', `"${renewBefore}" is shorter than five minutes`);
  }
  if (rest >= term) {
    problems
      .at('renewBefore')
      .report(
        'MESH744',
        `a certificate that lives for ${duration} cannot be renewed ${renewBefore} before its end`,
      );
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
