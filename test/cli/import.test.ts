import { cpSync, existsSync, openSync, readFileSync, writeFileSync } from 'fs';
import * as path from 'path';
import { parse } from 'yaml';
import { meshHarness } from './harness';
import { expectGolden } from '../golden/golden';
import { CLUSTERS, SAMPLES } from '../import/sample';

const { mesh, io, write } = meshHarness();

const FORMS = Object.keys(CLUSTERS) as Array<keyof typeof CLUSTERS>;

function copy(form: string): void {
  cpSync(path.join(SAMPLES, form), 'clusters', { recursive: true });
}

/** What is left to do by hand, as codes. */
const codes = (): string[] => [...io.out.matchAll(/^Warning (MESH\d+)/gm)].map(([, code]) => code);

describe.each(FORMS)('%s', form => {
  test('the description and the reports are those of the golden directory', async () => {
    copy(form);
    const more = form === 'guide' || form === 'federation' ? ['--istio', '1.29'] : [];
    expect(await mesh('import', 'clusters', ...more, '--out', 'golden/mesh.yaml')).toBe(1);
    expect(io.err).toContain('ENOENT');
    write('golden/report.txt', '');
    expect(await mesh('import', 'clusters', ...more, '--out', 'golden/mesh.yaml')).toBe(2);
    writeFileSync('golden/report.txt', io.out);
    await mesh('import', 'clusters', ...more, '--out', '-', '-o', 'markdown');
    writeFileSync('golden/report.md', io.err);
    expect(io.out).toBe(readFileSync('golden/mesh.yaml', 'utf8'));
    expectGolden(`../import/golden/${form}`, 'golden');
  });

  test('the description is valid, and synth writes it', async () => {
    copy(form);
    write('world.yaml', WORLD);
    const world = form === 'federation' ? ['--world', 'world.yaml'] : ['--istio', '1.29'];
    expect(await mesh('import', 'clusters', ...world)).toBe(2);
    expect(codes()).not.toContain('MESH960');
    expect(await mesh('update')).toBe(0);
    expect(await mesh('validate')).toBe(0);
    expect(await mesh('synth')).toBe(0);
    expect(existsSync(`dist/${CLUSTERS[form][0]}/kustomization.yaml`)).toBe(true);
  });
});

const WORLD = `clusters:
  east: { istio: "1.29" }
  west:
    istio: "1.29"
    gateways: [{ addresses: [192.0.2.30] }]
`;

test('what all was carried over ends with 0', async () => {
  copy('mcs');
  const shop = 'clusters/south/shop.yaml';
  writeFileSync(
    shop,
    readFileSync(shop, 'utf8').replace('istio-injection: disabled', 'istio-injection: enabled'),
  );
  expect(await mesh('import', 'clusters')).toBe(0);
  expect(io.out)
    .toBe(`east, south, west, connected by ServiceExports and ServiceImports: 2 services, 3 grants, written to mesh.yaml
names that callers have to change:
  cart.shop.svc.clusterset.local   → cart.shop.mesh.internal
  stock.shop.svc.clusterset.local  → stock.shop.mesh.internal
59 calls by reach, before and after: 59 alike
next: \`mesh update\`, then \`mesh synth\`
`);
});

test('a program gets all of it, and no secret', async () => {
  copy('multi-primary');
  expect(await mesh('import', 'clusters', '--out', '-', '-o', 'json')).toBe(2);
  const report = JSON.parse(io.err);
  expect(report).toMatchObject({
    form: 'multi-primary',
    clusters: ['east', 'west'],
    grants: 2,
    compared: { unknown: 0, differences: [] },
    notes: [{ code: 'MESH958', isWarning: true, place: 'clusters/east/apps.yaml:88' }],
  });
  expect(report.services.map((one: any) => one.before)).toEqual([
    ['accounts.bank.svc.cluster.local'],
    ['web.shop.svc.cluster.local'],
  ]);
  expect(`${io.out}${io.err}`).not.toMatch(/bm90IGEga3ViZWNvbmZp/);
  expect(await mesh('import', 'clusters', '--out', '-', '-o', 'yaml')).toBe(2);
  expect(parse(io.err)).toEqual(report);
});

test('an existing description is overwritten only when asked to', async () => {
  copy('mcs');
  write('mesh.yaml', 'mine');
  expect(await mesh('import', 'clusters')).toBe(1);
  expect(io.err).toMatch(/^1 problem\n\nMESH963\n  "mesh.yaml" exists\n/);
  expect(readFileSync('mesh.yaml', 'utf8')).toBe('mine');
  expect(await mesh('import', 'clusters', '--force')).toBe(2);
  expect(readFileSync('mesh.yaml', 'utf8')).toContain('cart.shop');
});

test('clusters have the names that they are given, and one may come from standard input', async () => {
  copy('mcs');
  const text =
    readFileSync('clusters/east/istio.yaml', 'utf8') +
    '\n---\n' +
    readFileSync('clusters/east/shop.yaml', 'utf8');
  write('east.txt', text);
  const { stdin } = process;
  Object.defineProperty(process, 'stdin', { value: { fd: openSync('east.txt', 'r') } });
  try {
    expect(await mesh('import', 'rot=-', 'blau=clusters/west', 'clusters/south')).toBe(2);
  } finally {
    Object.defineProperty(process, 'stdin', { value: stdin });
  }
  const { clusters, grants } = parse(readFileSync('mesh.yaml', 'utf8'));
  expect(clusters.map((one: any) => one.name)).toEqual(['rot', 'blau', 'south']);
  expect(grants[0].clusters).toEqual(['blau', 'south']);
});

describe('bad input', () => {
  const bad: ReadonlyArray<readonly [string, readonly string[], string]> = [
    ['nothing there', ['nowhere'], 'MESH901\n  there is no directory "nowhere"'],
    ['no manifests', ['empty'], 'MESH901\n  there are no manifests in "empty"'],
    ['broken YAML', ['broken'], 'MESH902 at broken/a.yaml:2'],
    ['nothing that connects', ['plain'], 'MESH950\n  nothing in the manifests connects clusters\n'],
    [
      'not that form',
      ['clusters', '--form', 'guide'],
      'MESH950\n  nothing in the manifests connects clusters by "guide"',
    ],
    [
      'two forms',
      ['clusters', 'more'],
      'MESH951\n  the manifests have ServiceExports and ServiceImports (mcs), control planes with remote secrets (multi-primary)',
    ],
    [
      'one name twice',
      ['clusters', 'east=plain'],
      'MESH952 at east\n  two clusters are named "east"',
    ],
    ['no name', ['Ost/1=plain', 'clusters'], 'MESH901'],
    [
      'a name that is none',
      ['Ost_1=plain', 'clusters'],
      'MESH952 at Ost_1\n  "Ost_1" is no name for a cluster',
    ],
    ['a key of every object', ['__proto__=plain', 'clusters'], 'MESH952 at __proto__'],
    ['a world that is none', ['clusters', '--world', 'plain/a.yaml'], 'MESH903 at plain/a.yaml'],
  ];
  test.each(bad)('%s', async (_, args, told) => {
    copy('mcs');
    write('empty/readme.md', 'nothing');
    write('broken/a.yaml', 'kind: [\n  a: }');
    write('plain/a.yaml', 'apiVersion: v1\nkind: Namespace\nmetadata: { name: a }\n');
    write('more/east.yaml', REMOTE);
    expect(await mesh('import', ...args)).toBe(1);
    expect(io.err).toContain(told);
    expect(io.err).toMatch(/\nmesh import: nothing was written\n$/);
    expect(existsSync('mesh.yaml')).toBe(false);
  });

  test.each([
    [[], "missing required argument 'cluster'"],
    [['-'], 'write <name>=- for a cluster on standard input'],
    [['a=-', 'b=-'], 'only one cluster can be on standard input'],
    [['clusters', '--form', 'gloo'], "argument 'gloo' is invalid"],
  ])('the command line %j', async (args, told) => {
    expect(await mesh('import', ...args)).toBe(1);
    expect(io.err).toContain(told);
  });
});

const REMOTE = `apiVersion: v1
kind: Secret
metadata: { name: istio-remote-secret-x, namespace: istio-system, labels: { istio/multiCluster: "true" } }
`;
