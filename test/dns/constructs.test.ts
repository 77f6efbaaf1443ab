import { Chart, Testing } from 'cdk8s';
import { CoreDnsGlobalZone, CoreDnsGlobalZoneProps, KubeDnsStub, KubeDnsStubProps, Platform } from '../../src';
import { MeshError } from '../../src/mesh/mesh-error';

const stub = (props: KubeDnsStubProps) => Testing.synth(new KubeDnsStub(Testing.chart(), 'stub', props).node.scope as Chart);
const zone = (props: CoreDnsGlobalZoneProps) => Testing.synth(new CoreDnsGlobalZone(Testing.chart(), 'zone', props).node.scope as Chart);

function problems(run: () => void): string[] {
  try {
    run();
  } catch (error) {
    return (error as MeshError).problems.map(p => `${p.code} ${p.message}`);
  }
  return [];
}

test('a stub domain is the ConfigMap that kube-dns reads, and no tool may delete it', () => {
  expect(stub({ stubDomains: { 'mesh.internal': ['10.0.0.200', '10.0.0.201:5353', 'fd00::1'], 'acme': ['10.1.1.1'] }, upstreamNameservers: ['8.8.8.8'] })).toEqual([{
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: 'kube-dns',
      namespace: 'kube-system',
      labels: { 'addonmanager.kubernetes.io/mode': 'EnsureExists', 'app.kubernetes.io/managed-by': 'cdk8s-istio-multicluster' },
      annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false', 'kustomize.toolkit.fluxcd.io/prune': 'disabled' },
    },
    data: { stubDomains: '{"acme":["10.1.1.1"],"mesh.internal":["10.0.0.200","10.0.0.201:5353","fd00::1"]}', upstreamNameservers: '["8.8.8.8"]' },
  }]);
});

test.each<[string, KubeDnsStubProps]>([
  ['MESH604 stub domain "Global" is not a lower-case DNS name', { stubDomains: { Global: ['10.0.0.1'] } }],
  ['MESH604 stub domain "global." is not a lower-case DNS name', { stubDomains: { 'global.': ['10.0.0.1'] } }],
  ['MESH604 stub domain "global" has no server', { stubDomains: { global: [] } }],
  ['MESH604 name server "10.0.0.1:0" is not an IP address, or has no valid port', { stubDomains: { global: ['10.0.0.1:0'] } }],
  ['MESH604 name server "10.0.0.1:65536" is not an IP address, or has no valid port', { stubDomains: { global: ['10.0.0.1:65536'] } }],
  ['MESH604 name server "[fd00::1]:53" is not an IP address, or has no valid port', { stubDomains: { global: ['[fd00::1]:53'] } }],
  ['MESH604 name server "ns.example.com" is not an IP address, or has no valid port', { stubDomains: { global: ['ns.example.com'] } }],
  ['MESH604 there are 4 upstream name servers; kube-dns takes 3', { stubDomains: {}, upstreamNameservers: ['1.1.1.1', '1.1.1.2', '1.1.1.3', '1.1.1.4'] }],
])('%s', (expected, props) => {
  expect(problems(() => stub(props))).toEqual([expected]);
});

test('the zone joins a given Corefile', () => {
  const [config] = zone({ forwardTo: '10.0.0.200', corefile: '.:53 {\n    errors\n}\n' });
  expect(config.metadata).toMatchObject({ name: 'coredns', namespace: 'kube-system', annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false' } });
  expect(config.data).toEqual({ Corefile: '.:53 {\n    errors\n}\n\nglobal:53 {\n    errors\n    cache 30\n    forward . 10.0.0.200\n}\n' });
});

test.each([Platform.AKS, Platform.K3S, Platform.DIGITALOCEAN, Platform.OVH])('on %s it is a key of coredns-custom', platform => {
  const [config] = zone({ forwardTo: '10.0.0.200:5353', zone: 'mesh.internal', platform });
  expect(config.metadata.name).toBe('coredns-custom');
  expect(config.data).toEqual({ 'mesh-mesh.internal.server': 'mesh.internal:53 {\n    errors\n    cache 30\n    forward . 10.0.0.200:5353\n}\n' });
});

test('on Gardener it listens on port 8053', () => {
  expect(zone({ forwardTo: '10.0.0.200', platform: Platform.GARDENER })[0].data['mesh-global.server']).toMatch(/^global:8053 \{/);
});

test.each<[string, CoreDnsGlobalZoneProps]>([
  ['MESH603 platform "kubeadm" keeps the whole Corefile in one ConfigMap, and the present one is not known', { forwardTo: '10.0.0.200' }],
  ['MESH606 GKE has no CoreDNS to configure', { forwardTo: '10.0.0.200', platform: Platform.GKE }],
  ['MESH604 "dns.example.com" is not an IP address', { forwardTo: 'dns.example.com', platform: Platform.AKS }],
  ['MESH601 line 1, column 1: "x" has no opening brace; a file without braces is one block to its end', { forwardTo: '10.0.0.200', corefile: 'x' }],
])('%s', (expected, props) => {
  expect(problems(() => zone(props))).toEqual([expected]);
});
