import { judgeMesh } from './mesh-rules';
import { judgeRules } from './rules';
import { judgeSchema, KubernetesObject } from './schema';

const object = (
  kind: string,
  spec: any,
  apiVersion = 'networking.istio.io/v1',
  metadata: object = {},
): KubernetesObject => ({
  apiVersion,
  kind,
  metadata: { name: 'x', namespace: 'ns', ...metadata },
  spec,
});

const ENTRY = {
  hosts: ['x.ns.global'],
  location: 'MESH_INTERNAL',
  resolution: 'STATIC',
  ports: [{ number: 80, name: 'http-80', protocol: 'HTTP' }],
  subjectAltNames: ['spiffe://td/ns/ns/sa/x'],
  exportTo: ['*'],
};
const OWNER = { ...ENTRY, workloadSelector: { labels: { app: 'x' } } };
const CALLER = {
  ...ENTRY,
  endpoints: [{ address: '192.0.2.1', ports: { 'http-80': 15443 } }],
};
const GATEWAY = {
  selector: { istio: 'gw' },
  servers: [
    {
      port: { number: 15443, name: 'tls', protocol: 'TLS' },
      tls: { mode: 'AUTO_PASSTHROUGH' },
      hosts: ['x.ns.global'],
    },
  ],
};
const RULE = {
  host: 'x.ns.global',
  exportTo: ['*'],
  trafficPolicy: {
    tls: { mode: 'ISTIO_MUTUAL' },
    outlierDetection: { maxEjectionPercent: 100, minHealthPercent: 1 },
  },
};

const ROUTES = {
  hosts: ['x.ns.global'],
  exportTo: ['*'],
  http: [{ route: [{ destination: { host: 'x.ns.global', subset: 'v1' }, weight: 100 }] }],
};
const EGRESS = [
  object(
    'ServiceEntry',
    {
      ...CALLER,
      exportTo: ['.'],
      endpoints: [{ ...CALLER.endpoints[0], labels: { 'security.istio.io/tlsMode': 'istio' } }],
    },
    undefined,
    { namespace: 'egress' },
  ),
  object('Gateway', GATEWAY, undefined, { namespace: 'egress' }),
];
const POLICY = {
  action: 'DENY',
  selector: { matchLabels: { app: 'x' } },
  rules: [{ from: [{ source: { notPrincipals: ['a'] } }], to: [{ operation: { ports: ['80'] } }] }],
};
const policy = (change: object) =>
  object('AuthorizationPolicy', { ...POLICY, ...change }, 'security.istio.io/v1');

test('the schema accepts what is right and names what is not', () => {
  expect(
    judgeSchema([
      object('ServiceEntry', OWNER),
      object('Gateway', GATEWAY),
      object('DestinationRule', RULE, 'networking.istio.io/v1beta1'),
    ]),
  ).toEqual([]);
  const verdicts = judgeSchema([
    object('ServiceEntry', { ...OWNER, resolution: 'SOMETIMES' }),
    object('ServiceEntry', { location: 'MESH_INTERNAL' }),
    object('ServiceEntry', { ...OWNER, workloadSelectors: {} }),
    object('EnvoyFilter', { filters: [{ filterName: 'x' }] }, 'networking.istio.io/v1alpha3'),
    object('ServiceEntry', OWNER, 'networking.istio.io/v2'),
  ]).join('\n');
  for (const part of [
    'resolution',
    'hosts',
    'workloadSelectors',
    'filterType',
    'no schema for networking.istio.io/v2',
  ]) {
    expect(verdicts).toContain(part);
  }
});

describe('the rules accept what is right and name what is not', () => {
  test.each([OWNER, CALLER])('entry %#', spec => {
    expect(judgeRules([object('ServiceEntry', spec)])).toEqual([]);
  });
  const port = (props: object) => ({
    ...OWNER,
    ports: [{ number: 80, name: 'http-80', protocol: 'HTTP', ...props }],
  });
  test.each<[string, any]>([
    ['1 to 256 hosts', { ...OWNER, hosts: [] }],
    ['host "*"', { ...OWNER, hosts: ['*'] }],
    ['CIDR with DNS', { ...OWNER, resolution: 'DNS', addresses: ['10.0.0.0/8'] }],
    ['address is no IP', { ...OWNER, addresses: ['x'] }],
    ['addresses too many or too long', { ...OWNER, addresses: ['1'.repeat(65)] }],
    ['port number', port({ number: 0 })],
    ['target port', port({ targetPort: 70000 })],
    ['port name', port({ name: 'A' })],
    ['protocol', port({ protocol: 'UDP' })],
    ['ports not unique', { ...OWNER, ports: [...OWNER.ports, ...OWNER.ports] }],
    ['selector and endpoints', { ...OWNER, ...CALLER }],
    ['empty selector', { ...OWNER, workloadSelector: { labels: {} } }],
    ['NONE with endpoints', { ...CALLER, resolution: 'NONE' }],
    ['STATIC without endpoints', ENTRY],
    [
      'STATIC with a host name',
      { ...CALLER, endpoints: [{ address: 'gw.example.com', network: 'b' }] },
    ],
    ['endpoint without address and network', { ...CALLER, resolution: 'DNS', endpoints: [{}] }],
    [
      'endpoint port is no port name',
      { ...CALLER, endpoints: [{ address: '192.0.2.1', ports: { x: 1 } }] },
    ],
    [
      'endpoint port name',
      {
        ...CALLER,
        ports: [{ ...ENTRY.ports[0], name: 'a'.repeat(63) }],
        endpoints: [{ address: '192.0.2.1', ports: { ['a'.repeat(63)]: 1 } }],
      },
    ],
    [
      'too many endpoint ports',
      {
        ...CALLER,
        endpoints: [
          {
            address: '192.0.2.1',
            ports: Object.fromEntries(Array.from({ length: 129 }, (_, i) => [`p${i}`, 1])),
          },
        ],
      },
    ],
    [
      'endpoint address',
      { ...CALLER, resolution: 'DNS', endpoints: [{ address: 'a'.repeat(257) }] },
    ],
    ['selector value', { ...OWNER, workloadSelector: { labels: { app: '*' } } }],
    ['"*" beside others in exportTo', { ...OWNER, exportTo: ['*', 'a'] }],
    ['exportTo twice', { ...OWNER, exportTo: ['a', 'a'] }],
  ])('%s', (rule, spec) => {
    expect(judgeRules([object('ServiceEntry', spec)])).toContain(`ServiceEntry ns/x: ${rule}`);
  });

  test.each<[string, string, any]>([
    ['Gateway', 'no server', { servers: [] }],
    ['Gateway', 'no host', { servers: [{ ...GATEWAY.servers[0], hosts: [] }] }],
    ['Gateway', 'port names not unique', { servers: [...GATEWAY.servers, ...GATEWAY.servers] }],
    [
      'Gateway',
      'tls and protocol disagree',
      { servers: [{ ...GATEWAY.servers[0], tls: undefined }] },
    ],
    ['DestinationRule', 'empty traffic policy', { ...RULE, trafficPolicy: {} }],
    ['DestinationRule', 'subset names', { ...RULE, subsets: [{ name: 'a' }, { name: 'a' }] }],
    [
      'DestinationRule',
      'failover without outlierDetection',
      {
        ...RULE,
        trafficPolicy: { loadBalancer: { localityLbSetting: { failoverPriority: ['x'] } } },
      },
    ],
    [
      'DestinationRule',
      'failoverPriority and distribute',
      {
        ...RULE,
        trafficPolicy: {
          outlierDetection: {},
          loadBalancer: { localityLbSetting: { failoverPriority: ['x'], distribute: [] } },
        },
      },
    ],
    [
      'DestinationRule',
      'shares',
      {
        ...RULE,
        trafficPolicy: {
          loadBalancer: {
            localityLbSetting: { distribute: [{ from: '*', to: { a: 60, b: 60 } }] },
          },
        },
      },
    ],
    [
      'DestinationRule',
      'simple and consistentHash',
      { ...RULE, trafficPolicy: { loadBalancer: { simple: 'RANDOM', consistentHash: {} } } },
    ],
    [
      'DestinationRule',
      'empty connection pool',
      { ...RULE, trafficPolicy: { connectionPool: {} } },
    ],
    [
      'DestinationRule',
      'duration',
      { ...RULE, trafficPolicy: { outlierDetection: { interval: '0.9ms' } } },
    ],
    [
      'DestinationRule',
      'duration',
      {
        ...RULE,
        trafficPolicy: {
          portLevelSettings: [{ connectionPool: { tcp: { connectTimeout: '0s' } } }],
        },
      },
    ],
    [
      'VirtualService',
      'timeout',
      { ...ROUTES, http: [{ ...ROUTES.http[0], retries: { attempts: 1, perTryTimeout: '0s' } }] },
    ],
    ['VirtualService', 'hosts', { ...ROUTES, hosts: [] }],
    ['VirtualService', 'http without route', { ...ROUTES, http: [{}] }],
    [
      'VirtualService',
      'weights',
      { ...ROUTES, http: [{ route: [{ weight: 50 }, { weight: 40 }] }] },
    ],
    [
      'VirtualService',
      'route that is never reached',
      { ...ROUTES, http: [...ROUTES.http, ...ROUTES.http] },
    ],
    ['VirtualService', 'timeout', { ...ROUTES, http: [{ ...ROUTES.http[0], timeout: '5' }] }],
    [
      'VirtualService',
      'retries',
      { ...ROUTES, http: [{ ...ROUTES.http[0], retries: { attempts: 0, perTryTimeout: '1s' } }] },
    ],
    [
      'VirtualService',
      'header match',
      { ...ROUTES, http: [{ ...ROUTES.http[0], match: [{ headers: { a: {} } }] }] },
    ],
    ['VirtualService', '"*" beside others in exportTo', { ...ROUTES, exportTo: ['*', 'a'] }],
    ['Sidecar', 'no egress host', { egress: [] }],
    ['Sidecar', 'egress host', { egress: [{ hosts: ['x'] }] }],
    ['AuthorizationPolicy', 'DENY without rules does nothing', { ...POLICY, rules: [] }],
    [
      'AuthorizationPolicy',
      'empty source',
      { ...POLICY, rules: [{ from: [{ source: { notPrincipals: [] } }] }] },
    ],
    [
      'AuthorizationPolicy',
      'port',
      { ...POLICY, rules: [{ to: [{ operation: { ports: ['http'] } }] }] },
    ],
    ['AuthorizationPolicy', 'selector', { ...POLICY, selector: { matchLabels: { 'a*': 'b' } } }],
  ])('%s: %s', (kind, rule, spec) => {
    expect(judgeRules([object(kind, spec)])).toEqual([`${kind} ns/x: ${rule}`]);
  });

  test('names', () => {
    expect(judgeRules([object('Gateway', GATEWAY, undefined, { name: 'a.b' })])).toEqual([
      'Gateway ns/a.b: name "a.b"',
    ]);
    expect(judgeRules([object('Gateway', GATEWAY, undefined, { labels: { a: 'b c' } })])).toEqual([
      'Gateway ns/x: label value "b c"',
    ]);
  });
});

describe('the mesh', () => {
  const MESH = {
    a: [object('ServiceEntry', CALLER), object('DestinationRule', RULE)],
    b: [object('ServiceEntry', OWNER), object('Gateway', GATEWAY)],
  };

  const DESCRIBED = {
    clusters: [
      { name: 'a', region: 'eu' },
      { name: 'b', gateway: { addresses: ['192.0.2.1'] } },
    ],
  };

  test('is right', () => {
    expect(judgeMesh(MESH, DESCRIBED)).toEqual([]);
    expect(judgeMesh(MESH)).toEqual([]);
  });

  test('is right with hosts that are open by a Gateway of somebody else, and open once', () => {
    const described = (otherGatewayHosts: string[]) => ({
      clusters: [
        { name: 'a' },
        { name: 'b', gateway: { addresses: ['192.0.2.1'], otherGatewayHosts } },
      ],
    });
    const without = { ...MESH, b: MESH.b.slice(0, 1) };
    expect(judgeMesh(without, described(['*.global']))).toEqual([]);
    expect(judgeMesh(without, described(['*.local']))).toHaveLength(1);
    expect(judgeMesh(MESH, described(['*.global']))).toEqual([
      'b: Gateway ns/x opens x.ns.global, which another Gateway holds',
    ]);
  });

  test.each<[string, Partial<typeof MESH>]>([
    [
      'b: x.ns.global is in ns and other',
      { b: [...MESH.b, object('ServiceEntry', OWNER, undefined, { namespace: 'other' })] },
    ],
    [
      'b: two entries of x.ns.global disagree',
      { b: [...MESH.b, object('ServiceEntry', { ...OWNER, exportTo: ['.'] })] },
    ],
    [
      'a: DestinationRule ns/x has no entry of y.ns.global',
      { a: [...MESH.a, object('DestinationRule', { ...RULE, host: 'y.ns.global' })] },
    ],
    [
      'a: DestinationRule ns/x has no mutual TLS',
      { a: [MESH.a[0], object('DestinationRule', { host: 'x.ns.global' })] },
    ],
    [
      'a: DestinationRule ns/x lets one pod of many have every endpoint ejected',
      {
        a: [
          MESH.a[0],
          object('DestinationRule', {
            ...RULE,
            trafficPolicy: {
              ...RULE.trafficPolicy,
              outlierDetection: { maxEjectionPercent: 100, minHealthPercent: 0 },
            },
          }),
        ],
      },
    ],
    [
      'b: Gateway ns/x has no route to x.ns.global',
      { b: [MESH.b[1], object('ServiceEntry', { ...OWNER, exportTo: ['other'] })] },
    ],
    [
      'b: Gateway ns/x lets *.global in',
      {
        b: [
          ...MESH.b,
          object('Gateway', { servers: [{ ...GATEWAY.servers[0], hosts: ['*.global'] }] }),
        ],
      },
    ],
    [
      'a: DestinationRule ns/x is not seen by those who see the host',
      { a: [MESH.a[0], object('DestinationRule', { ...RULE, exportTo: ['ns'] })] },
    ],
    [
      'a: DestinationRule ns/x has no endpoint for the subset v1',
      {
        a: [
          MESH.a[0],
          object('DestinationRule', { ...RULE, subsets: [{ name: 'v1', labels: { a: 'b' } }] }),
        ],
      },
    ],
    [
      'a: ServiceEntry ns/x calls 192.0.2.1:15443, where it is not served so',
      { a: [MESH.a[0], object('DestinationRule', { ...RULE, subsets: [{ name: 'v1' }] })] },
    ],
    [
      'a: VirtualService ns/x sends to x.ns.global v1',
      { a: [...MESH.a, object('VirtualService', ROUTES)] },
    ],
    [
      'a: VirtualService ns/x leaves calls without a route',
      {
        a: [...MESH.a, object('VirtualService', { ...ROUTES, http: [{ match: [{}], route: [] }] })],
      },
    ],
    [
      'a: VirtualService ns/x is not seen by those who see the host',
      { a: [...MESH.a, object('VirtualService', { ...ROUTES, exportTo: ['ns'] })] },
    ],
    ['a: the egress gateway sees ServiceEntry ns/x too', { a: [...MESH.a, ...EGRESS] }],
    [
      'a: ServiceEntry egress/x shares its namespace with 2 gateways',
      {
        a: [...EGRESS, { ...EGRESS[1], spec: { ...EGRESS[1].spec, selector: { istio: 'other' } } }],
      },
    ],
    [
      'a: ServiceEntry egress/x could be passed on by a gateway',
      {
        a: [
          object('ServiceEntry', { ...EGRESS[0].spec, endpoints: CALLER.endpoints }, undefined, {
            namespace: 'egress',
          }),
        ],
      },
    ],
    ['b: AuthorizationPolicy ns/x does not deny', { b: [...MESH.b, policy({ action: 'ALLOW' })] }],
    [
      'b: AuthorizationPolicy ns/x holds for every port',
      { b: [...MESH.b, policy({ rules: [{ from: [{ source: { notPrincipals: ['a'] } }] }] })] },
    ],
    [
      'b: AuthorizationPolicy ns/x holds for the whole namespace',
      { b: [...MESH.b, policy({ selector: {} })] },
    ],
    [
      'a: ServiceEntry ns/x could be passed on by a gateway',
      {
        a: [
          object('ServiceEntry', {
            ...CALLER,
            endpoints: [{ ...CALLER.endpoints[0], serviceAccount: 'x' }],
          }),
          MESH.a[1],
        ],
      },
    ],
    [
      'a: ServiceEntry ns/x has an endpoint with a network',
      {
        a: [
          object('ServiceEntry', {
            ...CALLER,
            endpoints: [{ ...CALLER.endpoints[0], network: 'b' }],
          }),
          MESH.a[1],
        ],
      },
    ],
    [
      'b: Gateway ns/x opens x.ns.global, which another Gateway holds',
      { b: [...MESH.b, object('Gateway', GATEWAY)] },
    ],
    [
      'a: ServiceEntry ns/x is as good as the pods of the cluster',
      { a: [...MESH.a, object('ServiceEntry', OWNER)] },
    ],
    ...[undefined, 'eu/z'].map((locality): [string, Partial<typeof MESH>] => [
      'a: ServiceEntry ns/x is as good as the pods of the cluster',
      {
        a: [
          object('ServiceEntry', {
            ...CALLER,
            resolution: 'DNS',
            endpoints: [{ ...CALLER.endpoints[0], locality }],
          }),
          object('ServiceEntry', { ...OWNER, resolution: 'DNS' }),
          MESH.a[1],
        ],
      },
    ]),
    [
      'a: ServiceEntry ns/x calls 192.0.2.1:443, where it is not served so',
      {
        a: [
          object('ServiceEntry', {
            ...CALLER,
            endpoints: [{ address: '192.0.2.1', ports: { 'http-80': 443 } }],
          }),
          MESH.a[1],
        ],
      },
    ],
    [
      'a: ServiceEntry ns/x does not say who may answer',
      { a: [object('ServiceEntry', { ...CALLER, subjectAltNames: [] }), MESH.a[1]] },
    ],
    ['a: ServiceEntry ns/x has no DestinationRule', { a: [MESH.a[0]] }],
    [
      'a: ServiceEntry ns/x calls 192.0.2.1:15443, where it is not served so',
      {
        b: [
          object('ServiceEntry', {
            ...OWNER,
            ports: [{ number: 81, name: 'http-80', protocol: 'HTTP' }],
          }),
          MESH.b[1],
        ],
      },
    ],
    ['a: ServiceEntry ns/x calls 192.0.2.1:15443, where it is not served so', { b: [MESH.b[0]] }],
    [
      'a: DestinationRule ns/x has failoverPriority with DNS',
      {
        a: [
          object('ServiceEntry', { ...CALLER, resolution: 'DNS' }),
          object('DestinationRule', {
            ...RULE,
            trafficPolicy: {
              ...RULE.trafficPolicy,
              loadBalancer: { localityLbSetting: { failoverPriority: ['x'] } },
            },
          }),
        ],
      },
    ],
  ])('%s', (expected, change) => {
    expect(judgeMesh({ ...MESH, ...change }, DESCRIBED)).toContain(expected);
  });
});
