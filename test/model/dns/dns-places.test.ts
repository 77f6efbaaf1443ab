import { stringify } from 'yaml';
import { ClusterProps, DnsMode, DnsProps, Platform } from '../../../src';
import { httpbin, problemsOf, resolve, summarize, withCluster } from '../base';

const COREFILE = '.:53 {\n    kubernetes cluster.local\n}\n';
const DNS = 'clusters[0].dns';
const forward = { mode: DnsMode.FORWARD, serverIp: '10.7.0.200' };

const described = (dns: DnsProps, cluster: Partial<ClusterProps>) => ({
  ...withCluster({ dns, ...cluster }),
  services: [httpbin({ virtualIps: ['240.0.0.2'] })],
});
const found = (dns: DnsProps, cluster: Partial<ClusterProps> = {}) =>
  summarize(problemsOf(described(dns, cluster)));
const dnsOf = (dns: DnsProps, cluster: Partial<ClusterProps> = {}) =>
  resolve(described(dns, cluster)).clusters[0].dns;

/** As kubectl prints a ConfigMap of kube-system. */
const configMap = (name: string, data: object) =>
  stringify({ kind: 'ConfigMap', metadata: { name, namespace: 'kube-system' }, data });
const kubeDns = (data: object) => ({ ...forward, existing: configMap('kube-dns', data) });

describe('an option that nothing reads is named, with mode and platform', () => {
  test.each<[DnsProps, string]>([
    [{ corefile: COREFILE }, 'nothing reads `corefile` in DNS mode "sidecar"'],
    [
      { ...forward, corefile: COREFILE, existing: 'none' },
      'nothing reads `corefile` in DNS mode "forward", on platform "aks"',
    ],
  ])('%j', (dns, message) => {
    expect(found(dns, { platform: Platform.AKS })).toEqual([
      `MESH232 at ${DNS}.corefile: ${message}`,
    ]);
  });

  test('but not where the mode itself is wrong', () => {
    const dns = { mode: DnsMode.ZONE, stubDomains: { corp: ['10.9.9.9'] } };
    const refused = found(dns, { platform: Platform.OPENSHIFT });
    expect(refused.map(text => text.split(': ')[0])).toEqual([`MESH606 at ${DNS}.mode`]);
  });
});

test('where nothing in the cluster is changed, the platform has no say', () => {
  for (const mode of [DnsMode.SIDECAR, DnsMode.NONE]) {
    for (const platform of Object.values(Platform)) {
      expect(found({ mode }, { platform })).toEqual([]);
    }
  }
});

test('an image is checked in its place', () => {
  const dns = { mode: DnsMode.SERVER, serverIp: '10.7.0.53', corefile: COREFILE };
  const [problem, ...others] = found({ ...dns, serverImage: 'a b' });
  expect(problem).toContain(`at ${DNS}.serverImage: `);
  expect(others).toEqual([]);
});

describe('the Corefile', () => {
  const twice =
    'MESH235 at clusters[0].dns.$: `existing` has ConfigMap "coredns", which says it already';

  test.each<[string, DnsProps]>([
    [
      `MESH603 at ${DNS}.corefile: platform "kubeadm" keeps the whole Corefile in one place, and the present one is not known`,
      {},
    ],
    [
      `MESH601 at ${DNS}.existing: line 1, column 1: "oops" has no opening brace; a file without braces is one block to its end`,
      { existing: configMap('coredns', { Corefile: 'oops' }) },
    ],
    [
      `MESH602 at ${DNS}.existing: line 1, column 1: the imported "x" may hold the zone "mesh.internal"`,
      { existing: configMap('coredns', { Corefile: 'import x\n' }) },
    ],
    [
      `MESH608 at ${DNS}.coreDnsVersion: "x" is not a CoreDNS version`,
      { corefile: COREFILE, coreDnsVersion: 'x' },
    ],
    [
      twice.replace('$', 'corefile'),
      { corefile: COREFILE, existing: configMap('coredns', { Corefile: COREFILE }) },
    ],
    [
      twice.replace('$', 'defaultCorefile'),
      { defaultCorefile: true, existing: configMap('coredns', { Corefile: COREFILE }) },
    ],
  ])('%s', (expected, dns) => {
    const cluster = dns.defaultCorefile ? { kubernetes: '1.33' } : {};
    const errors = found({ mode: DnsMode.ZONE, ...dns }, cluster);
    expect(errors.filter(text => !text.startsWith('MESH234'))).toEqual([expected]);
  });
});

describe('what is there already', () => {
  test('is that of the platform: kube-dns only where somebody reads it', () => {
    const existing = configMap('kube-dns', {});
    const refused = (name: string) => [
      `MESH233 at ${DNS}.existing: ConfigMap "kube-dns" of "kube-system" is not ConfigMap "${name}"`,
    ];
    expect(found({ ...forward, existing }, { platform: Platform.AKS })).toEqual(
      refused('coredns-custom'),
    );
    expect(found({ mode: DnsMode.ZONE, existing, corefile: COREFILE })).toEqual(refused('coredns'));
    expect(found({ ...forward, existing }, { platform: Platform.GKE })).toEqual([]);
  });

  test('is refused alone: what would follow from it is not said', () => {
    expect(found({ ...forward, existing: 'x' }, { platform: Platform.RKE2 })).toEqual([
      `MESH233 at ${DNS}.existing: there is no object in it`,
    ]);
  });

  test.each<[string, Platform, DnsProps]>([
    [
      `MESH236 at ${DNS}.existing: "a.server" and "b.server" both have blocks of "mesh.internal"`,
      Platform.AKS,
      {
        existing: configMap('coredns-custom', {
          'a.server': 'mesh.internal {\n}\n',
          'b.server': 'mesh.internal {\n}\n',
        }),
      },
    ],
    [
      `MESH233 at ${DNS}.existing: \`spec.valuesContent\` is not a map`,
      Platform.RKE2,
      {
        existing:
          'kind: HelmChartConfig\nmetadata: {name: rke2-coredns}\nspec: {valuesContent: a}\n',
      },
    ],
    [
      `MESH233 at ${DNS}.existing: \`spec.servers\` is not a list of maps`,
      Platform.OPENSHIFT,
      { existing: 'kind: DNS\nmetadata: {name: default}\nspec: {servers: a}\n' },
    ],
    [
      `MESH236 at ${DNS}.existing: entry 1, of "x.mesh.internal", is not for "mesh.internal" alone`,
      Platform.ACK,
      {
        existing:
          'kind: CustomDNSConfig\nmetadata: {name: default}\nspec: {zones: [{name: x.mesh.internal}]}\n',
      },
    ],
    [
      `MESH235 at ${DNS}.otherZones: \`existing\` has DNS "default", which says it already`,
      Platform.OPENSHIFT,
      { existing: 'kind: DNS\nmetadata: {name: default}\n', otherZones: { corp: ['10.9.9.9'] } },
    ],
    [
      `MESH235 at ${DNS}.stubDomains: \`existing\` has ConfigMap "kube-dns", which says it already`,
      Platform.GKE,
      { existing: configMap('kube-dns', {}), stubDomains: { corp: ['10.9.9.9'] } },
    ],
  ])('%s', (expected, platform, dns) => {
    expect(found({ ...forward, ...dns }, { platform })).toEqual([expected]);
  });

  test('a key of our own, in which nothing of the mesh is yet, gets it', () => {
    const existing = configMap('coredns-custom', {
      'a.server': 'corp.example {\n}\n',
      'mesh-mesh.internal.server': '# of ours\n',
    });
    const { zone } = dnsOf({ ...forward, existing }, { platform: Platform.AKS });
    expect(zone).toMatchObject({
      key: 'mesh-mesh.internal.server',
      place: { corefile: '# of ours\n', replaced: [] },
    });
  });
});

describe('other zones', () => {
  test('are forwarded in the order of their names, with that of the mesh', () => {
    const otherZones = { 'z.example': ['10.9.9.9'], 'a.example': ['10.9.9.9'] };
    const { zone } = dnsOf({ ...forward, otherZones }, { platform: Platform.ACK });
    expect((zone as any).forwards.map((one: any) => one.zone)).toEqual([
      'a.example',
      'mesh.internal',
      'z.example',
    ]);
  });

  test('have servers that the platform takes', () => {
    const otherZones = { 'a.example': ['ns.example'] };
    expect(found({ ...forward, otherZones }, { platform: Platform.ACK })).toEqual([
      `MESH604 at ${DNS}.otherZones.a.example[0]: name server "ns.example" is a host name: CustomDNSConfig takes addresses only`,
    ]);
  });
});

describe('the ConfigMap kube-dns', () => {
  const onGke = (data: object) => found(kubeDns(data), { platform: Platform.GKE });
  const notOfKubeDns = `MESH233 at ${DNS}.existing: ConfigMap "kube-dns" has values that are not those of kube-dns`;

  test('keeps the order of names, and what is replaced need not be right', () => {
    const stubDomains = '{"z.example": ["10.9.9.9"], "mesh.internal": ["x y"]}';
    const { stub } = dnsOf(kubeDns({ stubDomains }), { platform: Platform.GKE });
    expect(JSON.stringify(stub!.stubDomains)).toBe(
      '{"mesh.internal":["10.7.0.200"],"z.example":["10.9.9.9"]}',
    );
  });

  test.each([
    ['stub domains that are no map', { stubDomains: '[]' }],
    ['a stub domain that is no list', { stubDomains: '{"a": "10.9.9.9"}' }],
    ['a server that is no text', { stubDomains: '{"a": ["10.9.9.9", 5]}' }],
    ['what is no JSON', { stubDomains: '{' }],
  ])('is refused with %s', (_, data) => {
    expect(onGke(data)).toEqual([notOfKubeDns]);
  });

  test('has name servers and federations, checked in its place', () => {
    expect(onGke({ federations: 'a=b=c' })).toEqual([
      `MESH604 at ${DNS}.existing.a: federation "a=b=c" is not a DNS label and a lower-case DNS name`,
    ]);
    const federations = { a: '_' };
    expect(found({ ...forward, federations }, { platform: Platform.GKE })).toEqual([
      `MESH604 at ${DNS}.federations.a: federation "a=_" is not a DNS label and a lower-case DNS name`,
    ]);
  });

  test('has at most three name servers above', () => {
    const upstreams = (count: number) => ({
      upstreamNameservers: JSON.stringify(Array(count).fill('10.9.9.9')),
    });
    expect(onGke(upstreams(3))).toEqual([]);
    expect(onGke(upstreams(4))).toEqual([
      `MESH604 at ${DNS}.existing: there are 4 upstream name servers; kube-dns takes 3`,
    ]);
  });
});

test('the last address of a range is a broadcast only with IPv4', () => {
  const at = (serverIp: string, serviceCidr: string) =>
    found({ mode: DnsMode.SERVER, serverIp, corefile: COREFILE }, { serviceCidr });
  expect(at('10.0.0.255', '10.0.0.0/24')).toEqual([
    `MESH215 at ${DNS}.serverIp: "10.0.0.255" is the address of a broadcast`,
  ]);
  expect(at('fd00::ff', 'fd00::/120')).toEqual([
    `MESH216 at ${DNS}.serverIp: "fd00::ff" lies beyond the first 16 addresses of fd00::/120`,
  ]);
});
