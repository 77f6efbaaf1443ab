import { CacertsDelivery, SealingScope } from '../../../src';
import { plaintextOf } from '../../../src/manifests/trust/secrets';
import { trustManifests } from '../../../src/manifests/trust/trust-manifests';
import { Cacerts } from '../../../src/model/trust/cacerts';

const files = { 'ca-cert.pem': 'a\n', 'cert-chain.pem': 'b\n', 'root-cert.pem': 'c\n' };
const issuer = { group: 'cert-manager.io', kind: 'Issuer', name: 'mesh-root' };
const lifetime = { duration: '8760h0m0s', renewBefore: '2920h0m0s' };

const DELIVERIES: { readonly [D in CacertsDelivery]: Extract<Cacerts, { delivery: D }> } = {
  [CacertsDelivery.EXISTING_SECRET]: { delivery: CacertsDelivery.EXISTING_SECRET },
  [CacertsDelivery.EXTERNAL_SECRET]: {
    delivery: CacertsDelivery.EXTERNAL_SECRET,
    store: { kind: 'SecretStore', name: 'vault' },
    key: 'istio/east',
    refreshInterval: '5m',
  },
  [CacertsDelivery.SEALED_SECRET]: {
    delivery: CacertsDelivery.SEALED_SECRET,
    files,
    encryptedPrivateKey: 'AgB',
    scope: SealingScope.STRICT,
  },
  [CacertsDelivery.SOPS]: {
    delivery: CacertsDelivery.SOPS,
    files,
    encryptedPrivateKey: 'ENC[AES256_GCM,data:x]',
    metadata: { version: '3.9.0' },
  },
  [CacertsDelivery.CERT_MANAGER]: {
    delivery: CacertsDelivery.CERT_MANAGER,
    issuer,
    caSecret: 'mesh-root-ca',
    ...lifetime,
  },
  [CacertsDelivery.PLAINTEXT_SECRET]: {
    delivery: CacertsDelivery.PLAINTEXT_SECRET,
    files,
    privateKey: 'key\n',
  },
};

const { EXISTING_SECRET, PLAINTEXT_SECRET } = CacertsDelivery;

test.each<[CacertsDelivery, string[]]>([
  [EXISTING_SECRET, []],
  [CacertsDelivery.EXTERNAL_SECRET, ['ExternalSecret istio-root/cacerts']],
  [CacertsDelivery.SEALED_SECRET, ['SealedSecret istio-root/cacerts']],
  [CacertsDelivery.SOPS, ['Secret istio-root/cacerts']],
  [CacertsDelivery.CERT_MANAGER, ['Issuer istio-root/mesh-root', 'Certificate istio-root/cacerts']],
  [PLAINTEXT_SECRET, ['Secret istio-root/cacerts']],
])('%s: the namespace, then what brings the Secret into it', (delivery, expected) => {
  const cacerts = DELIVERIES[delivery];
  const [namespace, ...objects] = trustManifests({ namespace: 'istio-root', labels: {}, cacerts });
  expect(namespace).toMatchObject({ kind: 'Namespace', metadata: { name: 'istio-root' } });
  const names = objects.map(
    ({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`,
  );
  expect(names).toEqual(expected);
});

test('the namespace has its labels, and outlives the output', () => {
  const cacerts = DELIVERIES[EXISTING_SECRET];
  const [{ metadata }] = trustManifests({ namespace: 'x', labels: { a: 'b' }, cacerts });
  expect(metadata.labels).toMatchObject({ a: 'b' });
  expect(Object.values(metadata.annotations!)).toEqual(['Prune=false', 'disabled']);
});

test('a namespace of somebody else is not written', () => {
  expect(trustManifests({ namespace: 'x', cacerts: DELIVERIES[EXISTING_SECRET] })).toEqual([]);
});

test('only a plaintext Secret has a secret that may be seen, in the form in which it is written', () => {
  const { [PLAINTEXT_SECRET]: plaintext, ...others } = DELIVERIES;
  const [, secret] = trustManifests({ namespace: 'x', labels: {}, cacerts: plaintext });
  expect(secret.data).toMatchObject({ 'ca-key.pem': plaintextOf(plaintext) });
  expect(Object.values<Cacerts>(others).map(plaintextOf)).toEqual(
    Array(Object.keys(others).length).fill(undefined),
  );
});
