import { spawnSync } from 'child_process';
import * as fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { directoryOf, Files, readSource, service, workload } from './reading';
import { readManifests } from '../../../src/description/sources/directory';
import { Problems } from '../../../src/problems/problems';
import { temporaryFolder } from '../../golden/golden';

const folder = temporaryFolder();
const read = (files: Files, props = {}) => readSource(folder, files, props);

/** A file with a Service and its workload. */
const app = (name: string) => [service(name), workload(name)];

describe('a kustomization', () => {
  test('says which files are applied, and in which namespace', () => {
    const { keys, problems } = read({
      'kustomization.yaml': 'namespace: front\nresources: [a.yaml]\n',
      'a.yaml': app('a'),
      'b.yaml': app('b'),
      'more/c.yaml': [workload('c')],
    });
    expect(keys).toEqual(['a.front']);
    expect(problems).toEqual([
      'MESH182 b.yaml:1: Service "b" is in a file that the kustomization above it does not list',
    ]);
  });

  test('leaves alone what is above and beside its directory', () => {
    const { keys, problems } = read({
      'a.yaml': app('a'),
      'beside/b.yaml': app('b'),
      'k/kustomization.yml': 'namespace: front\nresources: [c.yaml]\n',
      'k/c.yaml': app('c'),
    });
    expect([keys, problems]).toEqual([['c.front', 'a.shop', 'b.shop'], []]);
  });

  test('wins over those that it lists, since it sets its namespace last', () => {
    const files = {
      'kustomization.yaml': 'namespace: outer\nresources: [inner]\n',
      'inner/kustomization.yaml': 'namespace: inner\nresources: [a.yaml]\n',
      'inner/a.yaml': app('a'),
    };
    expect(read(files).keys).toEqual(['a.outer']);
    expect(read({ ...files, 'kustomization.yaml': 'resources: [inner]\n' }).keys).toEqual([
      'a.inner',
    ]);
    // and is another one where nobody lists it
    const alone = { ...files, 'kustomization.yaml': 'namespace: outer\nresources: []\n' };
    expect(read(alone)).toEqual({ ...read(alone), keys: ['a.inner'], problems: [] });
  });

  test('of an overlay takes what is below the directory of the source', () => {
    const files = {
      'base/kustomization.yaml': 'resources: [a.yaml]\n',
      'base/a.yaml': app('a'),
      'overlays/one/kustomization.yaml': 'namespace: one\nbases: [../../base]\n',
      'overlays/two/kustomization.yaml': 'namespace: two\nresources: [../../base/]\n',
    };
    expect(read(files).keys).toEqual(['a.one', 'a.two']);
  });

  test('names the Namespace after its own, as kustomize does', () => {
    const namespace = {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'any', labels: { 'istio-injection': 'disabled' } },
    };
    const files = {
      'kustomization.yaml': 'namespace: front\nresources: [a.yaml]\n',
      'a.yaml': [...app('a'), namespace],
    };
    expect(read(files).problems).toEqual([
      'MESH159 a.yaml:1: Deployment "a" behind Service "a" is in namespace "front", where `istio-injection` is "disabled"',
    ]);
  });

  test.each([
    ['namePrefix: x-', '`namePrefix`'],
    ['nameSuffix: -x', '`nameSuffix`'],
    ['patches: [{ path: p.yaml }]\nreplacements: []', '`patches`, `replacements`'],
    ['components: [../c]', '`components`'],
    ['transformers: [t.yaml]', '`transformers`'],
    ['commonLabels: { a: b }', '`commonLabels`'],
    ['labels: [{ pairs: { a: b } }]', '`labels`'],
    ['commonAnnotations: { a: b }', '`commonAnnotations`'],
    ['helmCharts: [{ name: x }]', '`helmCharts`'],
    ['somethingNew: true', '`somethingNew`'],
  ])('with %j is one error', (text, keys) => {
    const files = {
      'kustomization.yaml': `${text}\nresources: [a.yaml, base]\n`,
      'a.yaml': app('a'),
      'p.yaml': [service('patch')],
      'base/kustomization.yaml': 'namespace: base\nresources: [b.yaml]\n',
      'base/b.yaml': app('b'),
      'beside/c.yaml': app('c'),
    };
    const { services, problems } = read(files);
    expect(services).toEqual([]);
    expect(problems).toEqual([
      `MESH181 kustomization.yaml:1: the kustomization changes objects by ${keys}, which only kustomize can tell`,
    ]);
    const excluded = read(files, { exclude: ['kustomization.yaml', 'p.yaml'] });
    expect([excluded.keys, excluded.problems]).toEqual([['b.base', 'a.shop', 'c.shop'], []]);
  });

  test('may do what leaves Services and workloads alone', () => {
    const text =
      'resources: [a.yaml]\nimages: [{ name: x, newTag: y }]\nconfigMapGenerator: [{ name: c }]\npatches:\n';
    const { keys, problems } = read({ 'kustomization.yaml': text, 'a.yaml': app('a') });
    expect([keys, problems]).toEqual([['a.shop'], []]);
  });

  test.each([
    'https://example.com/a.yaml',
    'github.com/example/app//base?ref=v1',
    '../a.yaml',
    '/etc/a.yaml',
    'nowhere.yaml',
    'empty',
  ])('that lists %s is refused', resource => {
    const { problems } = read({
      'k/kustomization.yaml': `resources: [${resource}]\n`,
      'k/empty/x.txt': '',
      'a.yaml': app('a'),
    });
    expect(problems).toEqual([
      `MESH181 k/kustomization.yaml:1: the kustomization lists "${resource}", which is neither a manifest in its directory nor a kustomization of the source`,
    ]);
  });

  test('that leads back to itself, or to one thing twice, is refused', () => {
    const files = {
      'a/kustomization.yaml': 'resources: [../b]\n',
      'b/kustomization.yaml': 'resources: [../a, x.yaml]\n',
      'b/x.yaml': app('x'),
    };
    expect(read(files).problems).toEqual([
      'MESH181 b/kustomization.yaml:1: the kustomization lists "../a", which is put together with it already',
    ]);
    const twice = { 'kustomization.yaml': 'resources: [a.yaml, ./a.yaml]\n', 'a.yaml': app('a') };
    expect(read(twice).problems).toEqual([
      'MESH181 kustomization.yaml:1: the kustomization lists "./a.yaml", which is put together with it already',
    ]);
  });

  test('that is a component counts where it is used only', () => {
    const { keys, problems } = read({
      'c/kustomization.yaml': 'kind: Component\npatches: [{ path: p.yaml }]\n',
      'c/p.yaml': [service('patch')],
      'a.yaml': app('a'),
    });
    expect([keys, problems]).toEqual([['a.shop'], []]);
  });

  test('that is a component, or is listed nowhere, takes nothing away from others', () => {
    const { keys } = read({
      'bank/kustomization.yaml': 'resources: [a.yaml]\n',
      'bank/a.yaml': app('a'),
      'evil/kustomization.yaml': 'kind: Component\nresources: [../bank]\n',
    });
    expect(keys).toEqual(['a.shop']);
  });

  test('cannot make files be read again and again', () => {
    const many = Array.from({ length: 150 }, (_, i) => i);
    const files = Object.fromEntries([
      ...many.map(i => [`base/${i}.yaml`, [workload(`w${i}`)]]),
      ['base/kustomization.yaml', `resources: [${many.map(i => `${i}.yaml`).join(', ')}]\n`],
      ...many.map(i => [`o${i}/kustomization.yaml`, `namespace: n${i}\nresources: [../base]\n`]),
    ]);
    const { problems } = read(files);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain('the kustomization makes more than 20000 files be read');
  });
});

test('a Helm chart is one error, and may be left out', () => {
  const files = {
    'a.yaml': app('a'),
    'charts/shop/Chart.yaml': 'name: shop\n',
    'charts/shop/templates/service.yaml':
      'apiVersion: v1\nkind: Service\nmetadata: {{ .Values.x }}\n',
    'charts/shop/charts/sub/Chart.yaml': 'name: sub\n',
  };
  expect(read(files).problems).toEqual([
    'MESH183 charts/shop/Chart.yaml:1: "charts/shop" is a Helm chart, whose templates are not manifests',
  ]);
  const { keys, problems } = read(files, { exclude: ['**/shop'] });
  expect([keys, problems]).toEqual([['a.shop'], []]);
  const { problems: unused } = read(files, { exclude: ['charts', 'chart', '*/*.json'] });
  expect(unused).toEqual([
    'MESH186 source.exclude[1]: nothing in "." matches "chart"',
    'MESH186 source.exclude[2]: nothing in "." matches "*/*.json"',
  ]);
});

/** Directories with kustomizations that list files and each other, later ones only. */
const trees: fc.Arbitrary<Files> = fc
  .array(
    fc.record({
      namespace: fc.constantFrom(undefined, 'one', 'two'),
      files: fc.integer({ min: 1, max: 2 }),
      lists: fc.boolean(),
      ownNamespace: fc.constantFrom(undefined, 'own'),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map(levels =>
    Object.fromEntries(
      levels.flatMap(({ namespace, files, lists, ownNamespace }, i) => {
        const names = Array.from({ length: files }, (_, j) => `f${i}-${j}`);
        const metadata = { namespace: ownNamespace };
        const next = lists && i + 1 < levels.length ? [`../d${i + 1}`] : [];
        const resources = [...names.map(name => `${name}.yaml`), ...next];
        return [
          ...names.map(name => [
            `d${i}/${name}.yaml`,
            [service(name, { metadata: { name, ...metadata } })],
          ]),
          [
            `d${i}/kustomization.yaml`,
            `resources: [${resources.join(', ')}]\n${namespace ? `namespace: ${namespace}\n` : ''}`,
          ],
        ];
      }),
    ),
  );

const kubectl = spawnSync('kubectl', ['kustomize', '--help']).status === 0;

(kubectl ? test : test.skip)('the real kustomize puts the same together', () => {
  fc.assert(
    fc.property(trees, files => {
      const root = directoryOf(folder, files);
      const listed = new Set(
        JSON.stringify(files)
          .match(/\.\.\/d\d/g)
          ?.map(name => name.slice(3)),
      );
      const roots = Object.keys(files)
        .filter(file => file.endsWith('kustomization.yaml'))
        .map(file => file.split('/')[0])
        .filter(directory => !listed.has(directory));
      const rendered = roots.flatMap(directory => {
        const { stdout } = spawnSync('kubectl', ['kustomize', `${root}/${directory}`], {
          encoding: 'utf8',
        });
        return parseAllDocuments(stdout).map(document => {
          const { metadata } = document.toJS() as any;
          return `${metadata.namespace}/${metadata.name}`;
        });
      });
      const problems = new Problems();
      const found = readManifests({ directory: root }, problems, problems);
      expect(problems.all).toEqual([]);
      expect(
        found.map(({ object, namespace }) => `${namespace}/${object.metadata.name}`).sort(),
      ).toEqual(rendered.sort());
    }),
    { numRuns: 8, seed: 1 },
  );
});
