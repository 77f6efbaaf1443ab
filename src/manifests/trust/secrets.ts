import { CACERTS, PRIVATE_KEY_FILE, PUBLIC_FILES } from '../../description/cacerts-files';
import { CacertsDelivery, SealingScope } from '../../description/cacerts-props';
import {
  Cacerts,
  ExternalSecret,
  PlaintextSecret,
  SealedSecret,
  SopsSecret,
} from '../../model/trust/cacerts';
import { MANAGED_BY } from '../../values/ownership';
import { Manifest, Metadata } from '../manifest';

/**
 * istiod refuses to start when only some of its files are there; from one store they arrive and
 * change together.
 *
 * @internal
 */
export function externalSecret(
  namespace: string,
  { store, key, refreshInterval }: ExternalSecret,
): Manifest {
  const files = [...Object.values(PUBLIC_FILES), PRIVATE_KEY_FILE].sort();
  return {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: metadataOf(namespace),
    spec: {
      refreshInterval,
      secretStoreRef: store,
      target: { name: CACERTS, creationPolicy: 'Owner', deletionPolicy: 'Retain' },
      data: files.map(file => ({ secretKey: file, remoteRef: { key, property: file } })),
    },
  };
}

/**
 * The controller reads the scope from the object. What is public stays readable, so that a change
 * can be reviewed.
 *
 * @internal
 */
export function sealedSecret(
  namespace: string,
  { files, encryptedPrivateKey, scope }: SealedSecret,
): Manifest {
  const metadata = { ...metadataOf(namespace), annotations: SCOPES[scope] };
  return {
    apiVersion: 'bitnami.com/v1alpha1',
    kind: 'SealedSecret',
    metadata,
    spec: {
      encryptedData: { [PRIVATE_KEY_FILE]: encryptedPrivateKey },
      template: { metadata, type: 'Opaque', data: files },
    },
  };
}

const SCOPES: { readonly [scope in SealingScope]: Metadata['annotations'] } = {
  [SealingScope.STRICT]: undefined,
  [SealingScope.NAMESPACE_WIDE]: { 'sealedsecrets.bitnami.com/namespace-wide': 'true' },
  [SealingScope.CLUSTER_WIDE]: { 'sealedsecrets.bitnami.com/cluster-wide': 'true' },
};

/** SOPS looks for its metadata at the top of the object. @internal */
export const sopsSecret = (
  namespace: string,
  { files, encryptedPrivateKey, metadata }: SopsSecret,
): Manifest => ({
  ...secret(namespace),
  stringData: { ...files, [PRIVATE_KEY_FILE]: encryptedPrivateKey },
  sops: metadata,
});

/** @internal */
export function plaintextSecret(
  namespace: string,
  { files, privateKey }: PlaintextSecret,
): Manifest {
  const texts = Object.entries({ ...files, [PRIVATE_KEY_FILE]: privateKey });
  return {
    ...secret(namespace),
    data: Object.fromEntries(texts.map(([name, text]) => [name, encode(text)])),
  };
}

/**
 * The secret that the output holds because the user asked for it by name, as it stands there;
 * undefined when it holds none.
 *
 * @internal
 */
export const plaintextOf = (cacerts: Cacerts): string | undefined =>
  cacerts.delivery === CacertsDelivery.PLAINTEXT_SECRET ? encode(cacerts.privateKey) : undefined;

const secret = (namespace: string): Manifest => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: metadataOf(namespace),
  type: 'Opaque',
});

const metadataOf = (namespace: string): Metadata => ({
  name: CACERTS,
  namespace,
  labels: MANAGED_BY,
});

const encode = (text: string): string => Buffer.from(text).toString('base64');
