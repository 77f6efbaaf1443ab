import { Testing } from 'cdk8s';
import { GatewayAddress, MulticlusterMesh, MulticlusterMeshProps, Protocol } from '../../src';
import { BASE, httpbin, problemsOf, summarize, withCluster, withService } from '../model/base';

/**
 * What broke for users of other tools, by ticket: here it is refused, or it comes out right.
 */

const refused = (props: MulticlusterMeshProps) => summarize(problemsOf(props));
function rendered(props: MulticlusterMeshProps, cluster: string): any[] {
  return Testing.synth(new MulticlusterMesh(Testing.app(), 'mesh', props).chart(cluster));
}
const ofKind = (objects: any[], kind: string) => objects.filter(object => object.kind === kind);
const remoteEntry = (props: MulticlusterMeshProps) =>
  ofKind(rendered(props, 'cluster1'), 'ServiceEntry').find(entry => entry.spec.endpoints).spec;
const [CLUSTER1, CLUSTER2] = BASE.clusters;
const at2 = (address: GatewayAddress): MulticlusterMeshProps => ({
  ...BASE,
  clusters: [CLUSTER1, { ...CLUSTER2, gateway: { addresses: [address] } }],
});
const twice = (change: object): MulticlusterMeshProps => ({
  ...BASE,
  services: [httpbin(), httpbin(change)],
});

test('istio/istio#44356: a ServiceEntry that doubles a Service of the cluster', () => {
  expect(refused({ ...BASE, suffix: 'svc.cluster.local' })).toContain(
    'MESH205 at suffix: suffix "svc.cluster.local" overlaps "cluster.local"',
  );
});

test('deckhouse/deckhouse#4886: two exporters of one host', () => {
  expect(refused(twice({ clusters: ['cluster1'] }))).toEqual([
    'MESH301 at services[1]: service "httpbin.bar" is declared twice, first at services[0]',
  ]);
  const hosts = ofKind(
    rendered(
      withService({ clusters: ['cluster1', 'cluster2'], virtualIps: ['240.0.0.1'] }),
      'cluster2',
    ),
    'Gateway',
  ).flatMap(g => g.spec.servers.flatMap((s: any) => s.hosts));
  expect(hosts).toEqual(['httpbin.bar.mesh.internal']);
});

test("deckhouse/deckhouse pull request 19395: a gateway's host name with resolution STATIC", () => {
  expect(remoteEntry(at2(GatewayAddress.hostname('gw.example.com'))).resolution).toBe('DNS');
  expect(remoteEntry(BASE).resolution).toBe('STATIC');
});

test('istio/istio#40673: a subset on one side only', () => {
  const props = withService({ subsets: [{ name: 'v2', labels: { version: 'v2' } }] });
  for (const cluster of ['cluster1', 'cluster2']) {
    expect(
      ofKind(rendered(props, cluster), 'DestinationRule').map(rule =>
        rule.spec.subsets.map((s: any) => s.name),
      ),
    ).toEqual([['v2']]);
  }
});

test('istio/istio#40624: the rewriting EnvoyFilter with an Istio that has no place for it', () => {
  expect(refused(withCluster({ istio: '1.14' })).join()).toContain(
    'MESH502 at clusters[0].istio: Istio "1.14" lies between the two mechanisms',
  );
  expect(
    ['cluster1', 'cluster2'].flatMap(cluster => ofKind(rendered(BASE, cluster), 'EnvoyFilter')),
  ).toEqual([]);
});

test('istio/istio#22852: a shell placeholder in a value', () => {
  expect(
    refused(
      withCluster({
        dns: {
          serverIp: '$(kubectl get svc -n istio-system istiocoredns -o jsonpath={.spec.clusterIP})',
        },
      }),
    ).join(),
  ).toContain('MESH105 at clusters[0].dns.serverIp');
});

test('istio/istio#55776: one host with different ports', () => {
  expect(refused(twice({ ports: [{ number: 9000, protocol: Protocol.HTTP }] })).join()).toContain(
    'MESH302 at services[1].ports',
  );
});

test('istio/istio#60447: one port with different protocols', () => {
  expect(refused(twice({ ports: [{ number: 8000, protocol: Protocol.TCP }] })).join()).toContain(
    'MESH302 at services[1].ports',
  );
});

test('istio/istio#39204: trust domains that differ', () => {
  expect(refused(withCluster({ trustDomain: 'east.example' })).join()).toContain(
    'MESH209 at clusters[1].trustDomainAliases',
  );
});

test('istio-ecosystem/admiral#76: a service with several ports', () => {
  const ports = [
    { number: 8000, protocol: Protocol.HTTP },
    { number: 9000, protocol: Protocol.GRPC },
  ];
  const entry = remoteEntry(withService({ ports }));
  expect(entry.ports).toEqual([
    { number: 8000, name: 'http-8000', protocol: 'HTTP' },
    { number: 9000, name: 'grpc-9000', protocol: 'GRPC' },
  ]);
  expect(entry.endpoints[0].ports).toEqual({ 'http-8000': 15443, 'grpc-9000': 15443 });
});

test('solo-io/gloo-mesh#948: the only endpoint of a cluster cannot be left out', () => {
  const [rule] = ofKind(
    rendered(
      withService({ clusters: ['cluster1', 'cluster2'], virtualIps: ['240.0.0.1'] }),
      'cluster1',
    ),
    'DestinationRule',
  );
  expect(rule.spec.trafficPolicy.outlierDetection.maxEjectionPercent).toBe(100);
});

test('istio/istio#35410: no failover without a locality, so names have one that no node has', () => {
  const both = withService({ clusters: ['cluster1', 'cluster2'], virtualIps: ['240.0.0.1'] });
  const named = { ...both, clusters: at2(GatewayAddress.hostname('gw.example.com')).clusters };
  const [entry] = ofKind(rendered(named, 'cluster1'), 'ServiceEntry').filter(
    ({ spec }) => spec.endpoints,
  );
  expect(entry.spec.endpoints[0].locality).toBe('near.mesh.cdk8s-istio-multicluster');
});

test('istio/istio#49045: a node port instead of 15443', () => {
  expect(remoteEntry(at2(GatewayAddress.nodePort('8.8.4.2', 31443))).endpoints[0].ports).toEqual({
    'http-8000': 31443,
  });
});
