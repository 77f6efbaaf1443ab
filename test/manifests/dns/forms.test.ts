import { parse } from 'yaml';
import { DnsMode } from '../../../src';
import { dnsManifests } from '../../../src/manifests/dns/dns-manifests';
import { zoneWords } from '../../../src/manifests/dns/forms/forms';
import { Zone } from '../../../src/model/dns/cluster-dns';
import { Records } from '../../../src/model/dns/records';

/** What the forms have of their own; the whole of each is in `test/golden/rows`. */

const MESH = 'mesh.internal';
const spec = (zone: Zone, records: Records = {}): any =>
  dnsManifests({ mode: DnsMode.ZONE, zone }, records).objects[0].spec;
const forwards = (...zones: string[]) =>
  zones.map(zone => ({ zone, servers: ['10.96.0.53', '10.96.0.54'] }));

describe("RKE2's chart", () => {
  const servers = (zone: Partial<Zone<'rke2-chart'>>, records?: Records): any[] =>
    parse(
      spec(
        {
          name: MESH,
          form: 'rke2-chart',
          clusterDomain: 'cluster.local',
          otherZones: [],
          nodeLocalDns: false,
          ...zone,
        },
        records,
      ).valuesContent,
    ).servers;

  test('keeps the server of its default values, which the list replaces', () => {
    expect(servers({})[0]).toEqual({
      zones: [{ zone: '.' }],
      port: 53,
      plugins: [
        { name: 'errors' },
        { name: 'health', configBlock: 'lameduck 5s' },
        { name: 'ready' },
        {
          name: 'kubernetes',
          parameters: 'cluster.local in-addr.arpa ip6.arpa',
          configBlock: 'pods insecure\nfallthrough in-addr.arpa ip6.arpa\nttl 30',
        },
        { name: 'prometheus', parameters: '0.0.0.0:9153' },
        { name: 'forward', parameters: '. /etc/resolv.conf' },
        { name: 'cache', parameters: '30' },
        { name: 'loop' },
        { name: 'reload' },
        { name: 'loadbalance' },
      ],
    });
  });

  test('asks all servers of another zone', () => {
    expect(servers({ otherZones: forwards('corp.example') })[1].plugins).toContainEqual({
      name: 'forward',
      parameters: '. 10.96.0.53 10.96.0.54',
    });
  });

  test('knows no name of a mesh without hosts', () => {
    const [, ...ours] = servers({});
    expect(ours.map(({ zones }) => zones)).toEqual([[{ zone: MESH }]]);
    const [, hosts] = servers({}, { [`a.b.${MESH}`]: ['240.0.0.1'] });
    expect(hosts.zones).toEqual([{ zone: `a.b.${MESH}` }]);
  });
});

describe("OpenShift's operator", () => {
  const names = (...zones: string[]): string[] =>
    spec({
      name: MESH,
      form: 'openshift-operator',
      forwards: forwards(...zones),
      kept: [],
    }).servers.map(({ name }: { name: string }) => name);

  test('names servers as services are named: 15 characters, and no hyphen at an end', () => {
    expect(names('mesh.internal')).toEqual(['z-mesh-internal']);
    expect(names('abcdefghijkl.example')).toEqual(['z-abcdefghijkl']);
  });

  test('gives each server a name of its own', () => {
    const zones = ['a.mesh.internal.corp', 'a.mesh.internal.dev', 'a.mesh.internal.test'];
    expect(names(...zones)).toEqual(['z-a-mesh-intern', 'z-a-mesh-int-2', 'z-a-mesh-int-3']);
  });
});

test('the README names the object that the zone is taken out of, and never to delete it', () => {
  const zones: Zone[] = [
    { name: MESH, form: 'ack-custom-dns', forwards: [], kept: [] },
    { name: MESH, form: 'openshift-operator', forwards: [], kept: [] },
  ];
  expect(zones.map(zone => zoneWords(zone).removal)).toEqual(
    ['CustomDNSConfig', '`dns.operator.openshift.io`'].map(
      object =>
        `DNS: take \`${MESH}\` out of the ${object} of \`dns/\`. Do not delete the ${object}: the cluster's DNS needs it.`,
    ),
  );
});
