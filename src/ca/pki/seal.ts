import { KeyObject, X509Certificate } from 'crypto';
import { SealedSecretSealing, Sealing, SopsSealing } from '../../description/locks/pki-lock';
import { PRIVATE_KEY, SECRET } from '../../manifests/trust/deliveries';
import { Problems } from '../../problems/problems';
import { pem } from '../../x509/pem';
import { sealValue, SealingScope } from '../sealing/sealed-secret';
import { sopsEncrypt } from '../sealing/sops';

/**
 * For whom a private key is encrypted. What a lock remembers of an earlier sealing says it too.
 *
 * @internal
 */
export interface SealingRecipients {
  /** of the Secret `cacerts` */
  readonly namespace: string;
  readonly sealedSecret?: { readonly certificate: string; readonly scope: SealingScope };
  readonly sops?: { readonly recipients: readonly string[] };
}

/**
 * Encrypts a private key for everyone who is to have it, and reports who cannot.
 *
 * @internal
 */
export function seal(
  key: KeyObject,
  { namespace, sealedSecret, sops }: SealingRecipients,
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
 * The controller keeps its old keys, but one whose certificate has ended may be gone by the time
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
    name: SECRET,
    scope,
  });
  const { raw, validFrom, validTo } = new X509Certificate(certificate);
  if (now < new Date(validFrom) || now > new Date(validTo)) {
    throw new Error(`the sealing certificate is valid from ${validFrom} to ${validTo}, not now`);
  }
  // nothing else of the file: who knows what stands beside it
  return { certificate: pem('CERTIFICATE', raw), scope, encryptedKey };
}

function forSops(plaintext: string, recipients: readonly string[], now: Date): SopsSealing {
  const { encrypted, metadata } = sopsEncrypt({ [PRIVATE_KEY]: plaintext }, recipients, now);
  return { recipients, encryptedKey: encrypted[PRIVATE_KEY], metadata: { ...metadata } };
}
