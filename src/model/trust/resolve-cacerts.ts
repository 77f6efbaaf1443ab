import { createPrivateKey } from 'crypto';
import { readFileSync } from 'fs';
import * as path from 'path';
import { checkDelivery, DeliveryContext } from './check-delivery';
import {
  CacertsCertificates,
  CacertsDelivery,
  CacertsProps,
  SealingScope,
} from '../../description/cacerts-props';
import { filesOf, lockedCluster } from '../../description/locks/pki-lock';
import { Problems } from '../../problems/problems';
import { Chain, checkChain, FILE_NAMES } from '../../x509/check-chain';

/** What is known of a cluster when its CA certificate is looked at. @internal */
export interface CacertsContext extends DeliveryContext {
  /** where istiod runs */
  readonly namespace: string;
  /** when certificates must be valid */
  readonly at?: Date;
}

/** What to deliver, with everything in it, and the chain when it is known. @internal */
export interface ResolvedCacerts {
  readonly props: CacertsProps;
  readonly chain?: Chain;
}

/**
 * Finds the certificates and the encrypted key of a cluster, and everything that is wrong with
 * them.
 *
 * @internal
 */
export function resolveCacerts(
  props: CacertsProps,
  context: CacertsContext,
  problems: Problems,
): ResolvedCacerts {
  const delivery = props.delivery ?? CacertsDelivery.EXISTING_SECRET;
  const isFromLock = props.certificates === undefined && props.certificatesDirectory === undefined;
  // the key of the lock does not belong to other certificates
  const known = isFromLock ? context : { ...context, lock: undefined, isLockMissing: false };
  const certificates = certificatesOf(props, delivery, known, problems);
  const resolved = {
    ...encryptedKey(delivery, known, problems),
    ...props,
    delivery,
    certificates,
    certificatesDirectory: undefined,
  };
  checkDelivery(
    { ...resolved, certificatesDirectory: props.certificatesDirectory },
    known,
    problems,
  );
  const chain = certificates && checkChain(certificates, context.at, problems.at('certificates'));
  if (
    chain &&
    props.plaintextPrivateKey !== undefined &&
    !belongsTo(chain, props.plaintextPrivateKey)
  ) {
    problems
      .at('plaintextPrivateKey')
      .report(
        'MESH734',
        `the private key does not belong to "${chain.signing.name}"`,
        'Give the key of ca-cert.pem.',
      );
  }
  return { props: resolved, chain };
}

function belongsTo({ signing }: Chain, privateKey: string): boolean {
  try {
    return signing.x509.checkPrivateKey(createPrivateKey(privateKey));
  } catch {
    return false;
  }
}

/** What the lock has for a delivery. */
function encryptedKey(
  delivery: CacertsDelivery,
  { lock, cluster = '', namespace }: CacertsContext,
  problems: Problems,
): Pick<CacertsProps, 'sealedSecret' | 'sops'> {
  const {
    sealedSecret,
    sops,
    namespace: sealedFor,
  } = (lock && lockedCluster(lock, cluster)?.sealing) ?? {};
  if (delivery === CacertsDelivery.SEALED_SECRET && sealedSecret) {
    if (sealedFor !== namespace) {
      problems.report(
        'MESH716',
        `the private key of "${cluster}" is sealed for the namespace "${sealedFor}", Istio runs in "${namespace}"`,
        `Run \`mesh ca seal ${cluster} --namespace ${namespace}\` with the controller's certificate.`,
      );
    }
    return {
      sealedSecret: {
        encryptedPrivateKey: sealedSecret.encryptedKey,
        scope: sealedSecret.scope as SealingScope,
      },
    };
  }
  if (delivery === CacertsDelivery.SOPS && sops) {
    return {
      sops: { encryptedPrivateKey: sops.encryptedKey, metadata: JSON.stringify(sops.metadata) },
    };
  }
  return {};
}

function certificatesOf(
  props: CacertsProps,
  delivery: CacertsDelivery,
  { cluster, lock }: CacertsContext,
  problems: Problems,
): CacertsCertificates | undefined {
  const { certificates, certificatesDirectory } = props;
  if (certificates && certificatesDirectory !== undefined) {
    problems.report('MESH714', 'there are certificates both as text and in a directory');
  }
  if (certificatesDirectory !== undefined) {
    return readDirectory(certificatesDirectory, problems.at('certificatesDirectory'));
  }
  if (certificates || !lock || delivery === CacertsDelivery.CERT_MANAGER) {
    return certificates;
  }
  const files = filesOf(lock, cluster!);
  if (!files) {
    problems.report(
      'MESH716',
      `the lock file has no certificate for "${cluster}"`,
      `Run \`mesh ca issue ${cluster}\`, or give the cluster's certificates here.`,
    );
  }
  return files;
}

function readDirectory(directory: string, problems: Problems): CacertsCertificates | undefined {
  const read = (file: keyof CacertsCertificates): string | undefined => {
    const name = path.join(directory, FILE_NAMES[file]);
    try {
      return readFileSync(name, 'utf8');
    } catch (error) {
      problems.report(
        'MESH714',
        `"${name}" cannot be read: ${(error as NodeJS.ErrnoException).code}`,
      );
      return undefined;
    }
  };
  const [caCert, certChain, rootCert] = [read('caCert'), read('certChain'), read('rootCert')];
  return caCert !== undefined && certChain !== undefined && rootCert !== undefined
    ? { caCert, certChain, rootCert }
    : undefined;
}
