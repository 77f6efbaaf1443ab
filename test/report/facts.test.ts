import * as path from 'path';
import { matrix } from '../../src/analysis/reach/matrix';
import { Mesh } from '../../src/analysis/reach/mesh';
import { readWorld } from '../../src/analysis/world/read-world';
import { World } from '../../src/analysis/world/world';
import { Problems } from '../../src/problems/problems';
import { ReportFacts } from '../../src/report/facts/facts';
import { gatherFacts, Gathering } from '../../src/report/facts/gather';
import { warningsOf } from '../../src/report/facts/warnings';
import { CALLER, Edit, editedExample, object, OWNER, PODS } from '../analysis/edited-example';

const factsOf = (world: World, gathering?: Gathering): ReportFacts =>
  gatherFacts(new Mesh(world), gathering);

const edited = (...edits: Edit[]) => factsOf(editedExample(edits));

const golden = (row: string) =>
  readWorld({ directories: [path.join('test/golden/rows', row)] }, new Problems());

const codes = ({ warnings }: ReportFacts) => warnings.map(({ code }) => code);

const itemsOf = ({ warnings }: ReportFacts, code: string) =>
  warnings.find(one => one.code === code)?.items.map(({ text }) => text);

/** The verdict of each call, as the page reads it. */
function verdicts({ access: { rows, groups } }: ReportFacts): string[] {
  return rows.flatMap(row =>
    row.flatMap((group, i) =>
      i % 2 === 0 ? Array<string>(row[i + 1]).fill(groups[group].verdict) : [],
    ),
  );
}

test('clusters, their gateways, and who has endpoints where', () => {
  const { clusters, links, warnings } = edited();
  expect(clusters.map(({ name, exports, isLeftOut }) => [name, exports, isLeftOut])).toEqual([
    ['cluster1', [], false],
    ['cluster2', ['httpbin.bar.global'], false],
  ]);
  expect(clusters[1].gateways[0]).toMatchObject({
    name: 'istio-eastwestgateway',
    addresses: ['203.0.113.20'],
    isEgress: false,
  });
  expect(links).toEqual([{ from: 'cluster1', to: 'cluster2', hosts: ['httpbin.bar.global'] }]);
  expect(warnings).toEqual([]);
});

test('the sizes are those that synth tells', () => {
  expect(edited().clusters.map(({ size }) => size)).toEqual([
    { objects: 8, bytes: 2702, envoyClusters: 1, filterChains: 0 },
    { objects: 8, bytes: 2473, envoyClusters: 1, filterChains: 1 },
  ]);
});

test.each([
  ['exact', 2_000],
  ['alike', 0],
])('access has the verdict of each call: %s', (_, mostExact) => {
  const world = editedExample([
    [PODS, '', object('Pod', 'extra', 'bar', '{serviceAccountName: x}', '').replace('/v1', 'v1')],
  ]);
  const facts = factsOf(world, { mostExact });
  const expected = [...matrix(new Mesh(world), { request: {} })].map(({ way }) => way.verdict);
  expect(verdicts(facts)).toEqual(expected);
  expect(facts.access.isExact).toBe(mostExact > 0);
  expect(facts.access.groups.reduce((sum, { calls }) => sum + calls, 0)).toBe(expected.length);
});

test('a policy for trial is told from one that is carried out', () => {
  const policyOf = ({ access }: ReportFacts) => access.groups[0].policy;
  expect(policyOf(edited())).toBe('audited');
  expect(policyOf(edited([OWNER, '    istio.io/dry-run: "true"\n', '    other: "true"\n']))).toBe(
    'enforced',
  );
  const refusing = edited([
    OWNER,
    'cluster.local/ns/foo/sa/sleep',
    'cluster.local/ns/foo/sa/awake',
  ]);
  expect(policyOf(refusing)).toBe('would refuse');
  expect(itemsOf(refusing, 'MESH973')![0]).toMatch(/^1 call, cluster1\/foo\/sleep → httpbin/);
  expect(policyOf(edited([OWNER, /^apiVersion: security[^]*?\n---\n/, '']))).toBe('none');
});

test('what is not understood is a warning: MESH970', () => {
  const facts = edited([CALLER, '', object('ServiceEntry', 'odd', 'bar', '{hosts: 7}')]);
  expect(itemsOf(facts, 'MESH970')).toEqual([
    'ServiceEntry odd has a value of a wrong type at spec.hosts',
  ]);
});

test('calls of which nobody can tell: MESH971', () => {
  const facts = edited([PODS, /^apiVersion: apps[^]*$/m, '']);
  expect(itemsOf(facts, 'MESH971')).toEqual([
    '1 call, cluster1/foo/sleep → httpbin.bar.global:8000: gateway: no manifest has the pods of httpbin.bar.global',
  ]);
  expect(verdicts(facts)).toContain('unknown');
});

test('calls that get through in part: MESH972', () => {
  const ports = '      ports:\n        http-8000: 15443\n';
  const broken = '    - address: 203.0.113.20\n      ports:\n        http-8000: 1\n';
  const facts = edited([CALLER, ports, `${ports}${broken}`]);
  expect(codes(facts)).toEqual(['MESH972']);
  expect(verdicts(facts)).toContain('partly');
});

test('certificates that nobody can read: MESH974', () => {
  const secret = (data: string) =>
    `apiVersion: v1\nkind: Secret\nmetadata: {name: cacerts, namespace: istio-system}\nstringData: ${data}`;
  expect(codes(edited([OWNER, '', secret('{}')]))).toContain('MESH974');
});

test('an address that no gateway has: MESH977, and a link that leads nowhere', () => {
  const facts = edited([CALLER, '203.0.113.20', '203.0.113.99']);
  expect(facts.links).toEqual([
    { from: 'cluster1', to: null, hosts: ['httpbin.bar.global'], addresses: ['203.0.113.99'] },
  ]);
  expect(codes(facts)).toEqual(['MESH971', 'MESH977', 'MESH978']);
});

test('a cluster that exports, and that nobody calls: MESH978', () => {
  expect(itemsOf(edited([CALLER, '203.0.113.20', '203.0.113.10']), 'MESH978')).toBeUndefined();
  const draining = factsOf(golden('draining'));
  expect(draining.clusters.filter(({ isLeftOut }) => isLeftOut).length).toBe(1);
});

test('more than the budget: MESH976', () => {
  const facts = factsOf(editedExample([]), { budget: { objects: 8, bytes: 2500 } });
  expect(itemsOf(facts, 'MESH976')).toEqual([
    '2702 bytes of YAML, 202 more than the budget of 2500',
  ]);
});

test('a version that verdicts were not held against: MESH979', () => {
  const facts = edited(['cluster1/world.yaml', /istio: .*/, 'istio: "1.31"']);
  expect(itemsOf(facts, 'MESH979')).toEqual(['Istio 1.31']);
});

test('a gateway that workloads of its own cluster call through', () => {
  const { clusters } = factsOf(golden('egress-gateway'));
  expect(clusters.flatMap(({ gateways }) => gateways.map(one => one.isEgress))).toContain(true);
});

test('what outlives its signer: MESH975', () => {
  const card = {
    name: '',
    role: 'root',
    from: '2025-01-01',
    places: [
      { cluster: 'cluster1', object: 'Secret a/b', part: 'c', source: { file: 'f', line: 1 } },
    ],
  } as const;
  const certificates = [
    { ...card, name: 'CN=root', until: '2030-01-01', fingerprint: 'a', signedBy: [] },
    { ...card, name: 'CN=long', until: '2030-01-02', fingerprint: 'b', signedBy: ['a'] },
    { ...card, name: 'CN=short', until: '2030-01-01', fingerprint: 'c', signedBy: ['a'] },
  ];
  const world = editedExample([]);
  const warnings = warningsOf(new Mesh(world), { ...factsOf(world), certificates });
  expect(warnings.map(({ code, items }) => [code, ...items.map(({ text }) => text)])).toEqual([
    [
      'MESH975',
      '"CN=long" is valid until 2030-01-02, and "CN=root", which signed it, until 2030-01-01',
    ],
  ]);
});

test('the same world makes the same facts', () => {
  const world = editedExample([]);
  expect(JSON.stringify(factsOf(world))).toBe(JSON.stringify(factsOf(world)));
});
