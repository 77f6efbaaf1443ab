import { Testing } from 'cdk8s';
import { parse } from 'yaml';
import {
  ClusterFile,
  ClusterProps,
  GatewayAddress,
  MulticlusterMesh,
  MulticlusterMeshProps,
} from '../../../src';
import { classicMesh } from '../../golden/descriptions';
import { BASE } from '../../model/base';

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
    for (const [file, content] of Object.entries(cluster1)) {
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

test.each([
  [29999, undefined],
  [30000, 30000],
  [32767, 32767],
  [32768, undefined],
  [15443, undefined],
])('a gateway at port %d is published at the node port %s', (port, nodePort) => {
  const clusters = BASE.clusters.map((cluster, i) =>
    i === 1
      ? { ...cluster, gateway: { addresses: [GatewayAddress.nodePort('8.8.4.2', port)] } }
      : cluster,
  );
  const { service } = parse(
    controlPlanes({ ...BASE, clusters }).cluster2['helm/istio-eastwestgateway.yaml'],
  );
  expect(service.type).toBe(nodePort === undefined ? 'LoadBalancer' : 'NodePort');
  expect(service.ports[1]).toEqual({
    name: 'tls',
    port: 15443,
    targetPort: 15443,
    protocol: 'TCP',
    ...(nodePort === undefined ? {} : { nodePort }),
  });
});
