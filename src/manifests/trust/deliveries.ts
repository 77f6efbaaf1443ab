import {
  CacertsCertificates,
  CacertsDelivery,
  CacertsProps,
  CertManagerProps,
  ExternalSecretProps,
  SealedSecretProps,
  SealingScope,
  SopsProps,
} from '../../description/cacerts-props';
import { MANAGED_BY } from '../../values/ownership';
import { FILE_NAMES } from '../../x509/check-chain';

/** Name of the Secret that istiod reads. @internal */
export const SECRET = 'cacerts';

/** The one file of it that is secret. @internal */
export const PRIVATE_KEY = 'ca-key.pem';

/** @internal */
export interface CacertsManifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly [key: string]: unknown;
  };
  readonly [key: string]: unknown;
}

/**
 * The objects that bring the Secret into the cluster.
 *
 * @param cluster its name, where it is known
 * @param props resolved
 * @internal
 */
export function deliveryManifests(
  cluster: string | undefined,
  namespace: string,
  props: CacertsProps,
): CacertsManifest[] {
  switch (props.delivery) {
    case CacertsDelivery.EXTERNAL_SECRET:
      return [externalSecret(namespace, props.externalSecret!)];
    case CacertsDelivery.SEALED_SECRET:
      return [sealedSecret(namespace, props.sealedSecret!, publicFiles(props.certificates!))];
    case CacertsDelivery.SOPS:
      return [sopsSecret(namespace, props.sops!, publicFiles(props.certificates!))];
    case CacertsDelivery.CERT_MANAGER:
      return certManager(cluster, namespace, props.certManager!);
    case CacertsDelivery.PLAINTEXT_SECRET:
      return [
        plaintextSecret(namespace, props.plaintextPrivateKey!, publicFiles(props.certificates!)),
      ];
    default:
      return [];
  }
}

/** As it stands in the Secret's `data`. @internal */
export const encoded = (text: string): string => Buffer.from(text).toString('base64');

type Files = { readonly [name: string]: string };

function publicFiles(certificates: CacertsCertificates): Files {
  const names = Object.keys(FILE_NAMES) as Array<keyof CacertsCertificates>;
  return Object.fromEntries(
    names.map(file => [FILE_NAMES[file], certificates[file].replace(/\r\n/g, '\n')]),
  );
}

const metadataOf = (namespace: string) => ({ name: SECRET, namespace, labels: { ...MANAGED_BY } });

/**
 * istiod refuses to start when some but not all of its files are there; from one store they come
 * and change together.
 */
function externalSecret(
  namespace: string,
  { store, clusterStore = true, key, refreshInterval = '1h0m0s' }: ExternalSecretProps,
): CacertsManifest {
  const files = [...Object.values(FILE_NAMES), PRIVATE_KEY].sort();
  return {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: metadataOf(namespace),
    spec: {
      refreshInterval,
      secretStoreRef: { kind: clusterStore ? 'ClusterSecretStore' : 'SecretStore', name: store },
      target: { name: SECRET, creationPolicy: 'Owner', deletionPolicy: 'Retain' },
      data: files.map(file => ({ secretKey: file, remoteRef: { key, property: file } })),
    },
  };
}

/**
 * The controller reads the scope from the object; what is public stays readable, so that a change
 * can be reviewed.
 */
function sealedSecret(
  namespace: string,
  { encryptedPrivateKey, scope = SealingScope.STRICT }: SealedSecretProps,
  files: Files,
): CacertsManifest {
  const annotations =
    scope === SealingScope.STRICT
      ? {}
      : { annotations: { [`sealedsecrets.bitnami.com/${scope}`]: 'true' } };
  return {
    apiVersion: 'bitnami.com/v1alpha1',
    kind: 'SealedSecret',
    metadata: { ...metadataOf(namespace), ...annotations },
    spec: {
      encryptedData: { [PRIVATE_KEY]: encryptedPrivateKey },
      template: {
        metadata: { ...metadataOf(namespace), ...annotations },
        type: 'Opaque',
        data: files,
      },
    },
  };
}

/** SOPS looks for its metadata at the top of the object. */
function sopsSecret(
  namespace: string,
  { encryptedPrivateKey, metadata }: SopsProps,
  files: Files,
): CacertsManifest {
  return {
    ...secret(namespace),
    stringData: { ...files, [PRIVATE_KEY]: encryptedPrivateKey },
    sops: JSON.parse(metadata),
  };
}

function plaintextSecret(namespace: string, privateKey: string, files: Files): CacertsManifest {
  const all = { ...files, [PRIVATE_KEY]: privateKey };
  return {
    ...secret(namespace),
    data: Object.fromEntries(Object.entries(all).map(([name, text]) => [name, encoded(text)])),
  };
}

const secret = (namespace: string) => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: metadataOf(namespace),
  type: 'Opaque',
});

/** cert-manager has no path length; the names are those that Istio's own tooling gives. */
function certManager(
  cluster: string | undefined,
  namespace: string,
  props: CertManagerProps,
): CacertsManifest[] {
  const {
    issuer,
    caSecret,
    issuerGroup = 'cert-manager.io',
    duration = '8760h0m0s',
    renewBefore = '2920h0m0s',
  } = props;
  const certificate = {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: metadataOf(namespace),
    spec: {
      secretName: SECRET,
      isCA: true,
      commonName: 'Intermediate CA',
      subject: {
        organizations: ['Istio'],
        ...(cluster === undefined ? {} : { localities: [cluster] }),
      },
      dnsNames: [`istiod.${namespace}.svc`],
      duration,
      renewBefore,
      privateKey: { algorithm: 'RSA', size: 4096, encoding: 'PKCS8', rotationPolicy: 'Always' },
      usages: ['digital signature', 'key encipherment', 'cert sign', 'crl sign'],
      issuerRef: {
        group: issuerGroup,
        kind: props.issuerKind ?? (caSecret === undefined ? 'ClusterIssuer' : 'Issuer'),
        name: issuer,
      },
    },
  };
  return caSecret === undefined
    ? [certificate]
    : [
        {
          apiVersion: 'cert-manager.io/v1',
          kind: 'Issuer',
          metadata: { ...metadataOf(namespace), name: issuer },
          spec: { ca: { secretName: caSecret } },
        },
        certificate,
      ];
}
