import { ClusterProps, DnsMode, DnsProps, Platform } from '../../../src';
import { recordsOf } from '../../../src/model/dns/records';
import { BASE, httpbin, problemsOf, resolve, summarize, withCluster } from '../base';

const COREFILE = '.:53 {\n    kubernetes cluster.local\n}\n';

const withDns = (dns: DnsProps, cluster: Partial<ClusterProps> = {}) => ({
  ...withCluster({ dns, ...cluster }),
  services: [httpbin({ virtualIps: ['240.0.0.2'] })],
});
const clusterOf = (dns: DnsProps, cluster: Partial<ClusterProps> = {}) =>
  resolve(withDns(dns, cluster)).clusters[0];

describe('everything is decided', () => {
  test('the sidecars answer: nothing is written into the DNS of the cluster', () => {
    expect(clusterOf({}).dns).toEqual({ mode: 'sidecar' });
    expect(clusterOf({ mode: DnsMode.NONE }).dns).toEqual({ mode: 'none' });
  });

  test('CoreDNS answers: where the blocks go in the Corefile is known', () => {
    const zone = { name: 'mesh.internal', form: 'coredns' };
    expect(clusterOf({ mode: DnsMode.ZONE, corefile: COREFILE }).dns).toEqual({
      mode: 'zone',
      zone: { ...zone, corefile: { corefile: COREFILE, replaced: [] } },
    });
    const corefile = `mesh.internal {\n}\n${COREFILE}`;
    expect(clusterOf({ mode: DnsMode.ZONE, corefile }).dns.zone).toMatchObject({
      corefile: { corefile, replaced: [{ start: 0, end: 17 }] },
    });
  });

  test('a server of the mesh answers: it has image, address and namespace', () => {
    const dns = { mode: DnsMode.SERVER, serverIp: '172.30.0.53', existing: 'none' };
    expect(clusterOf(dns, { platform: Platform.OPENSHIFT }).dns).toEqual({
      mode: 'server',
      server: {
        namespace: 'istio-system',
        clusterIp: '172.30.0.53',
        image: 'coredns/coredns:1.12.1',
        assignsUsers: true,
        zone: 'mesh.internal',
      },
      zone: {
        name: 'mesh.internal',
        forwardTo: '172.30.0.53',
        form: 'openshift-operator',
        forwards: [{ zone: 'mesh.internal', servers: ['172.30.0.53'] }],
        kept: [],
      },
    });
  });

  test('kube-dns asks by a stub domain, and has no zone', () => {
    const dns = { mode: DnsMode.FORWARD, serverIp: '10.0.0.9', existing: 'none' };
    expect(clusterOf(dns, { platform: Platform.GKE }).dns).toEqual({
      mode: 'forward',
      stub: { stubDomains: { 'mesh.internal': ['10.0.0.9'] } },
    });
  });
});

test('the records are the hosts that the cluster may call, where it answers by itself', () => {
  const records = (dns: DnsProps) => {
    const other = httpbin({ name: 'other', selector: { app: 'other' }, virtualIps: ['240.0.0.3'] });
    const described = withDns(dns);
    const mesh = resolve({ ...described, services: [...described.services, other] });
    return recordsOf(mesh, mesh.clusters[0]);
  };
  const corefile = COREFILE;
  const granted = { 'httpbin.bar.mesh.internal': ['240.0.0.2'] };
  const serverIp = '10.96.0.53';
  expect(records({ mode: DnsMode.ZONE, corefile })).toEqual(granted);
  expect(records({ mode: DnsMode.SERVER, serverIp, corefile })).toEqual(granted);
  expect(records({ mode: DnsMode.FORWARD, serverIp, corefile })).toEqual({});
  expect(records({})).toEqual({});
});

describe('what is wrong is said where it was written', () => {
  test.each<[string, DnsProps, Partial<ClusterProps>]>([
    [
      'MESH604 at clusters[0].dns.serverIp: name server "fd00::9": CustomDNSConfig takes IPv4 addresses only',
      { mode: DnsMode.FORWARD, serverIp: 'fd00::9', existing: 'none' },
      { platform: Platform.ACK },
    ],
    [
      "MESH606 at clusters[0].dns.mode: OpenShift's DNS operator can forward a zone, but not hold one",
      { mode: DnsMode.ZONE },
      { platform: Platform.OPENSHIFT },
    ],
    [
      'MESH603 at clusters[0].dns.defaultCorefile: the default Corefile of Kubernetes "1.36" is not known, only those of 1.11 to 1.35',
      { mode: DnsMode.ZONE, defaultCorefile: true },
      { kubernetes: '1.36' },
    ],
    [
      'MESH603 at clusters[0].dns.defaultCorefile: there are both a Corefile and a version whose default it would be',
      { mode: DnsMode.ZONE, defaultCorefile: true, corefile: COREFILE },
      { kubernetes: '1.33' },
    ],
    [
      'MESH602 at clusters[0].dns.corefile: line 1, column 1: the imported "x" may hold the zone "mesh.internal"',
      { mode: DnsMode.ZONE, corefile: 'import x\n' },
      {},
    ],
    [
      'MESH601 at clusters[0].dns.corefile: line 1, column 3: the brace is not closed',
      { mode: DnsMode.ZONE, corefile: '. {\n', coreDnsVersion: '1.11.3', modernize: true },
      {},
    ],
    [
      'MESH610 at clusters[0].dns.stubDomains.corp[0]: "34.118.224.10" is the cluster\'s own DNS',
      {
        mode: DnsMode.FORWARD,
        serverIp: '10.0.0.9',
        stubDomains: { corp: ['34.118.224.10'] },
      },
      { platform: Platform.GKE },
    ],
  ])('%s', (expected, dns, cluster) => {
    expect(summarize(problemsOf(withDns(dns, cluster)))).toEqual([expected]);
  });
});

describe('what only follows from something else is not said', () => {
  const dns = { mode: DnsMode.ZONE, corefile: `mesh.internal corp {\n}\n${COREFILE}` };
  const problems = (props: Parameters<typeof problemsOf>[0]) =>
    problemsOf(props).map(({ code, where }) => `${code} ${where}`);

  test('it would be said otherwise', () => {
    expect(problems(withDns(dns))).toEqual(['MESH602 clusters[0].dns.corefile']);
  });

  test.each<[string, Partial<ClusterProps>]>([
    ['MESH501 clusters[0].istio', { istio: 'x' }],
    ['MESH506 clusters[0].kubernetes', { kubernetes: 'x' }],
    ['MESH213 clusters[0].serviceCidr', { serviceCidr: 'x' }],
    ['MESH217 clusters[0].dns.serverIp', { dns: { ...dns, serverIp: '10.0.0.9' } }],
  ])('%s', (expected, cluster) => {
    expect(problems(withDns(dns, cluster))).toEqual([expected]);
  });

  test('the default Corefile of a Kubernetes version that is wrong', () => {
    const byDefault = { mode: DnsMode.ZONE, defaultCorefile: true };
    expect(problems(withDns(byDefault, { kubernetes: 'x' }))).toEqual([
      'MESH506 clusters[0].kubernetes',
    ]);
  });

  test('suffix and cluster domain', () => {
    const corefile = `A corp {\n}\n${COREFILE}`;
    expect(problems({ ...withDns({ ...dns, corefile }), suffix: 'A' })).toEqual(['MESH204 suffix']);
    expect(problems({ ...withDns(dns), clusterDomain: 'A' })).toEqual(['MESH204 clusterDomain']);
  });

  test('but which mode a cluster has is known, whatever is wrong with its DNS', () => {
    const classic = { mode: DnsMode.ISTIOCOREDNS, serverIp: '10.96.0.53' };
    expect(problems(withDns({ ...classic, existing: 'a: [' }, { istio: '1.4' }))).toEqual(
      expect.arrayContaining(['MESH233 clusters[0].dns.existing', 'MESH508 suffix']),
    );
  });

  test('but a mistake elsewhere hides nothing', () => {
    expect(problems({ ...withDns(dns, { network: BASE.clusters[1].name }) })).toEqual(
      expect.arrayContaining(['MESH602 clusters[0].dns.corefile']),
    );
  });
});
