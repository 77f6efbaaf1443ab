import { KeyObject, X509Certificate } from 'crypto';
import { sealValue, SealingScope } from './sealed-secret';
import { sopsEncrypt } from './sops';
import { CACERTS, PRIVATE_KEY_FILE } from '../../description/cacerts-files';
import { SealedSecretSealing, Sealing, SopsSealing } from '../../description/locks/pki-lock';
import { Problems } from '../../problems/problems';
import { pem } from '../../x509/pem';

/**
 * For whom a private key is encrypted. The lock remembers it for the next private key.
 *
 * @internal
 */
export interface SealingRecipients {
  /** namespace of the Secret `cacerts` */
  readonly namespace: string;
  readonly sealedSecret?: { readonly certificate: string; readonly scope: SealingScope };
  readonly sops?: { readonly recipients: readonly string[] };
}

/** The same, when the operator has confirmed them. @internal */
export interface ConfirmedRecipients extends SealingRecipients {
  readonly areConfirmed: true;
}

/**
 * Encrypts a private key for each of its recipients, and reports those for whom that fails.
 *
 * @internal
 */
export function seal(
  key: KeyObject,
  { namespace, sealedSecret, sops }: ConfirmedRecipients,
  now: Date,
  problems: Problems,
): Sealing {
  const plaintext = key.export({ type: 'pkcs8', format: 'pem' }).toString();
  return {
    namespace,
    sealedSecret:
      sealedSecret &&
      attempt(() => forController(plaintext, namespace, sealedSecret, now), problems),
    sops: sops && attempt(() => forSops(plaintext, sops.recipients, now), problems),
  };
}

function attempt<T>(encrypt: () => T, problems: Problems): T | undefined {
  try {
    return encrypt();
  } catch (error) {
    problems.report('MESH735', (error as Error).message);
    return undefined;
  }
}

/**
 * The controller keeps its old keys, but one whose certificate has expired may be gone by the time
 * the Secret arrives.
 */
function forController(
  plaintext: string,
  namespace: string,
  { certificate, scope }: NonNullable<SealingRecipients['sealedSecret']>,
  now: Date,
): SealedSecretSealing {
  const encryptedKey = sealValue(Buffer.from(plaintext), certificate, {
    namespace,
    name: CACERTS,
    scope,
  });
  const { raw, validFrom, validTo } = new X509Certificate(certificate);
  if (now < new Date(validFrom) || now > new Date(validTo)) {
    throw new Error(
      `the sealing certificate is valid from ${validFrom} to ${validTo}, which is not now`,
    );
  }
  // only the certificate: the file may hold anything besides
  return { certificate: pem('CERTIFICATE', raw), scope, encryptedKey };
}

function forSops(plaintext: string, recipients: readonly string[], now: Date): SopsSealing {
  const { encrypted, metadata } = sopsEncrypt({ [PRIVATE_KEY_FILE]: plaintext }, recipients, now);
  return { recipients, encryptedKey: encrypted[PRIVATE_KEY_FILE], metadata: { ...metadata } };
}
