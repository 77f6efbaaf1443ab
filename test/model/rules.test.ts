import {
  BASE,
  httpbin,
  problemsOf,
  resolve,
  summarize,
  withCluster,
  withGrant,
  withService,
} from './base';
import {
  ClusterProps,
  DataPlaneMode,
  DnsMode,
  DnsProps,
  GatewayAddress,
  GrantProps,
  MulticlusterMeshProps,
  Platform,
  Protocol,
  ServicePort,
  ServiceProps,
} from '../../src';

const label = (length: number) => 'a'.repeat(length);
const port = (props: Partial<ServicePort>) =>
  withService({ ports: [{ number: 8000, protocol: Protocol.HTTP, ...props }] });
const ports = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ number: i + 1, protocol: Protocol.HTTP }));
const gateway = (...addresses: GatewayAddress[]) => withCluster({ gateway: { addresses } });
const address = (text: string) => gateway(GatewayAddress.of(text));
const tcp = (...virtualIps: string[]) =>
  withService({ ports: [{ number: 3306, protocol: Protocol.MYSQL }], virtualIps });
const COREFILE = '. {\n    kubernetes cluster.local\n}\n';
const forward = (serverIp: string): DnsProps => ({
  mode: DnsMode.FORWARD,
  serverIp,
  corefile: COREFILE,
});
const classic = (props: Partial<ClusterProps> = {}): MulticlusterMeshProps => ({
  ...BASE,
  suffix: 'global',
  clusters: BASE.clusters.map((cluster, i) => ({
    ...cluster,
    istio: '1.4',
    dns: { serverIp: '10.0.0.200', corefile: COREFILE },
    ...(i === 0 ? props : {}),
  })),
  services: [httpbin({ virtualIps: ['240.0.0.2'] })],
  grants: [{ services: ['httpbin.bar'], everyone: true }],
});

/** Istio's documentation had hosts there as long as sidecars sent such calls out. */
const loopbackOf = (istio: string): MulticlusterMeshProps => {
  const mesh = classic();
  return {
    ...mesh,
    clusters: mesh.clusters.map(cluster => ({ ...cluster, istio })),
    services: [httpbin({ virtualIps: ['127.255.0.2'] })],
    virtualIpRanges: ['127.255.0.0/16'],
  };
};

const withDns = (dns: DnsProps, props: Partial<ClusterProps> = {}): MulticlusterMeshProps => ({
  ...withCluster({ dns, ...props }),
  services: [httpbin({ virtualIps: ['240.0.0.2'] })],
});
const withServer = (serverIp: string, serviceCidr = '10.96.0.0/12') =>
  withDns(forward(serverIp), { serviceCidr });

const two = (
  first: Partial<ServiceProps>,
  second: Partial<ServiceProps>,
  props: MulticlusterMeshProps = BASE,
): MulticlusterMeshProps => ({
  ...props,
  services: [first, second].map((service, i) => ({
    ...httpbin({ ports: [{ number: 8000 + i, protocol: Protocol.HTTP }] }),
    ...(props === BASE ? {} : { virtualIps: [`240.0.0.${i + 2}`] }),
    ...service,
  })),
  grants: [{ ...BASE.grants[0], services: [first, second].map(s => `${s.name}.${s.namespace}`) }],
});

/** The names of services and namespaces are joined in those of objects. */
const sharedNames: Array<[string, MulticlusterMeshProps]> = [
  [
    'MESH218 at services[1].name: the objects of "x-ns1.ns2" and of "x.ns1" are both called "ns2/x-ns1"',
    two(
      { name: 'x', namespace: 'ns1', workloadNamespace: 'ns2' },
      { name: 'x-ns1', namespace: 'ns2' },
    ),
  ],
  [
    'MESH218 at services[1].name: the objects of "a.b-c" and of "a-b.c" are both called "w/a-b-c"',
    two(
      { name: 'a-b', namespace: 'c', workloadNamespace: 'w' },
      { name: 'a', namespace: 'b-c', workloadNamespace: 'w' },
    ),
  ],
  [
    'MESH218 at services[1].aliases[0]: the objects of "x.ns1" and of "x-ns1.ns2" are both called "ns2/x-ns1"',
    two({ name: 'x-ns1', namespace: 'ns2' }, { name: 'y', namespace: 'ns2', aliases: ['x.ns1'] }),
  ],
  [
    'MESH218 at services[1].name: the objects of "a.b-c" and of "a-b.c" are both called "egress/a-b-c"',
    two(
      { name: 'a-b', namespace: 'c' },
      { name: 'a', namespace: 'b-c' },
      withCluster({ egressGateway: { address: '10.0.0.9', namespace: 'egress' } }),
    ),
  ],
  [
    'MESH218 at services[1].name: the objects of "x-global.bar" and of "x.bar" are both called "bar/x-global"',
    two(
      { name: 'x', namespace: 'bar', subsets: [{ name: 'v1', labels: { v: '1' } }] },
      { name: 'x-global', namespace: 'bar', subsets: [{ name: 'v1', labels: { v: '1' } }] },
      classic(),
    ),
  ],
];

test('the base description has no problem at all', () => {
  expect(summarize(problemsOf(BASE))).toEqual([]);
  expect(summarize(problemsOf(classic()))).toEqual([
    'MESH207 at suffix: the suffix "global" is a public top-level domain',
  ]);
});

describe('what is right stays silent', () => {
  const good: Array<[string, MulticlusterMeshProps]> = [
    ...[
      'coredns',
      'coredns/coredns:1.12.1',
      'localhost:5000/a/b_c:v1',
      `x@sha256:${'a'.repeat(64)}`,
    ].map((serverImage): [string, MulticlusterMeshProps] => [
      `the image ${serverImage}`,
      withDns({ mode: DnsMode.SERVER, serverIp: '10.96.0.200', corefile: COREFILE, serverImage }),
    ]),
    [
      'a zone above the suffix, and the suffix itself as it was forwarded before',
      withDns({
        ...forward('10.96.0.200'),
        nodeLocalDns: true,
        stubDomains: { internal: ['10.0.0.1'], 'mesh.internal': ['10.96.0.200'] },
      }),
    ],
    [
      'names that join to the same one in different namespaces',
      two({ name: 'a-b', namespace: 'c' }, { name: 'a', namespace: 'b-c' }),
    ],
    [
      'a cluster name of 63 characters',
      {
        ...withCluster({ name: label(63), gateway: undefined }),
        grants: [{ services: ['httpbin.bar'], everyone: true }],
      },
    ],
    [
      'k3s with a version that reads coredns-custom',
      withDns(
        { mode: DnsMode.ZONE, existing: 'none' },
        { kubernetes: '1.31', platform: Platform.K3S },
      ),
    ],
    [
      'the first k3s that reads coredns-custom',
      {
        ...classic({
          kubernetes: '1.23.1',
          platform: Platform.K3S,
          dns: { mode: DnsMode.ZONE, existing: 'none' },
        }),
        suffix: 'global',
        acceptedWarnings: [{ code: 'MESH207', reason: 'a test' }],
      },
    ],
    ['the last address of the static band', withServer('10.96.1.0')],
    ["the usual address of another platform's DNS", withDns(forward('10.43.0.10'))],
    [
      'the usual address, where the service range is another',
      withDns(forward('10.96.0.10'), { serviceCidr: '10.96.0.8/29' }),
    ],
    [
      'a service name of 63 characters',
      {
        ...withService({ name: label(63) }),
        grants: [{ services: [`${label(63)}.bar`], everyone: true }],
      },
    ],
    ['a cluster without a gateway that only calls', withCluster({ gateway: undefined })],
    ['port 1', port({ number: 1 })],
    ['port 65535', port({ number: 65535 })],
    ['the default port name written out', port({ name: 'http-8000' })],
    ['128 ports', withService({ ports: ports(128) })],
    ['a container port name of 15 characters', port({ targetPortName: label(15) })],
    ['a target port name as the port name', port({ name: 'web', targetPortName: 'web' })],
    [
      'a gateway with several addresses',
      gateway(
        GatewayAddress.ip('8.8.4.4'),
        GatewayAddress.ip('2a00:1450::1'),
        GatewayAddress.hostname('gw.example.com'),
      ),
    ],
    [
      'one gateway address with two ports',
      gateway(GatewayAddress.nodePort('8.8.4.4', 31443), GatewayAddress.nodePort('8.8.4.4', 31444)),
    ],
    ['a virtual IP in 240.0.0.0/16', tcp('240.0.0.1')],
    ['a virtual IP of each family', tcp('240.0.0.1', 'fd00:10::1')],
    [
      'a virtual IP beside a service range',
      { ...tcp('10.97.0.1'), clusters: withCluster({ serviceCidr: '10.96.0.0/16' }).clusters },
    ],
    [
      'different trust domains, with aliases where callers arrive',
      {
        ...BASE,
        clusters: [
          { ...BASE.clusters[0], trustDomain: 'east' },
          { ...BASE.clusters[1], trustDomain: 'west', trustDomainAliases: ['east'] },
          { name: 'cluster3', istio: '1.29', trustDomain: 'elsewhere' },
        ],
      },
    ],
    ['a DNS server in a cluster that does not call', withCluster({ dns: forward('10.0.0.9') }, 1)],
    ['a caller whose names something else resolves', withCluster({ dns: { mode: DnsMode.NONE } })],
    ['the virtual IPs that the documentation of Istio 1.1 gives', loopbackOf('1.1')],
    ['the same of Istio 1.2', loopbackOf('1.2')],
    ['region and zone', withCluster({ region: 'eu-west1', zone: 'eu-west1-b' })],
    ['the lowest Kubernetes for Istio 1.29', withCluster({ kubernetes: '1.30' })],
    ['a pinned ClusterIP inside the service range', classic({ serviceCidr: '10.0.0.0/20' })],
    ['a host name with a number in it', address('gw1.2.example.com')],
    ['a mesh id of 63 characters', { ...BASE, meshId: label(63) }],
    [
      "a port name of one's own with the classic mechanism",
      {
        ...classic(),
        services: [
          httpbin({
            virtualIps: ['240.0.0.2'],
            ports: [{ number: 8000, name: 'http1', protocol: Protocol.HTTP }],
          }),
        ],
      },
    ],
    [
      'Istio 1.20 with a virtual IP',
      {
        ...withService({ virtualIps: ['240.0.0.1'] }),
        clusters: withCluster({ istio: '1.20' }).clusters,
      },
    ],
    [
      'a grant of a service account in a namespace',
      withGrant({
        services: ['httpbin.bar'],
        namespaces: ['shop'],
        serviceAccounts: ['cart.v2'],
        clusters: ['*'],
      }),
    ],
    ['a label value that is empty', withService({ selector: { app: '' } })],
    ['a pinned ClusterIP at the end of the static band', withServer('10.96.1.0')],
    ['the same in a small service range', withServer('10.96.0.16', '10.96.0.0/26')],
    ['a prefixed label key', withService({ selector: { 'app.kubernetes.io/name': 'httpbin' } })],
  ];
  test.each(good)('%s', (_, props) => {
    expect(summarize(problemsOf(props)).filter(p => !p.startsWith('MESH207'))).toEqual([]);
  });
});

describe('what is wrong is said, with code, place and value', () => {
  const bad: Array<[string, MulticlusterMeshProps]> = [
    // 1xx the form
    [
      'MESH208 at clusters[0].trustDomain: "A b" is not a trust domain',
      withCluster({ trustDomain: 'A b' }),
    ],
    [
      'MESH105 at clusters[0].gateway.addresses[0]: "$(kubectl get svc)" is a shell placeholder',
      gateway(GatewayAddress.hostname('$(kubectl get svc)')),
    ],
    [
      'MESH105 at services[0].namespace: "${NAMESPACE}" is a shell placeholder',
      withService({ namespace: '${NAMESPACE}' }),
    ],
    [
      'MESH105 at clusters[0].region: "<region>" is a shell placeholder',
      withCluster({ region: '<region>' }),
    ],
    [
      'MESH105 at clusters[0].region: "$REGION" is a shell placeholder',
      withCluster({ region: '$REGION' }),
    ],
    [
      'MESH107 at acceptedWarnings[0].code: "MESH201" is not the code of a warning',
      { ...BASE, acceptedWarnings: [{ code: 'MESH201', reason: 'x' }] },
    ],
    [
      'MESH107 at acceptedWarnings[0].code: "MESH999" is not the code of a warning',
      { ...BASE, acceptedWarnings: [{ code: 'MESH999', reason: 'x' }] },
    ],
    [
      'MESH107 at acceptedWarnings[0].reason: the reason for accepting MESH207 is empty',
      { ...BASE, acceptedWarnings: [{ code: 'MESH207', reason: ' ' }] },
    ],
    [
      'MESH108 at acceptedWarnings[0]: MESH207 is accepted but does not occur',
      { ...BASE, acceptedWarnings: [{ code: 'MESH207', reason: 'x' }] },
    ],
    [
      'MESH840 at acceptedSecrets[0].reason: the reason for accepting "east/ConfigMap/x/y" is empty',
      { ...BASE, acceptedSecrets: [{ place: 'east/ConfigMap/x/y', reason: ' ' }] },
    ],
    [
      'MESH840 at acceptedSecrets[1].place: "east/x.md" is accepted twice',
      {
        ...BASE,
        acceptedSecrets: [
          { place: 'east/x.md', reason: 'x' },
          { place: 'east/x.md', reason: 'y' },
        ],
      },
    ],
    // 2xx clusters and names
    [
      `MESH201 at clusters[0].name: cluster name "${label(64)}" is not a DNS label`,
      withCluster({ name: label(64) }),
    ],
    [
      'MESH201 at clusters[0].name: cluster name "Cluster1" is not a DNS label',
      withCluster({ name: 'Cluster1' }),
    ],
    [
      'MESH201 at services[0].name: service name "9lives" is not a DNS label that begins with a letter',
      withService({ name: '9lives' }),
    ],
    [
      'MESH201 at services[0].namespace: namespace "b.r" is not a DNS label',
      withService({ namespace: 'b.r' }),
    ],
    [
      'MESH201 at services[0].serviceAccounts[0]: service account "a_b" is not a DNS name',
      withService({ serviceAccounts: ['a_b'] }),
    ],
    [
      'MESH201 at rootNamespace: root namespace "Istio" is not a DNS label',
      { ...BASE, rootNamespace: 'Istio' },
    ],
    [
      'MESH342 at rootNamespace: root namespace "kube-system" is one of Kubernetes itself',
      { ...BASE, rootNamespace: 'kube-system' },
    ],
    [
      'MESH201 at clusters[0].gateway.namespace: gateway namespace "-" is not a DNS label',
      withCluster({ gateway: { ...BASE.clusters[0].gateway!, namespace: '-' } }),
    ],
    [
      'MESH201 at clusters[0].existingNamespaces[0]: namespace "A" is not a DNS label',
      withCluster({ existingNamespaces: ['A'] }),
    ],
    ...(
      [
        ['istio-system', "is Istio's root namespace"],
        ['kube-public', 'is one of Kubernetes itself'],
        ['default', 'is one of Kubernetes itself'],
        ['own', 'is also in `existingNamespaces`'],
      ] as const
    ).map(([name, flaw]): [string, MulticlusterMeshProps] => [
      `MESH280 at clusters[0].namespaces[0].name: namespace "${name}" ${flaw}`,
      withCluster({ namespaces: [{ name }], existingNamespaces: ['own'] }),
    ]),
    [
      'MESH280 at clusters[0].namespaces[1].name: namespace "a" is listed twice',
      withCluster({ namespaces: [{ name: 'a' }, { name: 'a', labels: { x: 'y' } }] }),
    ],
    [
      'MESH281 at clusters[0].namespaceLabels.istio-injection: the label "istio-injection" is not free',
      withCluster({ namespaceLabels: { 'istio-injection': 'disabled' } }),
    ],
    [
      'MESH281 at clusters[0].namespaces[0].labels.istio.io/rev: the label "istio.io/rev" is not free',
      withCluster({ namespaces: [{ name: 'a', labels: { 'istio.io/rev': 'x' } }] }),
    ],
    [
      'MESH296 at grants: in cluster "cluster1", 4 hosts are granted to every namespace: 1004 Envoy clusters in each sidecar',
      {
        ...BASE,
        services: [1, 2, 3, 4].map(i => httpbin({ name: `s${i}`, ports: ports(251) })),
        grants: [1, 2, 3, 4].map(i => ({
          ...BASE.grants[0],
          services: [`s${i}.bar`],
          namespaces: ['*'],
        })),
      },
    ],
    [
      'MESH520 at clusters[0].istiod.revision: revision "1.29" is not a DNS label of at most 56 characters',
      withCluster({ istiod: { revision: '1.29' } }),
    ],
    [
      `MESH520 at clusters[0].istiod.upgrade.revision: revision "${label(57)}" is not a DNS label of at most 56 characters`,
      withCluster({ istiod: { upgrade: { istio: '1.30', revision: label(57) } } }),
    ],
    [
      `MESH520 at clusters[0].istiod.revisionTag: tag "${label(44)}" is not a DNS label of at most 43 characters`,
      withCluster({ istiod: { revision: label(56), revisionTag: label(44) } }),
    ],
    [
      'MESH520 at clusters[0].istiod.revision: "default" is what Istio calls the control plane without a revision',
      withCluster({ istiod: { revision: 'default' } }),
    ],
    [
      'MESH521 at clusters[0].gateway.revision: "blue" is no revision or tag of the cluster',
      withCluster({ gateway: { ...BASE.clusters[0].gateway!, revision: 'blue' } }),
    ],
    [
      'MESH521 at clusters[0].egressGateway.revision: "default" is no revision or tag of the cluster',
      withCluster({
        istiod: { revision: 'blue' },
        egressGateway: { address: '10.0.0.9', revision: 'default' },
      }),
    ],
    [
      'MESH521 at clusters[0].namespaces[0].revision: "green" is no revision or tag of the cluster',
      withCluster({
        istiod: { revision: 'blue', revisionTag: 'stable' },
        namespaces: [{ name: 'a', revision: 'green' }],
      }),
    ],
    [
      'MESH522 at clusters[0].istiod.revisionTag: the tag "blue" is also the name of a revision',
      withCluster({ istiod: { revision: 'blue', revisionTag: 'blue' } }),
    ],
    [
      'MESH522 at clusters[0].istiod.upgrade.revision: "blue" is the revision of both control planes',
      withCluster({ istiod: { revision: 'blue', upgrade: { istio: '1.30', revision: 'blue' } } }),
    ],
    [
      'MESH523 at clusters[0].istiod.upgrade.istio: Istio "1.29.1" is older than "1.29.2"',
      withCluster({ istio: '1.29.2', istiod: { upgrade: { istio: '1.29.1', revision: 'new' } } }),
    ],
    [
      'MESH524 at clusters[0].istiod.upgrade.istio: from Istio "1.26" to "1.29" are 3 minor versions',
      withCluster({
        istio: '1.26',
        istiod: { upgrade: { istio: '1.29', revision: 'new' } },
      }),
    ],
    [
      'MESH505 at clusters[0].istiod.upgrade.istio: Kubernetes "1.30" is older than 1.32, which Istio 1.30 needs',
      withCluster({
        kubernetes: '1.30',
        istiod: { upgrade: { istio: '1.30', revision: 'new' } },
      }),
    ],
    [
      'MESH502 at clusters[0].istiod.upgrade.istio: Istio "1.9" lies between the two mechanisms: 1.8 to 1.19 broke the classic form and do not carry the modern one',
      withCluster({ istiod: { upgrade: { istio: '1.9', revision: 'new' } } }),
    ],
    [
      'MESH508 at clusters[0].istiod: `istiod` needs Istio 1.20 or later',
      classic({ istiod: { revision: 'blue' } }),
    ],
    [
      'MESH508 at clusters[0].gateway.revision: `revision` needs Istio 1.20 or later',
      classic({ gateway: { ...BASE.clusters[0].gateway!, revision: 'default' } }),
    ],
    [
      'MESH508 at clusters[0].namespaces[0].revision: `revision` needs Istio 1.20 or later',
      classic({ namespaces: [{ name: 'a', revision: 'default' }] }),
    ],
    [
      'MESH202 at clusters[1].name: cluster "cluster1" is declared twice',
      withCluster({ name: 'cluster1', network: 'n2' }, 1),
    ],
    [
      'MESH203 at clusters: the mesh has one cluster, "cluster1"',
      { clusters: [BASE.clusters[0]], suffix: 'mesh.internal' },
    ],
    ['MESH203 at clusters: the mesh has no cluster', { clusters: [], suffix: 'mesh.internal' }],
    [
      'MESH204 at suffix: suffix "Mesh.Internal" is not a lower-case DNS name',
      { ...BASE, suffix: 'Mesh.Internal' },
    ],
    [
      'MESH204 at suffix: suffix "mesh." is not a lower-case DNS name',
      { ...BASE, suffix: 'mesh.' },
    ],
    [
      'MESH205 at suffix: suffix "x.cluster.local" overlaps "cluster.local"',
      { ...BASE, suffix: 'x.cluster.local' },
    ],
    ['MESH205 at suffix: suffix "local" overlaps "cluster.local"', { ...BASE, suffix: 'local' }],
    [
      'MESH205 at suffix: suffix "svc.k8s.corp" overlaps "k8s.corp"',
      { ...BASE, suffix: 'svc.k8s.corp', clusterDomain: 'k8s.corp' },
    ],
    [
      'MESH205 at suffix: suffix "x.localhost" overlaps "localhost"',
      { ...BASE, suffix: 'x.localhost' },
    ],
    [
      'MESH205 at suffix: with the suffix "svc", hosts are the short names of Kubernetes Services',
      { ...BASE, suffix: 'svc' },
    ],
    [
      'MESH204 at suffix: suffix "mesh.1" is not a lower-case DNS name',
      { ...BASE, suffix: 'mesh.1' },
    ],
    ['MESH211 at meshId: "a b" is not a label value', { ...BASE, meshId: 'a b' }],
    [`MESH211 at meshId: "${label(64)}" is not a label value`, { ...BASE, meshId: label(64) }],
    ['MESH211 at clusters[0].region: "a b" is not a label value', withCluster({ region: 'a b' })],
    [
      'MESH211 at clusters[0].zone: "b\\u000ac" is not a label value',
      withCluster({ region: 'a', zone: 'b\nc' }),
    ],
    [
      'MESH201 at clusters[0].name: cluster name "constructor" is a name that cdk8s cannot write',
      withCluster({ name: 'constructor' }),
    ],
    [
      'MESH211 at services[0].selector.constructor: "constructor" is a key that cdk8s cannot write',
      withService({ selector: JSON.parse('{"constructor":"x"}') }),
    ],
    [
      'MESH206 at services[0].name: "httpbin.bar.' +
        [label(63), label(63), label(63), label(55)].join('.') +
        '" has 259 characters',
      { ...BASE, suffix: [label(63), label(63), label(63), label(55)].join('.') },
    ],
    [
      'MESH207 at suffix: the suffix "global" is a public top-level domain',
      { ...BASE, suffix: undefined },
    ],
    [
      'MESH208 at trustDomain: "Cluster/Local" is not a trust domain',
      { ...BASE, trustDomain: 'Cluster/Local' },
    ],
    [
      'MESH209 at clusters[1].trustDomainAliases: cluster "cluster2" with trust domain "cluster.local" serves callers of "east" and does not accept it',
      withCluster({ trustDomain: 'east', trustDomainAliases: ['cluster.local'] }),
    ],
    [
      'MESH210 at clusters[1].network: network "cluster1" is also the network of another cluster',
      withCluster({ network: 'cluster1' }, 1),
    ],
    [
      'MESH211 at services[0].selector.a b: "a b" is not a label key',
      withService({ selector: { 'a b': 'x' } }),
    ],
    [
      'MESH211 at services[0].selector.x/y/z: "x/y/z" is not a label key',
      withService({ selector: { 'x/y/z': 'x' } }),
    ],
    [
      'MESH211 at services[0].selector.app: "a b" is not a label value',
      withService({ selector: { app: 'a b' } }),
    ],
    [
      `MESH211 at clusters[0].network: "${label(64)}" is not a label value`,
      withCluster({ network: label(64) }),
    ],
    ['MESH212 at clusters[0].zone: zone "b" has no region', withCluster({ zone: 'b' })],
    [
      'MESH212 at clusters[0].region: region "a/b" is empty or contains "/" or "*"',
      withCluster({ region: 'a/b' }),
    ],
    [
      'MESH213 at clusters[0].serviceCidr: "10.0.0.0/33" is not a CIDR',
      withCluster({ serviceCidr: '10.0.0.0/33' }),
    ],
    [
      'MESH215 at clusters[0].dns.serverIp: "10.96.0.10" is the address of the cluster\'s own DNS: it would ask itself',
      withServer('10.96.0.10'),
    ],
    [
      'MESH215 at clusters[0].dns.serverIp: "10.96.0.1" is the address of the API server',
      withServer('10.96.0.1'),
    ],
    [
      'MESH215 at clusters[0].dns.serverIp: "10.96.0.0" is the address of the range itself',
      withServer('10.96.0.0'),
    ],
    [
      'MESH215 at clusters[0].dns.serverIp: "10.111.255.255" is the address of a broadcast',
      withServer('10.111.255.255'),
    ],
    [
      'MESH215 at clusters[0].dns.serverIp: "127.0.0.1" is loopback: no Service has such an address',
      withDns({ mode: DnsMode.FORWARD, serverIp: '127.0.0.1' }),
    ],
    [
      'MESH215 at clusters[0].dns.serverIp: "169.254.20.10" is link-local: no Service has such an address',
      withServer('169.254.20.10'),
    ],
    [
      'MESH215 at clusters[0].dns.serverIp: "10.96.0.10" is the usual address of the cluster\'s own DNS: it would ask itself',
      withDns({ mode: DnsMode.FORWARD, serverIp: '10.96.0.10' }),
    ],
    [
      'MESH215 at clusters[0].dns.serverIp: "10.43.0.10" is the usual address of the cluster\'s own DNS: it would ask itself',
      withDns({ mode: DnsMode.SERVER, serverIp: '10.43.0.10' }, { platform: Platform.K3S }),
    ],
    [
      'MESH217 at clusters[0].dns.serverIp: DNS mode "sidecar" does not ask "10.96.0.200"',
      withDns({ serverIp: '10.96.0.200' }),
    ],
    [
      'MESH217 at clusters[0].dns.serverIp: DNS mode "zone" does not ask "10.96.0.200"',
      withDns({ mode: DnsMode.ZONE, serverIp: '10.96.0.200' }, { platform: Platform.AKS }),
    ],
    [
      'MESH606 at clusters[0].dns.mode: Kubernetes "1.22" of platform "k3s" does not read the ConfigMap coredns-custom',
      classic({ kubernetes: '1.22', platform: Platform.K3S, dns: { mode: DnsMode.ZONE } }),
    ],
    [
      'MESH606 at clusters[0].dns.mode: Kubernetes "v1.23.0+k3s1" of platform "k3s" does not read the ConfigMap coredns-custom',
      classic({ kubernetes: 'v1.23.0+k3s1', platform: Platform.K3S, dns: { mode: DnsMode.ZONE } }),
    ],
    [
      'MESH606 at clusters[0].dns.mode: Kubernetes "1.11" of platform "aks" has no CoreDNS',
      classic({
        istio: '1.1',
        kubernetes: '1.11',
        platform: Platform.AKS,
        dns: { mode: DnsMode.ZONE },
      }),
    ],
    [
      'MESH216 at clusters[0].dns.serverIp: "10.96.1.1" lies beyond the first 256 addresses of 10.96.0.0/12',
      withServer('10.96.1.1'),
    ],
    [
      'MESH216 at clusters[0].dns.serverIp: "10.96.0.17" lies beyond the first 16 addresses of 10.96.0.0/26',
      withServer('10.96.0.17', '10.96.0.0/26'),
    ],
    [
      'MESH216 at clusters[0].dns.serverIp: "10.96.0.33" lies beyond the first 32 addresses of 10.96.0.0/23',
      withServer('10.96.0.33', '10.96.0.0/23'),
    ],
    [
      'MESH214 at clusters[0].dns: DNS mode "server" has no `serverIp`',
      withDns({ mode: DnsMode.SERVER }),
    ],
    [
      'MESH603 at clusters[0].dns.defaultCorefile: the default Corefile depends on the Kubernetes version, which is not known',
      withDns({ mode: DnsMode.ZONE, defaultCorefile: true }),
    ],
    [
      'MESH606 at clusters[0].dns.mode: GKE Autopilot resolves by Cloud DNS, which nothing in the cluster can change',
      withDns({ mode: DnsMode.ZONE }, { platform: Platform.GKE_AUTOPILOT }),
    ],
    [
      'MESH606 at clusters[0].dns.mode: kube-dns can forward a zone, but not hold one',
      withDns({ mode: DnsMode.ZONE }, { platform: Platform.GKE }),
    ],
    [
      "MESH606 at clusters[0].dns.mode: NodeLocal DNSCache does not ask the cluster's CoreDNS",
      withDns({ mode: DnsMode.ZONE, nodeLocalDns: true }),
    ],
    [
      'MESH214 at clusters[0].dns: DNS mode "forward" has no `serverIp`',
      {
        ...withCluster({ dns: { mode: DnsMode.FORWARD } }),
        services: [httpbin({ virtualIps: ['240.0.0.2'] })],
      },
    ],
    [
      'MESH215 at clusters[0].dns.serverIp: "10.1.0.200" lies outside the service range 10.0.0.0/24',
      classic({ serviceCidr: '10.0.0.0/24', dns: { serverIp: '10.1.0.200' } }),
    ],
    [
      'MESH215 at clusters[0].dns.serverIp: "dns" is not an IP address',
      classic({ dns: { serverIp: 'dns' } }),
    ],
    // 3xx services, ports and addresses
    [
      'MESH301 at services[1]: service "httpbin.bar" is declared twice, first at services[0]',
      { ...BASE, services: [httpbin(), httpbin()] },
    ],
    [
      'MESH302 at services[1].ports: service "httpbin.bar" has ports 9000 http-9000 HTTP here and 8000 http-8000 HTTP in its first declaration, at services[0]',
      {
        ...BASE,
        services: [httpbin(), httpbin({ ports: [{ number: 9000, protocol: Protocol.HTTP }] })],
      },
    ],
    ['MESH303 at services[0].ports[0].number: port 0 is out of range', port({ number: 0 })],
    ['MESH303 at services[0].ports[0].number: port 65536 is out of range', port({ number: 65536 })],
    ['MESH303 at services[0].ports[0].number: port 80.5 is out of range', port({ number: 80.5 })],
    ['MESH303 at services[0].ports[0].targetPort: port 0 is out of range', port({ targetPort: 0 })],
    [
      'MESH303 at clusters[0].gateway.addresses[0]: gateway port 0 is out of range',
      address('8.8.4.4:0'),
    ],
    [
      'MESH304 at services[0].ports[1]: port number "80" is used twice',
      withService({
        ports: [
          { number: 80, name: 'http-80', protocol: Protocol.HTTP },
          { number: 80, protocol: Protocol.GRPC },
        ],
      }),
    ],
    [
      'MESH304 at services[0].ports[1]: port name "web" is used twice',
      withService({
        ports: [
          { number: 80, targetPortName: 'web', protocol: Protocol.HTTP },
          { number: 81, targetPortName: 'web', protocol: Protocol.HTTP },
        ],
      }),
    ],
    ...sharedNames,
    [
      'MESH219 at clusters[0].dns.stubDomains.foo.mesh.internal: zone "foo.mesh.internal" lies inside of "mesh.internal", the suffix of the mesh',
      withDns(
        {
          ...forward('10.96.0.200'),
          nodeLocalDns: true,
          stubDomains: { 'foo.mesh.internal': ['10.0.0.1'] },
        },
        {},
      ),
    ],
    [
      'MESH219 at clusters[0].dns.stubDomains.mesh.internal: zone "mesh.internal" is that of the mesh, and goes elsewhere',
      withDns(
        {
          ...forward('10.96.0.200'),
          nodeLocalDns: true,
          stubDomains: { 'mesh.internal': ['10.0.0.1'] },
        },
        {},
      ),
    ],
    [
      'MESH219 at clusters[0].dns.otherZones.foo.mesh.internal: zone "foo.mesh.internal" lies inside of "mesh.internal", the suffix of the mesh',
      withDns(
        {
          mode: DnsMode.FORWARD,
          serverIp: '172.30.0.200',
          otherZones: { 'foo.mesh.internal': ['10.0.0.1'] },
        },
        { platform: Platform.OPENSHIFT },
      ),
    ],
    ...['img; rm', 'img\n', 'Img', 'a b', '-x', 'x:', 'x@sha256:1', 'http://x/y', ''].map(
      (serverImage): [string, MulticlusterMeshProps] => [
        `MESH220 at clusters[0].dns.serverImage: "${serverImage.replace('\n', '\\u000a')}" is not the reference of a container image`,
        withDns({ mode: DnsMode.SERVER, serverIp: '10.96.0.200', corefile: COREFILE, serverImage }),
      ],
    ),
    [
      'MESH201 at services[0].ports[0].targetPortName: target port name "constructor" is a name that cdk8s cannot write',
      port({ targetPortName: 'constructor' }),
    ],
    [
      'MESH305 at services[0].ports[0].protocol: protocol "UDP" cannot cross the gateway: it routes by the TLS server name, which UDP has not',
      port({ protocol: 'UDP' as Protocol, name: 'udp-8000' }),
    ],
    [
      'MESH306 at services[0].ports[0].name: a container port called "http" would win over the target port 8080',
      port({ name: 'http', targetPort: 8080 }),
    ],
    ['MESH307 at services[0].ports: the service has no port', withService({ ports: [] })],
    ['MESH309 at services[0].ports: the service has 129 ports', withService({ ports: ports(129) })],
    [
      `MESH201 at services[0].ports[0].name: port name "${label(63)}" has 63 characters`,
      port({ name: label(63) }),
    ],
    [
      `MESH201 at services[0].ports[0].name: port name "${label(64)}" is not a DNS label`,
      port({ name: label(64) }),
    ],
    ...['a'.repeat(16), 'a--b', '80', '-a', 'A'].map((name): [string, MulticlusterMeshProps] => [
      `MESH201 at services[0].ports[0].targetPortName: target port name "${name}" is not the name of a container port`,
      port({ targetPortName: name }),
    ]),
    [
      'MESH308 at services[0].ports[0].targetPort: target port 8080 and target port name "web" are both given',
      port({ targetPort: 8080, targetPortName: 'web' }),
    ],
    [
      'MESH308 at services[0].ports[0].name: port name "x" differs from the target port name "web", which it has to be',
      port({ name: 'x', targetPortName: 'web' }),
    ],
    [
      'MESH310 at services[0].clusters: service "httpbin.bar" is served by no cluster',
      withService({ clusters: [] }),
    ],
    [
      'MESH310 at services[0].clusters[0]: service "httpbin.bar" is served by "west", which is not a cluster of the mesh',
      withService({ clusters: ['west'] }),
    ],
    [
      'MESH311 at services[0].clusters[0]: service "httpbin.bar" is served by "cluster2", which has no gateway',
      withCluster({ gateway: undefined }, 1),
    ],
    [
      'MESH312 at clusters[0].gateway.addresses[0]: gateway address "gateway" is neither an IP address nor a fully qualified host name',
      address('gateway'),
    ],
    [
      'MESH312 at clusters[0].gateway.addresses[0]: gateway address "300.1.1.1" is neither an IP address nor a fully qualified host name',
      address('300.1.1.1'),
    ],
    [
      'MESH312 at clusters[0].egressGateway.address: "a b" is neither an IP address nor a host name',
      classic({ egressGateway: { address: 'a b' } }),
    ],
    [
      'MESH313 at clusters[0].gateway.addresses[0]: gateway address "127.0.0.1" is loopback',
      address('127.0.0.1'),
    ],
    [
      'MESH313 at clusters[0].gateway.addresses[0]: gateway address "::1" is loopback',
      address('::1'),
    ],
    [
      'MESH313 at clusters[0].gateway.addresses[0]: gateway address "::ffff:8.8.4.4" is IPv4 written as IPv6',
      address('::ffff:8.8.4.4'),
    ],
    [
      'MESH313 at clusters[0].egressGateway.address: egress gateway address "127.0.0.1" is loopback',
      classic({ egressGateway: { address: '127.0.0.1' } }),
    ],
    [
      'MESH312 at clusters[0].gateway.addresses[0]: gateway address "2a00::1%eth0" is neither an IP address nor a fully qualified host name',
      address('2a00::1%eth0'),
    ],
    [
      'MESH312 at clusters[0].gateway.addresses[0]: gateway address "gw.1" is neither an IP address nor a fully qualified host name',
      address('gw.1'),
    ],
    [
      'MESH313 at clusters[0].gateway.addresses[0]: gateway address "224.0.0.1" is multicast',
      address('224.0.0.1'),
    ],
    [
      'MESH313 at clusters[0].gateway.addresses[0]: gateway address "0.0.0.0" is unspecified',
      address('0.0.0.0'),
    ],
    [
      'MESH313 at clusters[0].gateway.addresses[0]: gateway address "169.254.1.1" is link-local',
      address('169.254.1.1'),
    ],
    [
      'MESH313 at clusters[0].gateway.addresses[0]: gateway address "255.255.255.255" is broadcast',
      address('255.255.255.255'),
    ],
    [
      'MESH313 at clusters[0].gateway.addresses[0]: gateway address "gw.istio-system.svc.cluster.local" means something else in every cluster',
      address('gw.istio-system.svc.cluster.local'),
    ],
    [
      'MESH314 at clusters[0].gateway.addresses[0]: gateway address "203.0.113.10" is reserved for documentation',
      address('203.0.113.10'),
    ],
    [
      'MESH315 at clusters[0].gateway.addresses[0]: gateway address "10.1.2.3" is private',
      address('10.1.2.3'),
    ],
    [
      'MESH315 at clusters[0].gateway.addresses[0]: gateway address "fd00::1" is private',
      address('fd00::1'),
    ],
    [
      'MESH316 at clusters[1].gateway.addresses[0]: gateway address "8.8.4.2" is also an address of cluster "cluster1"',
      address('8.8.4.2'),
    ],
    [
      'MESH316 at clusters[0].gateway.addresses[1]: gateway address "2a00:0::1" is also an address of cluster "cluster1"',
      gateway(GatewayAddress.ip('2a00::1'), GatewayAddress.ip('2a00:0::1')),
    ],
    ['MESH317 at clusters[0].gateway.addresses: the gateway has no address', gateway()],
    [
      'MESH320 at services[0].virtualIps[0]: virtual IP "240.0.0.0/24" is not an IP address',
      tcp('240.0.0.0/24'),
    ],
    [
      'MESH320 at services[0].virtualIps[0]: virtual IP "127.255.0.2" is loopback',
      tcp('127.255.0.2'),
    ],
    [
      'MESH320 at services[0].virtualIps[0]: virtual IP "127.255.0.2" is loopback',
      { ...classic({ istio: '1.2' }), services: [httpbin({ virtualIps: ['127.255.0.2'] })] },
    ],
    [
      'MESH326 at virtualIpRanges[0]: "127.255.0.0/16" overlaps addresses that are loopback',
      { ...BASE, virtualIpRanges: ['127.255.0.0/16'] },
    ],
    ['MESH320 at services[0].virtualIps[0]: virtual IP "224.0.0.9" is multicast', tcp('224.0.0.9')],
    [
      'MESH320 at services[0].virtualIps[0]: virtual IP "240.240.3.4" is Istio\'s own (automatic allocation)',
      tcp('240.240.3.4'),
    ],
    [
      'MESH320 at services[0].virtualIps[0]: virtual IP "2001:2::7" is Istio\'s own (automatic allocation)',
      tcp('2001:2::7'),
    ],
    [
      'MESH321 at services[1].virtualIps[0]: virtual IP "240.0.0.1" is also the virtual IP of "httpbin.bar"',
      {
        ...BASE,
        services: [
          httpbin({ virtualIps: ['240.0.0.1'] }),
          httpbin({ name: 'b', virtualIps: ['240.0.0.1'] }),
        ],
        grants: [{ services: ['httpbin.bar', 'b.bar'], everyone: true }],
      },
    ],
    [
      'MESH322 at services[0].virtualIps[0]: virtual IP "10.96.3.4" lies in the service range 10.96.0.0/12 of cluster "cluster1"',
      { ...tcp('10.96.3.4'), clusters: withCluster({ serviceCidr: '10.96.0.0/12' }).clusters },
    ],
    [
      'MESH325 at lockFile: "httpbin.bar.mesh.internal" needs a virtual IP (port 3306 is MYSQL, which is told apart by address only), and "mesh.lock.json" has none for it',
      tcp(),
    ],
    [
      'MESH325 at lockFile: "httpbin.bar.mesh.internal" needs a virtual IP (Istio 1.24 of cluster "cluster1" allocates none), and "mesh.lock.json" has none for it',
      withCluster({ istio: '1.24' }),
    ],
    [
      'MESH325 at lockFile: "httpbin.bar.mesh.internal" needs a virtual IP (DNS of cluster "cluster1" answers with it), and "mesh.lock.json" has none for it',
      withCluster({ dns: { mode: DnsMode.FORWARD, serverIp: '10.0.0.9' } }),
    ],
    [
      'MESH325 at lockFile: "httpbin.bar.mesh.internal" needs a virtual IP (cluster "cluster1" has local and remote endpoints, in two ServiceEntries that must agree on an address), and "mesh.lock.json" has none for it',
      withService({ clusters: ['cluster1', 'cluster2'] }),
    ],
    [
      'MESH324 at services[0].virtualIps: there is more than one IPv4 address',
      tcp('240.0.0.1', '240.0.0.2'),
    ],
    [
      'MESH330 at services[0].selector: service "httpbin.bar" has no selector',
      withService({ selector: {} }),
    ],
    [
      'MESH332 at services[0].serviceAccounts: service "httpbin.bar" has no service account',
      withService({ serviceAccounts: [] }),
    ],
    [
      'MESH333 at services[0].subsets[0].labels: subset "v1" has no label',
      withService({ subsets: [{ name: 'v1', labels: {} }] }),
    ],
    [
      'MESH333 at services[0].subsets[1].name: subset "v1" is declared twice',
      withService({
        subsets: [
          { name: 'v1', labels: { a: 'b' } },
          { name: 'v1', labels: { a: 'c' } },
        ],
      }),
    ],
    // 4xx grants
    [
      'MESH401 at grants[1].services[0]: "x.y" is not a service of the mesh',
      withGrant({ services: ['x.y'], everyone: true }),
    ],
    [
      'MESH402 at grants[1].clusters[0]: "west" is not a cluster of the mesh',
      withGrant({
        services: ['httpbin.bar'],
        clusters: ['west'],
        namespaces: ['*'],
        serviceAccounts: ['*'],
      }),
    ],
    [
      'MESH403 at grants[1]: the grant of "httpbin.bar" does not say which clusters, namespaces, serviceAccounts',
      withGrant({ services: ['httpbin.bar'] }),
    ],
    [
      'MESH403 at grants[1]: the grant of "httpbin.bar" does not say which serviceAccounts',
      withGrant({ services: ['httpbin.bar'], clusters: ['*'], namespaces: ['foo'] }),
    ],
    [
      'MESH420 at grants[1].namespaces: the list of namespaces has "*" and names too',
      withGrant({
        services: ['httpbin.bar'],
        clusters: ['*'],
        namespaces: ['foo', '*'],
        serviceAccounts: ['*'],
      }),
    ],
    [
      'MESH404 at grants[1]: the grant is to everyone and names callers too',
      withGrant({ services: ['httpbin.bar'], everyone: true, namespaces: ['a'] }),
    ],
    [
      'MESH405 at grants[1].serviceAccounts: the grant names service accounts but no namespace',
      withGrant({
        services: ['httpbin.bar'],
        serviceAccounts: ['a'],
        clusters: ['*'],
        namespaces: ['*'],
      }),
    ],
    ['MESH406 at services[0]: service "httpbin.bar" has no grant', { ...BASE, grants: [] }],
    [
      'MESH407 at grants[1].namespaces: the list of namespaces is empty',
      withGrant({
        services: ['httpbin.bar'],
        clusters: ['cluster1'],
        namespaces: [],
        serviceAccounts: ['*'],
      }),
    ],
    [
      'MESH407 at clusters[0].gateway.labels: the gateway has no labels: every pod of the namespace would match',
      withCluster({ gateway: { ...BASE.clusters[0].gateway!, labels: {} } }),
    ],
    // 5xx versions
    [
      'MESH501 at clusters[0].istio: "latest" is not an Istio version',
      withCluster({ istio: 'latest' }),
    ],
    [
      'MESH501 at clusters[0].istio: "1.2000" is not an Istio version',
      withCluster({ istio: '1.2000' }),
    ],
    [
      'MESH502 at clusters[0].istio: Istio "1.8" lies between the two mechanisms: 1.8 to 1.19 broke the classic form and do not carry the modern one',
      withCluster({ istio: '1.8' }),
    ],
    [
      'MESH502 at clusters[0].istio: Istio "1.19.3" lies between the two mechanisms: 1.8 to 1.19 broke the classic form and do not carry the modern one',
      withCluster({ istio: '1.19.3' }),
    ],
    [
      'MESH502 at clusters[0].istio: Istio "1.0" has no gateway connectivity; it came with 1.1',
      withCluster({ istio: '1.0' }),
    ],
    [
      'MESH502 at clusters[0].istio: Istio "2.1" is not a release of Istio 1',
      withCluster({ istio: '2.1' }),
    ],
    [
      'MESH503 at clusters[0].istio: Istio "1.32" is newer than 1.31, the newest version known here',
      withCluster({ istio: '1.32' }),
    ],
    [
      'MESH504 at clusters[1].istio: Istio "1.29" of "cluster2" is modern, "1.7" of "cluster1" is classic',
      {
        ...withCluster({ istio: '1.7', dns: { serverIp: '10.0.0.200' } }),
        services: [httpbin({ virtualIps: ['240.0.0.2'] })],
      },
    ],
    [
      'MESH505 at clusters[0].kubernetes: Kubernetes "1.29" is older than 1.30, which Istio 1.29 needs',
      withCluster({ kubernetes: '1.29' }),
    ],
    [
      'MESH506 at clusters[0].kubernetes: "new" is not a Kubernetes version',
      withCluster({ kubernetes: 'new' }),
    ],
    [
      'MESH507 at clusters[0].dataPlaneMode: cluster "cluster1" uses ambient mode',
      withCluster({ dataPlaneMode: DataPlaneMode.AMBIENT }),
    ],
    [
      'MESH508 at clusters[0].dns.mode: DNS mode "istiocoredns" does not exist in Istio 1.29',
      {
        ...withCluster({ dns: { mode: DnsMode.ISTIOCOREDNS, serverIp: '10.0.0.9' } }),
        services: [httpbin({ virtualIps: ['240.0.0.2'] })],
      },
    ],
    [
      'MESH508 at suffix: istiocoredns of Istio 1.4 answers for "global" only',
      { ...classic(), suffix: 'mesh.internal' },
    ],
    [
      'MESH508 at clusters[0].dns.mode: DNS mode "sidecar" does not exist in Istio 1.4',
      classic({ dns: { mode: DnsMode.SIDECAR } }),
    ],
  ];
  test.each(bad)('%s', (expected, props) => {
    expect(summarize(problemsOf(props))).toContain(expected);
  });
});

test('all problems are reported at once, by place', () => {
  const problems = problemsOf({
    ...withCluster({ name: 'A', istio: 'x' }),
    suffix: 'global',
    grants: [{ services: ['httpbin.bar'] } as GrantProps],
  });
  expect(problems.map(p => `${p.code} ${p.where}`)).toEqual([
    'MESH501 clusters[0].istio',
    'MESH201 clusters[0].name',
    'MESH403 grants[0]',
    'MESH207 suffix',
  ]);
});

test('a service that nobody may call needs no virtual IP', () => {
  expect(problemsOf({ ...tcp(), grants: [] }).map(p => p.code)).toEqual(['MESH406']);
});

test('a grant that is written twice is one grant', () => {
  const grant = {
    services: ['httpbin.bar'],
    clusters: ['cluster1'],
    namespaces: ['foo', 'foo'],
    serviceAccounts: ['*'],
  };
  expect(resolve({ ...BASE, grants: [grant, grant] }).services[0].callers).toEqual(
    new Map([['cluster1', { workloads: [{ namespace: 'foo' }], namespaces: ['foo'] }]]),
  );
});

test('an accepted warning does not leave the model, any other does', () => {
  const props = { ...address('203.0.113.10'), suffix: 'global' };
  expect(resolve(props).warnings.map(w => w.code)).toEqual(['MESH314', 'MESH207']);
  expect(
    resolve({
      ...props,
      acceptedWarnings: [{ code: 'MESH207', reason: 'names as documented' }],
    }).warnings.map(w => w.code),
  ).toEqual(['MESH314']);
});

test('free text is no place to look for placeholders', () => {
  const services: ServiceProps[] = [httpbin({ virtualIps: ['240.0.0.2'] })];
  const props = {
    ...withCluster({
      dns: {
        ...forward('10.0.0.9'),
        corefile: '. {\n    kubernetes cluster.local\n    forward . {$UPSTREAM}\n}\n',
      },
    }),
    services,
  };
  expect(summarize(problemsOf(props))).toEqual([]);
});
