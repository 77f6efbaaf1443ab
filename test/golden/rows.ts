import {
  AuthorizationMode,
  ClusterProps,
  DnsMode,
  ExternalTrafficPolicy,
  GatewayAddress,
  GatewayRoute,
  GatewayServiceType,
  GrantProps,
  Http2Upgrade,
  LoadBalancerAlgorithm,
  MulticlusterMeshProps,
  OutboundTrafficPolicy,
  Platform,
  Protocol,
  ServiceProps,
} from '../../src';

const gateway = (...addresses: string[]) => ({ addresses: addresses.map(GatewayAddress.of) });
const EAST: ClusterProps = {
  name: 'east',
  istio: '1.29',
  region: 'us-east1',
  gateway: gateway('198.18.1.1'),
};
const WEST: ClusterProps = {
  name: 'west',
  istio: '1.29',
  region: 'us-west1',
  gateway: gateway('198.18.2.1'),
};
const NORTH: ClusterProps = {
  name: 'north',
  istio: '1.29',
  region: 'us-west1',
  gateway: gateway('198.18.3.1'),
};
const CALLER: ClusterProps = { name: 'caller', istio: '1.29', region: 'us-west1' };
const SHOP: GrantProps = {
  services: ['cart.shop'],
  clusters: ['*'],
  namespaces: ['web'],
  serviceAccounts: ['frontend'],
};

function cart(props: Partial<ServiceProps> = {}): ServiceProps {
  return {
    name: 'cart',
    namespace: 'shop',
    clusters: ['east', 'west'],
    ports: [{ number: 8080, protocol: Protocol.HTTP, targetPort: 9090 }],
    selector: { app: 'cart' },
    serviceAccounts: ['cart'],
    virtualIps: ['240.0.0.1'],
    ...props,
  };
}

function mesh(
  service: Partial<ServiceProps>,
  clusters = [EAST, WEST, CALLER],
  others: Partial<MulticlusterMeshProps> = {},
): MulticlusterMeshProps {
  return {
    suffix: 'mesh.internal',
    clusters,
    services: [cart(service)],
    grants: [SHOP],
    ...others,
  };
}

const VERSIONS = [
  { name: 'v1', labels: { version: 'v1' } },
  { name: 'v2', labels: { version: 'v2' } },
];

const WEST_CONFIG = 'trustDomain: cluster.local\nrootNamespace: istio-system\n';
const AKS_CUSTOM = `apiVersion: v1
kind: ConfigMap
metadata:
  name: coredns-custom
  namespace: kube-system
  labels:
    example.com/team: platform
data:
  corp.server: |
    corp.example:53 {
        errors
        forward . 10.9.9.9
    }
  istio.server: |
    # of the guide for Istio 1.5
    mesh.internal:53 {
        errors
        forward . 10.0.0.9
    }
  log.override: |
    log
`;
const KUBEADM_COREDNS = `apiVersion: v1
kind: ConfigMap
metadata:
  name: coredns
  namespace: kube-system
data:
  Corefile: |
    .:53 {
        errors
        kubernetes cluster.local in-addr.arpa ip6.arpa
        forward . /etc/resolv.conf
    }
    corp.example {
        file /etc/coredns/corp.db
    }
  corp.db: |
    $ORIGIN corp.example.
    @ 3600 IN SOA ns hostmaster 1 7200 3600 1209600 3600
`;
const KUBE_DNS = `apiVersion: v1
kind: ConfigMap
metadata:
  name: kube-dns
  namespace: kube-system
data:
  stubDomains: |
    {"corp.example": ["10.9.9.9"]}
  upstreamNameservers: |
    ["10.9.9.8"]
`;
const RKE2_CHART = `apiVersion: helm.cattle.io/v1
kind: HelmChartConfig
metadata:
  name: rke2-coredns
  namespace: kube-system
spec:
  valuesContent: |-
    # of the platform team
    tolerations:
      - operator: Exists
    servers:
      - zones:
          - zone: .
        port: 53
        plugins:
          - name: kubernetes
            parameters: cluster.local in-addr.arpa ip6.arpa
          - name: forward
            parameters: . /etc/resolv.conf
`;
const OPENSHIFT_DNS = `apiVersion: operator.openshift.io/v1
kind: DNS
metadata:
  name: default
spec:
  cache:
    positiveTTL: 1h
  servers:
    - name: corp
      zones: [corp.example]
      forwardPlugin:
        policy: Sequential
        upstreams: ["10.9.9.9:853"]
        transportConfig:
          transport: TLS
          tls:
            serverName: dns.corp.example
            caBundle:
              name: corp-ca
`;

/**
 * A description for each feature of the data path. The golden directory of the same name has its
 * whole output.
 */
export const ROWS: { readonly [name: string]: MulticlusterMeshProps } = {
  'grants-audit': mesh({}),
  'grants-enforce': mesh({
    authorization: AuthorizationMode.ENFORCE,
    localCallers: [
      { namespace: 'shop', serviceAccounts: ['checkout'] },
      { namespace: 'batch', serviceAccounts: ['*'] },
    ],
  }),
  'grants-sidecar': mesh({}, [
    EAST,
    WEST,
    { ...CALLER, sidecars: [{ namespace: 'web' }, { namespace: 'ops', egressHosts: ['./*'] }] },
  ]),
  'sidecars-of-all-namespaces': mesh({}, [
    EAST,
    WEST,
    {
      ...CALLER,
      istiod: { outboundTrafficPolicy: OutboundTrafficPolicy.REGISTRY_ONLY },
      existingNamespaces: ['ops'],
      sidecars: [{ namespace: '*' }, { namespace: 'batch', egressHosts: ['~/*'] }],
    },
  ]),
  namespaces: mesh({}, [
    { ...EAST, existingNamespaces: ['istio-system'] },
    { ...WEST, namespaceLabels: { 'mesh.example.org/member': 'true' } },
    {
      ...CALLER,
      existingNamespaces: ['shop'],
      namespaces: [{ name: 'stage' }, { name: 'web', labels: { team: 'web' } }],
      namespaceLabels: { team: 'mesh' },
    },
  ]),
  revisions: mesh({}, [
    {
      ...EAST,
      istiod: {
        revision: '1-29',
        revisionTag: 'stable',
        upgrade: { istio: '1.30.1', revision: '1-30-1' },
      },
    },
    { ...WEST, istiod: { revision: 'blue', upgrade: { istio: '1.29', revision: 'green' } } },
    {
      ...CALLER,
      istiod: { upgrade: { istio: '1.31', revision: '1-31' } },
      egressGateway: { address: '10.3.0.9', revision: '1-31' },
      namespaces: [{ name: 'stage', revision: '1-31' }],
    },
  ]),
  'existing-istio': mesh({}, [
    { ...EAST, existingIstio: {}, istiod: { revision: 'blue', revisionTag: 'stable' } },
    { ...WEST, existingIstio: { meshConfig: WEST_CONFIG }, dns: { mode: DnsMode.NONE } },
    CALLER,
  ]),
  'failover-by-region': mesh({ clusters: ['east', 'west', 'north'] }, [EAST, WEST, NORTH, CALLER]),
  'failover-in-order': mesh(
    { clusters: ['east', 'west', 'north'], failover: { order: ['north', 'east'] } },
    [EAST, WEST, NORTH, CALLER],
  ),
  'failover-by-weight': mesh({ failover: { weights: { east: 1, west: 2 } } }),
  'failover-to-host-names': mesh({ clusters: ['east', 'west', 'north'] }, [
    { ...EAST, gateway: gateway('gw.east.example.com') },
    WEST,
    NORTH,
    CALLER,
  ]),
  ports: mesh({
    ports: [
      { number: 80, protocol: Protocol.HTTP, targetPortName: 'web' },
      { number: 81, protocol: Protocol.HTTP2 },
      { number: 82, protocol: Protocol.GRPC },
      { number: 443, protocol: Protocol.TLS, targetPort: 8443 },
      { number: 3306, protocol: Protocol.MYSQL },
      { number: 6379, protocol: Protocol.REDIS },
      { number: 7000, protocol: Protocol.TCP },
      { number: 27017, protocol: Protocol.MONGO },
    ],
  }),
  'gateway-addresses': mesh({}, [
    { ...EAST, gateway: gateway('198.18.1.1', '198.18.1.2', '[2a00:1450::1]:15443') },
    { ...WEST, gateway: gateway('198.18.2.1:31443') },
    CALLER,
  ]),
  'gateway-settings': mesh({}, [
    {
      ...EAST,
      gateway: {
        ...gateway('198.18.1.1:443', '198.18.1.2'),
        proxyProtocol: true,
        service: {
          annotations: {
            'service.beta.kubernetes.io/aws-load-balancer-proxy-protocol': '*',
            'service.beta.kubernetes.io/aws-load-balancer-type': 'external',
          },
          loadBalancerClass: 'service.k8s.aws/nlb',
          loadBalancerSourceRanges: ['198.51.100.0/24', '192.0.2.0/24'],
          externalTrafficPolicy: ExternalTrafficPolicy.LOCAL,
        },
        deployment: { minReplicas: 2, maxReplicas: 10, targetCpuPercent: 60 },
        helmValues: {
          podDisruptionBudget: { minAvailable: 1 },
          service: { ipFamilyPolicy: 'PreferDualStack' },
        },
      },
      istiod: { helmValues: { meshConfig: { accessLogFile: '/dev/stdout' } } },
    },
    {
      ...WEST,
      // a load balancer of somebody else's, which maps 443 to the node port
      gateway: {
        ...gateway('198.18.2.1:443'),
        service: { type: GatewayServiceType.NODE_PORT, ports: [31443] },
        deployment: { replicas: 3 },
      },
    },
    {
      ...CALLER,
      egressGateway: {
        address: '10.2.0.9',
        service: { annotations: { 'example.com/team': 'network' } },
        deployment: { replicas: 2 },
        helmValues: { priorityClassName: 'system-cluster-critical' },
      },
    },
  ]),
  'subsets-and-routes': mesh({
    subsets: VERSIONS,
    routes: [
      { headers: [{ name: 'end-user', exact: 'jason' }], destinations: [{ subset: 'v2' }] },
      { pathPrefix: '/beta', destinations: [{ subset: 'v2' }] },
      {
        destinations: [
          { subset: 'v1', weight: 90 },
          { subset: 'v2', weight: 10 },
        ],
      },
    ],
  }),
  'canary-across-clusters': mesh({
    subsets: [
      { name: 'stable', labels: { track: 'stable' }, clusters: ['east'] },
      { name: 'canary', labels: { track: 'canary' }, clusters: ['west'] },
    ],
    routes: [
      {
        destinations: [
          { subset: 'stable', weight: 95 },
          { subset: 'canary', weight: 5 },
        ],
      },
    ],
  }),
  'egress-gateway': mesh({ subsets: VERSIONS }, [
    EAST,
    { ...WEST, egressGateway: { address: '10.2.0.9' } },
    { ...CALLER, egressGateway: { address: 'istio-egressgateway.istio-egress.svc.cluster.local' } },
  ]),
  'gateway-route-sni': mesh(
    {
      gatewayRoute: GatewayRoute.SNI,
      trafficPolicy: { connectionPool: { connectTimeout: '3s' } },
    },
    // a stock gateway beside ours, which has the host already, and ours alone
    [
      { ...EAST, gateway: { ...EAST.gateway!, otherGatewayHosts: ['*.local'] } },
      { ...WEST, gateway: { ...WEST.gateway!, otherGatewayHosts: [] } },
      CALLER,
    ],
  ),
  names: mesh(
    { workloadNamespace: 'shop-v2', aliases: ['basket.shop', 'cart.legacy'] },
    undefined,
    { suffix: 'svc.corp.example' },
  ),
  draining: mesh({}, [EAST, { ...WEST, draining: true }, CALLER]),
  'dns-in-the-clusters-coredns': mesh({}, [
    EAST,
    WEST,
    { ...CALLER, kubernetes: '1.33', dns: { mode: DnsMode.ZONE, defaultCorefile: true } },
  ]),
  'dns-by-a-server-of-the-mesh': mesh({}, [
    EAST,
    WEST,
    {
      ...CALLER,
      platform: Platform.OPENSHIFT,
      serviceCidr: '172.30.0.0/16',
      dns: {
        mode: DnsMode.SERVER,
        serverIp: '172.30.0.53',
        otherZones: { 'corp.example': ['10.9.9.9'] },
      },
    },
  ]),
  'dns-of-the-eks-add-on': mesh({}, [
    EAST,
    WEST,
    {
      ...CALLER,
      platform: Platform.EKS,
      dns: {
        mode: DnsMode.ZONE,
        existing: JSON.stringify({
          addon: {
            addonName: 'coredns',
            configurationValues: '{"tolerations": [{"operator": "Exists"}]}',
          },
        }),
        corefile:
          '.:53 {\n    errors\n    kubernetes cluster.local in-addr.arpa ip6.arpa\n    forward . /etc/resolv.conf\n}\n',
      },
    },
  ]),
  'dns-beside-what-is-there': mesh({}, [
    EAST,
    WEST,
    {
      ...CALLER,
      name: 'aks',
      platform: Platform.AKS,
      dns: { mode: DnsMode.ZONE, existing: AKS_CUSTOM },
    },
    {
      ...CALLER,
      name: 'k3s',
      platform: Platform.K3S,
      dns: { mode: DnsMode.ZONE },
    },
    {
      ...CALLER,
      name: 'kubeadm',
      dns: {
        mode: DnsMode.FORWARD,
        serverIp: '10.96.0.200',
        nodeLocalDns: true,
        existing: `${KUBEADM_COREDNS}---\n${KUBE_DNS}`,
      },
    },
    {
      ...CALLER,
      name: 'gke',
      platform: Platform.GKE,
      dns: { mode: DnsMode.FORWARD, serverIp: '10.3.0.200', existing: KUBE_DNS },
    },
    {
      ...CALLER,
      name: 'rke2',
      platform: Platform.RKE2,
      dns: { mode: DnsMode.ZONE, existing: RKE2_CHART },
    },
    {
      ...CALLER,
      name: 'openshift',
      platform: Platform.OPENSHIFT,
      dns: { mode: DnsMode.FORWARD, serverIp: '172.30.0.200', existing: OPENSHIFT_DNS },
    },
  ]),
  'connections-and-headers': mesh({
    headers: {
      request: { set: { 'x-env': 'prod', 'x-a': '100%%' }, remove: ['x-b', 'cookie'] },
      response: { add: { 'x-via': '%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%' } },
    },
    trafficPolicy: {
      connectionPool: {
        maxConnectionDuration: '30m',
        tcpKeepalive: { time: '5m', interval: '30s', probes: 3 },
        http2Upgrade: Http2Upgrade.UPGRADE,
      },
    },
  }),
  'identities-of-spire': mesh({ authorization: AuthorizationMode.ENFORCE, localCallers: [] }, [
    {
      ...EAST,
      trustDomainAliases: ['west.example'],
      spiffeIdTemplate: 'spiffe://{trustDomain}/k8s/{namespace}/{serviceAccount}',
    },
    {
      ...WEST,
      trustDomain: 'west.example',
      trustDomainAliases: ['cluster.local'],
      spiffeIdTemplate: 'spiffe://{trustDomain}/{namespace}/{serviceAccount}',
    },
  ]),
  'spiffe-ids': mesh(
    {
      serviceAccounts: undefined,
      spiffeIds: ['spiffe://west.example/shop/cart', 'spiffe://cluster.local/shop/cart'],
      authorization: AuthorizationMode.ENFORCE,
      localCallers: [{ namespace: 'ops', spiffeIds: ['spiffe://cluster.local/jobs/nightly'] }],
    },
    [
      { ...EAST, trustDomainAliases: ['west.example'] },
      { ...WEST, trustDomain: 'west.example', trustDomainAliases: ['cluster.local'] },
    ],
    {
      grants: [
        SHOP,
        {
          services: ['cart.shop'],
          clusters: ['west'],
          namespaces: ['batch'],
          spiffeIds: ['spiffe://west.example/shop/ns/jobs/night', 'spiffe://west.example/report'],
        },
      ],
    },
  ),
  'name-in-kubernetes': mesh({ kubernetesName: true, timeout: '5s' }, [
    EAST,
    WEST,
    CALLER,
    { ...CALLER, name: 'egress', egressGateway: { address: '10.0.0.9' } },
  ]),
  members: mesh({
    clusters: ['west'],
    members: { replicas: 2, start: 3, statefulSet: 'cart-store' },
  }),
  'fault-and-mirror': mesh({
    fault: { delay: { duration: '2s', percent: 0.5 }, abort: { status: 503 } },
    subsets: VERSIONS,
    mirror: { subset: 'v2', percent: 10 },
    routes: [{ destinations: [{ subset: 'v1' }] }],
  }),
  'settings-of-callers': mesh(
    {
      timeout: '5s',
      callerSettings: [
        {
          clusters: ['caller'],
          namespaces: ['web'],
          retries: { attempts: 0 },
          trafficPolicy: { connectionPool: { maxConnections: 10 } },
        },
        { clusters: ['caller', 'east'], timeout: '1s' },
      ],
    },
    undefined,
    { grants: [{ ...SHOP, namespaces: ['web', 'batch'], serviceAccounts: ['*'] }] },
  ),
  'own-virtual-service': mesh({ ownVirtualService: true }),
  'retries-of-some-methods': mesh({ retries: { attempts: 1, methods: ['PUT', 'GET'] } }),
  'traffic-policy': mesh({
    timeout: '5s',
    retries: { attempts: 2, perTryTimeout: '1s', retryOn: ['connect-failure', '503'] },
    trafficPolicy: {
      connectionPool: {
        maxConnections: 100,
        connectTimeout: '3s',
        http2MaxRequests: 1000,
        idleTimeout: '10m',
      },
      outlierDetection: {
        consecutive5xxErrors: 5,
        maxEjectionPercent: 50,
        minHealthPercent: 20,
      },
      loadBalancer: { algorithm: LoadBalancerAlgorithm.ROUND_ROBIN },
    },
  }),
};

/** All features in one mesh. */
export const EVERYTHING: MulticlusterMeshProps = {
  suffix: 'mesh.internal',
  trustDomain: 'example.org',
  authorization: AuthorizationMode.ENFORCE,
  clusters: [
    {
      ...EAST,
      gateway: gateway('198.18.1.1', '198.18.1.2'),
      sidecars: [{ namespace: 'web' }, { namespace: 'ops' }],
    },
    { ...WEST, egressGateway: { address: '10.2.0.9' } },
    {
      ...NORTH,
      zone: 'us-west1-b',
      gateway: { ...gateway('198.18.3.1:31443'), namespace: 'gateways' },
    },
    {
      name: 'south',
      istio: '1.21',
      region: 'sa-south1',
      gateway: gateway('gw.south.example.com'),
      draining: true,
    },
    {
      ...CALLER,
      egressGateway: { address: '10.3.0.9' },
      existingNamespaces: ['shop'],
      namespaces: [{ name: 'stage', labels: { stage: 'true' } }, { name: 'test' }],
      namespaceLabels: { team: 'mesh', tier: 'back' },
    },
  ],
  services: [
    cart({
      clusters: ['east', 'west', 'north'],
      localCallers: [
        { namespace: 'shop', serviceAccounts: ['checkout', 'cron'] },
        { namespace: 'batch', serviceAccounts: ['*'] },
      ],
      aliases: ['basket.shop'],
      subsets: [
        ...VERSIONS,
        { name: 'canary', labels: { track: 'canary' }, clusters: ['west', 'north'] },
      ],
      routes: ROWS['subsets-and-routes'].services![0].routes,
      failover: { order: ['north', 'west'] },
      timeout: '5s',
    }),
    cart({
      name: 'stock',
      clusters: ['east', 'south'],
      selector: { app: 'stock' },
      virtualIps: undefined,
      failover: { weights: { east: 3, south: 1 } },
      localCallers: [],
    }),
    cart({
      name: 'db',
      namespace: 'data',
      ports: [{ number: 3306, protocol: Protocol.MYSQL }],
      virtualIps: ['240.0.0.9'],
      workloadNamespace: 'data-v2',
      localCallers: [],
      trafficPolicy: ROWS['traffic-policy'].services![0].trafficPolicy,
    }),
    cart({
      name: 'old',
      namespace: 'data',
      clusters: ['north'],
      gatewayRoute: GatewayRoute.SNI,
      virtualIps: ['240.0.0.10'],
      authorization: AuthorizationMode.NONE,
    }),
  ],
  grants: [
    {
      services: ['cart.shop', 'db.data'],
      clusters: ['*'],
      namespaces: ['web'],
      serviceAccounts: ['frontend', 'admin'],
    },
    {
      services: ['cart.shop'],
      clusters: ['east', 'south'],
      namespaces: ['ops'],
      serviceAccounts: ['*'],
    },
    {
      services: ['stock.shop'],
      clusters: ['east', 'north'],
      namespaces: ['*'],
      serviceAccounts: ['*'],
    },
    { services: ['old.data'], clusters: ['east'], namespaces: ['web'], serviceAccounts: ['*'] },
  ],
};
