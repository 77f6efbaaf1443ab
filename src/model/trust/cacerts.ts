import { PUBLIC_FILES } from '../../description/cacerts-files';
import { CacertsDelivery, SealingScope } from '../../description/cacerts-props';

/**
 * How the Secret `cacerts` of a cluster is delivered, with everything that takes.
 *
 * @internal
 */
export type Cacerts =
  ExistingSecret | ExternalSecret | SealedSecret | SopsSecret | IssuedCertificate | PlaintextSecret;

/** PEM with lines that end in `\n`, by the name of the file. @internal */
export type PublicFiles = {
  readonly [name in (typeof PUBLIC_FILES)[keyof typeof PUBLIC_FILES]]: string;
};

/** @internal */
export interface ExistingSecret {
  readonly delivery: CacertsDelivery.EXISTING_SECRET;
}

/** @internal */
export interface ExternalSecret {
  readonly delivery: CacertsDelivery.EXTERNAL_SECRET;
  readonly store: { readonly kind: 'ClusterSecretStore' | 'SecretStore'; readonly name: string };
  readonly key: string;
  readonly refreshInterval: string;
}

/** @internal */
export interface SealedSecret {
  readonly delivery: CacertsDelivery.SEALED_SECRET;
  readonly files: PublicFiles;
  readonly encryptedPrivateKey: string;
  readonly scope: SealingScope;
}

/** @internal */
export interface SopsSecret {
  readonly delivery: CacertsDelivery.SOPS;
  readonly files: PublicFiles;
  readonly encryptedPrivateKey: string;
  readonly metadata: { readonly [key: string]: unknown };
}

/** @internal */
export interface IssuedCertificate {
  readonly delivery: CacertsDelivery.CERT_MANAGER;
  readonly issuer: { readonly group: string; readonly kind: string; readonly name: string };
  /** the Secret with the CA of an issuer that is still to be created */
  readonly caSecret?: string;
  readonly duration: string;
  readonly renewBefore: string;
}

/** @internal */
export interface PlaintextSecret {
  readonly delivery: CacertsDelivery.PLAINTEXT_SECRET;
  readonly files: PublicFiles;
  /** in PEM */
  readonly privateKey: string;
}
