import * as fc from 'fast-check';
import { Schema } from '../slots';

/** Values of each form that its schema has no examples of. */
const SEEDS: { readonly [form: string]: readonly unknown[] } = {
  label: ['east', 'web', 'a-1'],
  name: ['web', 'shop', 'a-1', 'x'.repeat(63)],
  labelOrAll: ['*', 'east'],
  nameOrAll: ['*', 'web'],
  dnsNameOrAll: ['*', 'web', 'a.b'],
  ownNamespace: ['istio-system', 'apps'],
  newNamespace: ['canary', 'apps'],
  service: ['cart', 'a'.repeat(63)],
  ownedHost: ['cart.shop', '1.a'],
  portName: ['http-80', 'x'.repeat(62)],
  containerPort: ['web', 'a1-b'],
  release: ['web', 'a.b'],
  revision: ['1-29', 'next', 'x'.repeat(56)],
  revisionOrTag: ['next', 'stable', 'default'],
  revisionTag: ['x'.repeat(43)],
  objectName: ['mesh-ca', 'a.b', `${'x'.repeat(100)}.a`],
  kind: ['ClusterIssuer', 'issuer'],
  dnsName: ['cart', 'mesh.example.com', `${'a.'.repeat(125)}bc`, '1.2'],
  suffix: ['global', 'a.b'],
  hostPattern: ['*', 'a.b'],
  labelKey: ['app', 'example.com/a_B.c', `${'x'.repeat(63)}`, 'x/constructor'],
  freeLabelKey: ['team', 'istio-injection', 'istio.io/rev', 'istio.io/x'],
  labelValue: ['', 'a', '1.0_a-B', 'x'.repeat(63)],
  locality: ['us-east1', 'A.b_c'],
  trustDomain: ['cluster.local', '-', 'a_b'],
  spiffeId: ['spiffe://cluster.local/ns/shop/sa/cart', 'spiffe://cluster.local/..a'],
  spiffeIdTemplate: [
    'spiffe://{trustDomain}/ns/{namespace}/sa/{serviceAccount}',
    'spiffe://{trustDomain}/{namespace}/{serviceAccount}/x',
    'spiffe://{trustDomain}/{serviceAccount}/{namespace}',
    'spiffe://{trustDomain}/{namespace}/../{serviceAccount}',
  ],
  ip: [
    '10.96.0.60',
    'fd00::1',
    '::ffff:1.2.3.4',
    '1:2:3:4:5:6:7:8',
    '1::8',
    '1:2:3:4:5:6:1.2.3.4',
    '240.0.0.9',
    'fe80::1%eth0',
    '1:2:3:4:5:6:7::',
    '01.2.3.4',
  ],
  cidr: [
    '10.0.0.0/8',
    'fd00::/64',
    '240.1.0.0/16',
    '1.2.3.4/32',
    '1.2.3.4/33',
    '::/128',
    '::/129',
    '::/0',
    '1.2.3.4/008',
    '1.2.3.4/0008',
  ],
  address: ['198.18.0.9', 'fd00::9'],
  GatewayAddress: [
    '198.18.7.7',
    '198.18.7.7:443',
    'gw.example.com',
    '[fd00::9]',
    '[gw.example.com]:443',
    '[198.18.7.7]:00443',
    '198.18.7.7:000443',
    '256.1.1.1',
    'a.1b',
    'a.1',
    'a',
    '1.2.3.4.a',
    `${'a.'.repeat(125)}bc:443`,
    `${'a.'.repeat(126)}bc:443`,
    '198.18.7.7:65536',
    '198.18.7.7:0',
  ],
  nameServer: [
    '10.0.0.53:5353',
    '[fd00::53]:53',
    'fd00::53',
    '[10.0.0.53]:53',
    '10.0.0.53:99999',
    'a.b',
  ],
  upstreamServer: ['10.0.0.53:5353', 'fd00::53', '[fd00::53]:53', '[10.0.0.53]:53', 'a.b'],
  stubServer: ['10.0.0.53:5353', 'fd00::53', '[fd00::53]:53', 'dns', '1.2'],
  text: ['$(x)', 'east', '5', '/a b'],
  path: ['${x}/a', 'x.json', 'a/b'],
  reason: ['It is an example.', ' x ', '', ' '],
  json: ['{}', '{"a": 1}', '[]', '{'],
  line: ['a\nb', 'istio/east'],
  istioVersion: [
    '1.29',
    '1.29.2',
    'v1.29',
    '1.29.2-rc.1',
    '1.20',
    '1.7',
    '1.1',
    '1.0',
    '1.8',
    '1.19',
    '1.100',
    '1.999',
    '2.20',
    '01.29',
    '1.029',
    '1.29.02',
    '1.29.1000',
    '10.29',
  ],
  kubernetesVersion: ['1.33.1', 'v1.33', '1.33.1-gke.100', '1.33+'],
  coreDnsVersion: ['v1.11.3', '1.12.0', '1.11'],
  image: [
    'coredns/coredns:1.12.1',
    'a',
    'localhost:5000/a/b:1',
    `a@sha256:${'0'.repeat(64)}`,
    'x'.repeat(255),
    'x'.repeat(256),
    `${'x'.repeat(255)}:${'y'.repeat(128)}`,
  ],
  duration: ['5s', '1h30m', '0s', '1ms', '0.5ms', '0.9s', '0h', '00ms', '010ms', '0.5ms0.6ms'],
  seconds: ['1s', '999ms', '1000ms', '0.5s', '1m', '01500ms', '0.5s500ms', '999.9ms'],
  minutes: ['300s', '299s', '5m', '4m', '301000ms', '299999ms', '4.9m', '10m', '0h', '1000s'],
  hours: ['60m', '59m', '3600s', '3599s', '3600000ms', '3599999ms', '1h', '0.9h', '100h', '7200s'],
  goDuration: ['0s', '1h', '1.5h'],
  day: [
    '2028-02-29',
    '2027-02-29',
    '2100-02-29',
    '2000-02-29',
    '2027-04-31',
    '2027-13-01',
    '2027-12-31',
    '2027-00-10',
    '2027-01-00',
  ],
  gitUrl: [
    'ssh://git@git.example.com/mesh.git',
    'https://user@git.example.com:8443/a?b#c',
    'https://[fd00::1]/x',
    'https://user:password@git.example.com/x',
    'https:git.example.com',
  ],
  httpsUrl: ['https://charts.example.com', 'https://charts.example.com:443/istio', 'http://x'],
  gitRevision: ['main', 'v1.0', 'a/b', 'a..b', 'a.lock', 'a.', 'a/'],
  directory: ['dist', 'a/b.c', 'a//b', 'a/./b', 'a/../b', 'a/', '.a', 'a/..b'],
  ownedPath: ['a b', 'teams', 'teams/'],
  team: ['@user', '@@a', 'a@b'],
  base64: ['A'.repeat(64), `${'A'.repeat(39)}=`],
  encrypted: ['ENC[AES256_GCM,data:x]'],
  privateKey: ['-----BEGIN PRIVATE KEY-----\nx', '-----BEGIN EC PRIVATE KEY-----\r\nx'],
  pathPrefix: ['/', '/`', '/a b'],
  header: ['x-a', 'host', 'constructor', '__proto__', 'a`', '$x', '%', 'X'],
  changeableHeader: ['x-a', 'host', 'constructor', '__proto__', 'a`', '$x', '%', 'hosts'],
  removedHeader: ['x-a', 'host', 'constructor', '__proto__', 'a`', '$x', '%'],
  headerValue: ['a', '%%', '%START_TIME%', '%REQ(x-a):10%', '%', 'a%b', '', 'a\tb', 'ä'],
  method: ['GET', 'VERSION-CONTROL', 'get', 'A-'],
  retryCondition: ['5xx', '503', 'A'],
};

/** What is wrong in many places, or means something elsewhere. */
const TEXTS = [
  ...['', ' ', '-', '*', '.', '..', 'constructor', '__proto__', 'kube-x', 'default'],
  ...['$(x)', '${x}', '$X', '<x>', '`x`', 'a b', 'A', '1.2.3.4', '::1', '0', '5s', 'null'],
  ...['x'.repeat(64), 'x'.repeat(254)],
];
const ALPHABET = [...'aZ0-._/:*@ %"`${<>[]1', '\n', 'ä'];
const NUMBERS = [
  ...[-1, 0, 0.5, 1, 99.5, 100, 101, 199, 200, 599, 600, 1000, 1001, 15021, 65535, 65536],
  ...[2 ** 31 - 1, 2 ** 31, 2 ** 53, 1e300],
];

/** Values that have a form or that should be told from it. */
export function valuesOf(form: string, { type, examples = [], enum: values = [] }: Schema) {
  if (['number', 'integer'].includes(type)) {
    return { seeds: NUMBERS, drawn: fc.integer({ min: -2, max: 70_000 }) as fc.Arbitrary<unknown> };
  }
  const seeds: unknown[] = [...(SEEDS[form] ?? []), ...examples, ...values];
  return { seeds, drawn: fc.oneof(fc.constantFrom<unknown>(...TEXTS), edited(seeds as string[])) };
}

/** With one or two characters more, less or in the place of others. */
function edited(seeds: readonly string[]): fc.Arbitrary<unknown> {
  const edit = fc.tuple(
    fc.nat(),
    fc.constantFrom('insert', 'replace', 'remove'),
    fc.constantFrom(...ALPHABET),
  );
  return fc
    .tuple(fc.constantFrom(...seeds), fc.array(edit, { minLength: 1, maxLength: 2 }))
    .map(([seed, edits]) =>
      edits.reduce((text, [at, kind, char]) => {
        const i = at % (text.length + 1);
        const added = kind === 'remove' ? '' : char;
        return text.slice(0, i) + added + text.slice(i + (kind === 'insert' ? 0 : 1));
      }, seed),
    );
}
