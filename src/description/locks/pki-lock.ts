import { CacertsCertificates, SealingScope } from '../cacerts-props';

/**
 * The public state of the mesh's CAs: everything that the output depends on, and private keys in
 * encrypted form only. It is kept in the repository next to the description. `mesh ca` writes it,
 * synth reads it.
 *
 * @internal
 */
export interface PkiLock {
  /**
   * the roots that the clusters trust, oldest first, as in root-cert.pem; two while one replaces
   * the other
   */
  readonly roots: readonly LockedRoot[];
  /** ID of the root that signs */
  readonly signer: string;
  /** an annotation on the pods of control planes and gateways; a change restarts them */
  readonly restartMark?: string;
  readonly rotation?: Rotation;
  /** by name */
  readonly clusters: { readonly [name: string]: LockedCluster };
}

/** @internal */
export interface LockedRoot {
  readonly id: string;
  readonly certificate: string;
}

/** How far the rotation of a root has come. @internal */
export type Phase = 'bundle' | 'restart' | 'switch';

/** @internal */
export interface Rotation {
  readonly phase: Phase;
  /** when the phase began, as ISO 8601 */
  readonly since: string;
  /** when each cluster was confirmed to have arrived, by name */
  readonly confirmed: { readonly [cluster: string]: string };
}

/** @internal */
export interface LockedCluster {
  /** ID of the root above it */
  readonly root: string;
  readonly caCert: string;
  /** the CAs between that certificate and the root */
  readonly between: readonly string[];
  readonly sealing?: Sealing;
}

/** How a cluster's private key is encrypted on its way through the repository. @internal */
export interface Sealing {
  /** namespace of the Secret `cacerts` */
  readonly namespace: string;
  readonly sealedSecret?: SealedSecretSealing;
  readonly sops?: SopsSealing;
}

/** @internal */
export interface SealedSecretSealing {
  /** public certificate of the cluster's controller */
  readonly certificate: string;
  readonly scope: `${SealingScope}`;
  readonly encryptedKey: string;
}

/** @internal */
export interface SopsSealing {
  readonly recipients: readonly string[];
  readonly encryptedKey: string;
  /** the object `sops` of the encrypted file */
  readonly metadata: { readonly [key: string]: unknown };
}

/** A cluster's part of the lock, if it has one. @internal */
export function lockedCluster({ clusters }: PkiLock, name: string): LockedCluster | undefined {
  return Object.hasOwn(clusters, name) ? clusters[name] : undefined;
}

/** The public certificates of a cluster; undefined when it is not in the lock. @internal */
export function lockedCertificates(
  lock: PkiLock,
  cluster: string,
): CacertsCertificates | undefined {
  const own = lockedCluster(lock, cluster);
  return own && certificatesUnder(lock, own);
}

/** The public certificates of a cluster that may not be in the lock yet. @internal */
export const certificatesUnder = (
  lock: PkiLock,
  { caCert, between }: Pick<LockedCluster, 'caCert' | 'between'>,
): CacertsCertificates => ({
  caCert,
  certChain: [caCert, ...between].join(''),
  rootCert: rootCert(lock),
});

/**
 * Old roots come before new ones: istiod up to 1.29 wants the new text to contain the old one.
 *
 * @internal
 */
export function rootCert({ roots }: PkiLock): string {
  return roots.map(({ certificate }) => certificate).join('');
}
