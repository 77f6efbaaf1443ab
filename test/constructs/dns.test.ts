import { Chart, Testing } from 'cdk8s';
import { parse } from 'yaml';
import {
  ClusterFile,
  ClusterProps,
  CoreDnsGlobalZone,
  CoreDnsGlobalZoneProps,
  DnsMode,
  DnsProps,
  KubeDnsStub,
  KubeDnsStubProps,
  MeshApp,
  MulticlusterMesh,
  Platform,
} from '../../src';
import { MeshError } from '../../src/problems/mesh-error';
import { BASE, httpbin } from '../model/base';

const stub = (props: KubeDnsStubProps) =>
  Testing.synth(new KubeDnsStub(Testing.chart(), 'stub', props).node.scope as Chart);
const zone = (props: CoreDnsGlobalZoneProps) =>
  Testing.synth(new CoreDnsGlobalZone(Testing.chart(), 'zone', props).node.scope as Chart);

const COREFILE = '.:53 {\n    kubernetes cluster.local\n}\n';

function problems(run: () => void): string[] {
  try {
    run();
  } catch (error) {
    return (error as MeshError).problems.map(p => `${p.code} ${p.message}`);
  }
  return [];
}

test('a stub domain is the ConfigMap that kube-dns reads, and no tool may delete it', () => {
  expect(
    stub({
      stubDomains: {
        'mesh.internal': ['10.0.0.200', '10.0.0.201:5353', 'fd00::1'],
        acme: ['10.1.1.1'],
      },
      upstreamNameservers: ['8.8.8.8'],
    }),
  ).toEqual([
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name: 'kube-dns',
        namespace: 'kube-system',
        labels: {
          'addonmanager.kubernetes.io/mode': 'EnsureExists',
          'app.kubernetes.io/managed-by': 'cdk8s-istio-multicluster',
        },
        annotations: {
          'argocd.argoproj.io/sync-options': 'Prune=false',
          'kustomize.toolkit.fluxcd.io/prune': 'disabled',
        },
      },
      data: {
        stubDomains:
          '{"acme":["10.1.1.1"],"mesh.internal":["10.0.0.200","10.0.0.201:5353","fd00::1"]}',
        upstreamNameservers: '["8.8.8.8"]',
      },
    },
  ]);
});

test.each<[string, KubeDnsStubProps]>([
  ['MESH604 zone "Global" is not a lower-case DNS name', { stubDomains: { Global: ['10.0.0.1'] } }],
  [
    'MESH604 zone "global." is not a lower-case DNS name',
    { stubDomains: { 'global.': ['10.0.0.1'] } },
  ],
  ['MESH604 zone "global" has no server', { stubDomains: { global: [] } }],
  [
    'MESH604 name server "10.0.0.1:0" is not an IP address, or has no valid port',
    { stubDomains: { global: ['10.0.0.1:0'] } },
  ],
  [
    'MESH604 name server "10.0.0.1:65536" is not an IP address, or has no valid port',
    { stubDomains: { global: ['10.0.0.1:65536'] } },
  ],
  [
    'MESH604 name server "[fd00::1]:53" is an IPv6 address with a port',
    { stubDomains: { global: ['[fd00::1]:53'] } },
  ],
  [
    'MESH604 name server "ns.example.com" is a host name: NodeLocal DNSCache refuses all of the ConfigMap for it',
    { stubDomains: { global: ['ns.example.com'] }, nodeLocalDns: true },
  ],
  [
    'MESH604 name server "[fd00::1]" is not an IP address, or has no valid port',
    { stubDomains: { global: ['[fd00::1]'] } },
  ],
  [
    'MESH604 name server "fe80::1%eth0" is not an IP address, or has no valid port',
    { stubDomains: { global: ['fe80::1%eth0'] } },
  ],
  [
    'MESH604 name server "10.0.0.1:" is not an IP address, or has no valid port',
    { stubDomains: { global: ['10.0.0.1:'] } },
  ],
  [
    'MESH604 name server "dns://10.0.0.1" is not an IP address, or has no valid port',
    { stubDomains: { global: ['dns://10.0.0.1'] } },
  ],
  [
    'MESH604 name server "8.8.8.8:x" is not an IP address, or has no valid port',
    { stubDomains: {}, upstreamNameservers: ['8.8.8.8:x'] },
  ],
  [
    'MESH604 zone "*.global" is not a lower-case DNS name',
    { stubDomains: { '*.global': ['10.0.0.1'] } },
  ],
  [
    'MESH604 stub domain "cluster.local" would take the cluster\'s own names, which end in "cluster.local"',
    { stubDomains: { 'cluster.local': ['10.0.0.1'] } },
  ],
  [
    'MESH604 stub domain "corp" would take the cluster\'s own names, which end in "k8s.corp"',
    { stubDomains: { corp: ['10.0.0.1'] }, clusterDomain: 'k8s.corp' },
  ],
  [
    'MESH604 zone "global" has 16 servers; at most 15 are allowed',
    { stubDomains: { global: Array.from({ length: 16 }, (_, i) => `10.0.0.${i}`) } },
  ],
  ['MESH604 "dns" is not an IP address', { stubDomains: {}, clusterDnsIp: 'dns' }],
  [
    'MESH610 "127.0.0.1:53" is loopback: a server that asks there asks itself',
    { stubDomains: { global: ['127.0.0.1:53'] } },
  ],
  [
    'MESH610 "::1" is loopback: a server that asks there asks itself',
    { stubDomains: { global: ['::1'] } },
  ],
  [
    'MESH610 "0.0.0.0" is unspecified: a server that asks there asks itself',
    { stubDomains: { global: ['0.0.0.0'] } },
  ],
  [
    'MESH610 "169.254.20.10" is NodeLocal DNSCache',
    { stubDomains: {}, upstreamNameservers: ['169.254.20.10'] },
  ],
  [
    'MESH610 "10.3.0.10:53" is the cluster\'s own DNS',
    { stubDomains: { global: ['10.3.0.10:53'] }, clusterDnsIp: '10.3.0.10' },
  ],
  [
    'MESH610 "FD00::0:A" is the cluster\'s own DNS',
    { stubDomains: { global: ['FD00::0:A'] }, clusterDnsIp: 'fd00::a' },
  ],
  [
    'MESH604 there are 4 upstream name servers; kube-dns takes 3',
    { stubDomains: {}, upstreamNameservers: ['1.1.1.1', '1.1.1.2', '1.1.1.3', '1.1.1.4'] },
  ],
])('%s', (expected, props) => {
  expect(problems(() => stub(props))).toEqual([expected]);
});

test('a stub server may have a name, where nothing but kube-dns reads it', () => {
  const [config] = stub({ stubDomains: { 'corp.example': ['ns.corp.example', '10.9.9.9'] } });
  expect(config.data.stubDomains).toBe('{"corp.example":["ns.corp.example","10.9.9.9"]}');
  expect(
    problems(() => stub({ stubDomains: {}, upstreamNameservers: ['ns.corp.example'] })),
  ).toEqual([
    'MESH604 name server "ns.corp.example" is a host name: kube-dns takes one for a stub domain only',
  ]);
  expect(problems(() => stub({ stubDomains: { corp: ['ns.corp.example:53'] } }))).toEqual([
    'MESH604 name server "ns.corp.example:53" is not an IP address, or has no valid port',
  ]);
});

test.each<[Platform, CoreDnsGlobalZoneProps, string[]]>([
  [Platform.AKS, { corefile: COREFILE, modernize: true }, ['corefile', 'modernize']],
  [Platform.RKE2, { corefile: COREFILE, otherZones: { corp: ['10.1.1.1'] } }, ['corefile']],
  [Platform.AKS, { modernize: false, otherZones: {} }, []],
])('MESH232: what a zone on %s does not read is refused, unless it says nothing', (...given) => {
  const [platform, props, unread] = given;
  const found = problems(() => zone({ forwardTo: '10.0.0.200', platform, ...props }));
  expect(found.filter(text => text.startsWith('MESH232'))).toEqual(
    unread.map(option => `MESH232 nothing reads \`${option}\` on platform "${platform}"`),
  );
});

test.each<[string, string]>([
  ['MESH230', ''],
  ['MESH230', '\n# kubectl printed nothing\n'],
  ['MESH230', '.:53 {\n    errors\n    forward . /etc/resolv.conf\n}\n'],
  ['MESH230', 'corp.example {\n    kubernetes cluster.local\n}\n'],
  // the ConfigMap `coredns` of istio-system has the same name
  [
    'MESH230',
    '.:53 {\n    errors\n    grpc global 127.0.0.1:8053\n    forward . /etc/resolv.conf\n}\n',
  ],
  [
    'MESH231',
    'cluster.local:53 {\n    bind 169.254.20.10 10.96.0.10\n    forward . 10.96.0.10\n}\n',
  ],
  ['MESH231', '.:53 {\n    bind 10.96.0.10 fe80::1\n    kubernetes cluster.local\n}\n'],
  ['MESH231', '.:53 {\n    forward . __PILLAR__UPSTREAM__SERVERS__\n}\n'],
])('%s: a Corefile that would leave the cluster without DNS: %j', (code, corefile) => {
  for (const platform of [Platform.KUBEADM, Platform.EKS]) {
    const found = problems(() => zone({ forwardTo: '10.0.0.200', platform, corefile }));
    expect(found.map(text => text.slice(0, 7))).toEqual([code]);
  }
});

test.each([
  'cluster.local:53 {\n    kubernetes\n}\n',
  'local {\n    kubernetes cluster.local\n}\n',
  '{$DOMAIN} . {\n    kubernetes {$DOMAIN}\n}\n',
  '(own) {\n    kubernetes cluster.local\n}\n.:1053 {\n    bind 10.0.0.1\n    import own\n}\n',
])('a Corefile that answers for the cluster may do so in any way: %j', corefile => {
  const found = problems(() => zone({ forwardTo: '10.0.0.200', corefile }));
  expect(found.filter(text => /MESH23/.test(text))).toEqual([]);
});

test('the zone joins a given Corefile', () => {
  const [config] = zone({ forwardTo: '10.0.0.200', corefile: COREFILE });
  expect(config.metadata).toMatchObject({
    name: 'coredns',
    namespace: 'kube-system',
    annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false' },
  });
  expect(config.data).toEqual({
    Corefile: `${COREFILE}\nglobal:53 {\n    errors\n    cache 30\n    forward . 10.0.0.200\n}\n`,
  });
});

test.each([Platform.AKS, Platform.K3S, Platform.DIGITALOCEAN, Platform.OVH])(
  'on %s it is a key of coredns-custom',
  platform => {
    const [config] = zone({ forwardTo: '10.0.0.200:5353', zone: 'mesh.internal', platform });
    expect(config.metadata.name).toBe('coredns-custom');
    expect(config.data).toEqual({
      'mesh-mesh.internal.server':
        'mesh.internal:53 {\n    errors\n    cache 30\n    forward . 10.0.0.200:5353\n}\n',
    });
  },
);

test('on Gardener it listens on port 8053', () => {
  expect(
    zone({ forwardTo: '10.0.0.200', platform: Platform.GARDENER })[0].data['mesh-global.server'],
  ).toMatch(/^global:8053 \{/);
});

test.each<[string, CoreDnsGlobalZoneProps]>([
  [
    'MESH603 platform "kubeadm" keeps the whole Corefile in one place, and the present one is not known',
    { forwardTo: '10.0.0.200' },
  ],
  [
    'MESH606 "gke" has no CoreDNS to configure',
    { forwardTo: '10.0.0.200', platform: Platform.GKE },
  ],
  [
    'MESH604 name server "dns.example.com" is a host name: CoreDNS takes none before 1.14.4, and later looks it up once, when it starts itself',
    { forwardTo: 'dns.example.com', platform: Platform.AKS },
  ],
  [
    'MESH603 platform "eks" keeps the whole Corefile in one place, and the present one is not known',
    { forwardTo: '10.0.0.200', platform: Platform.EKS },
  ],
  [
    'MESH603 the default Corefile of Kubernetes "1.36" is not known, only those of 1.11 to 1.35',
    { forwardTo: '10.0.0.200', defaultCorefileOf: '1.36' },
  ],
  [
    'MESH603 there are both a Corefile and a version whose default it would be',
    { forwardTo: '10.0.0.200', defaultCorefileOf: '1.30', corefile: COREFILE },
  ],
  [
    'MESH605 line 2, column 2: plugin "proxy" was removed in 1.5.0; the cluster runs CoreDNS 1.11.3',
    {
      forwardTo: '10.0.0.200',
      corefile: '. {\n proxy . 1.1.1.1\n kubernetes cluster.local\n}\n',
      coreDnsVersion: '1.11.3',
    },
  ],
  [
    'MESH606 "gke-autopilot" has no CoreDNS to configure',
    { forwardTo: '10.0.0.200', platform: Platform.GKE_AUTOPILOT },
  ],
  [
    "MESH606 OpenShift's DNS operator can forward a zone, but not hold one",
    { records: {}, platform: Platform.OPENSHIFT },
  ],
  [
    'MESH606 CustomDNSConfig can forward a zone, but not hold one',
    { records: {}, platform: Platform.ACK },
  ],
  [
    'MESH604 name server "fd00::1": CustomDNSConfig takes IPv4 addresses only',
    { forwardTo: 'fd00::1', platform: Platform.ACK },
  ],
  [
    'MESH604 name server "[fd00::1]:53": CustomDNSConfig takes IPv4 addresses only',
    {
      forwardTo: '10.0.0.200',
      platform: Platform.ACK,
      otherZones: { corp: ['[fd00::1]:53', '10.0.0.1:53'] },
    },
  ],
  [
    'MESH604 name server "10.0.0.200:99999" is not an IP address, or has no valid port',
    { forwardTo: '10.0.0.200:99999', platform: Platform.AKS },
  ],
  [
    'MESH604 zone "corp" has 16 servers; at most 15 are allowed',
    {
      forwardTo: '10.0.0.200',
      platform: Platform.OPENSHIFT,
      otherZones: { corp: Array.from({ length: 16 }, (_, i) => `10.0.0.${i}`) },
    },
  ],
  [
    'MESH604 zone "local" would take the cluster\'s own names, which end in "cluster.local"',
    { forwardTo: '10.0.0.200', platform: Platform.RKE2, otherZones: { local: ['10.0.0.1'] } },
  ],
  [
    'MESH205 suffix "mesh.k8s.corp" overlaps "k8s.corp"',
    {
      forwardTo: '10.0.0.200',
      platform: Platform.AKS,
      zone: 'mesh.k8s.corp',
      clusterDomain: 'k8s.corp',
    },
  ],
  [
    'MESH610 "10.0.0.10" is the cluster\'s own DNS',
    { forwardTo: '10.0.0.10', platform: Platform.AKS },
  ],
  [
    'MESH610 "172.20.0.10:53" is the cluster\'s own DNS',
    { forwardTo: '172.20.0.10:53', platform: Platform.EKS, corefile: COREFILE },
  ],
  [
    'MESH610 "10.7.0.10" is the cluster\'s own DNS',
    { forwardTo: '10.7.0.10', platform: Platform.AKS, clusterDnsIp: '10.7.0.10' },
  ],
  [
    'MESH610 "127.0.0.1:1053" is loopback: a server that asks there asks itself',
    { forwardTo: '127.0.0.1:1053', platform: Platform.AKS },
  ],
  [
    'MESH610 "[::1]:53" is loopback: a server that asks there asks itself',
    { forwardTo: '[::1]:53', platform: Platform.AKS },
  ],
  [
    'MESH610 "169.254.20.10" is NodeLocal DNSCache',
    { forwardTo: '169.254.20.10', platform: Platform.AKS },
  ],
  [
    'MESH604 zone "corp" has no server',
    { forwardTo: '10.0.0.200', platform: Platform.RKE2, otherZones: { corp: [] } },
  ],
  [
    'MESH604 zone "Corp" is not a lower-case DNS name',
    { forwardTo: '10.0.0.200', platform: Platform.RKE2, otherZones: { Corp: ['10.0.0.1'] } },
  ],
  [
    'MESH604 name server "x" is a host name: CoreDNS takes none before 1.14.4, and later looks it up once, when it starts itself',
    { forwardTo: '10.0.0.200', platform: Platform.RKE2, otherZones: { corp: ['x'] } },
  ],
  [
    'MESH604 "a.global" is not a name of the form <name>.<namespace>.global',
    { records: { 'a.global': ['240.0.0.1'] }, platform: Platform.AKS },
  ],
  [
    'MESH604 "a.b.global" has no address',
    { records: { 'a.b.global': [] }, platform: Platform.AKS },
  ],
  [
    'MESH604 "x" is not an IP address',
    { records: { 'a.b.global': ['x'] }, platform: Platform.AKS },
  ],
  [
    'MESH608 "1.11" is not a CoreDNS version',
    { forwardTo: '10.0.0.200', corefile: COREFILE, coreDnsVersion: '1.11' },
  ],
  ['MESH609 there is neither a server nor records', { platform: Platform.AKS }],
  [
    'MESH609 there are both a server and records',
    { forwardTo: '10.0.0.200', records: {}, platform: Platform.AKS },
  ],
  [
    'MESH601 line 1, column 1: "x" has no opening brace; a file without braces is one block to its end',
    { forwardTo: '10.0.0.200', corefile: 'x' },
  ],
])('%s', (expected, props) => {
  expect(problems(() => zone(props))).toEqual([expected]);
});

test('"global" is a public top-level domain', () => {
  const warning = expect.objectContaining({
    code: 'MESH207',
    isWarning: true,
    message: 'the suffix "global" is a public top-level domain',
  });
  expect(
    new CoreDnsGlobalZone(Testing.chart(), 'zone', {
      forwardTo: '10.0.0.10',
      platform: Platform.AKS,
      clusterDnsIp: '10.7.0.10',
      existing: 'none',
    }).warnings,
  ).toEqual([warning]);
  expect(
    new KubeDnsStub(Testing.chart(), 'stub', { stubDomains: { global: ['10.0.0.200'] } }).warnings,
  ).toEqual([warning]);
  expect(
    new KubeDnsStub(Testing.chart(), 'stub', { stubDomains: { 'mesh.internal': ['10.0.0.200'] } })
      .warnings,
  ).toEqual([]);
});

describe('the form of the platform', () => {
  const props = {
    zone: 'mesh.internal',
    forwardTo: '10.0.0.200',
    otherZones: { 'corp.example': ['10.9.9.9', '10.9.9.8:5353'] },
  };

  test("kubeadm's default by name, checked against its CoreDNS", () => {
    const [{ data }] = zone({
      ...props,
      otherZones: undefined,
      defaultCorefileOf: '1.33',
      clusterDomain: 'k8s.corp',
    });
    expect(data.Corefile).toContain('kubernetes k8s.corp in-addr.arpa ip6.arpa {');
    expect(data.Corefile).toMatch(/\n}\n\nmesh\.internal:53 \{\n/);
    expect(
      zone({
        ...props,
        otherZones: undefined,
        defaultCorefileOf: '1.12',
        coreDnsVersion: '1.11.3',
        modernize: true,
      })[0].data.Corefile,
    ).toContain('    forward . /etc/resolv.conf\n');
  });

  test("RKE2: the chart's own server is said again, since Helm replaces lists", () => {
    const [{ apiVersion, kind, metadata, spec }] = zone({ ...props, platform: Platform.RKE2 });
    expect([apiVersion, kind, metadata.name, metadata.namespace]).toEqual([
      'helm.cattle.io/v1',
      'HelmChartConfig',
      'rke2-coredns',
      'kube-system',
    ]);
    const { servers } = parse(spec.valuesContent);
    expect(servers.map((server: any) => server.zones)).toEqual([
      [{ zone: '.' }],
      [{ zone: 'corp.example' }],
      [{ zone: 'mesh.internal' }],
    ]);
    expect(servers[0].plugins.map((plugin: any) => plugin.name)).toEqual([
      'errors',
      'health',
      'ready',
      'kubernetes',
      'prometheus',
      'forward',
      'cache',
      'loop',
      'reload',
      'loadbalance',
    ]);
    expect(servers[2]).toEqual({
      zones: [{ zone: 'mesh.internal' }],
      port: 53,
      plugins: [
        { name: 'errors' },
        { name: 'cache', parameters: '30' },
        { name: 'forward', parameters: '. 10.0.0.200' },
      ],
    });
    const [records] = zone({
      zone: 'mesh.internal',
      records: { 'a.b.mesh.internal': ['240.0.0.1'] },
      platform: Platform.RKE2,
    });
    expect(parse(records.spec.valuesContent).servers[1].plugins.at(-1)).toEqual({
      name: 'hosts',
      configBlock: '240.0.0.1 a.b.mesh.internal',
    });
  });

  test('RKE2: NodeLocal DNSCache is a value of the same chart', () => {
    expect(
      parse(zone({ ...props, platform: Platform.RKE2, nodeLocalDns: true })[0].spec.valuesContent)
        .nodelocal,
    ).toEqual({ enabled: true });
    expect(
      parse(zone({ ...props, platform: Platform.RKE2 })[0].spec.valuesContent).nodelocal,
    ).toBeUndefined();
  });

  test.each([Platform.RKE2, Platform.OPENSHIFT, Platform.ACK])(
    '%s: what the list says of the zone itself is written once, or refused if it goes elsewhere',
    platform => {
      const other = { 'corp.example': props.otherZones['corp.example'] };
      const listing = (server: string) => () =>
        zone({ ...props, otherZones: { ...other, 'mesh.internal': [server] }, platform });
      expect(listing(props.forwardTo!)()).toEqual(zone({ ...props, otherZones: other, platform }));
      expect(listing('10.1.2.3')).toThrow('MESH219');
    },
  );

  test("OpenShift: the operator's list with what is in it already", () => {
    expect(zone({ ...props, platform: Platform.OPENSHIFT })[0]).toMatchObject({
      apiVersion: 'operator.openshift.io/v1',
      kind: 'DNS',
      metadata: {
        name: 'default',
        annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false' },
      },
      spec: {
        servers: [
          {
            name: 'z-corp-example',
            zones: ['corp.example'],
            forwardPlugin: { policy: 'Random', upstreams: ['10.9.9.9', '10.9.9.8:5353'] },
          },
          {
            name: 'z-mesh-internal',
            zones: ['mesh.internal'],
            forwardPlugin: { policy: 'Random', upstreams: ['10.0.0.200'] },
          },
        ],
      },
    });
    const [{ spec }] = zone({
      zone: 'a-very-long.name.internal',
      forwardTo: '10.0.0.200',
      platform: Platform.OPENSHIFT,
    });
    expect(spec.servers[0].name).toMatch(/^(?=.{1,15}$)[a-z0-9]+(-[a-z0-9]+)*$/);
  });

  test('OpenShift: no two servers have one name, however alike the zones are', () => {
    const zones = [
      'mesh.internal.a',
      'mesh.internal.b',
      'mesh.inter.2',
      '7',
      'mesh-internal',
      'xn--p1ai.7',
    ];
    const [{ spec }] = zone({
      ...props,
      platform: Platform.OPENSHIFT,
      otherZones: Object.fromEntries(zones.map(name => [name, ['10.0.0.1']])),
    });
    const names: string[] = spec.servers.map((server: any) => server.name);
    expect(new Set(names).size).toBe(7);
    names.forEach(name => expect(name).toMatch(/^(?=.{1,15}$)(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/));
  });

  test('ACK: CustomDNSConfig', () => {
    expect(zone({ ...props, platform: Platform.ACK })[0]).toMatchObject({
      apiVersion: 'networking.alibabacloud.com/v1beta1',
      kind: 'CustomDNSConfig',
      metadata: { name: 'default' },
      spec: {
        zones: [
          { name: 'corp.example', forward: { upstreams: ['10.9.9.9', '10.9.9.8:5353'] } },
          { name: 'mesh.internal', forward: { upstreams: ['10.0.0.200'] } },
        ],
      },
    });
  });

  test("EKS: a file for the add-on, which cdk8s's App would leave out", () => {
    const chart = Testing.chart();
    const construct = new CoreDnsGlobalZone(chart, 'zone', {
      ...props,
      otherZones: undefined,
      platform: Platform.EKS,
      corefile: COREFILE,
    });
    const file = construct.node.findChild('file') as ClusterFile;
    expect(file.path).toBe('other/eks-coredns-addon.json');
    expect(JSON.parse(file.content).corefile).toMatch(/^\.:53 \{\n.*\n\}\n\nmesh\.internal:53 \{/);
    expect(construct.node.validate()).toEqual([
      'MESH606: "other/eks-coredns-addon.json" is a file, which cdk8s\'s App does not write: use MeshApp',
    ]);
    const app = new MeshApp();
    expect(
      new CoreDnsGlobalZone(new Chart(app, 'c'), 'zone', {
        ...props,
        otherZones: undefined,
        platform: Platform.EKS,
        corefile: COREFILE,
      }).node.validate(),
    ).toEqual([]);
  });
});

test('the day the mesh leaves, the Corefile is what it was', () => {
  const corefile = '# ours\r\n.:53 {\r\n    kubernetes cluster.local\r\n}';
  const merged = zone({
    zone: 'mesh.internal',
    records: { 'a.b.mesh.internal': ['240.0.0.1'] },
    corefile,
  })[0].data.Corefile;
  expect(merged).toContain('240.0.0.1 a.b.mesh.internal');
  expect(CoreDnsGlobalZone.removeFrom(merged, 'mesh.internal')).toBe(corefile);
  expect(
    problems(() => CoreDnsGlobalZone.removeFrom('x mesh.internal {\n}\n', 'mesh.internal'))[0],
  ).toMatch(/^MESH602 line 1, column 1: /);
});

describe('kube-dns', () => {
  test('keeps what is there', () => {
    expect(
      stub({ stubDomains: {}, federations: { b: 'b.example', a: 'a.example' } })[0].data,
    ).toEqual({ stubDomains: '{}', federations: 'a=a.example,b=b.example' });
    expect(problems(() => stub({ stubDomains: {}, federations: { A: 'x' } }))).toEqual([
      'MESH604 federation "A=x" is not a DNS label and a lower-case DNS name',
    ]);
  });

  test('MESH607: a cluster has one', () => {
    const chart = Testing.chart();
    new KubeDnsStub(chart, 'one', { stubDomains: {} });
    expect(problems(() => new KubeDnsStub(chart, 'two', { stubDomains: {} }))).toEqual([
      'MESH607 "test/one" writes the ConfigMap kube-dns already',
    ]);
  });
});

test("MESH607: the cluster's CoreDNS has one zone of ours", () => {
  const chart = Testing.chart();
  const props = { forwardTo: '10.0.0.200', platform: Platform.AKS };
  new CoreDnsGlobalZone(chart, 'one', props);
  expect(
    problems(() => new CoreDnsGlobalZone(chart, 'two', { ...props, zone: 'mesh.internal' })),
  ).toEqual(['MESH607 "test/one" writes the zone into the cluster\'s CoreDNS already']);
  expect(problems(() => new CoreDnsGlobalZone(new Chart(chart, 'inner'), 'two', props))).toEqual([
    'MESH607 "test/one" writes the zone into the cluster\'s CoreDNS already',
  ]);
  expect(problems(() => new CoreDnsGlobalZone(Testing.chart(), 'one', props))).toEqual([]);
});

describe('in a mesh', () => {
  const mesh = (dns: DnsProps, cluster: Partial<ClusterProps> = {}) =>
    Testing.synth(
      new MulticlusterMesh(Testing.app(), 'mesh', {
        ...BASE,
        services: [
          httpbin({ virtualIps: ['240.0.0.1'] }),
          httpbin({ name: 'other', selector: { app: 'other' }, virtualIps: ['240.0.0.2'] }),
        ],
        clusters: [{ ...BASE.clusters[0], dns, ...cluster }, BASE.clusters[1]],
      }).chart('cluster1'),
    ).filter(object => !/istio.io|^v1 Namespace/.test(`${object.apiVersion} ${object.kind}`));

  test('the zone knows the hosts that the cluster may call, and no others', () => {
    const [config, ...rest] = mesh(
      { mode: DnsMode.ZONE, defaultCorefile: true },
      { kubernetes: '1.33' },
    );
    expect(rest).toEqual([]);
    expect(config.data.Corefile).toContain('        240.0.0.1 httpbin.bar.mesh.internal\n');
    expect(config.data.Corefile).not.toContain('other.bar');
  });

  test('with NodeLocal DNSCache both are told', () => {
    const objects = mesh(
      {
        mode: DnsMode.FORWARD,
        serverIp: '10.43.0.200',
        nodeLocalDns: true,
        stubDomains: { 'mesh.internal': ['10.43.0.200'], corp: ['10.9.9.9'] },
      },
      { platform: Platform.RKE2 },
    );
    expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`).sort()).toEqual([
      'ConfigMap kube-dns',
      'HelmChartConfig rke2-coredns',
    ]);
    expect(objects.find(({ kind }) => kind === 'ConfigMap').data.stubDomains).toBe(
      '{"corp":["10.9.9.9"],"mesh.internal":["10.43.0.200"]}',
    );
    expect(
      parse(objects.find(({ kind }) => kind === 'HelmChartConfig').spec.valuesContent).nodelocal,
    ).toEqual({ enabled: true });
  });

  test("a server of yours, and a service range that is known: neither may be the cluster's own DNS", () => {
    const stubDomains = { corp: ['10.7.0.10'] };
    const run = () =>
      mesh(
        { mode: DnsMode.FORWARD, serverIp: '10.7.0.200', nodeLocalDns: true, stubDomains },
        { platform: Platform.AKS, serviceCidr: '10.7.0.0/16' },
      );
    expect(problems(run)).toEqual(['MESH610 "10.7.0.10" is the cluster\'s own DNS']);
  });

  test('MESH607: what the mesh writes is not written beside it, whoever comes first', () => {
    const described = (dns: DnsProps, platform: Platform) => ({
      ...BASE,
      services: [httpbin({ virtualIps: ['240.0.0.1'] })],
      clusters: [{ ...BASE.clusters[0], dns, platform }, BASE.clusters[1]],
    });
    const forward = { mode: DnsMode.FORWARD, serverIp: '10.0.0.200' };
    const inAks = new MulticlusterMesh(Testing.app(), 'mesh', described(forward, Platform.AKS));
    const zoneProps = { forwardTo: '10.0.0.200', platform: Platform.AKS };
    expect(
      problems(() => new CoreDnsGlobalZone(inAks.chart('cluster1'), 'zone', zoneProps)),
    ).toEqual(['MESH607 "cluster1/mesh/dns" writes the zone into the cluster\'s CoreDNS already']);
    expect(
      problems(() => new CoreDnsGlobalZone(inAks.chart('cluster2'), 'zone', zoneProps)),
    ).toEqual([]);
    const app = Testing.app();
    new KubeDnsStub(new Chart(app, 'cluster1'), 'stub', { stubDomains: {} });
    expect(
      problems(() => new MulticlusterMesh(app, 'mesh', described(forward, Platform.GKE))),
    ).toEqual(['MESH607 "cluster1/stub" writes the ConfigMap kube-dns already']);
  });

  test('no platform gets less than its form', () => {
    const forms = Object.values(Platform)
      .filter(platform => platform !== Platform.GKE_AUTOPILOT && platform !== Platform.EKS)
      .map(platform => {
        const objects = mesh(
          {
            mode: DnsMode.FORWARD,
            serverIp: '10.0.0.200',
            corefile: platform === Platform.KUBEADM ? COREFILE : undefined,
          },
          { platform },
        );
        return `${platform}: ${objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`).join()}`;
      });
    expect(forms).toEqual([
      'kubeadm: ConfigMap coredns',
      'gke: ConfigMap kube-dns',
      'rke2: HelmChartConfig rke2-coredns',
      'openshift: DNS default',
      'ack: CustomDNSConfig default',
      'aks: ConfigMap coredns-custom',
      'k3s: ConfigMap coredns-custom',
      'digitalocean: ConfigMap coredns-custom',
      'ovh: ConfigMap coredns-custom',
      'gardener: ConfigMap coredns-custom',
    ]);
  });

  test.each<[Platform, RegExp, RegExp]>([
    [
      Platform.AKS,
      /rollout restart deployment coredns/,
      /take `mesh.internal` out of the ConfigMap of `dns\/` in `kube-system`/,
    ],
    [
      Platform.RKE2,
      /within two minutes. To see/,
      /take `mesh.internal` out of the HelmChartConfig of `dns\/` in `kube-system`/,
    ],
    [
      Platform.OPENSHIFT,
      /within two minutes. To see/,
      /take `mesh.internal` out of the `dns.operator.openshift.io` of `dns\/`\. /,
    ],
    [
      Platform.EKS,
      /aws eks update-addon/,
      /give the add-on a Corefile without the blocks of `mesh.internal`/,
    ],
  ])('the instructions say how on %s', (platform, install, uninstall) => {
    const cluster = {
      ...BASE.clusters[0],
      platform,
      dns: {
        mode: DnsMode.FORWARD,
        serverIp: '10.0.0.200',
        corefile: platform === Platform.EKS ? COREFILE : undefined,
      },
    };
    const services = [httpbin({ virtualIps: ['240.0.0.1'] })];
    const chart = new MulticlusterMesh(new MeshApp(), 'mesh', {
      ...BASE,
      services,
      clusters: [cluster, BASE.clusters[1]],
    }).chart('cluster1');
    const readme = chart.node
      .findAll()
      .find((c): c is ClusterFile => c instanceof ClusterFile && c.path === 'README.md')!.content;
    expect(readme).toMatch(install);
    expect(readme).toMatch(uninstall);
  });

  test("a server of the mesh has the pinned address, and the cluster's DNS asks it", () => {
    const objects = mesh(
      {
        mode: DnsMode.SERVER,
        serverIp: '10.96.0.200',
        stubDomains: { 'corp.example': ['10.9.9.9'] },
      },
      { platform: Platform.GKE },
    );
    expect(
      objects.map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`),
    ).toEqual([
      'ConfigMap istio-system/mesh-dns',
      'Service istio-system/mesh-dns',
      'Deployment istio-system/mesh-dns',
      'ConfigMap kube-system/kube-dns',
    ]);
    const [config, service, deployment, stubs] = objects;
    expect(config.data.Corefile).toContain('httpbin.bar.mesh.internal:1053 {');
    expect(service.spec).toMatchObject({
      clusterIP: '10.96.0.200',
      ports: [
        { port: 53, protocol: 'UDP', targetPort: 1053 },
        { port: 53, protocol: 'TCP', targetPort: 1053 },
      ],
    });
    expect(deployment.spec.template.metadata.labels).toEqual({
      app: 'mesh-dns',
      'sidecar.istio.io/inject': 'false',
    });
    expect(deployment.spec.template.spec.containers[0]).toMatchObject({
      image: 'coredns/coredns:1.12.1',
      securityContext: { readOnlyRootFilesystem: true },
    });
    const {
      containers: [container],
      securityContext,
      volumes,
      hostNetwork,
    } = deployment.spec.template.spec;
    expect(container.securityContext).toMatchObject({
      allowPrivilegeEscalation: false,
      capabilities: { add: ['NET_BIND_SERVICE'], drop: ['ALL'] },
    }); // Pod Security "restricted"
    expect(securityContext).toMatchObject({
      runAsNonRoot: true,
      runAsUser: 65532,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect([hostNetwork, volumes.map((volume: any) => Object.keys(volume).sort())]).toEqual([
      undefined,
      [['configMap', 'name']],
    ]);
    expect(stubs.data.stubDomains).toBe(
      '{"corp.example":["10.9.9.9"],"mesh.internal":["10.96.0.200"]}',
    );
  });
});
