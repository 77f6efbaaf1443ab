import {
  ClusterProps,
  GatewayAddress,
  GatewayRoute,
  MulticlusterMeshProps,
  ServiceProps,
} from '../../../src';
import { BASE, httpbin, problemsOf, resolve, summarize, withCluster, withService } from '../base';

/** All problems there are: what is wrong is said once, and nothing beside it. */
const said = (props: MulticlusterMeshProps) => summarize(problemsOf(props));
const ofService = (props: Partial<ServiceProps>) => said(withService(props));

describe('service accounts by cluster', () => {
  const byCluster = (serviceAccountsByCluster: ServiceProps['serviceAccountsByCluster']) =>
    ofService({ serviceAccountsByCluster });

  test('are those of clusters that serve, and a list of them is not empty', () => {
    expect(byCluster({ cluster2: ['blue', 'green'] })).toEqual([]);
    expect(byCluster({ cluster1: ['blue'] })).toEqual([
      'MESH310 at services[0].serviceAccountsByCluster.cluster1: "cluster1" does not serve "httpbin.bar"',
    ]);
    expect(byCluster({ cluster2: [] })).toEqual([
      'MESH407 at services[0].serviceAccountsByCluster.cluster2: the list of service accounts in "cluster2" is empty',
    ]);
  });

  test('are names of service accounts', () => {
    expect(byCluster({ cluster2: ['blue', 'a_b'] })).toEqual([
      'MESH201 at services[0].serviceAccountsByCluster.cluster2[1]: service account "a_b" is not a DNS name',
    ]);
  });
});

describe("a service that is known by the Service's own name", () => {
  const own = (props: Partial<ServiceProps>) => {
    const gateway = { ...BASE.clusters[1].gateway!, otherGatewayHosts: [] };
    const service = httpbin({ gatewayRoute: GatewayRoute.SNI, ...props });
    return said({ ...withCluster({ gateway }, 1), services: [service] });
  };

  test('may say that it has no aliases and no subsets, but have none', () => {
    expect(own({ aliases: [], subsets: [] })).toEqual([]);
    expect(own({ aliases: ['web.bar'] })).toEqual([
      'MESH511 at services[0]: the gateway knows the service by its own name and namespace only',
    ]);
  });
});

test('a service that no cluster serves is one mistake', () => {
  expect(ofService({ clusters: [] })).toEqual([
    'MESH310 at services[0].clusters: service "httpbin.bar" is served by no cluster',
  ]);
});

describe('localities of gateways are ours to choose', () => {
  const shared = { clusters: ['cluster1', 'cluster2'], virtualIps: ['240.0.0.1'] };
  const regions = (
    own: Partial<ClusterProps>,
    other: Partial<ClusterProps>,
    props: Partial<ServiceProps> = {},
  ) =>
    said({
      ...BASE,
      clusters: BASE.clusters.map((cluster, i) => ({ ...cluster, ...[own, other][i] })),
      services: [httpbin({ ...shared, ...props })],
    });
  const named = { gateway: { addresses: [GatewayAddress.hostname('gw.example.com')] } };

  test('so own pods are preferred to names, in one region or in none', () => {
    expect(regions({}, named)).toEqual([]);
    expect(regions({ region: 'eu' }, { ...named, region: 'eu' })).toEqual([]);
    const egressGateway = { address: 'egress.istio-egress.svc.cluster.local' };
    expect(regions({ egressGateway }, {})).toEqual([]);
  });

  test('and clusters of one region have weights; only own pods are told by their region', () => {
    const failover = { weights: { cluster1: 1, cluster2: 2 } };
    expect(regions({ region: 'eu' }, { region: 'eu' }, { failover })).toEqual([]);
    expect(regions({ region: 'eu' }, named, { failover })).toEqual([]);
    expect(regions({}, { region: 'eu' }, { failover })).toEqual([
      'MESH336 at services[0].failover.weights: cluster "cluster1" has no region, by which weights tell its own pods from other clusters',
    ]);
  });
});

test('weights of a cluster that alone serves need no region', () => {
  const [caller, other] = BASE.clusters;
  const service = httpbin({ clusters: ['cluster1'], failover: { weights: { cluster1: 1 } } });
  expect(said({ ...BASE, clusters: [caller, other], services: [service] })).toEqual([]);
});

test('an order of clusters is not possible with a host name beside an address either', () => {
  const addresses = [GatewayAddress.ip('8.8.4.2'), GatewayAddress.hostname('gw.example.com')];
  const failover = { order: ['cluster2'] };
  expect(
    said({ ...withCluster({ gateway: { addresses } }, 1), services: [httpbin({ failover })] }),
  ).toEqual([
    'MESH337 at services[0].failover.order: an order of clusters is not possible with a gateway that is a host name, as that of "cluster2"',
  ]);
});

describe('objects at an egress gateway have one namespace', () => {
  const egressGateway = { address: '10.0.0.9', namespace: 'egress' };
  const services = [
    httpbin({ name: 'a-b', namespace: 'c' }),
    httpbin({ name: 'a', namespace: 'b-c' }),
  ];
  const ofCallers = (...clusters: string[]) =>
    said({
      ...withCluster({ egressGateway }),
      services,
      grants: services.map(({ name, namespace }, i) => ({
        ...BASE.grants[0],
        services: [`${name}.${namespace}`],
        clusters: [clusters[i]],
      })),
    });

  test('in which names meet, if both services are called through it', () => {
    expect(ofCallers('cluster1', 'cluster1')).toEqual([
      'MESH218 at services[1].name: the objects of "a.b-c" and of "a-b.c" are both called "egress/a-b-c"',
    ]);
    expect(ofCallers('cluster1', 'cluster2')).toEqual([]);
    expect(ofCallers('cluster2', 'cluster1')).toEqual([]);
  });
});

test('pods of the only cluster that serves are preferred to nothing', () => {
  const [caller, other] = BASE.clusters;
  const egressGateway = { address: 'egress.istio-egress.svc.cluster.local' };
  const clusters = [{ ...caller, egressGateway }, other];
  expect(said({ ...BASE, clusters, services: [httpbin({ clusters: ['cluster1'] })] })).toEqual([]);
});

test('a serving cluster without a gateway is one mistake, also with an order of clusters', () => {
  const [caller, serving] = BASE.clusters;
  const props: MulticlusterMeshProps = {
    ...BASE,
    clusters: [caller, { ...serving, gateway: undefined }],
    services: [httpbin({ failover: { order: ['cluster2'] } })],
  };
  expect(said(props)).toEqual([
    'MESH311 at services[0].clusters[0]: service "httpbin.bar" is served by "cluster2", which has no gateway',
  ]);
});

describe('services that nobody is left to answer', () => {
  const props = (
    callers: string[],
    subsets: Partial<ServiceProps> = {},
  ): MulticlusterMeshProps => ({
    ...BASE,
    clusters: [
      ...BASE.clusters.map(cluster => ({ ...cluster, draining: true })),
      { name: 'cluster3', istio: '1.29' },
    ],
    services: [
      httpbin({ clusters: ['cluster1', 'cluster2'], virtualIps: ['240.0.0.1'], ...subsets }),
    ],
    grants: [{ ...BASE.grants[0], clusters: callers }],
  });

  test('are missed by callers elsewhere, not by those that have pods of their own', () => {
    expect(said(props(['cluster1', 'cluster2']))).toEqual([]);
    expect(said(props(['cluster1', 'cluster3']))).toEqual([
      'MESH338 at services[0].clusters: "httpbin.bar" has no cluster left for its callers in "cluster3": cluster1, cluster2 are draining',
    ]);
  });

  test('have subsets that are missed too', () => {
    const subsets = [
      { name: 'v1', labels: { version: 'v1' }, clusters: ['cluster1', 'cluster2'] },
      { name: 'v2', labels: { version: 'v2' } },
    ];
    const kept = props(['cluster1'], { subsets, routes: [{ destinations: [{ subset: 'v1' }] }] });
    const clusters = [kept.clusters[0], BASE.clusters[1], kept.clusters[2]];
    expect(said({ ...kept, clusters })).toEqual([]);
    const to = (subset: string) =>
      props(['cluster1'], { subsets, routes: [{ destinations: [{ subset }] }] });
    expect(said(to('v2'))).toEqual([]);
    expect(said(to('v1'))).toEqual([
      'MESH338 at services[0].routes: subset "v1" of "httpbin.bar" has no cluster left: cluster1, cluster2 are draining',
    ]);
  });
});

test('services at one pod may name their callers in any order', () => {
  const localCallers = [
    { namespace: 'shop', serviceAccounts: ['cart', 'basket'] },
    { namespace: 'audit', serviceAccounts: ['*'] },
  ];
  const reversed = [...localCallers].reverse().map(({ serviceAccounts, ...caller }) => ({
    ...caller,
    serviceAccounts: [...serviceAccounts].reverse(),
  }));
  const services = [httpbin({ localCallers }), httpbin({ name: 'web', localCallers: reversed })];
  const grants = [{ ...BASE.grants[0], services: ['httpbin.bar', 'web.bar'] }];
  expect(said({ ...BASE, services, grants })).toEqual([]);
});

test('both parts of an alias are names', () => {
  expect(ofService({ aliases: ['1.Shop'] })).toEqual([
    'MESH201 at services[0].aliases[0]: namespace "Shop" is not a DNS label',
    'MESH201 at services[0].aliases[0]: service name "1" is not a DNS label that begins with a letter',
  ]);
});

test('a VirtualService of somebody else is left to him where it is said so, and only there', () => {
  const isLeft = (ownVirtualService?: boolean) =>
    resolve(withService({ ownVirtualService })).services[0].ownVirtualService;
  expect([isLeft(), isLeft(false), isLeft(true)]).toEqual([false, false, true]);
});
