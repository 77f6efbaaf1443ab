import { BASE, httpbin, problemsOf, resolve, summarize, withCluster, withService } from './base';
import {
  AuthorizationMode,
  CallerSettings,
  ConnectionPoolProps,
  GatewayAddress,
  GatewayRoute,
  GrantProps,
  HeaderOperations,
  Http2Upgrade,
  LoadBalancerAlgorithm,
  MulticlusterMeshProps,
  Protocol,
  RouteProps,
  ServiceProps,
} from '../../src';

const [CLUSTER1, CLUSTER2] = BASE.clusters;
const both = (service: Partial<ServiceProps>, ...regions: string[]): MulticlusterMeshProps => ({
  ...BASE,
  clusters: [
    { ...CLUSTER1, region: regions[0] },
    { ...CLUSTER2, region: regions[1] },
  ],
  services: [
    httpbin({ clusters: ['cluster1', 'cluster2'], virtualIps: ['240.0.0.1'], ...service }),
  ],
});
const named = (props: MulticlusterMeshProps): MulticlusterMeshProps => ({
  ...props,
  clusters: [
    props.clusters[0],
    { ...props.clusters[1], gateway: { addresses: [GatewayAddress.hostname('gw.example.com')] } },
  ],
});
const VERSIONS = [
  { name: 'v1', labels: { version: 'v1' } },
  { name: 'v2', labels: { version: 'v2' } },
];
const routes = (...list: RouteProps[]) => withService({ subsets: VERSIONS, routes: list });
const v1 = (props: Partial<RouteProps> = {}): RouteProps => ({
  destinations: [{ subset: 'v1' }],
  ...props,
});
const enforce = (props: Partial<ServiceProps> = {}) =>
  withService({ authorization: AuthorizationMode.ENFORCE, ...props });
const egress = (
  props: Partial<MulticlusterMeshProps> = {},
  namespace = 'istio-egress',
): MulticlusterMeshProps => ({
  ...withCluster({ egressGateway: { address: '10.0.0.9', namespace } }),
  ...props,
});
const sidecar = (...egressHosts: string[]) =>
  withCluster({ sidecars: [{ namespace: 'foo', egressHosts }] });
const OLD = {
  istio: '1.4',
  dns: { serverIp: '10.0.0.200', corefile: '. {\n    kubernetes cluster.local\n}\n' },
};
const classic = (props: Partial<ServiceProps>): MulticlusterMeshProps => ({
  ...BASE,
  suffix: 'global',
  clusters: BASE.clusters.map(cluster => ({ ...cluster, ...OLD })),
  services: [httpbin({ virtualIps: ['240.0.0.2'], ...props })],
  grants: [{ services: ['httpbin.bar'], everyone: true }],
});

/** A grant of all services, to everybody but for what is given. */
const granted = (
  props: MulticlusterMeshProps,
  { everyone, ...callers }: Partial<GrantProps>,
): MulticlusterMeshProps => ({
  ...props,
  grants: [grant(props.services!, everyone ? { everyone } : callers)],
});
const grant = (services: ServiceProps[], { everyone, ...callers }: Partial<GrantProps>) => ({
  services: services.map(({ name, namespace }) => `${name}.${namespace}`),
  ...(everyone
    ? { everyone }
    : { clusters: ['*'], namespaces: ['*'], serviceAccounts: ['*'], ...callers }),
});
const FOO = { namespaces: ['foo'] };

/** A second service, "web.bar", with the same pods and port but for what is given. */
const sharing = (
  props: Partial<ServiceProps>,
  ...callers: Array<Partial<GrantProps>>
): MulticlusterMeshProps => {
  const services = [httpbin(), httpbin({ name: 'web', ...props })];
  return { ...BASE, services, grants: services.map((one, i) => grant([one], callers[i])) };
};

const TCP = [{ number: 1, protocol: Protocol.TCP }];
const { UPGRADE } = Http2Upgrade;
const connectionPool = (props: ConnectionPoolProps) =>
  withService({ trafficPolicy: { connectionPool: props } });
const request = (operations: HeaderOperations) => withService({ headers: { request: operations } });
const ofCallers = (...callerSettings: CallerSettings[]) =>
  granted(withService({ callerSettings }), { clusters: ['cluster1'] });

/** A service that is copied to "copy.bar", with what is given of that one and its grant. */
const mirrored = (
  copy: Partial<ServiceProps>,
  callers: Partial<GrantProps>,
): MulticlusterMeshProps => {
  const services = [
    httpbin({ mirror: { service: 'copy.bar' } }),
    httpbin({ name: 'copy', selector: { app: 'copy' }, ...copy }),
  ];
  return { ...BASE, services, grants: [grant([services[0]], {}), grant([services[1]], callers)] };
};

describe('what is right stays silent', () => {
  const good: Array<[string, MulticlusterMeshProps]> = [
    ['an order of some of the clusters', both({ failover: { order: ['cluster2'] } })],
    [
      'weights in two regions',
      both({ failover: { weights: { cluster1: 1, cluster2: 1000 } } }, 'a', 'b'),
    ],
    [
      'weights in two zones of a region',
      {
        ...both({ failover: { weights: { cluster1: 1, cluster2: 1 } } }),
        clusters: [
          { ...CLUSTER1, region: 'a', zone: 'a1' },
          { ...CLUSTER2, region: 'a', zone: 'a2' },
        ],
      },
    ],
    ['a gateway that is a host name, in another region', named(both({}, 'a', 'b'))],
    [
      'a gateway that is a host name, behind an egress gateway at an address',
      {
        ...named(both({})),
        clusters: [
          { ...CLUSTER1, egressGateway: { address: '10.0.0.9' } },
          named(both({})).clusters[1],
        ],
        grants: [
          {
            services: ['httpbin.bar'],
            clusters: ['cluster1'],
            namespaces: ['foo'],
            serviceAccounts: ['*'],
          },
        ],
      },
    ],
    ['a gateway that is a host name, for callers without pods', named(BASE)],
    [
      'routes whose last rule matches everything',
      routes(v1({ pathPrefix: '/' }), v1({ headers: [{ name: 'x-a', regex: '${x}.*' }] }), v1()),
    ],
    [
      "expressions that are RE2's alone",
      routes(
        v1({ headers: [{ name: 'x-a', regex: '(?i)^(?P<n>a|(?s:.))\\\\1*[[:alpha:]]\\pL\\z' }] }),
        v1(),
      ),
    ],
    [
      'weights of 0 and 100',
      routes(
        v1({
          destinations: [
            { subset: 'v1', weight: 0 },
            { subset: 'v2', weight: 100 },
          ],
        }),
      ),
    ],
    ['a duration of 1ms', withService({ timeout: '0.0005s0.5ms' })],
    ['the longest duration', withService({ timeout: '2562047h' })],
    ['a long duration', withService({ timeout: '1h2m3.5s' })],
    ['no retries', withService({ retries: { attempts: 0 } })],
    [
      'settings of callers, the narrower ones first',
      ofCallers(
        { clusters: ['cluster1'], namespaces: ['foo'], timeout: '2s' },
        { clusters: ['cluster1'], timeout: '1s' },
      ),
    ],
    ['a mirror that the same callers may call', mirrored({}, { everyone: true })],
    [
      'variables and percent signs in headers',
      request({ set: { 'x-a': '%REQ(x-b?y):3% 5%%', 'x-b': '' } }),
    ],
    ['a VirtualService of the user', withService({ ownVirtualService: true })],
    ['enforcing with nobody local', granted(enforce({ localCallers: [] }), { everyone: true })],
    [
      'enforcing among clusters that have trust domains of their own',
      {
        ...enforce({ localCallers: [] }),
        clusters: BASE.clusters.map((cluster, i) => ({
          ...cluster,
          trustDomain: `td${i + 1}`,
          trustDomainAliases: [`td${2 - i}`],
        })),
      },
    ],
    [
      'different callers of what only may be the same pods',
      sharing({ selector: { tier: 'web' } }, FOO, { namespaces: ['baz'] }),
    ],
    ['the same callers at the same pods', sharing({}, FOO, FOO)],
    [
      'different callers at different ports of the same pods',
      sharing({ ports: [{ number: 9000, protocol: Protocol.HTTP }] }, FOO, { namespaces: ['baz'] }),
    ],
    [
      'different callers at the same pods of different clusters',
      sharing({ clusters: ['cluster1'] }, FOO, { namespaces: ['baz'] }),
    ],
    [
      'different callers at the same pods, if somebody says so',
      sharing({ sharesPods: true }, FOO, { namespaces: ['baz'] }),
    ],
    ['a Sidecar with a wildcard', sidecar('*/*.example.com', './*', '~/*', 'shop/x.example.com')],
    ['an egress gateway', egress()],
    [
      'a share of 0 for what is draining',
      {
        ...both({
          subsets: [VERSIONS[0], { ...VERSIONS[1], clusters: ['cluster2'] }],
          routes: [{ destinations: [{ subset: 'v1' }, { subset: 'v2', weight: 0 }] }],
        }),
        clusters: [CLUSTER1, { ...CLUSTER2, draining: true }],
      },
    ],
    ['draining one of two', { ...both({}), clusters: [CLUSTER1, { ...CLUSTER2, draining: true }] }],
    [
      'draining a cluster that is its own and only caller',
      {
        ...withService({}),
        clusters: [CLUSTER1, { ...CLUSTER2, draining: true }],
        grants: [
          {
            services: ['httpbin.bar'],
            clusters: ['cluster2'],
            namespaces: ['*'],
            serviceAccounts: ['*'],
          },
        ],
      },
    ],
  ];
  test.each(good)('%s', (_, props) => {
    expect(summarize(problemsOf(props))).toEqual([]);
  });
});

describe('what is wrong is said, with code, place and value', () => {
  const bad: Array<[string, MulticlusterMeshProps]> = [
    // failover
    [
      'MESH335 at services[0].failover.order[0]: "cluster3" does not serve "httpbin.bar"',
      both({ failover: { order: ['cluster3'] } }),
    ],
    [
      'MESH335 at services[0].failover.order[1]: "cluster2" is named twice',
      both({ failover: { order: ['cluster2', 'cluster2'] } }),
    ],
    [
      'MESH335 at services[0].failover: there are an order and weights',
      both({ failover: { order: ['cluster2'], weights: { cluster1: 1, cluster2: 1 } } }, 'a', 'b'),
    ],
    [
      'MESH335 at services[0].failover.weights: "cluster1" serves "httpbin.bar" but has no weight',
      both({ failover: { weights: { cluster2: 1 } } }, 'a', 'b'),
    ],
    [
      'MESH335 at services[0].failover.weights.cluster1: weight 0 is not a whole number from 1 to 1000',
      both({ failover: { weights: { cluster1: 0, cluster2: 1 } } }, 'a', 'b'),
    ],
    [
      'MESH335 at services[0].failover.weights.cluster1: weight 1001 is not a whole number from 1 to 1000',
      both({ failover: { weights: { cluster1: 1001, cluster2: 1 } } }, 'a', 'b'),
    ],
    [
      'MESH335 at services[0].failover.weights.x: "x" does not serve "httpbin.bar"',
      both({ failover: { weights: { cluster1: 1, cluster2: 1, x: 1 } } }, 'a', 'b'),
    ],
    [
      'MESH336 at services[0].failover.weights: cluster "cluster1" has no region, by which weights tell its own pods from other clusters',
      both({ failover: { weights: { cluster1: 1, cluster2: 1 } } }),
    ],
    [
      'MESH337 at services[0].failover.order: an order of clusters is not possible with a gateway that is a host name, as that of "cluster2"',
      named(both({ failover: { order: ['cluster2'] } }, 'a', 'b')),
    ],
    [
      'MESH338 at services[0].clusters: "httpbin.bar" has no cluster left for its callers in "cluster1": cluster2 is draining',
      { ...BASE, clusters: [CLUSTER1, { ...CLUSTER2, draining: true }] },
    ],
    [
      'MESH338 at services[0].routes: subset "v2" of "httpbin.bar" has no cluster left: cluster2 is draining',
      {
        ...both({
          subsets: [VERSIONS[0], { ...VERSIONS[1], clusters: ['cluster2'] }],
          routes: [{ destinations: [{ subset: 'v2' }] }],
        }),
        clusters: [CLUSTER1, { ...CLUSTER2, draining: true }],
      },
    ],

    // routes and settings
    [
      'MESH340 at services[0].routes[0]: the last rule does not match every call: the rest would get 404',
      routes(v1({ pathPrefix: '/a' })),
    ],
    [
      'MESH340 at services[0].routes[0]: the rules behind one that matches every call are never reached',
      routes(v1(), v1()),
    ],
    [
      'MESH340 at services[0].routes[0].pathPrefix: path prefix "a" does not begin with "/"',
      routes(v1({ pathPrefix: 'a' }), v1()),
    ],
    [
      'MESH340 at services[0].routes[0].headers[0].name: "X-A" is not the name of a header in lower case',
      routes(v1({ headers: [{ name: 'X-A', exact: 'a' }] }), v1()),
    ],
    [
      'MESH340 at services[0].routes[0].headers[0]: header "a" needs exactly one of exact, prefix and regex',
      routes(v1({ headers: [{ name: 'a' }] }), v1()),
    ],
    [
      'MESH340 at services[0].routes[0].headers[0]: header "a" needs exactly one of exact, prefix and regex',
      routes(v1({ headers: [{ name: 'a', exact: 'a', prefix: 'b' }] }), v1()),
    ],
    [
      'MESH340 at services[0].routes[0].headers[1].name: header "a" is named twice: Istio takes one condition for each',
      routes(
        v1({
          headers: [
            { name: 'a', exact: 'x' },
            { name: 'a', exact: 'y' },
          ],
        }),
        v1(),
      ),
    ],
    [
      'MESH340 at services[0].routes[0].headers[0].regex: "(" is not a regular expression of RE2: a "(" is not closed',
      routes(v1({ headers: [{ name: 'a', regex: '(' }] }), v1()),
    ],
    [
      'MESH340 at services[0].routes[0].headers[0].regex: "a(?=b)" is not a regular expression of RE2: "(?=" looks around',
      routes(v1({ headers: [{ name: 'a', regex: 'a(?=b)' }] }), v1()),
    ],
    [
      'MESH340 at services[0].routes[0].headers[0].regex: "(a)\\1" is not a regular expression of RE2: "\\1" looks back',
      routes(v1({ headers: [{ name: 'a', regex: '(a)\\1' }] }), v1()),
    ],
    [
      'MESH340 at services[0].routes[0].headers[0].name: "constructor" is not the name of a header in lower case',
      routes(v1({ headers: [{ name: 'constructor', exact: 'a' }] }), v1()),
    ],
    [
      'MESH340 at services[0].routes[0].destinations[0].subset: "v3" is not a subset of the service',
      routes(v1({ destinations: [{ subset: 'v3' }] })),
    ],
    [
      'MESH340 at services[0].routes[0].destinations[0].weight: weight 49.5 is not a whole number',
      routes(
        v1({
          destinations: [
            { subset: 'v1', weight: 49.5 },
            { subset: 'v2', weight: 50.5 },
          ],
        }),
      ),
    ],
    [
      'MESH340 at services[0].routes[0].destinations[0].weight: weight -50 is not a whole number',
      routes(
        v1({
          destinations: [
            { subset: 'v1', weight: -50 },
            { subset: 'v2', weight: 150 },
          ],
        }),
      ),
    ],
    [
      'MESH340 at services[0].routes[0].destinations: the weights add up to 99, not to 100',
      routes(
        v1({
          destinations: [
            { subset: 'v1', weight: 90 },
            { subset: 'v2', weight: 9 },
          ],
        }),
      ),
    ],
    [
      'MESH340 at services[0].routes[0].destinations: the weights add up to 0, not to 100',
      routes(v1({ destinations: [] })),
    ],
    [
      'MESH340 at services[0].timeout: timeout: the service has no HTTP port',
      withService({
        timeout: '1s',
        ports: [{ number: 1, protocol: Protocol.TCP }],
        virtualIps: ['240.0.0.1'],
      }),
    ],
    [
      'MESH341 at services[0].timeout: "0s" is not a duration of at least 1ms',
      withService({ timeout: '0s' }),
    ],
    [
      'MESH341 at services[0].timeout: "0.9ms" is not a duration of at least 1ms',
      withService({ timeout: '0.9ms' }),
    ],
    [
      'MESH341 at services[0].timeout: "0.0009s" is not a duration of at least 1ms',
      withService({ timeout: '0.0009s' }),
    ],
    [
      'MESH341 at services[0].timeout: "2562048h" is not a duration of at least 1ms',
      withService({ timeout: '2562048h' }),
    ],
    [
      'MESH341 at services[0].timeout: "5" is not a duration of at least 1ms',
      withService({ timeout: '5' }),
    ],
    [
      'MESH341 at services[0].retries.attempts: -1 is not a whole number from 0 to 2147483647',
      withService({ retries: { attempts: -1 } }),
    ],
    [
      'MESH341 at services[0].retries.methods[0]: "get" is not an HTTP method in upper case',
      withService({ retries: { attempts: 1, methods: ['get', 'M-SEARCH'] } }),
    ],
    [
      'MESH407 at services[0].retries.methods: the list of methods is empty',
      withService({ retries: { attempts: 1, methods: [] } }),
    ],
    [
      'MESH341 at services[0].trafficPolicy.connectionPool.maxConnectionDuration: "0s" is not a duration of at least 1ms',
      connectionPool({ maxConnectionDuration: '0s' }),
    ],
    [
      'MESH341 at services[0].trafficPolicy.connectionPool.tcpKeepalive.time: "999ms" is not a duration of at least 1s',
      connectionPool({ tcpKeepalive: { time: '999ms' } }),
    ],
    [
      'MESH341 at services[0].trafficPolicy.connectionPool.tcpKeepalive: there is no setting of the keepalive',
      connectionPool({ tcpKeepalive: {} }),
    ],
    [
      'MESH340 at services[0].trafficPolicy.connectionPool.http2Upgrade: http2Upgrade: the service has no HTTP port',
      withService({ ports: TCP, trafficPolicy: { connectionPool: { http2Upgrade: UPGRADE } } }),
    ],
    [
      'MESH340 at services[0].headers: headers, fault: the service has no HTTP port',
      withService({
        ports: TCP,
        headers: { request: { remove: ['a'] } },
        fault: { abort: { status: 500 } },
      }),
    ],
    [
      'MESH341 at services[0].fault: there is neither a delay nor an abort',
      withService({ fault: {} }),
    ],
    [
      'MESH341 at services[0].fault.abort.status: 199 is not an HTTP status',
      withService({ fault: { abort: { status: 199 } } }),
    ],
    [
      'MESH341 at services[0].fault.delay.percent: 0 is not a share in percent',
      withService({ fault: { delay: { duration: '1s', percent: 0 } } }),
    ],
    [
      'MESH341 at services[0].fault.delay.duration: "1" is not a duration of at least 1ms',
      withService({ fault: { delay: { duration: '1' } } }),
    ],
    ['MESH373 at services[0].headers: no header is changed', withService({ headers: {} })],
    [
      'MESH373 at services[0].headers.response: no header is changed',
      withService({ headers: { response: { set: {} } } }),
    ],
    [
      'MESH373 at services[0].headers.request: "host" is not the name of a header that can be changed',
      request({ set: { host: 'x' } }),
    ],
    [
      'MESH373 at services[0].headers.request: ":path" is not the name of a header that can be changed',
      request({ remove: [':path'] }),
    ],
    [
      'MESH373 at services[0].headers.request: header "x-a" is changed twice',
      request({ set: { 'x-a': 'b' }, remove: ['x-a'] }),
    ],
    [
      'MESH373 at services[0].headers.request.add.x-a: the value of "x-a" has a "%" that begins no variable of Envoy',
      request({ add: { 'x-a': '100%' } }),
    ],
    [
      'MESH373 at services[0].headers.request.add.x-a: the value of "x-a" has characters that a header cannot have',
      request({ add: { 'x-a': 'a\nb' } }),
    ],
    [
      'MESH372 at services[0].mirror: copies would go where the calls go',
      withService({ mirror: {} }),
    ],
    [
      'MESH372 at services[0].mirror.service: "x.bar" is not a service of the mesh',
      withService({ mirror: { service: 'x.bar' } }),
    ],
    [
      'MESH372 at services[0].mirror.subset: "v1" is not a subset of "httpbin.bar"',
      withService({ mirror: { subset: 'v1' } }),
    ],
    [
      'MESH372 at services[0].mirror.service: "copy.bar" has no HTTP port 8000, to which copies would go',
      mirrored({ ports: [{ number: 1, protocol: Protocol.HTTP }] }, {}),
    ],
    [
      'MESH372 at services[0].mirror.service: callers in cluster "cluster1" may not call "copy.bar"',
      mirrored({}, FOO),
    ],
    [
      'MESH371 at services[0].callerSettings[0]: there is no setting',
      ofCallers({ clusters: ['cluster1'] }),
    ],
    [
      'MESH371 at services[0].callerSettings[0].clusters[0]: "x" is not a cluster of the mesh',
      ofCallers({ clusters: ['x'], timeout: '1s' }),
    ],
    [
      'MESH371 at services[0].callerSettings[0]: nobody in "x" may call "httpbin.bar"',
      ofCallers({ clusters: ['x'], timeout: '1s' }),
    ],
    [
      'MESH371 at services[0].callerSettings[0].namespaces[0]: nobody in namespace "ops" may call "httpbin.bar"',
      granted(ofCallers({ clusters: ['cluster1'], namespaces: ['ops'], timeout: '1s' }), FOO),
    ],
    [
      'MESH371 at services[0].callerSettings[0].namespaces: "*" is not the name of a namespace',
      ofCallers({ clusters: ['cluster1'], namespaces: ['*'], timeout: '1s' }),
    ],
    [
      'MESH371 at services[0].callerSettings[1]: an entry before this one holds for callers in "cluster1" already',
      ofCallers(
        { clusters: ['cluster1'], timeout: '1s' },
        { clusters: ['cluster1'], namespaces: ['foo'], timeout: '2s' },
      ),
    ],
    [
      'MESH341 at services[0].callerSettings[0].timeout: "0s" is not a duration of at least 1ms',
      ofCallers({ clusters: ['cluster1'], timeout: '0s' }),
    ],
    [
      'MESH407 at services[0].callerSettings[0].clusters: the list of clusters is empty',
      ofCallers({ clusters: [], timeout: '1s' }),
    ],
    [
      'MESH508 at services[0].callerSettings: `callerSettings` needs Istio 1.20 or later',
      classic({ callerSettings: [{ clusters: ['cluster1'], timeout: '1s' }] }),
    ],
    [
      'MESH370 at services[0].timeout: timeout, retries: the VirtualService of the host is your own',
      withService({ ownVirtualService: true, timeout: '1s', retries: { attempts: 1 } }),
    ],
    [
      'MESH341 at services[0].trafficPolicy.outlierDetection.minHealthPercent: 101 is not a percentage',
      withService({ trafficPolicy: { outlierDetection: { minHealthPercent: 101 } } }),
    ],
    [
      'MESH341 at services[0].retries: retries are turned off, and there are settings for them',
      withService({ retries: { attempts: 0, perTryTimeout: '1s' } }),
    ],
    [
      'MESH341 at services[0].retries.retryOn[0]: "5XX" is not the name of a retry condition or a status code',
      withService({ retries: { attempts: 1, retryOn: ['5XX'] } }),
    ],
    [
      'MESH341 at services[0].trafficPolicy.connectionPool.maxConnections: 2147483648 is not a whole number from 0 to 2147483647',
      withService({ trafficPolicy: { connectionPool: { maxConnections: 2 ** 31 } } }),
    ],
    [
      'MESH341 at services[0].trafficPolicy.connectionPool.connectTimeout: "x" is not a duration of at least 1ms',
      withService({ trafficPolicy: { connectionPool: { connectTimeout: 'x' } } }),
    ],
    [
      'MESH341 at services[0].trafficPolicy.outlierDetection.maxEjectionPercent: 101 is not a percentage',
      withService({ trafficPolicy: { outlierDetection: { maxEjectionPercent: 101 } } }),
    ],
    [
      'MESH341 at services[0].trafficPolicy.outlierDetection.interval: "" is not a duration of at least 1ms',
      withService({ trafficPolicy: { outlierDetection: { interval: '' } } }),
    ],
    [
      'MESH341 at services[0].trafficPolicy.loadBalancer: the load balancer has an algorithm and a header to go by',
      withService({
        trafficPolicy: {
          loadBalancer: { algorithm: LoadBalancerAlgorithm.RANDOM, hashHeader: 'a' },
        },
      }),
    ],
    ['MESH407 at services[0].routes: the list of routes is empty', routes()],

    // names
    [
      'MESH342 at services[0].namespace: namespace "istio-system" is Istio\'s root namespace',
      {
        ...withService({ namespace: 'istio-system' }),
        grants: [
          {
            services: ['httpbin.istio-system'],
            clusters: ['cluster1'],
            namespaces: ['*'],
            serviceAccounts: ['*'],
          },
        ],
      },
    ],
    [
      'MESH342 at services[0].workloadNamespace: namespace "kube-system" is one of Kubernetes itself',
      withService({ workloadNamespace: 'kube-system' }),
    ],
    [
      'MESH342 at services[0].workloadNamespace: namespace "istio-system" is Istio\'s root namespace',
      withService({ workloadNamespace: 'istio-system' }),
    ],
    [
      'MESH201 at services[0].workloadNamespace: namespace "A" is not a DNS label',
      withService({ workloadNamespace: 'A' }),
    ],
    [
      'MESH201 at services[0].aliases[0]: alias "a" is not `<name>.<namespace>`',
      withService({ aliases: ['a'] }),
    ],
    [
      'MESH201 at services[0].aliases[0]: service name "1" is not a DNS label that begins with a letter',
      withService({ aliases: ['1.bar'] }),
    ],
    [
      'MESH301 at services[0].aliases[0]: "httpbin.bar" is already a name of the service at services[0]',
      withService({ aliases: ['httpbin.bar'] }),
    ],
    [
      'MESH301 at services[0].aliases[1]: "a.bar" is already a name of the service at services[0]',
      withService({ aliases: ['a.bar', 'a.bar'] }),
    ],
    [
      'MESH333 at services[0].subsets[0].clusters[0]: subset "v1" is in "cluster1", which does not serve',
      withService({ subsets: [{ ...VERSIONS[0], clusters: ['cluster1'] }] }),
    ],
    [
      'MESH407 at services[0].subsets[0].clusters: the list of clusters is empty',
      withService({ subsets: [{ ...VERSIONS[0], clusters: [] }] }),
    ],
    [
      'MESH204 at clusterDomain: cluster domain "A" is not a lower-case DNS name',
      { ...BASE, clusterDomain: 'A' },
    ],

    // grants
    [
      'MESH420 at services[0].localCallers[0].serviceAccounts: the list of serviceAccounts has "*" and names too',
      withService({ localCallers: [{ namespace: 'a', serviceAccounts: ['*', 'b'] }] }),
    ],
    [
      'MESH421 at trustDomain: the grants of "httpbin.bar" let in some clusters of a trust domain and not the others, whose workloads have the same identities',
      enforce({ localCallers: [] }),
    ],
    [
      'MESH421 at trustDomain: the grants of "httpbin.bar" let in some clusters of a trust domain and not the others, whose workloads have the same identities',
      granted(classic({}), { clusters: ['cluster1'] }),
    ],
    [
      'MESH422 at services[1].selector: "web.bar" shares pods and a port with "httpbin.bar", which has other callers',
      sharing({}, FOO, { namespaces: ['baz'] }),
    ],
    [
      'MESH422 at services[1].selector: "web.bar" shares pods and a port with "httpbin.bar", which has other callers',
      sharing({ selector: { app: 'httpbin', tier: 'web' } }, FOO, { namespaces: ['baz'] }),
    ],
    [
      'MESH422 at services[1].selector: "web.bar" shares pods and a port with "httpbin.bar", which has other callers',
      sharing({ authorization: AuthorizationMode.NONE }, FOO, { everyone: true }),
    ],
    [
      'MESH422 at services[1].selector: "web.bar" shares pods and a port with "httpbin.bar", which has other callers',
      sharing({ localCallers: [{ namespace: 'ops', serviceAccounts: ['*'] }] }, FOO, FOO),
    ],
    [
      'MESH408 at services[0].localCallers: "httpbin.bar" enforces its grants and does not say who calls it in its own clusters',
      enforce(),
    ],
    [
      'MESH408 at services[0].localCallers: "httpbin.bar" enforces its grants and does not say who calls it in its own clusters',
      { ...BASE, authorization: AuthorizationMode.ENFORCE },
    ],
    [
      'MESH409 at services[0].ports[0].targetPortName: port 80 is found by name, so a policy cannot be limited to it',
      enforce({
        localCallers: [],
        ports: [{ number: 80, protocol: Protocol.HTTP, targetPortName: 'web' }],
      }),
    ],
    [
      'MESH201 at services[0].localCallers[0].namespace: namespace "A" is not a DNS label',
      withService({ localCallers: [{ namespace: 'A', serviceAccounts: ['*'] }] }),
    ],
    [
      'MESH201 at services[0].localCallers[0].serviceAccounts[0]: service account "A" is not a DNS name',
      withService({ localCallers: [{ namespace: 'a', serviceAccounts: ['A'] }] }),
    ],
    [
      'MESH410 at clusters[0].sidecars[0].egressHosts[0]: "x" is not `<namespace>/<DNS name>`',
      sidecar('x'),
    ],
    [
      'MESH410 at clusters[0].sidecars[0].egressHosts[0]: "a/b/c" is not `<namespace>/<DNS name>`',
      sidecar('a/b/c'),
    ],
    [
      'MESH410 at clusters[0].sidecars[1].namespace: namespace "foo" has two Sidecars',
      withCluster({ sidecars: [{ namespace: 'foo' }, { namespace: 'foo' }] }),
    ],
    [
      'MESH410 at clusters[0].sidecars[0].namespace: in "istio-system", Istio\'s root namespace, it would hold for every namespace without a Sidecar',
      withCluster({ sidecars: [{ namespace: 'istio-system' }] }),
    ],
    ['MESH407 at clusters[0].sidecars[0].egressHosts: the list of egressHosts is empty', sidecar()],
    [
      'MESH201 at clusters[0].sidecars[0].namespace: namespace "A" is not a DNS label',
      withCluster({ sidecars: [{ namespace: 'A' }] }),
    ],

    // egress gateway, gateway route, versions
    [
      'MESH509 at clusters[0].egressGateway.namespace: the egress gateway is in "istio-system", the namespace of the east-west gateway',
      egress({}, 'istio-system'),
    ],
    [
      'MESH509 at clusters[0].egressGateway.namespace: the egress gateway is in "bar", the namespace of "httpbin.bar"',
      egress({}, 'bar'),
    ],
    [
      'MESH509 at clusters[0].egressGateway.namespace: the egress gateway is in "foo", a namespace that may call "httpbin.bar"',
      egress({}, 'foo'),
    ],
    [
      'MESH510 at clusters[0].egressGateway: "httpbin.bar" is granted to every namespace of cluster "cluster1"',
      egress({
        grants: [
          {
            services: ['httpbin.bar'],
            clusters: ['cluster1'],
            namespaces: ['*'],
            serviceAccounts: ['*'],
          },
        ],
      }),
    ],
    [
      'MESH511 at clusters[0].egressGateway: "httpbin.bar" is known by its own name only, and cluster "cluster1" calls through an egress gateway',
      egress({
        services: [httpbin({ gatewayRoute: GatewayRoute.SNI })],
      }),
    ],
    [
      "MESH511 at services[0].subsets: the gateway knows no subsets by the Service's own name, unless somebody declares them there",
      withService({ gatewayRoute: GatewayRoute.SNI, subsets: VERSIONS }),
    ],
    [
      'MESH511 at services[0]: the gateway knows the service by its own name and namespace only',
      withService({ gatewayRoute: GatewayRoute.SNI, workloadNamespace: 'other' }),
    ],
    [
      'MESH335 at services[0].failover.weights: cluster "cluster1" serves "httpbin.bar" and calls the others through one egress gateway, which has no weight',
      {
        ...both({ failover: { weights: { cluster1: 1, cluster2: 1 } } }),
        clusters: [
          { ...CLUSTER1, region: 'a', egressGateway: { address: '10.0.0.9' } },
          { ...CLUSTER2, region: 'b' },
        ],
      },
    ],
    [
      'MESH508 at services[0].authorization: AuthorizationPolicies are for Istio 1.20 and later here',
      classic({ authorization: AuthorizationMode.AUDIT }),
    ],
    [
      'MESH508 at authorization: AuthorizationPolicies are for Istio 1.20 and later here',
      { ...classic({}), authorization: AuthorizationMode.ENFORCE },
    ],
    [
      'MESH508 at grants[0].namespaces: a host is visible to all workloads of a cluster: `namespaces` needs Istio 1.20 or later',
      granted(classic({}), { namespaces: ['foo'] }),
    ],
    [
      'MESH508 at grants[0].serviceAccounts: a host is visible to all workloads of a cluster: `serviceAccounts` needs Istio 1.20 or later',
      granted(classic({}), { namespaces: ['foo'], serviceAccounts: ['sleep'] }),
    ],
    [
      'MESH508 at services[0].timeout: `timeout` needs Istio 1.20 or later',
      classic({ timeout: '1s' }),
    ],
    [
      'MESH508 at services[0].aliases: `aliases` needs Istio 1.20 or later',
      classic({ aliases: ['a.bar'] }),
    ],
    [
      'MESH508 at services[0].subsets[0].clusters: subsets of single clusters need Istio 1.20 or later',
      classic({ subsets: [{ ...VERSIONS[0], clusters: ['cluster2'] }] }),
    ],
  ];
  test.each(bad)('%s', (expected, props) => {
    expect(summarize(problemsOf(props))).toContain(expected);
  });
});

describe('the model', () => {
  test('has a service under each of its names, with the grants of all', () => {
    const { services } = resolve(withService({ aliases: ['web.shop'], workloadNamespace: 'apps' }));
    expect(
      services.map(({ host, workloadNamespace, isAlias, callers }) => [
        host,
        workloadNamespace,
        isAlias,
        callers.size,
      ]),
    ).toEqual([
      ['httpbin.bar.mesh.internal', 'apps', false, 1],
      ['web.shop.mesh.internal', 'apps', true, 1],
    ]);
  });

  test('audits by default, not with the classic mechanism', () => {
    expect(resolve(BASE).services[0].authorization).toBe(AuthorizationMode.AUDIT);
    expect(
      resolve({ ...BASE, authorization: AuthorizationMode.NONE }).services[0].authorization,
    ).toBe(AuthorizationMode.NONE);
    expect(resolve(classic({})).services[0].authorization).toBe(AuthorizationMode.NONE);
  });
});
