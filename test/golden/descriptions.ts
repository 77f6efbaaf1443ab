import {
  CacertsDelivery,
  DnsMode,
  GatewayAddress,
  GitOpsTool,
  MulticlusterMeshProps,
  Platform,
  Protocol,
} from '../../src';

const COREFILE = [
  '.:53 {',
  '    errors',
  '    health {',
  '        lameduck 5s',
  '    }',
  '    ready',
  '    kubernetes cluster.local in-addr.arpa ip6.arpa {',
  '        pods insecure',
  '        fallthrough in-addr.arpa ip6.arpa',
  '    }',
  '    forward . /etc/resolv.conf',
  '    cache 30',
  '    loop',
  '    reload',
  '    loadbalance',
  '}',
  '',
].join('\n');

/** The description with these warnings accepted. */
export function accepting(props: MulticlusterMeshProps, ...codes: string[]): MulticlusterMeshProps {
  return { ...props, acceptedWarnings: codes.map(code => ({ code, reason: 'a test' })) };
}

/** The example of Istio's documentation, with the mechanism of its time. */
export function classicMesh(istio: string): MulticlusterMeshProps {
  return {
    clusters: ['cluster1', 'cluster2'].map((name, i) => ({
      name,
      istio,
      gateway: { addresses: [GatewayAddress.ip(`203.0.113.${10 + 10 * i}`)] },
      dns: { serverIp: '10.0.0.200', corefile: COREFILE },
      serviceCidr: '10.0.0.0/20',
    })),
    services: [
      {
        name: 'httpbin',
        namespace: 'bar',
        clusters: ['cluster2'],
        ports: [{ number: 8000, name: 'http1', protocol: Protocol.HTTP }],
        virtualIps: [istio === '1.1' ? '127.255.0.2' : '240.0.0.2'], // as the documentation had it
      },
    ],
    grants: [
      {
        services: ['httpbin.bar'],
        clusters: ['cluster1'],
        namespaces: ['*'],
        serviceAccounts: ['*'],
      },
    ],
  };
}

/** The same with an egress gateway, and with versions of the remote service. */
export function classicMeshWithEverything(
  istio: string,
  egressAddress: string,
): MulticlusterMeshProps {
  const mesh = classicMesh(istio);
  return {
    ...mesh,
    clusters: mesh.clusters.map((cluster, i) =>
      i === 0
        ? {
            ...cluster,
            platform: Platform.GKE,
            dns: { serverIp: '10.0.0.200' },
            egressGateway: { address: egressAddress },
          }
        : cluster,
    ),
    services: mesh.services!.map(service => ({
      ...service,
      subsets: [
        { name: 'v2', labels: { version: 'v2' } },
        { name: 'v3', labels: { version: 'v3' } },
      ],
    })),
  };
}

/** Every option of the modern mechanism, in four clusters. */
export function modernMesh(istio: string): MulticlusterMeshProps {
  return {
    suffix: 'mesh.internal',
    trustDomain: 'example.org',
    meshId: 'shop',
    rootNamespace: 'istio-root',
    clusters: [
      {
        name: 'eu',
        istio,
        kubernetes: '1.32',
        region: 'eu-west1',
        zone: 'eu-west1-b',
        serviceCidr: '10.96.0.0/12',
        gateway: {
          namespace: 'gateways',
          labels: { istio: 'crossgateway' },
          addresses: [GatewayAddress.ip('203.0.113.2'), GatewayAddress.ip('203.0.113.1')],
        },
        cacerts: {
          delivery: CacertsDelivery.EXTERNAL_SECRET,
          externalSecret: { store: 'vault', key: 'istio/eu' },
        },
      },
      {
        name: 'us',
        istio,
        region: 'us-east1',
        trustDomain: 'us.example.org',
        trustDomainAliases: ['example.org'],
        gateway: { addresses: [GatewayAddress.nodePort('198.51.100.7', 31443)] },
        platform: Platform.GKE,
        dns: { mode: DnsMode.FORWARD, serverIp: '10.3.0.10' },
      },
      {
        name: 'asia',
        istio,
        region: 'asia-east1',
        gateway: { addresses: [GatewayAddress.hostname('gw.asia.example.com')] },
        dns: {
          mode: DnsMode.FORWARD,
          serverIp: '10.4.0.10',
          corefile: COREFILE,
          nodeLocalDns: true,
        },
      },
      {
        name: 'edge',
        istio,
        platform: Platform.GARDENER,
        dns: { mode: DnsMode.FORWARD, serverIp: '10.5.0.10' },
        existingNamespaces: ['payments'],
        cacerts: {
          delivery: CacertsDelivery.EXTERNAL_SECRET,
          externalSecret: {
            store: 'vault',
            key: 'istio/edge',
            clusterStore: false,
            refreshInterval: '10m0s',
          },
        },
      },
    ].map(cluster =>
      cluster.name === 'us' ? cluster : { ...cluster, trustDomainAliases: ['us.example.org'] },
    ),
    services: [
      {
        name: 'cart',
        namespace: 'shop',
        clusters: ['us', 'eu'],
        selector: { app: 'cart' },
        serviceAccounts: ['cart', 'cart-canary'],
        ports: [
          { number: 8080, protocol: Protocol.GRPC, targetPort: 7070 },
          { number: 80, protocol: Protocol.HTTP, targetPortName: 'web' },
        ],
        virtualIps: ['240.0.0.11', 'fd00:10::11'],
        subsets: [
          { name: 'v2', labels: { version: 'v2' } },
          { name: 'v1', labels: { version: 'v1' } },
        ],
      },
      {
        name: 'db',
        namespace: 'payments',
        clusters: ['asia'],
        selector: { app: 'db', tier: 'data' },
        serviceAccounts: ['db'],
        ports: [{ number: 3306, protocol: Protocol.MYSQL }],
        virtualIps: ['240.0.0.12'],
        subsets: [{ name: 'primary', labels: { role: 'primary' } }],
      },
      {
        name: 'stock',
        namespace: 'shop',
        clusters: ['asia', 'eu'],
        selector: { app: 'stock' },
        serviceAccounts: ['stock'],
        ports: [{ number: 8080, protocol: Protocol.HTTP2 }],
        virtualIps: ['240.0.0.13'],
      },
      {
        name: 'idle',
        namespace: 'shop',
        clusters: ['eu'],
        selector: { app: 'idle' },
        serviceAccounts: ['idle'],
        ports: [{ number: 8080, protocol: Protocol.HTTP }],
      },
    ],
    grants: [
      {
        services: ['cart.shop'],
        clusters: ['edge', 'eu'],
        namespaces: ['web'],
        serviceAccounts: ['frontend'],
      },
      { services: ['cart.shop'], clusters: ['asia'], namespaces: ['*'], serviceAccounts: ['*'] },
      {
        services: ['db.payments'],
        clusters: ['eu'],
        namespaces: ['shop', 'payments'],
        serviceAccounts: ['*'],
      },
      {
        services: ['db.payments'],
        clusters: ['edge'],
        namespaces: ['web'],
        serviceAccounts: ['*'],
      },
      { services: ['stock.shop'], everyone: true },
    ],
  };
}

/** Each cluster with another tool. */
export function gitopsMesh(): MulticlusterMeshProps {
  const mesh = modernMesh('1.29.2');
  const tools: Readonly<Record<string, GitOpsTool>> = {
    eu: GitOpsTool.ARGOCD,
    us: GitOpsTool.FLUX,
    asia: GitOpsTool.SAIL,
  };
  return {
    ...mesh,
    repository: {
      url: 'https://git.example.com/mesh.git',
      revision: 'prod',
      directory: 'out/mesh',
    },
    clusters: mesh.clusters.map(cluster => ({ ...cluster, gitops: tools[cluster.name] })),
  };
}
