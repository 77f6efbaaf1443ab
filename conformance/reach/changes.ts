import { Random } from './random';

/** Changes the spec of an object, which is a copy; undefined where there is nothing to change. */
export type Change = (spec: any, random: Random, object: any) => string | undefined;

export const NAMESPACES = ['istio-system', 'web', 'shop', 'bar', 'foo', 'other', 'istio-egress'];
export const MODES = ['DISABLE', 'SIMPLE', 'ISTIO_MUTUAL'];

/** Sets a field, or takes it away. */
const set =
  (key: string, values: readonly unknown[]): Change =>
  (spec, random) => {
    const value = random.pick(values);
    if (value === undefined) {
      delete spec[key];
    } else {
      spec[key] = structuredClone(value);
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

/** Changes the metadata. */
const meta =
  (change: Change): Change =>
  (_, random, object) =>
    change(object.metadata, random, object);

const exportTo = set('exportTo', [
  ['.'],
  ['*'],
  ['~'],
  ['other'],
  ['web'],
  ['istio-system'],
  undefined,
]);

const age = meta(set('creationTimestamp', ['2025-01-01T00:00:00Z', '2026-06-01T00:00:00Z']));

const match = (values: readonly object[]): Change =>
  item('http', set('match', [undefined, ...values.map(value => [value])]));

/** The fields that the hops read, by kind. */
export const CHANGES: { readonly [kind: string]: readonly Change[] } = {
  ServiceEntry: [
    exportTo,
    exportTo,
    age,
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
    item('endpoints', set('locality', [undefined, 'us-west1', 'us-east1/a'])),
    item('endpoints', set('weight', [1, 7])),
    item('endpoints', set('labels', [undefined, { version: 'v1' }])),
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
    meta(set('labels', [{ 'networking.istio.io/enable-autoallocate-ip': 'false' }])),
  ],
  DestinationRule: [
    exportTo,
    age,
    set('host', ['*.mesh.internal', '*.global', 'other.bar.global']),
    set('subsets', [undefined, [{ name: 'v1' }], [{ name: 'v1', labels: { version: 'v9' } }]]),
    item('subsets', set('trafficPolicy', [{}, { tls: { mode: 'DISABLE' } }])),
    item('subsets', set('labels', [undefined, {}, { version: 'v2' }])),
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
    below(
      'trafficPolicy',
      below(
        'loadBalancer',
        set('localityLbSetting', [
          { enabled: false },
          { failoverPriority: ['topology.istio.io/network'] },
          { distribute: [{ from: '*', to: { 'us-west1/*': 100 } }] },
        ]),
      ),
    ),
  ],
  VirtualService: [
    exportTo,
    age,
    set('gateways', [['mesh'], ['x'], ['x', 'mesh'], undefined]),
    set('hosts', [['*.mesh.internal'], ['other.bar.global']]),
    set('http', [undefined]),
    match([
      { uri: { prefix: '/x' } },
      { uri: { exact: '/beta/x' } },
      { uri: { regex: '/b.*' } },
      { uri: { prefix: '/BETA' }, ignoreUriCase: true },
      { method: { exact: 'GET' } },
      { scheme: { exact: 'http' } },
      { port: 8080 },
      { sourceLabels: { app: 'frontend' } },
      { sourceNamespace: 'web' },
      { gateways: ['x'] },
      { headers: { 'end-user': { exact: 'jason' } } },
      { withoutHeaders: { 'end-user': {} } },
      { queryParams: { a: { exact: 'b' } } },
    ]),
    item('http', set('route', [[{ destination: { host: 'cart.shop.mesh.internal' } }]])),
    item('http', item('route', set('weight', [0, 1, 100]))),
    item('http', item('route', below('destination', set('subset', [undefined, 'v1', 'v9'])))),
    item('http', item('route', below('destination', set('host', ['nobody.example'])))),
    item(
      'http',
      item('route', below('destination', set('port', [{ number: 8080 }, { number: 81 }]))),
    ),
  ],
  Gateway: [
    set('selector', [{ istio: 'ingressgateway' }, { istio: 'eastwestgateway' }, undefined]),
    item(
      'servers',
      set('hosts', [
        ['*.mesh.internal'],
        ['other/*.mesh.internal'],
        ['./*.global'],
        ['*'],
        ['x.y'],
      ]),
    ),
    item('servers', below('port', set('number', [443, 15444]))),
    item('servers', below('port', set('protocol', ['TLS', 'HTTPS', 'TCP', 'HTTP']))),
    item('servers', set('tls', [undefined])),
    item('servers', below('tls', set('mode', ['PASSTHROUGH', 'ISTIO_MUTUAL', 'AUTO_PASSTHROUGH']))),
    (spec, random) => {
      spec.servers?.push(structuredClone(random.pick(spec.servers)));
      return 'a server twice';
    },
  ],
  AuthorizationPolicy: [
    set('action', ['ALLOW', 'DENY', 'AUDIT', undefined]),
    set('selector', [undefined, { matchLabels: { app: 'other' } }]),
    set('rules', [undefined, [{}], []]),
    item(
      'rules',
      set('to', [
        undefined,
        [{ operation: { ports: ['1'] } }],
        [{ operation: { notPorts: ['8080'] } }],
        [{ operation: { methods: ['POST'] } }],
        [{ operation: { notMethods: ['POST'] } }],
        [{ operation: { paths: ['/beta/*'] } }],
        [{ operation: { paths: ['/{*}/x'] } }],
        [{ operation: { notPaths: ['/'] } }],
        [{ operation: { hosts: ['*.mesh.internal:8080'] } }],
        [{ operation: { notHosts: ['cart.shop.mesh.internal:*'] } }],
      ]),
    ),
    item(
      'rules',
      set('from', [
        undefined,
        [{ source: { namespaces: ['web', 'foo'] } }],
        [{ source: { notNamespaces: ['we*'] } }],
        [{ source: { principals: ['*/sa/frontend'] } }],
        [{ source: { principals: ['*'] } }],
        [{ source: { notPrincipals: ['cluster.local/ns/web/sa/frontend'] } }],
        [{ source: { serviceAccounts: ['web/frontend'] } }],
        [{ source: { notServiceAccounts: ['frontend'] } }],
        [{ source: { trustDomains: ['cluster.local'] } }],
        [{ source: { notTrustDomains: ['cluster.local'] } }],
        [{ source: { requestPrincipals: ['*'] } }],
        [{ source: { ipBlocks: ['0.0.0.0/0'] } }],
        [{ source: { notRemoteIpBlocks: ['10.0.0.0/8'] } }],
      ]),
    ),
    item(
      'rules',
      set('when', [
        [{ key: 'source.namespace', values: ['web'] }],
        [{ key: 'source.principal', notValues: ['*frontend'] }],
        [{ key: 'source.serviceAccount', values: ['web/frontend'] }],
        [{ key: 'request.headers[x]', notValues: ['y'] }],
        [{ key: 'request.headers[end-user]', values: ['j*'] }],
        [{ key: 'request.auth.principal', notValues: ['x'] }],
        [{ key: 'connection.sni', values: ['outbound_*'] }],
        [{ key: 'destination.port', values: ['8080', '9090'] }],
      ]),
    ),
    (_, __, object) => {
      object.metadata.annotations = {};
      return 'no annotations';
    },
  ],
  Sidecar: [
    age,
    set('egress', [
      undefined,
      [{ hosts: ['./*'] }],
      [{ hosts: ['*/*'] }],
      [{ hosts: ['~/*'] }],
      [{ hosts: ['shop/*', 'istio-system/*'] }],
      [{ hosts: ['*/*', '~shop/*'] }],
      [{ hosts: ['*/cart.shop.mesh.internal'] }],
    ]),
    set('outboundTrafficPolicy', [{ mode: 'REGISTRY_ONLY' }, { mode: 'ALLOW_ANY' }]),
    set('workloadSelector', [undefined, { labels: { app: 'nobody' } }]),
  ],
  Service: [
    age,
    item('ports', set('name', ['tcp-x', 'http', 'tls'])),
    item('ports', set('port', [81])),
    item('ports', set('targetPort', [undefined, 1234, 'web'])),
    item('ports', set('appProtocol', ['tcp', 'http', 'grpc', 'strange'])),
    set('selector', [{ app: 'other' }]),
    meta(set('annotations', [{ 'networking.istio.io/exportTo': '.' }])),
  ],
};

/** Where a value stands: a map or a list, and the key in it. */
interface Place {
  readonly holder: any;
  readonly key: string | number;
  readonly path: string;
}

function placesOf(value: any, path: string): Place[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.keys(value).flatMap(name => {
    const key = Array.isArray(value) ? Number(name) : name;
    const own = `${path}.${name}`;
    return [{ holder: value, key, path: own }, ...placesOf(value[key], own)];
  });
}

/** Takes away, doubles or changes any field, whatever it is. */
export function anyField(spec: any, random: Random): string | undefined {
  const places = placesOf(spec, 'spec');
  if (places.length === 0) {
    return undefined;
  }
  const { holder, key, path } = random.pick(places);
  const value = holder[key];
  if (random.next() < 0.4) {
    if (Array.isArray(holder)) {
      holder.splice(key as number, 1);
    } else {
      delete holder[key];
    }
    return `without ${path}`;
  }
  if (Array.isArray(value) && value.length > 0) {
    value.push(structuredClone(random.pick(value)));
    return `an item of ${path} twice`;
  }
  if (typeof value === 'object') {
    return undefined;
  }
  holder[key] = otherThan(value);
  return `${path}: ${JSON.stringify(holder[key])}`;
}

function otherThan(value: unknown): unknown {
  if (typeof value === 'number') {
    return value + 1;
  }
  return typeof value === 'boolean' ? !value : `${value}x`;
}
