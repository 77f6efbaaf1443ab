import { lockedCertificates, lockedCluster, PkiLock } from './pki-lock';
import { Problems } from '../../problems/problems';
import {
  CacertsCertificates,
  CacertsDelivery,
  CacertsProps,
  SealedSecretProps,
  SealingScope,
  SopsProps,
} from '../cacerts-props';

/** The cluster whose part of the lock is needed. @internal */
export interface LockedTarget {
  readonly lock: PkiLock;
  readonly cluster: string;
  /** where istiod runs */
  readonly namespace: string;
}

/**
 * The props of a cluster, completed from the lock with the certificates and the encrypted private
 * key that their delivery needs.
 *
 * @internal
 */
export function withLocked(
  props: CacertsProps,
  target: LockedTarget,
  problems: Problems,
): CacertsProps {
  const { delivery, sealedSecret, sops } = props;
  const { CERT_MANAGER, SEALED_SECRET, SOPS } = CacertsDelivery;
  const isSealed = delivery === SEALED_SECRET && sealedSecret === undefined;
  return {
    ...props,
    certificates: delivery === CERT_MANAGER ? undefined : certificatesOf(target, problems),
    sealedSecret: isSealed ? sealedKey(target, problems) : sealedSecret,
    sops: delivery === SOPS && sops === undefined ? sopsKey(target) : sops,
  };
}

function certificatesOf(
  { lock, cluster }: LockedTarget,
  problems: Problems,
): CacertsCertificates | undefined {
  const certificates = lockedCertificates(lock, cluster);
  if (!certificates) {
    problems.report(
      'MESH716',
      `the lock file has no certificate for "${cluster}"`,
      `Run \`mesh ca issue ${cluster}\`, or give the cluster's certificates here.`,
    );
  }
  return certificates;
}

function sealedKey(
  { lock, cluster, namespace }: LockedTarget,
  problems: Problems,
): SealedSecretProps | undefined {
  const sealing = lockedCluster(lock, cluster)?.sealing;
  if (!sealing?.sealedSecret) {
    return undefined;
  }
  if (sealing.namespace !== namespace) {
    problems.report(
      'MESH716',
      `the private key of "${cluster}" is sealed for the namespace "${sealing.namespace}", but Istio runs in "${namespace}"`,
      `Run \`mesh ca seal ${cluster} --namespace ${namespace}\` with the controller's certificate.`,
    );
  }
  const { encryptedKey, scope } = sealing.sealedSecret;
  return { encryptedPrivateKey: encryptedKey, scope: scope as SealingScope };
}

function sopsKey({ lock, cluster }: LockedTarget): SopsProps | undefined {
  const sops = lockedCluster(lock, cluster)?.sealing?.sops;
  return (
    sops && { encryptedPrivateKey: sops.encryptedKey, metadata: JSON.stringify(sops.metadata) }
  );
}
