import * as path from 'path';
import { DnsRecords } from '../../../src/analysis/dns/records';
import { objectsOf } from '../../../src/analysis/world/objects';
import { readWorld } from '../../../src/analysis/world/read-world';
import { Problems } from '../../../src/problems/problems';

const HOST = 'cart.shop.mesh.internal';
const SOURCE = { file: 'dns.yaml', line: 1 };

/** What is said of the host: addresses, or why nobody knows. */
function said(objects: readonly object[], corefile?: string): string {
  const manifests = objects.flatMap(one => objectsOf(one, SOURCE, () => 1).manifests);
  const corefiles = corefile === undefined ? [] : [{ text: corefile, source: SOURCE }];
  const records = new DnsRecords({ name: 'a', manifests, corefiles }).of(HOST);
  return 'unclear' in records ? `unclear: ${records.unclear}` : records.addresses.join(' ');
}

const map = (name: string, data: object, namespace = 'kube-system') => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace },
  data,
});
const coredns = (Corefile: string) => map('coredns', { Corefile });
const stub = (server: string) =>
  map('kube-dns', { stubDomains: JSON.stringify({ 'mesh.internal': [server] }) });
const zone = (...lines: readonly string[]) => `mesh.internal:53 {\n${lines.join('\n')}\n}\n`;
const ROOT = '.:53 {\nforward . 192.0.2.1\n}\n';
const RECORDS = `hosts {\n240.0.0.1 ${HOST}\n}`;
const REFUSING = 'template ANY ANY {\nrcode NXDOMAIN\n}';

/** The mesh's own server, behind a Service. */
const server = (corefile: string, port = 53, targetPort = 1053) => [
  map('mesh-dns', { Corefile: corefile }, 'istio-system'),
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'mesh-dns', namespace: 'istio-system' },
    spec: { clusterIP: '10.96.0.9', selector: { app: 'dns' }, ports: [{ port, targetPort }] },
  },
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'mesh-dns', namespace: 'istio-system' },
    spec: {
      selector: { matchLabels: { app: 'dns' } },
      template: {
        metadata: { labels: { app: 'dns' } },
        spec: { volumes: [{ configMap: { name: 'mesh-dns' } }] },
      },
    },
  },
];
const OWN = zone(RECORDS).replace(':53', ':1053');

test.each<[what: string, says: string | RegExp, objects: readonly object[], corefile?: string]>([
  ['nothing is given', /nobody gave/, []],
  ['a zone with records', '240.0.0.1', [coredns(ROOT + zone(RECORDS))]],
  [
    'records of several addresses',
    '240.0.0.1 fd00::1',
    [coredns(zone(`hosts {\n240.0.0.1 a ${HOST}\nfd00::1 ${HOST.toUpperCase()}\n}`))],
  ],
  ['a zone without the name', '', [coredns(ROOT + zone(RECORDS.replace('cart', 'other')))]],
  ['no zone: what is asked outside is not known', /asks 192.0.2.1/, [coredns(ROOT)]],
  ['the longest zone answers', '', [coredns(`${zone(RECORDS)}shop.${zone('errors')}`)]],
  ['a zone on another port', /asks/, [coredns(ROOT + zone(RECORDS).replace(':53', ':1053'))]],
  ['two blocks of a zone', /two blocks/, [coredns(zone(RECORDS) + zone(RECORDS))]],
  ['a zone in capitals', /capitals/, [coredns(zone(RECORDS).replace('mesh', 'MESH'))]],
  ['a template before the records', '', [coredns(zone(RECORDS, REFUSING))]],
  [
    'a template for other names',
    '240.0.0.1',
    [coredns(zone('template ANY ANY {\nmatch "^([^.]+[.]){5,}$"\nfallthrough\n}', RECORDS))],
  ],
  [
    'a template that ends for other names',
    '',
    [coredns(zone('template ANY ANY {\nmatch ^x[.]$\n}', RECORDS))],
  ],
  [
    'a template of another type',
    '240.0.0.1',
    [coredns(zone(REFUSING.replace('Y ANY', 'Y MX'), RECORDS))],
  ],
  [
    'a template of another zone',
    '240.0.0.1',
    [coredns(zone(REFUSING.replace('ANY {', 'ANY corp.example {'), RECORDS))],
  ],
  ['a template that answers', /makes an answer/, [coredns(zone('template IN A {\nanswer "x"\n}'))]],
  [
    'an expression of Go',
    /not judged/,
    [coredns(zone('template IN A {\nmatch (?i)x\n}', RECORDS))],
  ],
  ['a hosts file', /hosts file/, [coredns(zone('hosts /etc/hosts'))]],
  [
    'hosts that let others answer',
    /asks/,
    [coredns(zone('hosts {\n240.0.0.1 other\nfallthrough\n}', 'forward . 192.0.2.1'))],
  ],
  [
    'hosts that let nobody else answer',
    '',
    [coredns(zone('hosts {\n240.0.0.1 other\n}', 'forward . 192.0.2.1'))],
  ],
  [
    'a plugin that may do anything',
    /has rewrite, which is not judged/,
    [coredns(zone('rewrite name a b', RECORDS))],
  ],
  ['names of the API server', /the API server answers/, [coredns(zone('kubernetes'))]],
  ['forwarding of other names', '', [coredns(zone('forward corp.example 192.0.2.1'))]],
  [
    'several servers',
    /asks 192.0.2.1 or 192.0.2.2/,
    [coredns(zone('forward . 192.0.2.1 192.0.2.2'))],
  ],
  ['a Corefile that cannot be read', /cannot be read/, [coredns('mesh.internal {')]],
  ['additions', '240.0.0.1', [map('coredns-custom', { 'mesh.server': zone(RECORDS) })]],
  [
    'additions that are imported',
    '240.0.0.1',
    [
      coredns(`${ROOT}import /etc/coredns/custom/*.server\n`),
      map('coredns-custom', { 'mesh.server': zone(RECORDS) }),
    ],
  ],
  [
    'additions that nobody imports',
    /asks/,
    [coredns(ROOT), map('coredns-custom', { 'mesh.server': zone(RECORDS) })],
  ],
  ['values of an add-on', '240.0.0.1', [], ROOT + zone(RECORDS)],
  ['a server of the mesh that nobody asks', /nobody gave/, server(OWN)],
  ['a server of the mesh', '240.0.0.1', [coredns(zone('forward . 10.96.0.9')), ...server(OWN)]],
  [
    'a server of the mesh at a port',
    '240.0.0.1',
    [coredns(zone('forward . 10.96.0.9:5353')), ...server(OWN, 5353)],
  ],
  [
    'a server of the mesh at another port',
    /asks/,
    [coredns(zone('forward . 10.96.0.9:5353')), ...server(OWN)],
  ],
  [
    'a server of the mesh that listens elsewhere',
    /asks/,
    [coredns(zone('forward . 10.96.0.9')), ...server(OWN, 53, 5353)],
  ],
  [
    'a server of the mesh at another address',
    /asks/,
    [coredns(zone('forward . 10.96.0.8')), ...server(OWN)],
  ],
  ['a stub domain', '240.0.0.1', [stub('10.96.0.9'), ...server(OWN)]],
  ['a stub domain that is no JSON', /nobody gave/, [map('kube-dns', { stubDomains: '{' })]],
  [
    'kube-dns and CoreDNS that say the same',
    '240.0.0.1',
    [stub('10.96.0.9'), coredns(zone(RECORDS)), ...server(OWN)],
  ],
  [
    'kube-dns and CoreDNS that differ',
    /one of them runs/,
    [stub('10.96.0.9'), coredns(ROOT + zone(RECORDS.replace('0.1', '0.2'))), ...server(OWN)],
  ],
  [
    'NodeLocal DNSCache stands before it',
    /asks __PILLAR__UPSTREAM__SERVERS__/,
    [
      map('node-local-dns', { Corefile: '.:53 {\nforward . __PILLAR__UPSTREAM__SERVERS__\n}\n' }),
      coredns(zone(RECORDS)),
    ],
  ],
])('%s', (...[, says, objects, corefile]) => {
  expect(said(objects, corefile)).toMatch(says instanceof RegExp ? says : new RegExp(`^${says}$`));
});

test.each([
  ['dns-beside-what-is-there/rke2', '240.0.0.1'],
  ['dns-by-a-server-of-the-mesh/caller', '240.0.0.1'],
  ['dns-in-the-clusters-coredns/caller', '240.0.0.1'],
])('what is written: %s', (row, address) => {
  const problems = new Problems();
  const directory = path.join(__dirname, '../../golden/rows', row);
  const [files] = readWorld({ directories: [directory] }, problems).clusters;
  expect(problems.all).toEqual([]);
  expect(new DnsRecords(files).of(HOST)).toMatchObject({ addresses: [address] });
});
