import { fileForm } from '../../../src/description/file-form';
import { ROWS } from '../../golden/rows';

const BASE = {
  suffix: 'mesh.internal',
  clusters: [
    {
      name: 'east',
      istio: '1.29',
      region: 'us-east1',
      labels: { wave: '1' },
      gateway: { addresses: ['198.18.1.1'] },
    },
    {
      name: 'west',
      istio: '1.29',
      region: 'us-west1',
      labels: { wave: '2' },
      gateway: { addresses: ['198.18.2.1'] },
    },
  ],
  services: [
    {
      name: 'cart',
      namespace: 'shop',
      clusters: ['west'],
      ports: [{ number: 80, protocol: 'HTTP' }],
      selector: { app: 'cart' },
      serviceAccounts: ['cart'],
      virtualIps: ['240.0.0.1'],
    },
  ],
  grants: [
    { services: ['cart.shop'], clusters: ['east'], namespaces: ['web'], serviceAccounts: ['*'] },
  ],
};

const withCluster = (props: object, others: object = {}) => ({
  ...BASE,
  ...others,
  clusters: [{ ...BASE.clusters[0], ...props }, BASE.clusters[1]],
});
const withService = (props: object) => ({ ...BASE, services: [{ ...BASE.services[0], ...props }] });

const RKE2 = {
  mode: 'forward',
  serverIp: '10.96.0.53',
  otherZones: { 'corp.example': ['10.0.0.53'] },
};
const GKE = {
  mode: 'forward',
  serverIp: '10.96.0.53',
  stubDomains: { 'corp.example': ['10.0.0.53'] },
  upstreamNameservers: ['10.0.0.53'],
  federations: { east: 'east.example.com' },
  existing: 'none',
};
const KUBEADM = {
  mode: 'server',
  serverIp: '10.96.0.53',
  serverImage: 'coredns/coredns:1.12.1',
  coreDnsVersion: '1.11.3',
  corefile:
    '.:53 {\n    kubernetes cluster.local in-addr.arpa ip6.arpa\n    forward . /etc/resolv.conf\n}\n',
};
const REPOSITORY = {
  url: 'https://git.example.com/mesh.git',
  revision: 'main',
  directory: 'dist',
  charts: 'https://charts.example.com',
  decryptionSecret: 'sops-age',
};

const PEM = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';

/** Descriptions that together have each structure. */
export const DESCRIPTIONS: readonly any[] = [
  BASE,
  {
    ...BASE,
    clusters: BASE.clusters.map(({ name, labels, gateway }) => ({ name, labels, gateway })),
    clusterDefaults: [
      { istio: '1.29' },
      { matchLabels: { wave: '1' }, region: 'us-east1', gateway: { labels: { a: 'b' } } },
    ],
  },
  ...Object.values(ROWS).map(props => fileForm(props)),
  {
    ...BASE,
    owners: [
      {
        path: 'teams',
        teams: ['@org/team'],
        namespaces: ['shop'],
        hosts: ['cart.shop'],
        clusters: ['*'],
      },
    ],
  },
  {
    ...BASE,
    rollout: {
      istio: '1.30',
      revision: '1-30',
      waves: [{ matchLabels: { wave: '1' } }, { matchLabels: { wave: '2' } }],
      clusters: [{ name: 'east', istio: '1.30', revision: '1-30', addresses: ['198.18.1.2'] }],
    },
  },
  {
    ...BASE,
    rollout: {
      istio: '1.30',
      wave: 2,
      waves: [{ matchLabels: { wave: '1' } }, { matchLabels: { wave: '2' } }],
      clusters: [{ name: 'east', istio: '1.30', revision: '1-30', addresses: ['198.18.1.2'] }],
    },
  },
  {
    ...BASE,
    rollout: {
      upgrade: { istio: '1.30', revision: 'next' },
      wave: 2,
      waves: [{ matchLabels: { wave: '1' } }, { matchLabels: { wave: '2' } }],
    },
  },
  withCluster({ platform: 'rke2', dns: RKE2 }),
  withCluster({ platform: 'gke', dns: GKE }),
  withCluster({ dns: KUBEADM }),
  withCluster({
    istiod: {
      revision: '1-29',
      revisionTag: 'stable',
      upgrade: { istio: '1.30', revision: 'next' },
    },
    namespaces: [{ name: 'canary', revision: 'next', labels: { a: 'b' } }],
  }),
  withCluster({ cacerts: { delivery: 'cert-manager', certManager: { issuer: 'mesh-ca' } } }),
  withCluster({
    cacerts: { delivery: 'external-secret', externalSecret: { store: 'vault', key: 'istio/east' } },
  }),
  withCluster({
    cacerts: { delivery: 'sealed-secret', sealedSecret: { encryptedPrivateKey: 'A'.repeat(64) } },
  }),
  withCluster({
    cacerts: {
      delivery: 'sops',
      sops: { encryptedPrivateKey: 'ENC[AES256_GCM,data:x]', metadata: '{}' },
    },
  }),
  withCluster({
    cacerts: {
      delivery: 'plaintext-secret',
      plaintextPrivateKey: '-----BEGIN PRIVATE KEY-----\n',
      certificates: { caCert: PEM, certChain: PEM, rootCert: PEM },
    },
  }),
  withCluster({ cacerts: { certificatesDirectory: 'pki' } }, { pki: { checkDate: '2026-12-31' } }),
  { ...BASE, lockFile: 'pinned.lock.json', inventory: { file: 'clusters.json' } },
  { ...BASE, gitops: 'flux', repository: REPOSITORY },
  withService({ callerSettings: [{ clusters: ['east'], namespaces: ['web'], timeout: '5s' }] }),
  withService({ members: { replicas: 2, start: 0, statefulSet: 'cart' } }),
  withService({ serviceAccounts: undefined, spiffeIds: ['spiffe://cluster.local/shop/cart'] }),
  withService({
    subsets: [{ name: 'v1', labels: { version: 'v1' } }],
    trafficPolicy: { loadBalancer: { hashHeader: 'x-user' } },
    routes: [
      { headers: [{ name: 'x-a', prefix: 'b' }], destinations: [{ subset: 'v1' }] },
      { destinations: [{ subset: 'v1' }] },
    ],
  }),
  withService({ localCallers: [{ namespace: 'web', serviceAccounts: ['*'] }] }),
  { ...BASE, acceptedSecrets: [{ place: 'east/x:y', reason: 'It is an example.' }] },
  { ...BASE, suffix: 'global', acceptedWarnings: [{ code: 'MESH207', reason: 'It is our own.' }] },
  { ...BASE, serviceSources: [{ directory: 'manifests', clusters: ['west'] }] },
  {
    ...BASE,
    serviceSources: [
      {
        directory: 'manifests',
        clusters: ['west'],
        render: 'helm',
        release: 'shop',
        namespace: 'shop',
        valuesFiles: ['values.yaml'],
      },
    ],
  },
];

/** Of a service source. */
const MANIFEST = `apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop, labels: { mesh.cdk8s-istio-multicluster/export: "true" } }
spec: { selector: { app: web }, ports: [{ port: 80, appProtocol: http }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec: { template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: c }] } } }
`;

/** What the descriptions name, by path. */
export const FILES: { readonly [file: string]: string } = {
  'manifests/web.yaml': MANIFEST,
  'teams/README.md': '',
  'clusters.json': '{ "east": {} }',
  'pinned.lock.json': '{ "schema": 2, "virtualIps": [], "inventory": { "east": {} } }',
};
