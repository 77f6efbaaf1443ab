import { MODES, NAMESPACES } from './changes';
import { Random } from './random';

const network = 'networking.istio.io/v1';
const security = 'security.istio.io/v1';

/** Objects that somebody adds. */
export const ADDED: ReadonlyArray<(namespace: string, random: Random) => any> = [
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
  (namespace, random) => ({
    apiVersion: security,
    kind: 'PeerAuthentication',
    metadata: { name: 'of-pods', namespace },
    spec: {
      selector: { matchLabels: { app: random.pick(['cart', 'httpbin', 'api']) } },
      mtls: { mode: random.pick(['STRICT', 'DISABLE']) },
      portLevelMtls: {
        [random.pick(['8080', '9090'])]: { mode: random.pick(['STRICT', 'DISABLE']) },
      },
    },
  }),
  (namespace, random) => ({
    apiVersion: network,
    kind: 'VirtualService',
    metadata: { name: random.pick(['added', 'z-added']), namespace },
    spec: {
      hosts: [
        random.pick(['cart.shop.mesh.internal', '*.mesh.internal', 'api.shop.mesh.internal']),
      ],
      exportTo: random.pick([['.'], ['*'], undefined]),
      ...random.pick([
        { http: [{ route: [{ destination: { host: 'cart.shop.mesh.internal' } }] }] },
        {
          http: [
            {
              match: [{ uri: { prefix: '/beta' } }],
              route: [{ destination: { host: 'nobody.example' } }],
            },
          ],
        },
        { tcp: [{ route: [{ destination: { host: 'cart.shop.mesh.internal' } }] }] },
        {
          tcp: [
            {
              match: [{ port: 81 }],
              route: [{ destination: { host: 'cart.shop.mesh.internal' } }],
            },
          ],
        },
      ]),
    },
  }),
  (namespace, random) => ({
    apiVersion: network,
    kind: 'WorkloadEntry',
    metadata: { name: 'added', namespace },
    spec: {
      address: random.pick(['198.18.1.1', '198.18.2.1']),
      ports: { 'http-8080': 15443 },
      labels: { app: random.pick(['cart', 'httpbin']) },
      serviceAccount: 'cart',
    },
  }),
];
