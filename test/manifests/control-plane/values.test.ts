import { Testing } from 'cdk8s';
import { parse } from 'yaml';
import {
  ClusterFile,
  ClusterProps,
  ExternalTrafficPolicy,
  GatewayAddress,
  GatewayServiceType,
  MulticlusterMesh,
  MulticlusterMeshProps,
} from '../../../src';
import { classicMesh } from '../../golden/descriptions';
import { BASE, problemsOf } from '../../model/base';

type Files = Record<string, string>;

function controlPlanes(props: MulticlusterMeshProps): Record<string, Files> {
  const mesh = new MulticlusterMesh(Testing.app(), 'mesh', props);
  return Object.fromEntries(
    props.clusters!.map(({ name }: ClusterProps) => {
      const files = mesh
        .chart(name)
        .node.findAll()
        .filter((c): c is ClusterFile => c instanceof ClusterFile);
      return [
        name,
        Object.fromEntries(
          files.filter(f => f.path.endsWith('.yaml')).map(f => [f.path, f.content]),
        ),
      ];
    }),
  );
}

test.each([
  ['modern', BASE, ['helm/istio-eastwestgateway.yaml', 'helm/istiod.yaml']],
  ['classic', classicMesh('1.5'), ['other/values-istio-multicluster-gateways.yaml']],
])(
  '%s: control planes are configured alike but for the identity of their cluster',
  (_, props, paths) => {
    const { cluster1, cluster2 } = controlPlanes(props);
    expect(Object.keys(cluster1).sort()).toEqual(expect.arrayContaining(paths));
    const { 'world.yaml': _world, ...files } = cluster1; // addresses differ
    for (const [file, content] of Object.entries(files)) {
      expect(content.replaceAll('cluster1', 'X')).toBe(cluster2[file].replaceAll('cluster2', 'X'));
    }
  },
);

test('a control plane is told its cluster, its network and the trust domain, once and consistently', () => {
  const { cluster2 } = controlPlanes({ ...BASE, trustDomain: 'example.org', meshId: 'shop' });
  const istiod = parse(cluster2['helm/istiod.yaml']);
  expect(istiod.global).toMatchObject({
    meshID: 'shop',
    network: 'cluster2',
    multiCluster: { clusterName: 'cluster2' },
  });
  expect(istiod.meshConfig.trustDomain).toBe('example.org');
  const gateway = parse(cluster2['helm/istio-eastwestgateway.yaml']);
  expect(gateway.env.ISTIO_META_REQUESTED_NETWORK_VIEW).toBe('cluster2');
});

test('a gateway that is replaced stays until nobody uses it', () => {
  const egressGateway = { address: 'istio-egressgateway.istio-egress.svc.cluster.local' };
  const clusters = BASE.clusters.map((cluster, i) =>
    i === 0 ? { ...cluster, egressGateway } : cluster,
  );
  const { cluster1 } = controlPlanes({ ...BASE, clusters });
  for (const release of ['istio-eastwestgateway', 'istio-egressgateway']) {
    const { env, terminationGracePeriodSeconds } = parse(cluster1[`helm/${release}.yaml`]);
    expect(env.EXIT_ON_ZERO_ACTIVE_CONNECTIONS).toBe('true');
    // seconds; Istio ends with what is left after 5
    expect(terminationGracePeriodSeconds).toBe(300);
  }
});

const withGateway = (gateway: object, istio = '1.29'): MulticlusterMeshProps => ({
  ...BASE,
  clusters: BASE.clusters.map((cluster, i) =>
    i === 1 ? { ...cluster, istio, gateway: { ...cluster.gateway!, ...gateway } } : cluster,
  ),
});

const gatewayValues = (gateway: object) =>
  parse(controlPlanes(withGateway(gateway)).cluster2['helm/istio-eastwestgateway.yaml']);

/** `<port>` or `<port>@<node port>` of what leads to 15443; all else is asserted. */
function published(gateway: object): [string, string[]] {
  const { type, ports } = gatewayValues(gateway).service;
  const [health, ...others] = ports;
  expect(health).toEqual({ name: 'status-port', port: 15021, targetPort: 15021, protocol: 'TCP' });
  return [
    type,
    others.map(({ name, port, targetPort, protocol, nodePort, ...rest }: any) => {
      expect({ name, targetPort, protocol, rest }).toEqual({
        name: port === 15443 ? 'tls' : `tls-${port}`,
        targetPort: 15443,
        protocol: 'TCP',
        rest: {},
      });
      return nodePort === undefined ? `${port}` : `${port}@${nodePort}`;
    }),
  ];
}

const addresses = (...texts: string[]) => ({ addresses: texts.map(GatewayAddress.of) });
const NODE = GatewayServiceType.NODE_PORT;

describe('every port of an address leads to 15443', () => {
  test.each<[string, object, GatewayServiceType, string[]]>([
    ['the usual one', addresses('8.8.4.2'), GatewayServiceType.LOAD_BALANCER, ['15443']],
    ['another', addresses('8.8.4.2:443'), GatewayServiceType.LOAD_BALANCER, ['443']],
    [
      'several, each once',
      addresses('8.8.4.2:8443', '8.8.4.3', '8.8.4.4:443', 'gw.example.com:443'),
      GatewayServiceType.LOAD_BALANCER,
      ['15443', '443', '8443'],
    ],
    ['below node ports', addresses('8.8.4.2:29999'), GatewayServiceType.LOAD_BALANCER, ['29999']],
    ['the first node port', addresses('8.8.4.2:30000'), NODE, ['15443@30000']],
    ['the last node port', addresses('8.8.4.2:32767'), NODE, ['15443@32767']],
    ['above node ports', addresses('8.8.4.2:32768'), GatewayServiceType.LOAD_BALANCER, ['32768']],
    [
      'two node ports',
      addresses('8.8.4.2:31444', '8.8.4.3:31443', '8.8.4.4:31443'),
      NODE,
      ['15443@31443', '31444@31444'],
    ],
    [
      'a load balancer and a node port',
      addresses('8.8.4.2', '8.8.4.3:31443'),
      GatewayServiceType.LOAD_BALANCER,
      ['15443', '31443@31443'],
    ],
    [
      'node ports of another range',
      { ...addresses('8.8.4.2:8443'), service: { type: NODE } },
      NODE,
      ['15443@8443'],
    ],
    [
      'node ports that the platform chooses, behind something of its own',
      { ...addresses('8.8.4.2'), service: { type: NODE } },
      NODE,
      ['15443'],
    ],
    [
      'no node port without one',
      { ...addresses('8.8.4.2:31443'), service: { type: GatewayServiceType.CLUSTER_IP } },
      GatewayServiceType.CLUSTER_IP,
      ['31443'],
    ],
    [
      'a load balancer that maps ports by itself',
      { ...addresses('8.8.4.2:443'), service: { ports: [15443] } },
      GatewayServiceType.LOAD_BALANCER,
      ['15443'],
    ],
    [
      'one that maps to a node port',
      { ...addresses('8.8.4.2:443'), service: { type: NODE, ports: [31443] } },
      NODE,
      ['15443@31443'],
    ],
  ])('%s', (_, gateway, type, ports) => {
    expect(published(gateway)).toEqual([type, ports]);
  });
});

test('what the Service is told is in its values, and nothing else is', () => {
  expect(
    gatewayValues({
      service: {
        annotations: { 'example.com/b': '2', 'example.com/a': '1' },
        loadBalancerIp: '8.8.4.2',
        loadBalancerClass: 'example.com/internal',
        loadBalancerSourceRanges: ['8.8.8.0/24', '8.8.4.0/24'],
        externalTrafficPolicy: ExternalTrafficPolicy.LOCAL,
      },
    }).service,
  ).toEqual({
    type: 'LoadBalancer',
    ports: expect.anything(),
    annotations: { 'example.com/a': '1', 'example.com/b': '2' },
    loadBalancerIP: '8.8.4.2',
    loadBalancerClass: 'example.com/internal',
    loadBalancerSourceRanges: ['8.8.4.0/24', '8.8.8.0/24'],
    externalTrafficPolicy: 'Local',
  });
  expect(Object.keys(gatewayValues({}).service)).toEqual(['type', 'ports']);
});

test('the number of pods is fixed, follows the load, or is left to the chart', () => {
  const pods = (deployment?: object) => {
    const { autoscaling, replicaCount } = gatewayValues({ deployment });
    return { autoscaling, replicaCount };
  };
  expect(pods()).toEqual({});
  expect(pods({})).toEqual({});
  expect(pods({ replicas: 3 })).toEqual({ replicaCount: 3, autoscaling: { enabled: false } });
  expect(pods({ minReplicas: 2, targetCpuPercent: 60 })).toEqual({
    autoscaling: { enabled: true, minReplicas: 2, targetCPUUtilizationPercentage: 60 },
  });
});

test('a gateway behind the PROXY protocol reads it, and keeps other annotations', () => {
  const { podAnnotations } = gatewayValues({
    proxyProtocol: true,
    helmValues: { podAnnotations: { 'example.com/a': 'b' } },
  });
  expect(podAnnotations).toEqual({
    'proxy.istio.io/config': '{"gatewayTopology":{"proxyProtocol":{}}}',
    'example.com/a': 'b',
  });
});

test('further values are merged behind ours, and ours are there as they were', () => {
  const own = gatewayValues({});
  const helmValues = {
    resources: { requests: { memory: '1Gi', cpu: '2' } },
    tolerations: [{ key: 'b' }, { key: 'a' }],
    labels: { team: 'net' },
    env: { A: null },
    service: { ipFamilies: ['IPv6', 'IPv4'] },
  };
  expect(gatewayValues({ helmValues })).toEqual({
    ...own,
    ...helmValues,
    labels: { ...own.labels, team: 'net' },
    env: { ...own.env, A: null },
    service: { ...own.service, ipFamilies: ['IPv6', 'IPv4'] },
  });
});

test('the egress gateway and istiod take further values too', () => {
  const clusters = BASE.clusters.map((cluster, i) => ({
    ...cluster,
    ...(i === 0 && {
      egressGateway: {
        address: '10.0.0.9',
        service: { annotations: { a: 'b' } },
        deployment: { replicas: 2 },
        helmValues: { priorityClassName: 'x' },
      },
      istiod: { helmValues: { meshConfig: { accessLogFile: '/dev/stdout' }, autoscaleMin: 2 } },
    }),
  }));
  const { cluster1 } = controlPlanes({ ...BASE, clusters });
  expect(parse(cluster1['helm/istio-egressgateway.yaml'])).toMatchObject({
    priorityClassName: 'x',
    replicaCount: 2,
    service: { type: 'ClusterIP', annotations: { a: 'b' } },
  });
  expect(parse(cluster1['helm/istiod.yaml'])).toMatchObject({
    meshConfig: { trustDomain: 'cluster.local', accessLogFile: '/dev/stdout' },
    autoscaleMin: 2,
  });
});

/** Each value that is written anywhere, by its path. */
function leaves(value: unknown, path: string[] = []): string[][] {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.entries(value).flatMap(([key, part]) => leaves(part, [...path, key]))
    : [path];
}

const at = (path: readonly string[], value: unknown): any =>
  path.length === 0 ? value : { [path[0]]: at(path.slice(1), value) };

test('no further value takes the place of one of ours, from above or as it is', () => {
  const full = {
    ...addresses('8.8.4.2', '8.8.4.3:31443'),
    labels: { istio: 'eastwestgateway', 'example.com/role': 'edge' },
    proxyProtocol: true,
    deployment: { minReplicas: 2, maxReplicas: 3, targetCpuPercent: 60 },
    service: {
      annotations: { a: 'b' },
      loadBalancerIp: '8.8.4.2',
      loadBalancerClass: 'x',
      loadBalancerSourceRanges: ['8.8.8.0/24'],
      externalTrafficPolicy: ExternalTrafficPolicy.LOCAL,
    },
  };
  const paths = leaves(gatewayValues(full));
  expect(paths.length).toBeGreaterThan(15);
  for (const path of paths) {
    for (let length = 1; length <= path.length; length++) {
      const helmValues = at(path.slice(0, length), 'mine');
      const found = problemsOf(withGateway({ ...full, helmValues }));
      expect(`${path.slice(0, length).join('.')} ${found.map(({ code }) => code)}`).toBe(
        `${path.slice(0, length).join('.')} MESH263`,
      );
    }
  }
});

test('the same holds for the control plane', () => {
  const cluster = { ...BASE.clusters[0], trustDomainAliases: ['example.org'] };
  const clusters = [cluster, BASE.clusters[1]];
  const paths = leaves(parse(controlPlanes({ ...BASE, clusters }).cluster1['helm/istiod.yaml']));
  expect(paths.length).toBeGreaterThan(6);
  for (const path of paths) {
    for (let length = 1; length <= path.length; length++) {
      const istiod = { helmValues: at(path.slice(0, length), 'mine') };
      const found = problemsOf({ ...BASE, clusters: [{ ...cluster, istiod }, clusters[1]] });
      expect(found.map(({ code }) => code)).toEqual(['MESH263']);
    }
  }
});
