import { readFileSync } from 'fs';
import { stringify } from 'yaml';
import { DATABASE, meshHarness } from './harness';

const { mesh, io, write, tree } = meshHarness();

const FACTS = {
  b: { addresses: ['8.8.4.2'], istio: '1.29', region: 'two', labels: { env: 'prod' } },
  a: { addresses: ['8.8.4.1:443', 'a.example.com'], kubernetes: '1.33', platform: 'eks' },
};
const DEFAULTS = [{ istio: '1.28' }, { matchLabels: { env: 'prod' }, zone: 'z' }];

/** A description whose clusters are in an inventory. */
const described = (more: object = {}) =>
  stringify({
    ...DATABASE,
    clusters: [],
    clusterDefaults: DEFAULTS,
    inventory: { file: 'infra/clusters.json' },
    ...more,
  });

const inventory = (facts: object) => write('infra/clusters.json', JSON.stringify(facts, null, 2));

/** What Terraform prints of outputs. */
const terraform = (clusters: unknown, more: object = {}) =>
  inventory({
    region: { sensitive: false, type: 'string', value: 'x' },
    clusters: { sensitive: false, type: ['map', 'string'], value: clusters, ...more },
  });

/** The output of a description. */
async function outputOf(text: string): Promise<Record<string, string>> {
  write('other.yaml', text);
  const args = ['synth', 'other.yaml', '--outdir', 'other'];
  expect([await mesh(...args), io.err]).toEqual([0, '']);
  return tree('other');
}

test('clusters of an inventory are those that somebody would describe by hand', async () => {
  write('mesh.yaml', described());
  inventory(FACTS);
  expect(await mesh('update')).toBe(0);
  expect(io.out).toBe(
    'mesh.lock.json: 1 virtual IP (1 new), 2 clusters of the inventory (changed: a, b)\n',
  );
  expect(readFileSync('mesh.lock.json', 'utf8')).toBe(
    [
      '{',
      '  "schema": 2,',
      '  "virtualIps": [',
      '    { "ip": "240.0.0.127", "host": "db.data.mesh.internal" }',
      '  ],',
      '  "inventory": {',
      '    "a": {"addresses":["8.8.4.1:443","a.example.com"],"kubernetes":"1.33","platform":"eks"},',
      '    "b": {"addresses":["8.8.4.2"],"istio":"1.29","labels":{"env":"prod"},"region":"two"}',
      '  }',
      '}',
      '',
    ].join('\n'),
  );
  expect([await mesh('synth'), io.err]).toEqual([0, '']);
  const byHand = {
    inventory: undefined,
    clusters: [
      {
        name: 'a',
        istio: '1.28',
        kubernetes: '1.33',
        platform: 'eks',
        gateway: { addresses: ['8.8.4.1:443', 'a.example.com'] },
      },
      {
        name: 'b',
        istio: '1.29',
        region: 'two',
        zone: 'z',
        labels: { env: 'prod' },
        gateway: { addresses: ['8.8.4.2'] },
      },
    ],
  };
  expect(tree('dist')).toEqual(await outputOf(described(byHand)));
  expect(await mesh('update', '--output', 'json')).toBe(0);
  expect(JSON.parse(io.out).locks[0]).toMatchObject({ inventory: { clusters: 2, changed: [] } });
});

test('synth uses what is pinned, and needs no inventory', async () => {
  write('mesh.yaml', described({ inventory: { file: 'infra/clusters.json', output: 'clusters' } }));
  terraform({ ...FACTS, a: { ...FACTS.a, zone: null, labels: null } });
  expect(await mesh('update')).toBe(0);
  expect(await mesh('synth')).toBe(0);
  const before = tree('dist');
  const elsewhere = 'inventory: { file: nowhere.json }';
  write('mesh.yaml', described().replace(/inventory:\n +file: .*/, elsewhere));
  expect(readFileSync('mesh.yaml', 'utf8')).toContain(elsewhere);
  expect([await mesh('synth'), io.err]).toEqual([0, '']);
  expect(tree('dist')).toEqual(before);
  expect(await mesh('update')).toBe(1);
  expect(io.err).toMatch(
    /^1 problem\n\nMESH106 at nowhere\.json\n {2}"nowhere\.json" cannot be read: ENOENT\n/,
  );
});

test('an inventory that says something else fails synth until somebody updates the lock', async () => {
  write('mesh.yaml', described());
  inventory(FACTS);
  expect(await mesh('synth')).toBe(1);
  expect(io.err).toMatch(
    /^1 problem\n\nMESH147 at mesh\.yaml:\d+:1 \(inventory\)\n {2}nothing of "infra\/clusters\.json" is in the lock file\n/,
  );
  expect(await mesh('update')).toBe(0);
  const lock = readFileSync('mesh.lock.json', 'utf8');
  inventory({ b: FACTS.b, a: { ...FACTS.a, addresses: ['8.8.4.9'] }, c: { istio: '1.29' } });
  expect(await mesh('synth')).toBe(1);
  expect(io.err).toMatch(
    /^1 problem\n\nMESH147 at mesh\.yaml:\d+:1 \(inventory\)\n {2}"infra\/clusters\.json" says something else of "a", "c" than the lock file\n {2}→ Run `npx mesh update`/,
  );
  expect(readFileSync('mesh.lock.json', 'utf8')).toBe(lock);
  expect(await mesh('update')).toBe(0);
  expect(io.out).toContain('3 clusters of the inventory (changed: a, c)');
  expect(await mesh('synth')).toBe(0);
  expect(tree('dist')['a/world.yaml']).toContain('8.8.4.9');
  expect(Object.keys(tree('dist')).filter(file => file.startsWith('c/'))).not.toEqual([]);
});

test('the order of keys is no change', async () => {
  write('mesh.yaml', described());
  inventory(FACTS);
  expect(await mesh('update')).toBe(0);
  const { a, b } = FACTS;
  inventory({ a: Object.fromEntries(Object.entries(a).reverse()), b });
  expect([await mesh('synth'), io.err]).toEqual([0, '']);
});

test('what the description says of a cluster wins, key by key', async () => {
  const clusters = [
    { name: 'a', istio: '1.27', labels: { env: 'test' } },
    { name: 'b', gateway: { addresses: ['8.8.4.7'], namespace: 'gateways' } },
  ];
  write('mesh.yaml', described({ clusters }));
  inventory({ ...FACTS, a: { ...FACTS.a, istio: '1.26', labels: { env: 'prod', ring: '1' } } });
  expect(await mesh('update')).toBe(0);
  expect([await mesh('synth'), io.err]).toEqual([0, '']);
  const [a, b] = [
    {
      ...clusters[0],
      kubernetes: '1.33',
      platform: 'eks',
      labels: { env: 'test', ring: '1' },
      gateway: { addresses: FACTS.a.addresses },
    },
    { ...clusters[1], istio: '1.29', region: 'two', labels: { env: 'prod' } },
  ];
  const byHand = described({ inventory: undefined, clusters: [a, b] });
  expect(tree('dist')).toEqual(await outputOf(byHand));
});

test.each<[string, () => void, object, string[]]>([
  [
    'a form that is none',
    () => inventory({ a: { adresses: ['8.8.4.1'] }, b: { istio: 1.29, addresses: '8.8.4.2' } }),
    {},
    [
      'MESH102 at infra/clusters.json:3:5 (a.adresses): "adresses" is not a key here',
      'MESH104 at infra/clusters.json:8:5 (b.istio): 1.29 is a number',
      'MESH104 at infra/clusters.json:9:5 (b.addresses): 8.8.4.2 is not a list',
    ],
  ],
  [
    'values that are none',
    () =>
      inventory({ ...FACTS, a: { addresses: ['8.8.4.1:99999'], istio: '1.12', region: 'a/b' } }),
    {},
    [
      'MESH303 at infra/clusters.json:14:7 (a.addresses[0]): gateway port 99999 is out of range',
      expect.stringMatching(/^MESH502 at infra\/clusters\.json:16:5 \(a\.istio\): Istio "1\.12" /),
      'MESH212 at infra/clusters.json:17:5 (a.region): region "a/b" is empty or contains "/" or "*"',
    ],
  ],
  [
    'a name that is none',
    () => terraform({ ...FACTS, A_: {} }),
    { inventory: { file: 'infra/clusters.json', output: 'clusters' } },
    [
      'MESH201 at infra/clusters.json:32:7 (clusters.value.A_): cluster name "A_" is not a DNS label',
    ],
  ],
  [
    'an output that is not there',
    () => terraform(FACTS),
    { inventory: { file: 'infra/clusters.json', output: 'cluster' } },
    ['MESH145 at infra/clusters.json:1:1: there is no output "cluster"'],
  ],
  [
    'a file without outputs',
    () => inventory([]),
    { inventory: { file: 'infra/clusters.json', output: 'constructor' } },
    ['MESH145 at infra/clusters.json:1:1: there is no output "constructor"'],
  ],
  [
    'an output that is secret',
    () => terraform(FACTS, { sensitive: true }),
    { inventory: { file: 'infra/clusters.json', output: 'clusters' } },
    ['MESH146 at infra/clusters.json:7:3 (clusters): the output "clusters" is marked as sensitive'],
  ],
  [
    'a list',
    () => inventory([]),
    {},
    ['MESH104 at infra/clusters.json:1:1: [] is not a map of keys'],
  ],
])('%s is refused at its place in the inventory', async (_, prepare, more, expected) => {
  write('mesh.yaml', described({ services: undefined, grants: undefined, ...more }));
  prepare();
  expect(await mesh('update', '--output', 'json')).toBe(1);
  const { problems } = JSON.parse(io.out);
  expect(
    problems.map(({ code, place, message }: any) => `${code} at ${place}: ${message}`),
  ).toEqual(expected);
  expect(Object.keys(tree())).not.toContain('mesh.lock.json');
});

test('a lock that somebody has edited is told by its own place', async () => {
  write('mesh.yaml', described());
  inventory(FACTS);
  expect(await mesh('update')).toBe(0);
  const lock = readFileSync('mesh.lock.json', 'utf8');
  write('mesh.yaml', described({ inventory: { file: 'nowhere.json' } }));
  write('mesh.lock.json', lock.replace('"istio":"1.29"', '"istio":"1.12"'));
  expect(await mesh('synth')).toBe(1);
  expect(io.err).toContain('MESH502 at mesh.lock.json (inventory.b.istio)\n');
  write('mesh.lock.json', lock.replace('"istio":"1.29"', '"istio":29'));
  expect(await mesh('synth')).toBe(1);
  expect(io.err).toContain('"mesh.lock.json" is not a lock file of this library\n');
});

test('a merge of two branches keeps what both have pinned', async () => {
  write('mesh.yaml', described());
  inventory(FACTS);
  expect(await mesh('update')).toBe(0);
  const lock = readFileSync('mesh.lock.json', 'utf8');
  const line = /^ {4}"b": .*\n/m.exec(lock)![0];
  const other = line.replace('1.29', '1.28');
  const marked = `<<<<<<< ours\n${line}=======\n${other}>>>>>>> theirs\n`;
  write(
    'mesh.lock.json',
    lock.replace(line, () => marked),
  );
  expect(await mesh('synth')).toBe(1);
  expect(io.err).toContain('MESH350');
  expect(await mesh('update')).toBe(0);
  expect(readFileSync('mesh.lock.json', 'utf8')).toBe(lock);
});
