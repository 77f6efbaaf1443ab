import { Chart, Testing } from 'cdk8s';
import {
  GatewayAddress,
  GatewayRoute,
  GlobalEndpoint,
  GlobalServiceEntry,
  GlobalServiceEntryProps,
  Protocol,
  TrafficPolicyProps,
} from '../../src';
import { MeshError } from '../../src/problems/mesh-error';
import { judgeRules } from '../oracle/rules';
import { judgeSchema } from '../oracle/schema';

const REMOTE: GlobalServiceEntryProps = {
  name: 'httpbin',
  namespace: 'bar',
  ports: [{ number: 8000, protocol: Protocol.HTTP }],
  endpoints: [{ address: GatewayAddress.ip('198.18.0.1'), cluster: 'west', locality: 'eu/a' }],
  subjectAltNames: ['spiffe://cluster.local/ns/bar/sa/httpbin'],
};
const { endpoints, ...REST } = REMOTE;
const LOCAL: GlobalServiceEntryProps = { ...REST, workloadSelector: { app: 'httpbin' } };

function objects(props: GlobalServiceEntryProps): any[] {
  const rendered = Testing.synth(
    new GlobalServiceEntry(Testing.chart(), 'entry', props).node.scope as Chart,
  );
  expect(judgeSchema(rendered)).toEqual([]);
  expect(judgeRules(rendered)).toEqual([]);
  return rendered;
}
const titles = (props: GlobalServiceEntryProps) =>
  objects(props).map(o => `${o.apiVersion} ${o.kind} ${o.metadata.namespace}/${o.metadata.name}`);
const rule = (props: GlobalServiceEntryProps) =>
  objects(props).find(o => o.kind === 'DestinationRule')?.spec;
const entry = (props: GlobalServiceEntryProps) =>
  objects(props).find(o => o.kind === 'ServiceEntry').spec;

/** What is said of failing endpoints unless the description says otherwise. */
const EJECTION = {
  consecutiveGatewayErrors: 2,
  consecutive5xxErrors: 0,
  interval: '5s',
  baseEjectionTime: '5s',
  maxEjectionPercent: 100,
  minHealthPercent: 1,
};

test('as gateways, as pods, and as both', () => {
  const v1 = 'networking.istio.io/v1';
  expect(titles(REMOTE)).toEqual([
    `${v1} ServiceEntry bar/httpbin-global-remote`,
    `${v1} DestinationRule bar/httpbin-global`,
    `${v1} VirtualService bar/httpbin-global`,
  ]);
  expect(titles(LOCAL)).toEqual([`${v1} ServiceEntry bar/httpbin-global-local`]);
  expect(titles({ ...LOCAL, endpoints })).toEqual([
    `${v1} ServiceEntry bar/httpbin-global-local`,
    `${v1} ServiceEntry bar/httpbin-global-remote`,
    `${v1} DestinationRule bar/httpbin-global`,
    `${v1} VirtualService bar/httpbin-global`,
  ]);
});

test('the host is a property', () => {
  expect(
    new GlobalServiceEntry(Testing.chart(), 'x', { ...REMOTE, suffix: 'mesh.internal' }).host,
  ).toBe('httpbin.bar.mesh.internal');
});

test.each([
  ['1.20', 'v1beta1'],
  ['1.21.6', 'v1beta1'],
  ['1.22', 'v1'],
  ['1.31', 'v1'],
])('Istio %s has API version %s', (istioVersion, version) => {
  expect(titles({ ...REMOTE, istioVersion })[0]).toMatch(
    new RegExp(`^networking.istio.io/${version} `),
  );
});

test('the endpoint says where, and nothing that a gateway could pass on', () => {
  expect(entry(REMOTE).endpoints).toEqual([
    { address: '198.18.0.1', ports: { 'http-8000': 15443 }, locality: 'eu/a' },
  ]);
});

test('a host name needs DNS, an address does not', () => {
  expect(entry(REMOTE).resolution).toBe('STATIC');
  expect(
    entry({
      ...REMOTE,
      endpoints: [...endpoints!, { address: GatewayAddress.hostname('gw.example.com') }],
    }).resolution,
  ).toBe('DNS');
});

test("target ports are the serving side's business", () => {
  const ports = [
    { number: 80, protocol: Protocol.HTTP, targetPort: 8080 },
    { number: 81, protocol: Protocol.HTTP, targetPort: 81 },
    { number: 82, protocol: Protocol.HTTP, targetPortName: 'web' },
  ];
  expect(entry({ ...REMOTE, ports }).ports.map((p: any) => p.targetPort)).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect(entry({ ...LOCAL, ports }).ports).toEqual([
    { number: 80, name: 'http-80', protocol: 'HTTP', targetPort: 8080 },
    { number: 81, name: 'http-81', protocol: 'HTTP' },
    { number: 82, name: 'web', protocol: 'HTTP' },
  ]);
});

describe('the rule of the callers', () => {
  test('is mutual TLS, and watches the only gateway too, without ever doing without it', () => {
    expect(rule(REMOTE)).toEqual({
      host: 'httpbin.bar.global',
      exportTo: ['*'],
      trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' }, outlierDetection: EJECTION },
    });
  });

  test('leaves failing gateways out when there are two', () => {
    const { trafficPolicy } = rule({
      ...REMOTE,
      endpoints: [...endpoints!, { address: GatewayAddress.ip('198.18.0.2'), cluster: 'east' }],
    });
    expect(trafficPolicy.outlierDetection.maxEjectionPercent).toBe(100);
    expect(trafficPolicy.loadBalancer).toBeUndefined();
  });

  test("prefers this cluster's pods, never by failoverPriority when DNS resolves", () => {
    expect(rule({ ...LOCAL, endpoints }).trafficPolicy.loadBalancer).toEqual({
      localityLbSetting: { failoverPriority: ['failover.mesh.cdk8s-istio-multicluster/1'] },
    });
    const byName = rule({
      ...LOCAL,
      endpoints: [{ address: GatewayAddress.hostname('gw.example.com') }],
    });
    expect(byName.trafficPolicy.loadBalancer).toBeUndefined();
    expect(byName.trafficPolicy.outlierDetection).toBeDefined();
  });

  test('has subsets by label where pods are, by name only where gateways are', () => {
    const subsets = [
      { name: 'v2', labels: { version: 'v2' } },
      { name: 'v1', labels: { version: 'v1' } },
    ];
    expect(rule({ ...REMOTE, subsets }).subsets).toEqual([{ name: 'v1' }, { name: 'v2' }]);
    expect(rule({ ...LOCAL, subsets }).subsets).toEqual([
      { name: 'v1', labels: { version: 'v1' } },
      { name: 'v2', labels: { version: 'v2' } },
    ]);
  });
});

describe('several gateways', () => {
  const at = (n: number, props: Partial<GlobalEndpoint> = {}): GlobalEndpoint => ({
    address: GatewayAddress.ip(`198.18.0.${n}`),
    cluster: `c${n}`,
    ...props,
  });
  const labels = (props: GlobalServiceEntryProps) =>
    objects(props)
      .find(o => o.spec.endpoints)
      .spec.endpoints.map((e: any) => e.labels);

  test('are tried by priority: the last ones are marked, and their marks come first', () => {
    const props = { ...REMOTE, endpoints: [at(1), at(2, { priority: 2 }), at(3, { priority: 1 })] };
    expect(labels(props)).toEqual([
      undefined,
      { 'failover.mesh.cdk8s-istio-multicluster/2': 'true' },
      { 'failover.mesh.cdk8s-istio-multicluster/1': 'true' },
    ]);
    expect(rule(props).trafficPolicy.loadBalancer.localityLbSetting.failoverPriority).toEqual([
      'failover.mesh.cdk8s-istio-multicluster/2',
      'failover.mesh.cdk8s-istio-multicluster/1',
    ]);
  });

  test('all come after the pods of the cluster itself, which have no mark', () => {
    const props = {
      ...REMOTE,
      workloadSelector: { app: 'httpbin' },
      endpoints: [at(1), at(2, { priority: 1 })],
    };
    expect(labels(props)).toEqual([
      { 'failover.mesh.cdk8s-istio-multicluster/1': 'true' },
      { 'failover.mesh.cdk8s-istio-multicluster/2': 'true' },
    ]);
    expect(rule(props).trafficPolicy.loadBalancer.localityLbSetting.failoverPriority).toEqual([
      'failover.mesh.cdk8s-istio-multicluster/2',
      'failover.mesh.cdk8s-istio-multicluster/1',
    ]);
  });

  test('have no mark that nobody reads: not with weights, nor where a name is resolved', () => {
    const weighed = { ...LOCAL, endpoints: [at(1), at(2)], localityWeights: { 'eu/*': 100 } };
    const address = GatewayAddress.hostname('gw.example.com');
    const resolved = { ...LOCAL, endpoints: [at(1), at(2, { address })] };
    expect([labels(weighed), labels(resolved)]).toEqual([
      [undefined, undefined],
      [undefined, undefined],
    ]);
  });

  test('have no network, for which istiod might look for a gateway of its own', () => {
    for (const props of [REMOTE, { ...LOCAL, endpoints }]) {
      expect(JSON.stringify(objects(props))).not.toContain('network"');
    }
  });

  test('have shares by locality, and then no priorities', () => {
    const { loadBalancer, outlierDetection } = rule({
      ...LOCAL,
      endpoints: [at(1), at(2)],
      localityWeights: { 'eu/*': 30, 'us/*': 70 },
    }).trafficPolicy;
    expect(loadBalancer).toEqual({
      localityLbSetting: { distribute: [{ from: '*', to: { 'eu/*': 30, 'us/*': 70 } }] },
    });
    expect(outlierDetection).toBeDefined();
  });

  test('are listed once for each subset beside pods, and marked with it where it is not everywhere', () => {
    const subsets = [
      { name: 'v1', labels: { version: 'v1' } },
      { name: 'v2', labels: { version: 'v2' }, clusters: ['c2'] },
    ];
    const mark = { 'failover.mesh.cdk8s-istio-multicluster/1': 'true' };
    expect(labels({ ...LOCAL, endpoints: [at(1), at(2)], subsets })).toEqual([
      { version: 'v1', ...mark },
      { version: 'v1', ...mark },
      { version: 'v2', ...mark },
    ]);
    expect(labels({ ...REMOTE, endpoints: [at(1), at(2)], subsets })).toEqual([
      undefined,
      { 'subset.mesh.cdk8s-istio-multicluster/v2': 'true' },
    ]);
    expect(rule({ ...REMOTE, endpoints: [at(1), at(2)], subsets }).subsets).toEqual([
      { name: 'v1' },
      { name: 'v2', labels: { 'subset.mesh.cdk8s-istio-multicluster/v2': 'true' } },
    ]);
  });
});

test('mutual TLS stays, whatever the traffic policy is', () => {
  const trafficPolicy: TrafficPolicyProps = {
    connectionPool: { maxConnections: 1 },
    outlierDetection: { consecutive5xxErrors: 3 },
    loadBalancer: { hashHeader: 'x-user' },
  };
  expect(rule({ ...REMOTE, trafficPolicy }).trafficPolicy).toEqual({
    tls: { mode: 'ISTIO_MUTUAL' },
    connectionPool: { tcp: { maxConnections: 1 } },
    outlierDetection: { ...EJECTION, consecutive5xxErrors: 3 },
    loadBalancer: { consistentHash: { httpHeaderName: 'x-user' } },
  });
  expect(rule({ ...LOCAL, trafficPolicy }).trafficPolicy.tls).toEqual({ mode: 'ISTIO_MUTUAL' });
});

describe('retries', () => {
  const routes = (props: Partial<GlobalServiceEntryProps> = {}) =>
    objects({ ...REMOTE, ...props })
      .filter(o => o.kind === 'VirtualService')
      .flatMap(o => o.spec.http);

  test('of calls that are safe to repeat, unless the description says otherwise', () => {
    const [safe, others] = routes();
    expect(safe.match).toEqual([{ method: { regex: 'GET|HEAD|OPTIONS' } }]);
    expect(safe.retries.retryOn).toContain('gateway-error');
    expect(others.match).toBeUndefined();
    expect(others.retries).toBeUndefined();
    expect(routes({ retries: { attempts: 0 } })).toMatchObject([{ retries: { attempts: 0 } }]);
  });

  test('come without a VirtualService where there is one already, or no HTTP', () => {
    expect(routes({ ownVirtualService: true })).toEqual([]);
    expect(routes({ ports: [{ number: 1, protocol: Protocol.TCP }] })).toEqual([]);
  });
});

test("by the Service's own name, every port says it, with all settings again", () => {
  const { portLevelSettings, tls, connectionPool } = rule({
    ...REMOTE,
    gatewayRoute: GatewayRoute.SNI,
    clusterDomain: 'k8s.corp',
    trafficPolicy: { connectionPool: { maxConnections: 1 } },
  }).trafficPolicy;
  expect(portLevelSettings).toEqual([
    {
      port: { number: 8000 },
      tls: { mode: 'ISTIO_MUTUAL', sni: 'outbound_.8000_._.httpbin.bar.svc.k8s.corp' },
      connectionPool,
      outlierDetection: EJECTION,
    },
  ]);
  expect(tls).toEqual({ mode: 'ISTIO_MUTUAL' });
});

test('another workload namespace holds all objects, named so that two hosts do not collide', () => {
  expect(titles({ ...REMOTE, workloadNamespace: 'apps' })).toEqual([
    'networking.istio.io/v1 ServiceEntry apps/httpbin-bar-global-remote',
    'networking.istio.io/v1 DestinationRule apps/httpbin-bar-global',
    'networking.istio.io/v1 VirtualService apps/httpbin-bar-global',
  ]);
});

test.each<[string, Partial<GlobalServiceEntryProps>]>([
  [
    'MESH335 at test/entry.endpoints[0].priority: priority 127 is not a whole number from 0 to 126',
    { endpoints: [{ ...endpoints![0], priority: 127 }] },
  ],
  [
    'MESH335 at test/entry.localityWeights: the shares are 50, 49',
    { localityWeights: { a: 50, b: 49 } },
  ],
  [
    'MESH335 at test/entry.localityWeights: the shares are 0, 100',
    { localityWeights: { a: 0, b: 100 } },
  ],
  [
    'MESH335 at test/entry.endpoints[0].priority: there are priorities and weights',
    { endpoints: [{ ...endpoints![0], priority: 1 }], localityWeights: { 'eu/*': 100 } },
  ],
  [
    'MESH337 at test/entry.endpoints[0].priority: priorities are not possible with a gateway that is a host name',
    {
      endpoints: [
        { ...endpoints![0], priority: 1 },
        { address: GatewayAddress.hostname('gw.example.com') },
      ],
    },
  ],
  [
    'MESH340 at test/entry.routes[0].destinations[0].subset: "v1" is not a subset of the service',
    { routes: [{ destinations: [{ subset: 'v1' }] }] },
  ],
  [
    'MESH508 at test/entry.timeout: `timeout` needs Istio 1.20 or later',
    { istioVersion: '1.4', timeout: '1s' },
  ],
  [
    'MESH508 at test/entry.gatewayRoute: `gatewayRoute` needs Istio 1.20 or later',
    { istioVersion: '1.4', gatewayRoute: GatewayRoute.SNI },
  ],
  [
    'MESH201 at test/entry.exportTo[1]: namespace "Foo Bar" is not a DNS label',
    { ...REMOTE, exportTo: ['.', 'Foo Bar'] },
  ],
  ['MESH407 at test/entry.exportTo: the list of exportTo is empty', { ...REMOTE, exportTo: [] }],
  [
    'MESH201 at test/entry.workloadNamespace: namespace "A" is not a DNS label',
    { workloadNamespace: 'A' },
  ],
  [
    'MESH313 at test/entry.endpoints[0].address: gateway address "gw.local" means something else in every cluster',
    { endpoints: [{ address: GatewayAddress.of('gw.local'), cluster: 'c' }] },
  ],
  ['MESH334 at test/entry: nothing serves "httpbin.bar.global" here', { endpoints: [] }],
  [
    'MESH330 at test/entry.workloadSelector: the workload selector is empty',
    { workloadSelector: {} },
  ],
  [
    'MESH332 at test/entry.subjectAltNames: "httpbin.bar.global" has no identity that may answer',
    { subjectAltNames: [] },
  ],
  [
    'MESH508 at test/entry.egressAddress: an egress address has no meaning with Istio 1.31',
    { egressAddress: '10.0.0.1' },
  ],
  [
    'MESH502 at test/entry.istioVersion: Istio "1.12" lies between the two mechanisms: 1.8 to 1.19 broke the classic form and do not carry the modern one',
    { istioVersion: '1.12' },
  ],
  [
    'MESH201 at test/entry.name: service name "A" is not a DNS label that begins with a letter',
    { name: 'A' },
  ],
  [
    'MESH205 at test/entry.suffix: suffix "cluster.local" overlaps "cluster.local"',
    { suffix: 'cluster.local' },
  ],
  ['MESH307 at test/entry.ports: the service has no port', { ports: [] }],
  [
    'MESH313 at test/entry.endpoints[0].address: gateway address "127.0.0.1" is loopback',
    { endpoints: [{ address: GatewayAddress.ip('127.0.0.1') }] },
  ],
  [
    'MESH320 at test/entry.virtualIps[0]: virtual IP "127.0.0.1" is loopback',
    { virtualIps: ['127.0.0.1'] },
  ],
])('%s', (expected, change) => {
  let problems: string[] = [];
  try {
    new GlobalServiceEntry(Testing.chart(), 'entry', { ...REMOTE, ...change });
  } catch (error) {
    problems = (error as MeshError).problems.map(p => `${p.code} at ${p.where}: ${p.message}`);
  }
  expect(problems).toEqual([expected]);
});
