import { Chart, Testing } from 'cdk8s';
import { ClusterCacerts, ClusterCacertsProps } from '../../src';

const objects = (props?: ClusterCacertsProps) => Testing.synth(new ClusterCacerts(Testing.chart(), 'cacerts', props).node.scope as Chart);

test('an existing Secret needs only its namespace', () => {
  expect(objects().map(({ kind, metadata: { name, labels } }) => ({ kind, name, labels }))).toEqual([
    { kind: 'Namespace', name: 'istio-system', labels: { 'app.kubernetes.io/managed-by': 'cdk8s-istio-multicluster' } },
  ]);
  expect(objects({ namespace: 'istio-root', network: 'east' })[0].metadata).toMatchObject({ name: 'istio-root', labels: { 'topology.istio.io/network': 'east' } });
});

test('an external secret names its four files, and no key is in the output', () => {
  const [, external] = objects({ delivery: { externalSecret: { store: 'vault', key: 'istio/east' } } });
  expect(external).toMatchObject({
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: { name: 'cacerts', namespace: 'istio-system' },
    spec: {
      refreshInterval: '1h0m0s',
      secretStoreRef: { kind: 'ClusterSecretStore', name: 'vault' },
      target: { name: 'cacerts', creationPolicy: 'Owner', deletionPolicy: 'Retain' },
      data: ['ca-cert.pem', 'ca-key.pem', 'cert-chain.pem', 'root-cert.pem'].map(file => ({ secretKey: file, remoteRef: { key: 'istio/east', property: file } })),
    },
  });
});

test('MESH701: an external secret without store or key', () => {
  expect(() => objects({ delivery: { externalSecret: { store: '', key: 'x' } } })).toThrow('MESH701 at test/cacerts.delivery.externalSecret.store');
  expect(() => objects({ delivery: { externalSecret: { store: 'x', key: '' } } })).toThrow('MESH701 at test/cacerts.delivery.externalSecret.key');
});
