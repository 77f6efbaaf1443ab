import { CacertsDelivery } from '../../../src';
import { trustManifests } from '../../../src/manifests/trust/trust-manifests';

const METADATA = {
  namespace: 'istio-root',
  labels: { 'app.kubernetes.io/managed-by': 'cdk8s-istio-multicluster' },
};
const ISSUER = { group: 'cert-manager.io', kind: 'Issuer', name: 'mesh-root' };

const objects = (props: { cluster?: string; caSecret?: string } = {}) =>
  trustManifests({
    namespace: 'istio-root',
    cluster: props.cluster,
    cacerts: {
      delivery: CacertsDelivery.CERT_MANAGER,
      issuer: ISSUER,
      caSecret: props.caSecret,
      duration: '8760h0m0s',
      renewBefore: '2920h0m0s',
    },
  }).filter(({ apiVersion }) => apiVersion === 'cert-manager.io/v1');

test('cert-manager is asked for a CA as Istio makes one, with a new key each time', () => {
  expect(objects({ cluster: 'east' })).toEqual([
    {
      apiVersion: 'cert-manager.io/v1',
      kind: 'Certificate',
      metadata: { ...METADATA, name: 'cacerts' },
      spec: {
        secretName: 'cacerts',
        isCA: true,
        commonName: 'Intermediate CA',
        subject: { organizations: ['Istio'], localities: ['east'] },
        dnsNames: ['istiod.istio-root.svc'],
        duration: '8760h0m0s',
        renewBefore: '2920h0m0s',
        privateKey: { algorithm: 'RSA', size: 4096, encoding: 'PKCS8', rotationPolicy: 'Always' },
        usages: ['digital signature', 'key encipherment', 'cert sign', 'crl sign'],
        issuerRef: ISSUER,
      },
    },
  ]);
});

test('a CA without a cluster names no locality', () => {
  const [certificate] = objects() as any[];
  expect(certificate.spec.subject).toEqual({ organizations: ['Istio'] });
});

test('an issuer with the CA of a Secret comes before what it signs', () => {
  const [issuer, certificate] = objects({ caSecret: 'mesh-root-ca' });
  expect(issuer).toEqual({
    apiVersion: 'cert-manager.io/v1',
    kind: 'Issuer',
    metadata: { ...METADATA, name: 'mesh-root' },
    spec: { ca: { secretName: 'mesh-root-ca' } },
  });
  expect(certificate.kind).toBe('Certificate');
});
