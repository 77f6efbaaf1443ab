import { CacertsFiles } from '../../x509/check-chain';
import { SealingScope } from '../cacerts-props';

/**
 * The public state of the mesh's CAs: everything that the output depends on, and no private key
 * that is not encrypted. Kept in the repository beside the description; `mesh ca` writes it, synth
 * reads it.
 *
 * @internal
 */
export interface PkiLock {
  /**
   * the roots that the clusters trust, oldest first, as they stand in root-cert.pem; two while one
   * replaces the other
   */
  readonly roots: readonly LockedRoot[];
  /** id of the root that signs */
  readonly signer: string;
  /** what the pods of the control plane and the gateways are marked with; a change restarts them */
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

/** How far the replacement of a root has come. @internal */
export type Phase = 'bundle' | 'restart' | 'switch';

/** @internal */
export interface Rotation {
  readonly phase: Phase;
  /** when the phase began, as ISO 8601 */
  readonly since: string;
  /** when each cluster was seen to have arrived, by name */
  readonly confirmed: { readonly [cluster: string]: string };
}

/** @internal */
export interface LockedCluster {
  /** id of the root above */
  readonly root: string;
  readonly caCert: string;
  /** the CAs between that one and the root */
  readonly between: readonly string[];
  readonly sealing?: Sealing;
}

/** How a cluster's private key is encrypted for its way through the repository. @internal */
export interface Sealing {
  /** of the Secret `cacerts` */
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
  /** the object `sops` of the file, as the program `sops` wants it */
  readonly metadata: { readonly [key: string]: unknown };
}

/** A cluster's part of the lock, if it has one. @internal */
export function lockedCluster({ clusters }: PkiLock, name: string): LockedCluster | undefined {
  return Object.hasOwn(clusters, name) ? clusters[name] : undefined;
}

/** The public files of a cluster. Undefined when the lock has none for it. @internal */
export function filesOf(lock: PkiLock, cluster: string): CacertsFiles | undefined {
  const own = lockedCluster(lock, cluster);
  return (
    own && {
      caCert: own.caCert,
      certChain: [own.caCert, ...own.between].join(''),
      rootCert: rootCert(lock),
    }
  );
}

/**
 * Old roots stand before new ones: istiod up to 1.29 wants the old text to be a part of the new
 * one.
 *
 * @internal
 */
export function rootCert({ roots }: PkiLock): string {
  return roots.map(({ certificate }) => certificate).join('');
}
