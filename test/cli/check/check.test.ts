import { add, change, checkHarness, Edit, without } from './check-harness';

const { mesh, io, live, found } = checkHarness();

test('nothing is found in clusters that are healthy', async () => {
  live();
  const status = await mesh('check', 'live');
  expect(io.err).toBe('');
  expect(io.out.replace(/valid until \d{4}-\d\d-\d\d/g, 'valid until …')).toBe(
    `cluster1
  √ objects of the mesh: 8 as written
  √ objects of others: nothing in the way among 21 objects
  √ gateways: at 203.0.113.10
  √ cacerts: valid until …
  √ control plane: Istio 1.29, one control plane
  √ DNS: nothing was written

cluster2
  √ objects of the mesh: 8 as written
  √ objects of others: nothing in the way among 21 objects
  √ gateways: at 203.0.113.20
  √ cacerts: valid until …
  √ control plane: Istio 1.29, one control plane
  √ DNS: nothing was written

cluster1, cluster2: as written
`,
  );
  expect(status).toBe(0);
});

const BAR = 'dist/cluster2/manifests/traffic/bar.yaml';
const ISTIOD = 'dist/cluster2/helm/istiod.yaml:1';
const GATEWAY = 'istio-system/istio-eastwestgateway';
const MANAGED = { labels: { 'app.kubernetes.io/managed-by': 'cdk8s-istio-multicluster' } };

const FAULTS: ReadonlyArray<readonly [what: string, edit: Edit, ...lines: string[]]> = [
  [
    'an object is gone',
    without('ServiceEntry', 'httpbin-global-local'),
    `× MESH870 ServiceEntry bar/httpbin-global-local: is missing  ${BAR}:25`,
  ],
  [
    'a field is changed',
    change('ServiceEntry', 'httpbin-global-local', ({ spec }) => (spec.exportTo = ['*'])),
    `× MESH871 ServiceEntry bar/httpbin-global-local: spec.exportTo[0] is "*", not "istio-system"  ${BAR}:25`,
  ],
  [
    'a field is gone',
    change('AuthorizationPolicy', 'httpbin-global', ({ spec }) => delete spec.selector),
    `× MESH871 AuthorizationPolicy bar/httpbin-global: spec.selector is gone; it was written as {"matchLabels":{"app":"httpbin"}}  ${BAR}:1`,
  ],
  [
    'a field is added to an object of Istio, whom nobody fills in',
    change('ServiceEntry', 'httpbin-global-local', ({ spec }) => (spec.addresses = ['240.0.0.9'])),
    `× MESH871 ServiceEntry bar/httpbin-global-local: spec.addresses is ["240.0.0.9"], and was not written  ${BAR}:25`,
  ],
  [
    'the gateway lets one more host in',
    change('Gateway', 'global-cross-network', ({ spec }) => spec.servers[0].hosts.push('*.local')),
    '× MESH871 Gateway istio-system/global-cross-network: spec.servers[0].hosts is ["httpbin.bar.global","*.local"], not ["httpbin.bar.global"]  dist/cluster2/manifests/traffic/istio-system.yaml:1',
  ],
  [
    'a policy is enforced no more',
    change('AuthorizationPolicy', 'httpbin-global', ({ metadata }) => {
      metadata.annotations['istio.io/dry-run'] = 'false';
    }),
    `× MESH871 AuthorizationPolicy bar/httpbin-global: metadata.annotations[istio.io/dry-run] is "false", not "true"  ${BAR}:1`,
  ],
  [
    'the network of a cluster is another one',
    change('Namespace', 'istio-system', ({ metadata }) => {
      metadata.labels['topology.istio.io/network'] = 'cluster1';
    }),
    '× MESH871 Namespace istio-system: metadata.labels[topology.istio.io/network] is "cluster1", not "cluster2"  dist/cluster2/manifests/trust/_cluster.yaml:1',
  ],
  [
    'many fields are changed: the first are told, and how many more',
    change('Deployment', 'httpbin', one => {
      one.spec = { replicas: 2, selector: {}, template: { spec: { containers: [] } } };
      one.metadata.labels = {};
    }),
    ...[
      'metadata.labels.app is gone; it was written as "httpbin"',
      'spec.replicas is 2, not 1',
      'spec.selector.matchLabels is gone; it was written as {"app":"httpbin"}',
      'spec.template.metadata is gone; it was written as {"labels":{"app":"httpbin"}}',
      'spec.template.spec.containers[name=httpbin] is gone; it was written as {"image":"mccutchen/go-httpbin","name":"httpbin","ports":[{"containerPort":8080}]}',
      '1 more of its fields have other values',
    ].map(
      text =>
        `× MESH871 Deployment bar/httpbin: ${text}  dist/cluster2/manifests/workloads/bar.yaml:9`,
    ),
  ],
  [
    'an object of the mesh is left over',
    add('ServiceEntry', 'bar', { hosts: ['gone.bar.global'] }, MANAGED),
    '× MESH872 ServiceEntry bar/mine: has the label of the mesh, and is not in the directory of the cluster',
  ],
  [
    'somebody has an entry for a host of the mesh',
    add('ServiceEntry', 'foo', { hosts: ['httpbin.bar.global'] }),
    `× MESH873 ServiceEntry foo/mine: is for "httpbin.bar.global": ServiceEntry bar/httpbin-global-local  ${BAR}:25`,
  ],
  [
    'somebody has a rule for all of them',
    add('DestinationRule', 'foo', { host: '*.global' }),
    `× MESH873 DestinationRule foo/mine: is for "*.global", which stands for "httpbin.bar.global": ServiceEntry bar/httpbin-global-local  ${BAR}:25`,
  ],
  [
    'somebody routes a host of the mesh',
    add('VirtualService', 'foo', { hosts: ['httpbin.bar.global'], gateways: ['mesh', 'x/y'] }),
    `× MESH873 VirtualService foo/mine: is for "httpbin.bar.global": ServiceEntry bar/httpbin-global-local  ${BAR}:25`,
  ],
  [
    'somebody opens the port of the gateway',
    add('Gateway', 'istio-system', {
      selector: { app: 'istio-eastwestgateway' },
      servers: [{ port: { number: 15443 }, hosts: ['*.local'] }],
    }),
    '× MESH874 Gateway istio-system/mine: opens port 15443 on the pods of Gateway istio-system/global-cross-network, for "*.local"  dist/cluster2/manifests/traffic/istio-system.yaml:1',
  ],
  [
    'somebody denies calls in the namespace',
    add('AuthorizationPolicy', 'bar', { action: 'DENY', rules: [{}] }),
    `‼ MESH875 AuthorizationPolicy bar/mine: refuses what it names at pods of ServiceEntry bar/httpbin-global-local  ${BAR}:25`,
  ],
  [
    'somebody allows others only, in the whole mesh',
    add('AuthorizationPolicy', 'istio-system', {}),
    `‼ MESH875 AuthorizationPolicy istio-system/mine: allows what it names, and nothing else, at pods of ServiceEntry bar/httpbin-global-local  ${BAR}:25`,
  ],
  [
    'somebody turns mutual TLS off',
    add('PeerAuthentication', 'bar', {
      selector: { matchLabels: { app: 'httpbin' } },
      portLevelMtls: { 8080: { mode: 'DISABLE' } },
    }),
    `‼ MESH875 PeerAuthentication bar/mine: turns mutual TLS off at pods of ServiceEntry bar/httpbin-global-local  ${BAR}:25`,
  ],
  [
    'the gateway has another address',
    change('Service', 'istio-eastwestgateway', ({ status }) => {
      status.loadBalancer.ingress = [{ ip: '203.0.113.99' }];
    }),
    `× MESH876 Service ${GATEWAY}: has 203.0.113.99; "203.0.113.20" was written`,
  ],
  [
    'the gateway has no address yet',
    change('Service', 'istio-eastwestgateway', one => (one.status = {})),
    `× MESH876 Service ${GATEWAY}: has no address yet; "203.0.113.20" was written`,
  ],
  [
    'the Service of the gateway lacks the port',
    change('Service', 'istio-eastwestgateway', ({ spec }) => (spec.ports = [{ port: 443 }])),
    `× MESH877 Service ${GATEWAY}: has no port 15443, which was written in "203.0.113.20"; it has 443`,
  ],
  [
    'the Service of the gateway is gone',
    without('Service', 'istio-eastwestgateway'),
    `× MESH877 Service ${GATEWAY}: is missing`,
  ],
  [
    'the gateway has other labels, another view of networks, and no pod',
    change('Deployment', 'istio-eastwestgateway', one => {
      one.status.availableReplicas = 0;
      one.spec.template.metadata.labels.istio = 'ingressgateway';
      one.spec.template.spec.containers[0].env.splice(0, 1);
    }),
    ...[
      'the label istio of its pods is "ingressgateway", not "eastwestgateway"',
      'the variable ISTIO_META_REQUESTED_NETWORK_VIEW is nothing, not "cluster2"',
      'has no pod that is ready',
    ].map(
      text =>
        `× MESH877 Deployment ${GATEWAY}: ${text}  dist/cluster2/helm/istio-eastwestgateway.yaml:1`,
    ),
  ],
  [
    'the gateway is gone',
    without('Deployment', 'istio-eastwestgateway'),
    `× MESH877 Deployment ${GATEWAY}: is missing  dist/cluster2/helm/istio-eastwestgateway.yaml:1`,
  ],
  [
    'istiod is gone',
    without('Deployment', 'istiod'),
    `× MESH885 istiod in istio-system: of the revision "default" is missing  ${ISTIOD}`,
  ],
  [
    'istiod has another revision',
    change('Deployment', 'istiod', ({ metadata }) => (metadata.labels['istio.io/rev'] = 'blue')),
    `× MESH885 istiod in istio-system: of the revision "default" is missing; there is "blue"  ${ISTIOD}`,
    '‼ MESH887 Deployment istio-system/istiod: has the revision "blue"',
  ],
  [
    'istiod has another version, and no pod',
    change('Deployment', 'istiod', one => {
      one.status = { observedGeneration: 2 };
      one.spec.template.spec.containers[0].image = 'example.com:5000/istio/pilot:1.28.1@sha256:0';
    }),
    `× MESH885 Deployment istio-system/istiod: has no pod that is ready  ${ISTIOD}`,
    '× MESH886 Deployment istio-system/istiod: is Istio 1.28.1, not 1.29',
  ],
  [
    'nobody knows the version of istiod',
    change('Deployment', 'istiod', one => {
      one.spec.template.spec.containers[0].image = 'istio/pilot:latest';
    }),
    '‼ MESH894 Deployment istio-system/istiod: does not say which version of Istio it is',
  ],
  [
    'istiod believes to be in another cluster',
    change('Deployment', 'istiod', one => {
      one.spec.template.spec.containers[0].env[1].value = 'Kubernetes';
    }),
    `× MESH888 Deployment istio-system/istiod: the variable CLUSTER_ID is "Kubernetes", not "cluster2"  ${ISTIOD}`,
  ],
  [
    'the proxies are told something else',
    change('ConfigMap', 'istio', ({ data }) => {
      data.mesh = 'trustDomain: other.example\ndefaultConfig:\n  proxyMetadata: {}\n';
    }),
    `× MESH888 ConfigMap istio-system/istio: meshConfig.trustDomain is "other.example", not "cluster.local"  ${ISTIOD}`,
    `× MESH888 ConfigMap istio-system/istio: meshConfig.defaultConfig.proxyMetadata.ISTIO_META_DNS_CAPTURE is nothing, not "true"  ${ISTIOD}`,
  ],
  [
    'pods are injected with another network',
    change('ConfigMap', 'istio-sidecar-injector', ({ data }) => {
      data.values = data.values.replace('"network": "cluster2"', '"network": "cluster1"');
    }),
    `× MESH888 ConfigMap istio-system/istio-sidecar-injector: values.global.network is "cluster1", not "cluster2"  ${ISTIOD}`,
  ],
  [
    'the configuration of the mesh is no configuration',
    change('ConfigMap', 'istio', ({ data }) => (data.mesh = '- {')),
    `‼ MESH895 ConfigMap istio-system/istio: its key mesh is not what istiod writes  ${ISTIOD}`,
  ],
  [
    'cacerts is incomplete',
    change('Secret', 'cacerts', ({ data }) => delete data['root-cert.pem']),
    '× MESH880 Secret istio-system/cacerts: lacks ca-cert.pem, cert-chain.pem or root-cert.pem',
  ],
];

describe('a fault that is put in on purpose is found, and nothing else', () => {
  test.each(FAULTS.map(([what, edit, ...lines]) => ({ what, edit, lines })))(
    '$what',
    async ({ edit, lines }) => {
      live(edit);
      expect(await mesh('check', 'live')).toBe(2);
      expect(found()).toEqual(lines);
      expect(io.out).toMatch(/\ncluster1, cluster2: [^\n]+; `mesh explain CODE` says more\n$/);
    },
  );
});
