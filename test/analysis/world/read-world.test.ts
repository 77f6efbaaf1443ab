import { mkdirSync, writeFileSync } from 'fs';
import * as path from 'path';
import { documentsOf, DocumentParser } from '../../../src/analysis/world/documents';
import { misfit } from '../../../src/analysis/world/form';
import { readText, readWorld } from '../../../src/analysis/world/read-world';
import { Problems } from '../../../src/problems/problems';
import { temporaryFolder } from '../../golden/golden';

const folder = temporaryFolder();
let count = 0;

function directory(files: { readonly [file: string]: string }): string {
  const root = path.join(folder, String(count++));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  }
  return root;
}

function read(files: { readonly [file: string]: string }, worldFile?: string) {
  const root = directory(files);
  const problems = new Problems();
  const world = readWorld(
    { directories: [root], worldFile: worldFile && path.join(root, worldFile) },
    problems,
  );
  const texts = problems.all.map(({ code, where, message }) =>
    `${code} ${where} ${message}`.replaceAll(root, '…').replace(/ +/g, ' '),
  );
  return { clusters: world.clusters, problems: texts, root };
}

const service = (name: string) =>
  `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}, namespace: bar}\nspec: {ports: []}\n`;

test('a directory for each cluster, several documents in a file, lists', () => {
  const { clusters, problems } = read({
    'east/a.yaml': `# nothing\n---\n${service('a')}---\n${service('b')}`,
    'west/list.yaml': `apiVersion: v1\nkind: List\nitems:\n- ${service('c').trim().replace(/\n/g, '\n  ')}\n- ${service('d').trim().replace(/\n/g, '\n  ')}\n`,
    'west/services.json': JSON.stringify({
      apiVersion: 'v1',
      kind: 'ServiceList',
      items: [{ metadata: { name: 'e' } }],
    }),
  });
  expect(problems).toEqual([]);
  const names = clusters.map(({ name, manifests }) => [
    name,
    ...manifests.map(
      one => `${one.kind} ${one.name} ${path.basename(one.source.file)}:${one.source.line}`,
    ),
  ]);
  expect(names).toEqual([
    ['east', 'Service a a.yaml:3', 'Service b a.yaml:8'],
    ['west', 'Service c list.yaml:4', 'Service d list.yaml:8', 'Service e services.json:1'],
  ]);
});

test('a kustomization says what is applied, and what it changes is a gap', () => {
  const { clusters } = read({
    'kustomization.yaml':
      'kind: Kustomization\nresources: [a.yaml, base, gone.yaml]\npatches: []\n',
    'a.yaml': service('a'),
    'b.yaml': service('b'),
    'base/kustomization.yaml': 'resources: [c.yaml]\n',
    'base/c.yaml': service('c'),
  });
  expect(clusters[0].manifests.map(({ name }) => name)).toEqual(['a', 'c']);
  expect(clusters[0].gaps.map(({ what }) => what)).toEqual([
    'its "patches" is not carried out here: give the output of kustomize build instead',
    'its resource "gone.yaml" is not here',
  ]);
});

test('what is no YAML, what is no object, and what has a wrong type', () => {
  const { problems, clusters } = read({
    'a.yaml': `${service('a')}---\na: [\n`,
    'b.yaml': 'apiVersion: v1\nkind: Service\nmetadata: {}\n',
    'c.yaml':
      'apiVersion: networking.istio.io/v1\nkind: ServiceEntry\nmetadata: {name: x}\nspec: {exportTo: foo}\n',
  });
  expect(problems[0]).toMatch(/^MESH902 …\/a.yaml:7 /);
  expect(clusters[0].gaps.map(({ what }) => what)).toEqual([
    'Service has no name',
    'ServiceEntry x has a value of a wrong type at spec.exportTo',
  ]);
});

test('nothing to look at, and a directory that there is not', () => {
  expect(read({ 'a.txt': '' }).problems).toEqual(['MESH901 there are no manifests in "…"']);
  const problems = new Problems();
  readWorld({ directories: ['/no/such/directory'] }, problems);
  expect(problems.all.map(({ code }) => code)).toContain('MESH901');
});

test('deeply nested files are refused', () => {
  const { problems } = read({ 'a.yaml': `a: ${'['.repeat(100_000)}` });
  expect(problems[0]).toMatch(/^MESH902 .* nested more than 200 levels deep/);
});

test('world.yaml for all clusters, and a key that nobody knows', () => {
  const files = {
    'all.yaml': 'clusters:\n  east: {directory: e, gateways: [{addresses: [10.0.0.1]}]}\n',
    'e/a.yaml': service('a'),
  };
  const { clusters, problems } = read(files, 'all.yaml');
  expect(problems).toEqual([]);
  expect(clusters.map(({ name, facts }) => [name, facts.gateways[0].addresses])).toEqual([
    ['east', ['10.0.0.1']],
  ]);
  const wrong = read(
    { ...files, 'all.yaml': 'clusters: {east: {directory: e, gateway: 1}}\n' },
    'all.yaml',
  );
  expect(wrong.problems).toContain(
    'MESH903 …/all.yaml nobody knows the key "clusters.east.gateway"',
  );
});

test('a text instead of files', () => {
  const problems = new Problems();
  expect(readText('live', service('a'), problems).clusters[0].manifests[0].source).toEqual({
    file: '-',
    line: 1,
  });
  readText('live', '', problems);
  expect(problems.all.map(({ code }) => code)).toEqual(['MESH901']);
});

test('equal documents are parsed once', () => {
  const parser = new DocumentParser();
  const [one, other] = documentsOf(`${service('a')}---\n${service('a')}`);
  expect(parser.parse(one.text).values).toBe(parser.parse(other.text).values);
});

test('the form of a value', () => {
  const form = { a: 'text', b: { list: { c: 'number' } }, d: 'unknown' } as const;
  expect(misfit({ a: 'x', b: [{ c: 1 }] }, form, 'spec')).toBeUndefined();
  expect(misfit({ e: 1, b: [{ c: 'x' }] }, form, 'spec')).toEqual({
    path: 'spec.b[0].c',
    isField: false,
  });
  expect(misfit({ d: 1 }, form, 'spec')).toEqual({ path: 'spec.d', isField: true });
});

test('values of charts are found where Flux and the Sail operator keep them', () => {
  const release = (chart: string, values: object) =>
    JSON.stringify({
      apiVersion: 'helm.toolkit.fluxcd.io/v2',
      kind: 'HelmRelease',
      metadata: { name: chart, namespace: 'flux-system' },
      spec: { chart: { spec: { chart } }, values },
    });
  const istiod = { meshConfig: { trustDomain: 'a.example' } };
  const gateway = { name: 'gw', labels: { istio: 'x' }, service: { ports: [] } };
  const { clusters } = read({
    'flux/kustomization.yaml': 'resources: []\n',
    'flux/gitops/istio.yaml': `${release('istiod', istiod)}\n---\n${release('gateway', gateway)}\n---\n${release('base', {})}\n`,
    'sail/istio.yaml': JSON.stringify({
      apiVersion: 'sailoperator.io/v1',
      kind: 'Istio',
      metadata: { name: 'default' },
      spec: { values: istiod },
    }),
    'other/a.yaml': JSON.stringify({
      apiVersion: 'example.com/v1',
      kind: 'HelmRelease',
      metadata: { name: 'x' },
      spec: { values: istiod },
    }),
  });
  const found = clusters.map(({ name, istiods, gateways }) => [
    name,
    istiods.map(({ values }) => values.meshConfig.trustDomain),
    gateways.map(({ values }) => values.name),
  ]);
  expect(found).toEqual([
    ['flux', ['a.example'], ['gw']],
    ['other', [], []],
    ['sail', ['a.example'], []],
  ]);
});
