import { Testing } from 'cdk8s';
import {
  AuthorizationMode,
  ClusterFile,
  GatewayRoute,
  GrantProps,
  MulticlusterMesh,
  MulticlusterMeshProps,
} from '../../../src';
import { httpbin, BASE } from '../../model/base';

const SIDECARS = {
  ...BASE,
  clusters: BASE.clusters.map(c => ({
    ...c,
    sidecars: [{ namespace: 'foo' }, { namespace: 'qux' }],
  })),
};

/** The objects of a cluster, by title. */
function objects(props: MulticlusterMeshProps, cluster: string): Record<string, any> {
  const chart = new MulticlusterMesh(Testing.app(), 'mesh', props).chart(cluster);
  return Object.fromEntries(
    chart.toJson().map(o => [`${o.kind} ${o.metadata.namespace ?? ''}/${o.metadata.name}`, o]),
  );
}
const titles = (props: MulticlusterMeshProps, cluster: string) =>
  Object.keys(objects(props, cluster)).sort();
const granting = (...grants: GrantProps[]) => ({ ...SIDECARS, grants });
const FOO: GrantProps = {
  services: ['httpbin.bar'],
  clusters: ['cluster1'],
  namespaces: ['foo'],
  serviceAccounts: ['sleep'],
};
const QUX: GrantProps = {
  services: ['httpbin.bar'],
  clusters: ['cluster1'],
  namespaces: ['qux'],
  serviceAccounts: ['*'],
};

test('one grant opens everything that a call needs, and taking it back closes all of it', () => {
  const left = ['Namespace /istio-system', 'Sidecar foo/default', 'Sidecar qux/default'];
  expect(titles(granting(FOO), 'cluster1')).toEqual([
    'DestinationRule bar/httpbin-global',
    'Namespace /bar',
    ...left.slice(0, 1),
    'ServiceEntry bar/httpbin-global-remote',
    ...left.slice(1),
    'VirtualService bar/httpbin-global',
  ]);
  expect(titles(granting(FOO), 'cluster2')).toEqual([
    'AuthorizationPolicy bar/httpbin-global',
    'Gateway istio-system/global-cross-network',
    ...left.slice(0, 1),
    'ServiceEntry bar/httpbin-global-local',
    ...left.slice(1),
  ]);
  expect(titles(granting(), 'cluster1')).toEqual(left);
  // the policy stays: without it every pod of the cluster could call
  const policy = 'AuthorizationPolicy bar/httpbin-global';
  expect(titles(granting(), 'cluster2')).toEqual([policy, ...left]);
  const { [policy]: _, ...others } = objects(granting(), 'cluster2');
  expect(JSON.stringify([objects(granting(), 'cluster1'), others])).not.toContain('httpbin');
});

test('its parts say the same: host, visibility, identity, policy, Sidecar', () => {
  const [caller, owner] = ['cluster1', 'cluster2'].map(cluster => objects(granting(FOO), cluster));
  expect(owner['Gateway istio-system/global-cross-network'].spec.servers[0].hosts).toEqual([
    'httpbin.bar.mesh.internal',
  ]);
  expect(owner['ServiceEntry bar/httpbin-global-local'].spec.exportTo).toEqual(['istio-system']);
  expect(caller['ServiceEntry bar/httpbin-global-remote'].spec).toMatchObject({
    exportTo: ['foo'],
    subjectAltNames: ['spiffe://cluster.local/ns/bar/sa/httpbin'],
  });
  expect(owner['AuthorizationPolicy bar/httpbin-global'].spec.rules[0].from).toEqual([
    { source: { notPrincipals: ['cluster.local/ns/foo/sa/sleep'] } },
  ]);
  expect(caller['Sidecar foo/default'].spec.egress[0].hosts).toContain(
    'bar/httpbin.bar.mesh.internal',
  );
  expect(caller['Sidecar qux/default'].spec.egress[0].hosts).toEqual(['./*', 'istio-system/*']);
});

test('one of two grants taken back narrows each part, and nothing else changes', () => {
  const [caller, owner] = ['cluster1', 'cluster2'].map(cluster =>
    objects(granting(FOO, QUX), cluster),
  );
  expect(caller['ServiceEntry bar/httpbin-global-remote'].spec.exportTo).toEqual(['foo', 'qux']);
  expect(
    owner['AuthorizationPolicy bar/httpbin-global'].spec.rules[0].from[0].source.notPrincipals,
  ).toEqual(['cluster.local/ns/foo/sa/sleep', 'cluster.local/ns/qux/*']);
  expect(titles(granting(FOO, QUX), 'cluster1')).toEqual(titles(granting(FOO), 'cluster1'));
  expect(
    objects(granting(FOO, QUX), 'cluster2')['Gateway istio-system/global-cross-network'],
  ).toEqual(objects(granting(FOO), 'cluster2')['Gateway istio-system/global-cross-network']);
});

test("by the Service's own name the serving cluster has nothing but the gateway's host, and no grant closes that too", () => {
  const sni = {
    ...BASE,
    authorization: AuthorizationMode.NONE,
    services: [httpbin({ gatewayRoute: GatewayRoute.SNI })],
  };
  expect(titles(sni, 'cluster2')).toEqual([
    'Gateway istio-system/global-cross-network',
    'Namespace /istio-system',
  ]);
  expect(
    objects(sni, 'cluster2')['Gateway istio-system/global-cross-network'].spec.servers[0].hosts,
  ).toEqual(['httpbin.bar.svc.cluster.local']);
  expect(titles({ ...sni, grants: [] }, 'cluster2')).toEqual(['Namespace /istio-system']);
});

test('a cluster that only its own callers may call opens nothing', () => {
  const own = {
    ...BASE,
    grants: [
      {
        services: ['httpbin.bar'],
        clusters: ['cluster2'],
        namespaces: ['foo'],
        serviceAccounts: ['*'],
      },
    ],
  };
  expect(titles(own, 'cluster2')).not.toContain('Gateway istio-system/global-cross-network');
  expect(objects(own, 'cluster2')['ServiceEntry bar/httpbin-global-local'].spec.exportTo).toEqual([
    'foo',
  ]);
});

describe('draining', () => {
  const two = (draining: boolean): MulticlusterMeshProps => ({
    ...BASE,
    clusters: [
      { name: 'caller', istio: '1.29' },
      BASE.clusters[0],
      { ...BASE.clusters[1], draining },
    ],
    services: [httpbin({ clusters: ['cluster1', 'cluster2'], virtualIps: ['240.0.0.1'] })],
    grants: [
      { services: ['httpbin.bar'], namespaces: ['foo'], clusters: ['*'], serviceAccounts: ['*'] },
    ],
  });
  const reached = (props: MulticlusterMeshProps, cluster: string) =>
    objects(props, cluster)['ServiceEntry bar/httpbin-global-remote']?.spec.endpoints.map(
      (e: any) => e.address,
    );

  test("takes the cluster out of every consumer's endpoints", () => {
    expect([reached(two(false), 'caller'), reached(two(false), 'cluster1')]).toEqual([
      ['8.8.4.1', '8.8.4.2'],
      ['8.8.4.2'],
    ]);
    expect([reached(two(true), 'caller'), reached(two(true), 'cluster1')]).toEqual([
      ['8.8.4.1'],
      undefined,
    ]);
  });

  test("leaves the cluster's own objects and files as they are", () => {
    expect(objects(two(true), 'cluster2')).toEqual(objects(two(false), 'cluster2'));
    const files = (props: MulticlusterMeshProps) =>
      new MulticlusterMesh(Testing.app(), 'mesh', props)
        .chart('cluster2')
        .node.findAll()
        .filter((c): c is ClusterFile => c instanceof ClusterFile)
        .map(({ path, content }) => [path, content]);
    expect(files(two(true))).toEqual(files(two(false)));
  });
});
