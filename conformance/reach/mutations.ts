import { objectsOf } from '../../src/analysis/world/objects';
import { ClusterFiles, World } from '../../src/analysis/world/world';

/** Numbers that are the same in every run. */
export class Random {
  public constructor(private state: number) {}

  /** From 0 to below 1 (mulberry32). */
  public next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  public pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.next() * list.length)];
  }
}

/** What is changed, and what a person would call it. */
export interface Mutated {
  readonly world: World;
  readonly what: string;
}

/** Changes the spec of an object, which is a copy; undefined where there is nothing to change. */
type Change = (spec: any, random: Random, object: any) => string | undefined;

const NAMESPACES = ['istio-system', 'web', 'shop', 'bar', 'foo', 'other', 'istio-egress'];
const MODES = ['DISABLE', 'SIMPLE', 'ISTIO_MUTUAL'];

/** Sets a field, or takes it away. */
const set =
  (key: string, values: readonly unknown[]): Change =>
  (spec, random) => {
    const value = random.pick(values);
    if (value === undefined) {
      delete spec[key];
    } else {
      spec[key] = value;
    }
    return `${key}: ${JSON.stringify(value)}`;
  };

/** Changes one item of a list. */
const item =
  (key: string, change: Change): Change =>
  (spec, random, object) => {
    const list: any[] = spec[key] ?? [];
    return list.length === 0 ? undefined : change(random.pick(list), random, object);
  };

/** Changes what is below a key. */
const below =
  (key: string, change: Change): Change =>
  (spec, random, object) => {
    spec[key] ??= {};
    return change(spec[key], random, object);
  };

const exportTo = set('exportTo', [
  ['.'],
  ['*'],
  ['~'],
  ['other'],
  ['web'],
  ['istio-system'],
  undefined,
]);

/** The fields that the hops read, by kind. */
const CHANGES: { readonly [kind: string]: readonly Change[] } = {
  ServiceEntry: [
    exportTo,
    exportTo,
    set('location', ['MESH_EXTERNAL', undefined]),
    set('resolution', ['DNS', 'STATIC']),
    set('hosts', [['other.bar.global'], ['*.mesh.internal']]),
    set('subjectAltNames', [[], ['spiffe://cluster.local/ns/other/sa/other'], undefined]),
    set('addresses', [undefined, ['240.9.9.9']]),
    set('endpoints', [[]]),
    item('ports', set('number', [81, 8080])),
    item('ports', set('name', ['other', 'http-8080'])),
    item('ports', set('protocol', ['TCP', 'HTTP', 'TLS', 'GRPC', undefined])),
    item('ports', set('targetPort', [undefined, 1234])),
    item('endpoints', set('network', ['east', 'west', 'nowhere'])),
    item('endpoints', set('serviceAccount', ['cart'])),
    item('endpoints', set('address', ['198.18.1.1', '198.18.2.1', '203.0.113.10', '198.18.3.1'])),
    item(
      'endpoints',
      below('labels', set('security.istio.io/tlsMode', ['istio', 'disabled', undefined])),
    ),
    item('endpoints', (endpoint, random) => {
      const [name] = Object.keys(endpoint.ports ?? {});
      endpoint.ports = { [name ?? 'x']: random.pick([15444, 15021, 443]) };
      return `endpoint ports: ${JSON.stringify(endpoint.ports)}`;
    }),
    below('workloadSelector', set('labels', [{ app: 'other' }, { app: 'cart' }, {}])),
  ],
  DestinationRule: [
    exportTo,
    set('host', ['*.mesh.internal', '*.global', 'other.bar.global']),
    set('subsets', [undefined, [{ name: 'v1' }], [{ name: 'v1', labels: { version: 'v9' } }]]),
    set('workloadSelector', [
      { matchLabels: { app: 'frontend' } },
      { matchLabels: { app: 'nobody' } },
    ]),
    set('trafficPolicy', [undefined, {}]),
    below('trafficPolicy', set('tls', [undefined])),
    below('trafficPolicy', below('tls', set('mode', MODES))),
    below('trafficPolicy', below('tls', set('sni', ['outbound_.8080_._.other.shop', 'x']))),
    below('trafficPolicy', below('tls', set('subjectAltNames', [['spiffe://x/ns/a/sa/b']]))),
    below(
      'trafficPolicy',
      set('portLevelSettings', [
        [{ port: { number: 8080 }, tls: { mode: 'DISABLE' } }],
        [{ port: { number: 8080 }, connectionPool: {} }],
        [{ port: { number: 8000 }, tls: { mode: 'ISTIO_MUTUAL' } }],
      ]),
    ),
  ],
  VirtualService: [
    exportTo,
    set('gateways', [['mesh'], ['x'], undefined]),
    set('hosts', [['*.mesh.internal'], ['other.bar.global']]),
    item(
      'http',
      set('match', [undefined, [{ uri: { prefix: '/x' } }], [{ method: { exact: 'GET' } }]]),
    ),
    item('http', item('route', below('destination', set('subset', [undefined, 'v1', 'v9'])))),
    item('http', item('route', below('destination', set('host', ['nobody.example'])))),
    item(
      'http',
      item('route', below('destination', set('port', [{ number: 8080 }, { number: 81 }]))),
    ),
  ],
  Gateway: [
    set('selector', [{ istio: 'ingressgateway' }, { istio: 'eastwestgateway' }, undefined]),
    item('servers', set('hosts', [['*.mesh.internal'], ['other/*.mesh.internal'], ['*'], ['x.y']])),
    item('servers', below('port', set('number', [443, 15444]))),
    item('servers', below('tls', set('mode', ['PASSTHROUGH', 'ISTIO_MUTUAL', 'AUTO_PASSTHROUGH']))),
  ],
  AuthorizationPolicy: [
    set('action', ['ALLOW', 'DENY', undefined]),
    set('selector', [undefined, { matchLabels: { app: 'other' } }]),
    set('rules', [undefined, [{}], []]),
    item(
      'rules',
      set('to', [
        undefined,
        [{ operation: { ports: ['1'] } }],
        [{ operation: { methods: ['POST'] } }],
        [{ operation: { notPaths: ['/'] } }],
      ]),
    ),
    item(
      'rules',
      set('from', [
        undefined,
        [{ source: { namespaces: ['web', 'foo'] } }],
        [{ source: { notNamespaces: ['we*'] } }],
        [{ source: { principals: ['*/sa/frontend'] } }],
        [{ source: { notPrincipals: ['cluster.local/ns/web/sa/frontend'] } }],
        [{ source: { serviceAccounts: ['web/frontend'] } }],
        [{ source: { trustDomains: ['cluster.local'] } }],
      ]),
    ),
    item(
      'rules',
      set('when', [
        [{ key: 'source.namespace', values: ['web'] }],
        [{ key: 'request.headers[x]', notValues: ['y'] }],
        [{ key: 'destination.port', values: ['8080', '9090'] }],
      ]),
    ),
    (_, __, object) => {
      object.metadata.annotations = {};
      return 'no annotations';
    },
  ],
  Sidecar: [
    set('egress', [
      [{ hosts: ['./*'] }],
      [{ hosts: ['*/*'] }],
      [{ hosts: ['shop/*', 'istio-system/*'] }],
      [{ hosts: ['*/*', '~shop/*'] }],
    ]),
    set('workloadSelector', [undefined, { labels: { app: 'nobody' } }]),
  ],
  Service: [item('ports', set('name', ['tcp-x', 'http'])), set('selector', [{ app: 'other' }])],
};

const network = 'networking.istio.io/v1';
const security = 'security.istio.io/v1';

/** Objects that somebody adds. */
const ADDED: ReadonlyArray<(namespace: string, random: Random) => any> = [
  (namespace, random) => ({
    apiVersion: security,
    kind: 'PeerAuthentication',
    metadata: { name: 'added', namespace },
    spec: { mtls: { mode: random.pick(['STRICT', 'PERMISSIVE', 'DISABLE', 'UNSET']) } },
  }),
  (namespace, random) => ({
    apiVersion: security,
    kind: 'AuthorizationPolicy',
    metadata: { name: 'added', namespace },
    spec: {
      action: random.pick(['ALLOW', 'DENY']),
      rules: [{ from: [{ source: { namespaces: [random.pick(NAMESPACES)] } }] }],
    },
  }),
  (namespace, random) => ({
    apiVersion: network,
    kind: 'Sidecar',
    metadata: { name: 'added', namespace },
    spec: { egress: [{ hosts: [random.pick(['./*', '*/*', 'shop/*', '*/*.global'])] }] },
  }),
  (namespace, random) => ({
    apiVersion: network,
    kind: 'DestinationRule',
    metadata: { name: 'added', namespace },
    spec: {
      host: random.pick([
        '*.mesh.internal',
        '*.global',
        'cart.shop.mesh.internal',
        'httpbin.bar.global',
      ]),
      trafficPolicy: { tls: { mode: random.pick(MODES) } },
    },
  }),
  (namespace, random) => ({
    apiVersion: network,
    kind: 'ServiceEntry',
    metadata: { name: 'added', namespace },
    spec: {
      hosts: [
        random.pick(['cart.shop.mesh.internal', 'httpbin.bar.global', 'other.shop.mesh.internal']),
      ],
      location: 'MESH_INTERNAL',
      resolution: 'STATIC',
      addresses: random.pick([['240.0.0.1'], ['240.7.7.7']]),
      ports: [
        {
          number: random.pick([8080, 8000, 3306]),
          name: 'a',
          protocol: random.pick(['TCP', 'HTTP']),
        },
      ],
      endpoints: [{ address: random.pick(['198.18.1.1', '198.18.2.1']), ports: { a: 15443 } }],
    },
  }),
  (namespace, random) => ({
    apiVersion: network,
    kind: 'Gateway',
    metadata: { name: 'added', namespace },
    spec: {
      selector: { istio: random.pick(['eastwestgateway', 'egressgateway']) },
      servers: [
        {
          port: { number: random.pick([15443, 443]), name: 't', protocol: 'TLS' },
          tls: { mode: random.pick(['AUTO_PASSTHROUGH', 'PASSTHROUGH']) },
          hosts: [
            random.pick(['*.mesh.internal', '*.local', 'cart.shop.mesh.internal', '*.global']),
          ],
        },
      ],
    },
  }),
];

/** Changes one thing of a world. */
export function mutate(world: World, random: Random): Mutated {
  const cluster = random.pick(world.clusters);
  const { files, what } = random.pick([
    changed,
    changed,
    changed,
    removed,
    copied,
    moved,
    added,
    settings,
    workload,
  ])(cluster, random);
  return {
    world: { clusters: world.clusters.map(one => (one === cluster ? files : one)) },
    what: `${cluster.name}: ${what}`,
  };
}

interface MutatedFiles {
  readonly files: ClusterFiles;
  readonly what: string;
}

const SOURCE = { file: 'mutated.yaml', line: 1 };

const read = (values: any) => objectsOf(values, SOURCE, () => 1).manifests;

const candidates = ({ manifests }: ClusterFiles) => manifests.filter(({ kind }) => CHANGES[kind]);

function replaced(
  files: ClusterFiles,
  random: Random,
  change: (values: any) => { objects: any[]; what: string },
): MutatedFiles {
  const manifest = random.pick(candidates(files));
  if (!manifest) {
    return { files, what: 'nothing' };
  }
  const { objects, what } = change(structuredClone(manifest.values));
  return {
    files: {
      ...files,
      manifests: files.manifests.flatMap(one => (one === manifest ? objects.flatMap(read) : [one])),
    },
    what: `${manifest.kind} ${manifest.namespace}/${manifest.name} ${what}`,
  };
}

const changed = (files: ClusterFiles, random: Random): MutatedFiles =>
  replaced(files, random, values => {
    const what = random.pick(CHANGES[values.kind])(values.spec, random, values);
    return { objects: [values], what: what ?? 'unchanged' };
  });

const removed = (files: ClusterFiles, random: Random): MutatedFiles =>
  replaced(files, random, () => ({ objects: [], what: 'removed' }));

const copied = (files: ClusterFiles, random: Random): MutatedFiles =>
  replaced(files, random, values => {
    const copy = structuredClone(values);
    copy.metadata.name = random.pick(['a-copy', 'z-copy']);
    copy.metadata.namespace = random.pick([values.metadata.namespace, ...NAMESPACES]);
    return {
      objects: [values, copy],
      what: `copied to ${copy.metadata.namespace}/${copy.metadata.name}`,
    };
  });

const moved = (files: ClusterFiles, random: Random): MutatedFiles =>
  replaced(files, random, values => {
    values.metadata.namespace = random.pick(NAMESPACES);
    return { objects: [values], what: `moved to ${values.metadata.namespace}` };
  });

function added(files: ClusterFiles, random: Random): MutatedFiles {
  const values = random.pick(ADDED)(random.pick(NAMESPACES), random);
  return {
    files: { ...files, manifests: [...files.manifests, ...read(values)] },
    what: `added ${values.kind} ${values.metadata.namespace} ${JSON.stringify(values.spec)}`,
  };
}

/** Helm values of istiod and of the gateways. */
function settings(files: ClusterFiles, random: Random): MutatedFiles {
  const values = (all: typeof files.istiods) =>
    all.map(one => ({ values: structuredClone(one.values), source: one.source }));
  const copy = { istiods: values(files.istiods), gateways: values(files.gateways) };
  const mesh = copy.istiods[0]?.values.meshConfig ?? {};
  const [gateway] = copy.gateways;
  const changes: Array<() => string> = [
    () => `trustDomain ${(mesh.trustDomain = random.pick(['other.local', 'cluster.local']))}`,
    () => `aliases ${(mesh.trustDomainAliases = [random.pick(['other.local', 'cluster.local'])])}`,
    () => `defaultServiceExportTo ${(mesh.defaultServiceExportTo = ['.'])}`,
    () =>
      `view ${gateway && (gateway.values.env = { ISTIO_META_REQUESTED_NETWORK_VIEW: random.pick(['x', 'east']) })}`,
    () => `labels ${gateway && (gateway.values.labels = { istio: 'other' })}`,
    () =>
      `ports ${gateway && (gateway.values.service.ports = [{ port: random.pick([443, 15443]), targetPort: random.pick([15443, 8443]) }])}`,
  ];
  return { what: random.pick(changes)(), files: { ...files, ...copy } };
}

function workload(files: ClusterFiles, random: Random): MutatedFiles {
  const { workloads } = files.facts;
  const one = random.pick(workloads);
  if (!one) {
    return { files, what: 'nothing' };
  }
  const change = random.pick([
    { sidecar: false },
    { serviceAccount: 'changed' },
    { labels: {} },
    { labels: { ...one.labels, version: 'v1' } },
  ]);
  return {
    what: `workload ${one.namespace}/${one.serviceAccount} ${JSON.stringify(change)}`,
    files: {
      ...files,
      facts: {
        ...files.facts,
        workloads: workloads.map(other => (other === one ? { ...one, ...change } : other)),
      },
    },
  };
}
