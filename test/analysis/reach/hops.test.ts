import { judge } from '../../../src/analysis/reach/matrix';
import { Mesh, WhatIf } from '../../../src/analysis/reach/mesh';
import { firstBroken, Verdict } from '../../../src/analysis/reach/verdict';
import {
  CALLER,
  Edit,
  editedExample,
  FOO,
  GATEWAY,
  ISTIOD,
  object,
  OWNER,
  PODS,
  SLEEP,
  VALUES,
} from '../edited-example';

/** The call of the root example, after some edits of its output. */
function call(edits: readonly Edit[], whatIf?: WhatIf) {
  const mesh = new Mesh(editedExample(edits), whatIf);
  const cluster = mesh.clusters.get('cluster1')!;
  const callers = cluster.workloads('foo', 'sleep');
  const called = { host: 'httpbin.bar.global', port: 8000 };
  return judge(mesh, cluster, callers, called, { request: {} }).way;
}

const BAR = 'cluster2/manifests/workloads/_cluster.yaml';

const policy = (spec: string, namespace = 'bar') =>
  object('AuthorizationPolicy', 'a', namespace, spec, 'security.istio.io');

test('the example as it is', () => {
  const way = call([]);
  expect(way.verdict).toBe('yes');
  expect(firstBroken(way)).toBeUndefined();
});

/** What breaks at which step, in the order of the steps. */
const BROKEN: ReadonlyArray<
  readonly [what: string, hop: string, verdict: Verdict, ...edits: Edit[]]
> = [
  ['the namespace is not injected', 'caller', 'no', [FOO, 'istio-injection: enabled', 'a: b']],
  [
    'the caller asks for no sidecar',
    'caller',
    'no',
    [
      SLEEP,
      'labels:\n        app: sleep',
      'labels:\n        app: sleep\n        sidecar.istio.io/inject: "false"',
    ],
  ],
  [
    'the caller is in the network of its host',
    'caller',
    'no',
    [SLEEP, 'serviceAccountName:', 'hostNetwork: true\n      serviceAccountName:'],
  ],
  [
    'the caller keeps the port from its sidecar',
    'caller',
    'no',
    [
      SLEEP,
      'labels:\n        app: sleep\n    spec',
      'labels:\n        app: sleep\n      annotations:\n        traffic.sidecar.istio.io/excludeOutboundPorts: "8000"\n    spec',
    ],
  ],
  [
    'a flag of istiod that nobody knows',
    'caller',
    'unknown',
    [ISTIOD, 'meshConfig:', 'pilot: {env: {PILOT_SURPRISE: "true"}}\nmeshConfig:'],
  ],
  [
    'an EnvoyFilter for all',
    'caller',
    'unknown',
    [CALLER, '', object('EnvoyFilter', 'x', 'istio-system', '{}')],
  ],
  [
    'a network policy of the caller',
    'caller',
    'unknown',
    [
      SLEEP,
      '',
      object(
        'NetworkPolicy',
        'x',
        'foo',
        '{podSelector: {}, policyTypes: [Egress]}',
        'networking.k8s.io',
      ),
    ],
  ],
  [
    'the entry is exported to somebody else',
    'name',
    'no',
    [CALLER, /(- )foo(\n {2}hosts)/, '$1fop$2'],
  ],
  [
    'the Sidecar imports nothing',
    'name',
    'no',
    [CALLER, '', object('Sidecar', 'default', 'foo', '{egress: [{hosts: ["./*"]}]}')],
  ],
  [
    'nobody answers for the name',
    'name',
    'unknown',
    [ISTIOD, 'ISTIO_META_DNS_CAPTURE: "true"', 'A: "b"'],
  ],
  [
    'two entries of the host, equally old, that differ',
    'name',
    'unknown',
    [
      CALLER,
      '',
      object(
        'ServiceEntry',
        'a',
        'bar',
        '{hosts: [httpbin.bar.global], exportTo: [foo], location: MESH_INTERNAL, resolution: DNS, ports: [{number: 8000, name: http, protocol: HTTP}]}',
      ),
    ],
  ],
  ['the port has another number', 'entry', 'no', [CALLER, 'number: 8000', 'number: 8001']],
  [
    'a field of the entry that nobody knows',
    'entry',
    'unknown',
    [CALLER, 'resolution: STATIC', 'resolution: STATIC\n  surprise: 1'],
  ],
  [
    'a VirtualService leads to nothing',
    'route',
    'no',
    [
      CALLER,
      '',
      object(
        'VirtualService',
        'v',
        'foo',
        '{hosts: [httpbin.bar.global], exportTo: ["."], http: [{route: [{destination: {host: no.bar.global}}]}]}',
      ),
    ],
  ],
  [
    'a VirtualService leads to a subset that is none',
    'route',
    'no',
    [
      CALLER,
      '',
      object(
        'VirtualService',
        'v',
        'foo',
        '{hosts: [httpbin.bar.global], exportTo: ["."], http: [{route: [{destination: {host: httpbin.bar.global, subset: v1}}]}]}',
      ),
    ],
  ],
  [
    'a VirtualService is for some requests only',
    'route',
    'partly',
    [
      CALLER,
      '',
      object(
        'VirtualService',
        'v',
        'foo',
        '{hosts: [httpbin.bar.global], exportTo: ["."], http: [{match: [{uri: {prefix: /a}}], route: [{destination: {host: httpbin.bar.global}}]}]}',
      ),
    ],
  ],
  [
    'a rule of the caller comes first',
    'destination rule',
    'no',
    [
      CALLER,
      '',
      object(
        'DestinationRule',
        'd',
        'foo',
        '{host: "*.global", trafficPolicy: {tls: {mode: SIMPLE}}}',
      ),
    ],
  ],
  ['plain text', 'gateway', 'no', [CALLER, 'mode: ISTIO_MUTUAL', 'mode: DISABLE']],
  [
    'no rule, and endpoints that are not told to speak mutual TLS',
    'gateway',
    'no',
    [CALLER, 'host: httpbin.bar.global', 'host: other.bar.global'],
  ],
  [
    'a network that the proxy does not ask for',
    'endpoints',
    'no',
    [CALLER, 'address: 203.0.113.20', 'address: 203.0.113.20\n      network: cluster3'],
    [ISTIOD, 'proxyMetadata:', 'proxyMetadata:\n      ISTIO_META_REQUESTED_NETWORK_VIEW: cluster1'],
  ],
  ['an address of nobody', 'address', 'unknown', [CALLER, '203.0.113.20', '203.0.113.21']],
  [
    'the address of a gateway without that service',
    'gateway',
    'no',
    [CALLER, '203.0.113.20', '203.0.113.10'],
  ],
  [
    'a port that the gateway does not have',
    'address',
    'no',
    [CALLER, 'http-8000: 15443', 'http-8000: 15444'],
  ],
  [
    'a server name of another service',
    'gateway',
    'no',
    [
      CALLER,
      'mode: ISTIO_MUTUAL',
      'mode: ISTIO_MUTUAL\n      sni: outbound_.8000_._.other.bar.global',
    ],
  ],
  [
    'the Gateway does not name the host',
    'gateway',
    'no',
    [GATEWAY, '- httpbin.bar.global', '- other.bar.global'],
  ],
  [
    'the Gateway is for other pods',
    'gateway',
    'no',
    [GATEWAY, 'istio: eastwestgateway', 'istio: ingressgateway'],
  ],
  [
    'the gateway may lead to a waypoint',
    'gateway',
    'unknown',
    [
      OWNER,
      /(kind: ServiceEntry\nmetadata:\n {2}labels:\n)/,
      '$1    istio.io/ingress-use-waypoint: "true"\n',
    ],
  ],
  [
    'the namespace has a waypoint that the gateway may lead to',
    'gateway',
    'unknown',
    [
      BAR,
      'istio-injection: enabled',
      'istio-injection: enabled\n    istio.io/ingress-use-waypoint: "true"',
    ],
  ],
  ['the Gateway speaks HTTP', 'gateway', 'no', [GATEWAY, 'protocol: TLS', 'protocol: HTTP']],
  [
    'another Gateway speaks HTTP on the port, between two that do not',
    'gateway',
    'no',
    [
      GATEWAY,
      '',
      ['a', 'b']
        .map((name, i) =>
          object(
            'Gateway',
            name,
            'istio-system',
            `{selector: {istio: eastwestgateway}, servers: [{hosts: ["${name}.global"], port: {number: 15443, name: t, protocol: ${['TLS', 'HTTP'][i]}}, tls: {mode: AUTO_PASSTHROUGH}}]}`,
          ),
        )
        .join('\n---\n'),
    ],
  ],
  ['the Gateway ends TLS', 'gateway', 'no', [GATEWAY, 'AUTO_PASSTHROUGH', 'ISTIO_MUTUAL']],
  [
    'another Gateway has the host too',
    'gateway',
    'no',
    [
      GATEWAY,
      '',
      object(
        'Gateway',
        'a',
        'istio-system',
        '{selector: {istio: eastwestgateway}, servers: [{hosts: ["*.global"], port: {number: 15443, name: t, protocol: TLS}, tls: {mode: AUTO_PASSTHROUGH}}]}',
      ),
    ],
  ],
  ['the gateway does not see the entry', 'gateway', 'no', [OWNER, '- istio-system', '- foo']],
  ['the owner has another port', 'gateway', 'no', [OWNER, 'number: 8000', 'number: 8001']],
  [
    'the gateway asks for another network',
    'gateway',
    'no',
    [VALUES, 'REQUESTED_NETWORK_VIEW: cluster2', 'REQUESTED_NETWORK_VIEW: cluster3'],
  ],
  ['the gateway has no such port', 'address', 'no', [VALUES, 'port: 15443', 'port: 443']],
  [
    'no pods that the entry selects',
    'gateway',
    'unknown',
    [OWNER, /(workloadSelector:\n {4}labels:\n {6}app: )httpbin/, '$1httpbun'],
  ],
  ['the server is not injected', 'gateway', 'no', [BAR, 'istio-injection: enabled', 'a: b']],
  [
    'the server does not take mutual TLS',
    'gateway',
    'no',
    [
      OWNER,
      '',
      object('PeerAuthentication', 'p', 'bar', '{mtls: {mode: DISABLE}}', 'security.istio.io'),
    ],
  ],
  [
    'the server keeps its port from the sidecar',
    'pod',
    'no',
    [
      PODS,
      'labels:\n        app: httpbin\n    spec',
      'labels:\n        app: httpbin\n      annotations: {traffic.sidecar.istio.io/excludeInboundPorts: "8080"}\n    spec',
    ],
  ],
  [
    'the server has another port',
    'pod',
    'unknown',
    [OWNER, 'targetPort: 8080', 'targetPort: 8081'],
  ],
  [
    'a network policy of the server',
    'pod',
    'unknown',
    [PODS, '', object('NetworkPolicy', 'x', 'bar', '{podSelector: {}}', 'networking.k8s.io')],
  ],
  [
    'the client accepts an identity that follows from no account',
    'identity',
    'unknown',
    [CALLER, 'cluster.local/ns/bar/sa/httpbin', 'cluster.local/payments/httpbin'],
  ],
  [
    'istiod looks at the namespace of the pods only',
    'gateway',
    'no',
    [
      'cluster2/helm/istiod.yaml',
      'meshConfig:',
      'meshConfig:\n  discoverySelectors: [{matchLabels: {kubernetes.io/metadata.name: bar}}]',
    ],
  ],
  [
    'a StatefulSet has no pod of that name',
    'gateway',
    'unknown',
    [PODS, 'kind: Deployment', 'kind: StatefulSet'],
    [
      OWNER,
      'workloadSelector:\n    labels:\n',
      'workloadSelector:\n    labels:\n      statefulset.kubernetes.io/pod-name: httpbin-1\n',
    ],
  ],
  [
    'the server has another account',
    'identity',
    'no',
    [PODS, 'serviceAccountName: httpbin', 'serviceAccountName: other'],
  ],
  [
    'the client is of a trust domain that the server does not know',
    'identity',
    'no',
    [ISTIOD, 'trustDomain: cluster.local', 'trustDomain: other.local'],
  ],
  [
    'a policy denies it',
    'authorization',
    'no',
    [OWNER, 'istio.io/dry-run: "true"', 'a: b'],
    [OWNER, 'sa/sleep', 'sa/awake'],
  ],
  [
    'a policy allows others only',
    'authorization',
    'no',
    [OWNER, '', policy('{rules: [{from: [{source: {namespaces: [other]}}]}]}')],
  ],
  ['a policy allows nobody', 'authorization', 'no', [OWNER, '', policy('{}', 'istio-system')]],
  [
    'a policy allows some requests',
    'authorization',
    'partly',
    [OWNER, '', policy('{rules: [{to: [{operation: {methods: [GET]}}]}]}')],
  ],
  [
    'a policy asks for an address',
    'authorization',
    'unknown',
    [OWNER, '', policy('{rules: [{from: [{source: {ipBlocks: [10.0.0.0/8]}}]}]}')],
  ],
  [
    'a policy asks for what is a key of every object',
    'authorization',
    'unknown',
    [OWNER, '', policy('{rules: [{when: [{key: constructor, values: [a]}]}]}')],
  ],
  [
    'tokens that nobody knows',
    'authorization',
    'unknown',
    [OWNER, '', object('RequestAuthentication', 'r', 'bar', '{}', 'security.istio.io')],
  ],
  ...(
    [
      ['policy.networking.k8s.io', 'AdminNetworkPolicy', 'any'],
      ['cilium.io', 'CiliumNetworkPolicy', 'bar'],
      ['cilium.io', 'CiliumClusterwideNetworkPolicy', 'any'],
      ['projectcalico.org', 'NetworkPolicy', 'bar'],
      ['crd.projectcalico.org', 'GlobalNetworkPolicy', 'any'],
    ] as const
  ).map(
    ([group, kind, namespace]) =>
      [
        `${kind} of ${group}`,
        namespace === 'any' ? 'gateway' : 'pod',
        'unknown',
        [OWNER, '', object(kind, 'x', namespace, '{}', group)],
      ] as const,
  ),
  ...(
    [
      ['extensions.istio.io', 'WasmPlugin'],
      ['networking.istio.io', 'ProxyConfig'],
      ['extensions.istio.io', 'TrafficExtension'],
      ['networking.istio.io', 'EnvoyFilter'],
    ] as const
  ).map(
    ([group, kind]) =>
      [
        `${kind} of the server`,
        'pod',
        'unknown',
        [OWNER, '', object(kind, 'x', 'bar', '{}', group)],
      ] as const,
  ),
  ...[
    '{ingress: [{port: {number: 8080}}]}',
    '{outboundTrafficPolicy: {egressProxy: {host: a}}}',
  ].map(
    spec =>
      [
        `a Sidecar of the server: ${spec}`,
        'pod',
        'unknown',
        [OWNER, '', object('Sidecar', 'default', 'bar', spec)],
      ] as const,
  ),
  ...['port: {number: 8000}', 'bind: 127.0.0.1', 'captureMode: NONE'].map(
    field =>
      [
        `a Sidecar of the caller with ${field}`,
        'entry',
        'unknown',
        [CALLER, '', object('Sidecar', 'default', 'foo', `{egress: [{hosts: ["*/*"], ${field}}]}`)],
      ] as const,
  ),
  ...[
    '{redirect: {uri: /x}}',
    '{directResponse: {status: 200}}',
    '{delegate: {name: x}}',
    '{route: [{destination: {host: httpbin.bar.global}}], rewrite: {uri: /}}',
    '{route: [{destination: {host: httpbin.bar.global}}], fault: {abort: {httpStatus: 500}}}',
    '{surprise: 1}',
  ].map(
    rule =>
      [
        `a VirtualService with ${rule}`,
        'route',
        'unknown',
        [
          CALLER,
          '',
          object(
            'VirtualService',
            'v',
            'foo',
            `{hosts: [httpbin.bar.global], exportTo: ["."], http: [${rule}]}`,
          ),
        ],
      ] as const,
  ),
  ...['HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute'].map(
    kind =>
      [
        `${kind} for calls inside of the mesh`,
        'route',
        'unknown',
        [
          CALLER,
          '',
          object(
            kind,
            'x',
            'foo',
            '{parentRefs: [{kind: ServiceEntry, name: httpbin-global-remote}]}',
            'gateway.networking.k8s.io',
          ).replace('httpbin-global-remote', 'httpbin.bar.global'),
        ],
      ] as const,
  ),
  [
    'a Gateway that binds to an address',
    'gateway',
    'unknown',
    [GATEWAY, 'AUTO_PASSTHROUGH', 'AUTO_PASSTHROUGH\n      bind: 10.0.0.1'],
  ],
  [
    'a PeerAuthentication with a field that nobody knows',
    'pod',
    'unknown',
    [OWNER, '', object('PeerAuthentication', 'p', 'bar', '{surprise: 1}', 'security.istio.io')],
  ],
  [
    'another server decides',
    'authorization',
    'unknown',
    [OWNER, '', policy('{action: CUSTOM, provider: {name: x}, rules: [{}]}')],
  ],
];

test.each(BROKEN)('%s: the call ends at %s, %s', (_, hop, verdict, ...edits) => {
  const way = call(edits as Edit[]);
  const { hop: at, source, text } = firstBroken(way)!;
  expect([way.verdict, at, text]).toEqual([verdict, hop, text]);
  expect(verdict === 'no' ? source?.line : 1).toBeGreaterThan(0);
});

/** What looks as if it did something, and does not. */
const HARMLESS: ReadonlyArray<readonly [what: string, ...edits: Edit[]]> = [
  [
    'a rule of another namespace',
    [
      CALLER,
      '',
      object(
        'DestinationRule',
        'd',
        'other',
        '{host: "*.global", trafficPolicy: {tls: {mode: SIMPLE}}}',
      ),
    ],
  ],
  [
    'a younger rule of the root namespace',
    [
      CALLER,
      '',
      object(
        'DestinationRule',
        'd',
        'istio-system',
        '{host: "*.global", trafficPolicy: {tls: {mode: DISABLE}}}',
      ),
    ],
  ],
  [
    'a Sidecar that imports it',
    [
      CALLER,
      '',
      object(
        'Sidecar',
        'default',
        'foo',
        '{egress: [{hosts: ["bar/*.global", "istio-system/*"]}]}',
      ),
    ],
  ],
  [
    'a VirtualService of a gateway',
    [
      CALLER,
      '',
      object(
        'VirtualService',
        'v',
        'foo',
        '{hosts: [httpbin.bar.global], gateways: [x], http: [{route: [{destination: {host: no.bar.global}}]}]}',
      ),
    ],
  ],
  ['a policy for trial', [OWNER, 'sa/sleep', 'sa/awake']],
  ['a policy of other pods', [OWNER, '', policy('{selector: {matchLabels: {app: x}}}')]],
  ['a policy of a waypoint', [OWNER, '', policy('{targetRefs: [{kind: Service, name: httpbin}]}')]],
  [
    'strict mutual TLS',
    [
      OWNER,
      '',
      object(
        'PeerAuthentication',
        'p',
        'istio-system',
        '{mtls: {mode: STRICT}}',
        'security.istio.io',
      ),
    ],
  ],
  [
    'an EnvoyFilter of other pods',
    [CALLER, '', object('EnvoyFilter', 'x', 'foo', '{workloadSelector: {labels: {app: other}}}')],
  ],
  [
    'a StatefulSet, of which one pod is meant',
    [PODS, 'kind: Deployment', 'kind: StatefulSet'],
    [
      OWNER,
      'workloadSelector:\n    labels:\n',
      'workloadSelector:\n    labels:\n      statefulset.kubernetes.io/pod-name: httpbin-0\n',
    ],
  ],
  [
    'identities of another form on both sides',
    [
      'cluster2/world.yaml',
      'istio: "1.29"',
      'istio: "1.29"\nspiffeIdTemplate: spiffe://{trustDomain}/k8s/{namespace}/{serviceAccount}',
    ],
    [CALLER, 'cluster.local/ns/bar/sa/httpbin', 'cluster.local/k8s/bar/httpbin'],
    [
      'cluster1/world.yaml',
      'istio: "1.29"',
      'istio: "1.29"\nspiffeIdTemplate: spiffe://{trustDomain}/{namespace}/{serviceAccount}',
    ],
    [OWNER, 'cluster.local/ns/foo/sa/sleep', 'cluster.local/foo/sleep'],
  ],
  [
    'a trust domain with an alias for it',
    [
      ISTIOD,
      'trustDomain: cluster.local',
      'trustDomain: other.local\n  trustDomainAliases: [cluster.local]',
    ],
    [
      'cluster2/helm/istiod.yaml',
      'trustDomain: cluster.local',
      'trustDomain: cluster.local\n  trustDomainAliases: [other.local]',
    ],
  ],
];

test.each(HARMLESS)('%s changes nothing', (_, ...edits) => {
  const way = call(edits as Edit[]);
  expect([way.verdict, firstBroken(way)?.text]).toEqual(['yes', undefined]);
});

test('what is taken away', () => {
  expect(call([], { withoutClusters: ['cluster2'] }).verdict).toBe('no');
  expect(call([], { withoutGateways: ['203.0.113.20'] }).verdict).toBe('no');
  expect(call([], { withoutGateways: ['203.0.113.20:443'] }).verdict).toBe('yes');
  expect(call([], { istio: '1.31' }).verdict).toBe('yes');
  expect(call([], { istio: '1.7' }).verdict).toBe('unknown');
});
