import { ClusterProps, DnsMode, DnsProps, Platform } from '../../../src';
import { httpbin, problemsOf, withCluster } from '../base';

const COREFILE = '.:53 {\n    kubernetes cluster.local\n}\n';
/** Each option of a cluster's DNS, with a value that says something. */
const GIVEN: Required<Omit<DnsProps, 'mode' | 'serverIp'>> = {
  corefile: COREFILE,
  defaultCorefile: true,
  coreDnsVersion: '1.11.3',
  modernize: true,
  otherZones: { 'corp.example': ['10.9.9.9'] },
  stubDomains: { 'corp.example': ['10.9.9.9'] },
  upstreamNameservers: ['10.9.9.9'],
  federations: { a: 'a.example' },
  serverImage: 'coredns/coredns:1.12.1',
  nodeLocalDns: true,
  existing: 'none',
};
type Option = keyof typeof GIVEN;
const OPTIONS = Object.keys(GIVEN) as Option[];

const refused = (dns: DnsProps, cluster: Partial<ClusterProps> = {}) =>
  problemsOf({
    ...withCluster({ dns, kubernetes: '1.33', ...cluster }),
    services: [httpbin({ virtualIps: ['240.0.0.2'] })],
  })
    .filter(({ code }) => code === 'MESH232')
    .map(({ where }) => where.replace('clusters[0].dns.', ''));

const with1 = (option: Option): DnsProps => ({ [option]: GIVEN[option] });
const forward = { mode: DnsMode.FORWARD, serverIp: '10.7.0.200' };

/** What each platform was read to use: a second list, against slips in the first. */
const READ: { readonly [platform in Platform]?: readonly Option[] } = {
  [Platform.KUBEADM]: ['corefile', 'defaultCorefile', 'coreDnsVersion', 'modernize'],
  [Platform.EKS]: ['corefile', 'coreDnsVersion', 'modernize'],
  [Platform.RKE2]: ['otherZones'],
  [Platform.OPENSHIFT]: ['otherZones'],
  [Platform.ACK]: ['otherZones'],
  [Platform.GKE]: ['stubDomains', 'upstreamNameservers', 'federations'],
  [Platform.AKS]: [],
  [Platform.K3S]: [],
  [Platform.DIGITALOCEAN]: [],
  [Platform.OVH]: [],
  [Platform.GARDENER]: [],
};

test.each(Object.keys(READ) as Platform[])(
  'MESH232: an option that nothing on %s reads is refused',
  platform => {
    const read = new Set<Option>([...READ[platform]!, 'nodeLocalDns', 'existing']);
    for (const option of OPTIONS) {
      expect([option, refused({ ...forward, ...with1(option) }, { platform })]).toEqual([
        option,
        read.has(option) ? [] : [option],
      ]);
    }
  },
);

test('the ConfigMap kube-dns is read by NodeLocal DNSCache too', () => {
  for (const option of ['stubDomains', 'upstreamNameservers', 'federations'] as const) {
    const dns = { ...forward, ...with1(option), nodeLocalDns: true };
    expect(refused(dns, { platform: Platform.AKS })).toEqual([]);
  }
});

test('where nothing in the cluster is changed, nothing is read', () => {
  for (const mode of [DnsMode.SIDECAR, DnsMode.NONE]) {
    expect(refused({ mode, ...GIVEN })).toEqual([...OPTIONS].sort());
  }
  const image = with1('serverImage');
  const mode = DnsMode.SERVER;
  expect(refused({ ...forward, ...image, mode }, { platform: Platform.AKS })).toEqual([]);
});

test('what says nothing takes a default back', () => {
  expect(
    refused({ defaultCorefile: false, modernize: false, otherZones: {}, upstreamNameservers: [] }),
  ).toEqual([]);
});

test.each<[DnsMode, RegExp, Partial<ClusterProps>]>([
  [DnsMode.SERVER, /a free address .* an `istiocoredns` which still runs/, {}],
  [DnsMode.FORWARD, /the ClusterIP of your server/, {}],
  [DnsMode.ISTIOCOREDNS, /the ClusterIP of `istiocoredns` if it runs already/, { istio: '1.4' }],
])('MESH214: which address the mode %s needs is said', (mode, remedy, cluster) => {
  const found = problemsOf(withCluster({ dns: { mode }, ...cluster }));
  expect(found.find(({ code }) => code === 'MESH214')!.remedy).toMatch(remedy);
});
