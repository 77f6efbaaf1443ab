import { DnsMode } from '../../../src';
import { dnsManifests } from '../../../src/manifests/dns/dns-manifests';
import { ClusterDns, Zone } from '../../../src/model/dns/cluster-dns';

const SERVICE = { namespace: 'istio-system', clusterIp: '10.96.0.53' };
const RECORDS = { 'a.b.mesh.internal': ['240.0.0.1'] };
const STUB = { stubDomains: { 'mesh.internal': ['10.96.0.53'] } };
const CUSTOM: Zone = {
  name: 'mesh.internal',
  form: 'coredns-custom',
  port: 53,
  needsRestart: false,
  key: 'mesh-mesh.internal.server',
  place: { corefile: '', replaced: [] },
};
const EKS: Zone = {
  name: 'mesh.internal',
  form: 'eks-addon',
  corefile: { corefile: '', replaced: [] },
};

const names = (dns: Omit<ClusterDns, 'mode'>) =>
  dnsManifests({ mode: DnsMode.SERVER, ...dns }, RECORDS).objects.map(
    ({ kind, metadata }) => `${kind} ${metadata.name}`,
  );

test('the server comes before what is told to ask it', () => {
  const server = { ...SERVICE, image: 'x', assignsUsers: false, zone: 'mesh.internal' };
  expect(names({ server, stub: STUB, zone: CUSTOM })).toEqual([
    'ConfigMap mesh-dns',
    'Service mesh-dns',
    'Deployment mesh-dns',
    'ConfigMap kube-dns',
    'ConfigMap coredns-custom',
  ]);
  expect(names({ istiocoredns: SERVICE, stub: STUB })).toEqual([
    'Service istiocoredns',
    'ConfigMap kube-dns',
  ]);
});

test('what is not for Kubernetes is a file', () => {
  const { objects, files } = dnsManifests({ mode: DnsMode.ZONE, zone: EKS }, RECORDS);
  expect(objects).toEqual([]);
  expect(files.map(({ path }) => path)).toEqual(['other/eks-coredns-addon.json']);
  expect(JSON.parse(files[0].content).corefile).toContain('        240.0.0.1 a.b.mesh.internal\n');
});

test('the types of Kubernetes are loaded only for a Service or a Deployment', () => {
  jest.isolateModules(() => {
    jest.doMock('cdk8s-plus-27', () => {
      throw new Error('loaded');
    });
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const isolated: typeof import('../../../src/manifests/dns/dns-manifests') = require('../../../src/manifests/dns/dns-manifests');
    const place = (dns: Omit<ClusterDns, 'mode'>) =>
      isolated.dnsManifests({ mode: DnsMode.ZONE, ...dns }, RECORDS).objects.length;
    expect(place({ stub: STUB, zone: CUSTOM })).toBe(2);
    expect(() => place({ istiocoredns: SERVICE })).toThrow('loaded');
  });
});
