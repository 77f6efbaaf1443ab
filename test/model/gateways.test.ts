import { BASE, httpbin, problemsOf, resolve, summarize, withCluster } from './base';
import {
  DnsMode,
  EgressGatewayProps,
  ExternalTrafficPolicy,
  GatewayAddress,
  GatewayProps,
  GatewayRoute,
  GatewayServiceProps,
  GatewayServiceType,
  MulticlusterMeshProps,
} from '../../src';
import { resolveHost } from '../../src/constructs/standalone-host';
import { hostsByCluster } from '../../src/model/hosts/hosts';
import { Problems } from '../../src/problems/problems';

const gateway = (props: Partial<GatewayProps>, istio = '1.29') =>
  withCluster({ istio, gateway: { ...BASE.clusters[0].gateway!, ...props } });
const service = (props: GatewayServiceProps, istio?: string) => gateway({ service: props }, istio);
const egress = (props: Partial<EgressGatewayProps>) =>
  withCluster({ egressGateway: { address: '10.0.0.9', ...props } });
const helm = (helmValues: any) => gateway({ helmValues });
const HELM = 'clusters[0].gateway.helmValues';
const SERVICE = 'clusters[0].gateway.service';

const itself: any = { deep: {} };
itself.deep.again = itself;

test.each<[string, MulticlusterMeshProps]>([
  [
    'MESH260 at clusters[0].gateway.addresses[0]: gateway port 15021 is the one at which it tells its health',
    gateway({ addresses: [GatewayAddress.ip('8.8.4.1', 15021)] }),
  ],
  [
    `MESH260 at ${SERVICE}.ports[1]: gateway port 15021 is the one at which it tells its health`,
    service({ ports: [443, 15021] }),
  ],
  [`MESH303 at ${SERVICE}.ports[0]: gateway port 0 is out of range`, service({ ports: [0] })],
  [`MESH407 at ${SERVICE}.ports: the list of ports is empty`, service({ ports: [] })],
  [
    `MESH407 at ${SERVICE}.loadBalancerSourceRanges: the list of ranges is empty`,
    service({ loadBalancerSourceRanges: [] }),
  ],
  [
    `MESH213 at ${SERVICE}.loadBalancerSourceRanges[0]: "8.8.8.8" is not a CIDR`,
    service({ loadBalancerSourceRanges: ['8.8.8.8'] }),
  ],
  [
    `MESH211 at ${SERVICE}.annotations.a b: "a b" is not an annotation key`,
    service({ annotations: { 'a b': '' } }),
  ],
  [
    'MESH211 at clusters[0].egressGateway.service.annotations.a b: "a b" is not an annotation key',
    egress({ service: { annotations: { 'a b': '' } } }),
  ],
  [
    `MESH261 at ${SERVICE}.loadBalancerIp: a Service of the type NodePort has no load balancer`,
    service({ type: GatewayServiceType.NODE_PORT, loadBalancerIp: '8.8.4.1' }),
  ],
  [
    `MESH261 at ${SERVICE}.loadBalancerClass: a Service of the type ClusterIP has no load balancer`,
    service({ type: GatewayServiceType.CLUSTER_IP, loadBalancerClass: 'x' }),
  ],
  [
    `MESH261 at ${SERVICE}.loadBalancerSourceRanges: a Service of the type NodePort has no load balancer`,
    gateway({
      addresses: [GatewayAddress.nodePort('8.8.4.1', 31443)],
      service: { loadBalancerSourceRanges: ['8.8.8.0/24'] },
    }),
  ],
  [
    `MESH261 at ${SERVICE}.externalTrafficPolicy: a Service of the type ClusterIP has no calls from outside`,
    service({
      type: GatewayServiceType.CLUSTER_IP,
      externalTrafficPolicy: ExternalTrafficPolicy.LOCAL,
    }),
  ],
  [
    `MESH261 at ${SERVICE}.loadBalancerIp: "gw.example.com" is not an IP address`,
    service({ loadBalancerIp: 'gw.example.com' }),
  ],
  [
    `MESH508 at ${SERVICE}.loadBalancerClass: the chart of Istio 1.25 does not write \`loadBalancerClass\``,
    service({ loadBalancerClass: 'x' }, '1.25'),
  ],
  [
    'MESH262 at clusters[0].gateway.deployment.replicas: 0 is not a whole number from 1',
    gateway({ deployment: { replicas: 0 } }),
  ],
  [
    'MESH262 at clusters[0].gateway.deployment.minReplicas: the number of pods is fixed, to 2, and follows the load',
    gateway({ deployment: { replicas: 2, minReplicas: 1 } }),
  ],
  [
    'MESH262 at clusters[0].gateway.deployment.maxReplicas: at least 3 pods, and at most 2',
    gateway({ deployment: { minReplicas: 3, maxReplicas: 2 } }),
  ],
  [
    "MESH262 at clusters[0].egressGateway.deployment.minReplicas: at least 6 pods, and at most 5, the chart's own number",
    egress({ deployment: { minReplicas: 6 } }),
  ],
  [
    `MESH263 at ${HELM}.service.type: "service.type" is decided by \`service.type\``,
    helm({ service: { type: 'LoadBalancer' } }),
  ],
  [`MESH263 at ${HELM}.service: "service" is decided by \`service.type\``, helm({ service: null })],
  [
    `MESH263 at ${HELM}.networkGateway: "networkGateway" is decided by the way that calls take`,
    helm({ networkGateway: 'cluster1' }),
  ],
  [
    'MESH263 at clusters[0].egressGateway.helmValues.replicaCount: "replicaCount" is decided by `deployment.replicas`',
    egress({ helmValues: { replicaCount: 2 } }),
  ],
  [
    'MESH263 at clusters[0].istiod.helmValues.global.network: "global.network" is decided by `network` of the cluster',
    withCluster({ istiod: { helmValues: { global: { network: 'x', hub: 'example.com/istio' } } } }),
  ],
  [`MESH264 at ${HELM}.a[1]: NaN is not a Helm value`, helm({ a: [1, NaN] })],
  [
    `MESH264 at ${HELM}.a.b: what a program has as "function" is not a Helm value`,
    helm({ a: { b: () => 1 } }),
  ],
  [
    `MESH264 at ${HELM}.a: what a program has as "object" is not a Helm value`,
    helm({ a: new Date(0) }),
  ],
  [
    `MESH264 at ${HELM}.a.constructor: "constructor" is a key of every object`,
    helm({ a: { constructor: 1 } }),
  ],
  [`MESH264 at ${HELM}.deep.again: the value contains itself`, helm(itself)],
  [
    'MESH266 at clusters[0].gateway.otherGatewayHosts[1]: "istio-system/*.local" is neither a DNS name nor `*.` and a DNS name',
    gateway({ otherGatewayHosts: ['*.local', 'istio-system/*.local'] }),
  ],
  [
    'MESH268 at clusters[0].egressGateway.labels: "istio: gateway" and the labels of the east-west gateway overlap',
    {
      ...withCluster({
        gateway: { ...BASE.clusters[0].gateway!, labels: { istio: 'gateway', role: 'edge' } },
        egressGateway: { address: '10.0.0.9', labels: { istio: 'gateway' } },
      }),
    },
  ],
])('%s', (expected, props) => {
  expect(summarize(problemsOf(props))).toEqual([expected]);
});

describe('a Gateway of somebody else, which may hold the same hosts', () => {
  const serving = (
    otherGatewayHosts: string[] | undefined,
    props: Partial<MulticlusterMeshProps>,
  ): MulticlusterMeshProps => ({
    ...withCluster({ gateway: { ...BASE.clusters[1].gateway!, otherGatewayHosts } }, 1),
    ...props,
  });
  const sni = { services: [httpbin({ gatewayRoute: GatewayRoute.SNI })] };
  const local = { suffix: 'mesh.local' };
  const opened = (props: MulticlusterMeshProps): readonly string[] => {
    const mesh = resolve(props);
    return hostsByCluster(mesh).get(mesh.clusters[1])!.gateway!.hosts;
  };
  const HOST = 'httpbin.bar.svc.cluster.local';

  test("it has to be said whether there is one, for a Service's own name and below `.local`", () => {
    const at =
      'MESH267 at clusters[1].gateway.otherGatewayHosts: `*.local` of a stock east-west gateway holds';
    expect(summarize(problemsOf(serving(undefined, sni)))).toEqual([`${at} "${HOST}"`]);
    expect(summarize(problemsOf(serving(undefined, local)))).toEqual([
      `${at} "httpbin.bar.mesh.local"`,
    ]);
    const two = { ...local, services: [httpbin({ aliases: ['web.bar'] })] };
    expect(problemsOf(serving(undefined, two)).map(({ message }) => message)).toEqual([
      expect.stringMatching(/ holds "httpbin\.bar\.mesh\.local" and 1 more$/),
    ]);
    for (const props of [sni, local]) {
      expect(problemsOf(serving(['*.local'], props))).toEqual([]);
      expect(problemsOf(serving([], props))).toEqual([]);
    }
    expect(problemsOf(serving(undefined, {}))).toEqual([]);
  });

  test('what it holds is left out of ours, and nothing else', () => {
    expect(opened(serving([], sni))).toEqual([HOST]);
    expect(opened(serving(['*.local'], sni))).toEqual([]);
    expect(opened(serving(['*.local'], {}))).toEqual(['httpbin.bar.mesh.internal']);
    expect(opened(serving(['*.internal'], {}))).toEqual([]);
    expect(opened(serving(['*'], {}))).toEqual([]);
    expect(opened(serving(['httpbin.bar.mesh.internal'], {}))).toEqual([]);
    expect(opened(serving(['*.bar.mesh.inter', 'bar.mesh.internal'], {}))).toHaveLength(1);
  });
});

test('what a shell would replace may be meant for Helm or Kubernetes', () => {
  expect(problemsOf(helm({ envVarFrom: [{ name: 'A', value: '$(POD_IP)' }] }))).toEqual([]);
});

test('without a port list, a load balancer that maps ports by itself is not taken for granted', () => {
  const addresses = [GatewayAddress.ip('8.8.4.1', 15021)];
  expect(problemsOf(gateway({ addresses, service: { ports: [15443] } }))).toEqual([]);
});

describe('Istio 1.1 to 1.7', () => {
  const classic = (props: object): MulticlusterMeshProps => ({
    ...BASE,
    clusters: BASE.clusters.map((cluster, i) => ({
      ...cluster,
      istio: '1.7',
      dns: { mode: DnsMode.NONE },
      ...(i === 0 ? props : {}),
    })),
    services: [httpbin({ virtualIps: ['240.0.0.2'] })],
    grants: [{ services: ['httpbin.bar'], everyone: true }],
  });
  const { addresses } = BASE.clusters[0].gateway!;

  test.each<[string, object]>([
    [
      'MESH265 at clusters[0].gateway.addresses[0]: no values publish gateway port 443',
      { gateway: { addresses: [GatewayAddress.ip('8.8.4.1', 443)] } },
    ],
    [
      'MESH508 at clusters[0].gateway.service: `service` needs Istio 1.20 or later',
      { gateway: { addresses, service: { annotations: {} } } },
    ],
    [
      'MESH508 at clusters[0].gateway.proxyProtocol: `proxyProtocol` needs Istio 1.20 or later',
      { gateway: { addresses, proxyProtocol: true } },
    ],
    [
      'MESH508 at clusters[0].egressGateway.helmValues: `helmValues` needs Istio 1.20 or later',
      { egressGateway: { address: '10.0.0.9', helmValues: {} } },
    ],
    [
      'MESH508 at clusters[0].istiod: `istiod` needs Istio 1.20 or later',
      { istiod: { helmValues: {} } },
    ],
  ])('%s', (expected, props) => {
    expect(summarize(problemsOf(classic(props)))).toEqual([expected]);
  });

  test('what holds anyway may be said, of a service and of a host that stands alone', () => {
    const asEver = { gatewayRoute: GatewayRoute.HOST, workloadNamespace: 'bar', trafficPolicy: {} };
    const virtualIps = ['240.0.0.2'];
    const props = classic({});
    expect(problemsOf({ ...props, services: [httpbin({ virtualIps, ...asEver })] })).toEqual([]);
    const host = {
      name: 'httpbin',
      namespace: 'bar',
      suffix: 'mesh.internal',
      istioVersion: '1.7',
    };
    const problems = new Problems();
    const endpoints = [{ address: GatewayAddress.ip('8.8.4.2') }];
    resolveHost({ ...host, ports: httpbin().ports, endpoints, ...asEver }, problems);
    expect(problems.all).toEqual([]);

    const sni = { gatewayRoute: GatewayRoute.SNI };
    expect(
      summarize(problemsOf({ ...props, services: [httpbin({ virtualIps, ...sni })] })),
    ).toEqual(['MESH508 at services[0].gatewayRoute: `gatewayRoute` needs Istio 1.20 or later']);
  });
});
