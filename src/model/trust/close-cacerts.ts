import { Cacerts, ExternalSecret, IssuedCertificate, PublicFiles } from './cacerts';
import { PUBLIC_FILES } from '../../description/cacerts-files';
import {
  CacertsCertificates,
  CacertsDelivery,
  CacertsProps,
  CertManagerProps,
  ExternalSecretProps,
  SealingScope,
} from '../../description/cacerts-props';
import { CERTIFICATE_TERMS, sopsMetadata } from '../../description/check-cacerts-options';

/**
 * Fills in every default, and leaves out what the delivery has no use for.
 *
 * @returns undefined when something is missing, which was reported
 * @internal
 */
export function closeCacerts(delivery: CacertsDelivery, props: CacertsProps): Cacerts | undefined {
  const { externalSecret, sealedSecret, sops, certManager, plaintextPrivateKey } = props;
  const files = props.certificates && publicFiles(props.certificates);
  switch (delivery) {
    case CacertsDelivery.EXISTING_SECRET:
      return { delivery };
    case CacertsDelivery.EXTERNAL_SECRET:
      return externalSecret && copied(externalSecret);
    case CacertsDelivery.SEALED_SECRET: {
      const { encryptedPrivateKey, scope = SealingScope.STRICT } = sealedSecret ?? {};
      return files && encryptedPrivateKey !== undefined
        ? { delivery, files, encryptedPrivateKey, scope }
        : undefined;
    }
    case CacertsDelivery.SOPS: {
      const metadata = sops && sopsMetadata(sops.metadata);
      return files && metadata && { delivery, files, ...sops, metadata };
    }
    case CacertsDelivery.CERT_MANAGER:
      return certManager && issued(certManager);
    case CacertsDelivery.PLAINTEXT_SECRET:
      return files && plaintextPrivateKey !== undefined
        ? { delivery, files, privateKey: plaintextPrivateKey }
        : undefined;
  }
}

/** Line ends of Windows would make each checkout another output. */
function publicFiles(certificates: CacertsCertificates): PublicFiles {
  const text = (which: keyof CacertsCertificates) => certificates[which].replace(/\r\n/g, '\n');
  return {
    [PUBLIC_FILES.caCert]: text('caCert'),
    [PUBLIC_FILES.certChain]: text('certChain'),
    [PUBLIC_FILES.rootCert]: text('rootCert'),
  };
}

const copied = ({
  store,
  clusterStore = true,
  key,
  refreshInterval = '1h0m0s',
}: ExternalSecretProps): ExternalSecret => ({
  delivery: CacertsDelivery.EXTERNAL_SECRET,
  store: { kind: clusterStore ? 'ClusterSecretStore' : 'SecretStore', name: store },
  key,
  refreshInterval,
});

const issued = ({
  issuer,
  caSecret,
  issuerKind = caSecret === undefined ? 'ClusterIssuer' : 'Issuer',
  issuerGroup = 'cert-manager.io',
  duration = CERTIFICATE_TERMS.duration,
  renewBefore = CERTIFICATE_TERMS.renewBefore,
}: CertManagerProps): IssuedCertificate => ({
  delivery: CacertsDelivery.CERT_MANAGER,
  issuer: { group: issuerGroup, kind: issuerKind, name: issuer },
  caSecret,
  duration,
  renewBefore,
});
