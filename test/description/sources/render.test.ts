import { spawnSync } from 'child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'fs';
import * as path from 'path';
import { stringify } from 'yaml';
import { directoryOf, Files, service, template, workload } from './reading';
import {
  MulticlusterMesh,
  MeshApp,
  MeshProblems,
  ServiceSource,
  SourceRenderer,
} from '../../../src';
import { renderManifests } from '../../../src/description/sources/render';
import { Problems } from '../../../src/problems/problems';
import { temporaryFolder } from '../../golden/golden';
import { ROOT, SPLIT, write } from '../owners/files';

const folder = temporaryFolder();
const PATH = process.env.PATH!;
const SHELL = spawnSync('sh', ['-c', 'command -v sh'], { encoding: 'utf8' }).stdout.trim();

// what is run finds the PATH of these tests, which Jest keeps from other programs
const modules = jest.requireActual('child_process');
const real = modules.spawnSync;
jest
  .spyOn(modules, 'spawnSync')
  .mockImplementation((program, args, options: any) =>
    real(program, args, { env: process.env, ...options }),
  );

afterEach(() => {
  process.env.PATH = PATH;
});

/** Puts programs into the `PATH`, and nothing else. Each is a script, and logs its arguments. */
function install(programs: Readonly<Record<string, string>>): { readonly log: () => string[] } {
  const bin = mkdtempSync(path.join(folder, 'bin-'));
  const log = path.join(bin, 'log');
  for (const [name, script] of Object.entries(programs)) {
    const file = path.join(bin, name);
    const logged = `for word in ${name} "$@"; do echo "$word" >> '${log}'; done`;
    writeFileSync(file, `#!${SHELL}\n${logged}\n${script}\n`);
    chmodSync(file, 0o755);
  }
  process.env.PATH = bin;
  return { log: () => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []) };
}

const printing = (...objects: object[]) =>
  `while IFS= read -r line; do printf '%s\\n' "$line"; done <<'OBJECTS'\n${objects.map(o => stringify(o)).join('---\n')}\nOBJECTS`;

/** The problems of a source, and the services that are found. */
function read(files: Files, props = {}) {
  const directory = directoryOf(folder, files);
  const shorten = (text: string) => text.replaceAll(directory, 'DIR');
  try {
    const source = { directory, clusters: ['west'], ...props };
    const { services } = ServiceSource.of(source);
    return {
      directory,
      keys: services.map(({ name, namespace }) => `${name}.${namespace}`),
      problems: [],
    };
  } catch (error) {
    const problems = MeshProblems.of(error);
    return {
      directory,
      keys: [],
      problems: problems.map(({ code, place, message }) => shorten(`${code} ${place}: ${message}`)),
    };
  }
}

const KUSTOMIZE = { render: SourceRenderer.KUSTOMIZE };
const HELM = { render: SourceRenderer.HELM, release: 'shop', namespace: 'front' };

describe('a program that is asked for', () => {
  test('renders what is read, whatever the files say', () => {
    const { log } = install({ kustomize: printing(service('x-web'), workload('x-web')) });
    const { directory, keys } = read({ 'a.yaml': [service('web')], 'b.yaml': '{' }, KUSTOMIZE);
    expect(keys).toEqual(['x-web.shop']);
    expect(log()).toEqual(['kustomize', 'build', directory]);
  });

  test('is kubectl where there is no kustomize', () => {
    const { log } = install({ kubectl: printing(service('web'), workload('web')) });
    const { directory, keys } = read({}, KUSTOMIZE);
    expect(keys).toEqual(['web.shop']);
    expect(log()).toEqual(['kubectl', 'kustomize', directory]);
  });

  test('is Helm with release, namespace and values', () => {
    const metadata = { name: 'web', namespace: undefined };
    const bare = (object: any) => ({ ...object, metadata: { ...object.metadata, ...metadata } });
    const { log } = install({ helm: printing(bare(service('web')), bare(workload('web'))) });
    const { directory, keys } = read({}, { ...HELM, valuesFiles: ['-a.yaml', 'https://x/b.yaml'] });
    expect(keys).toEqual(['web.front']);
    expect(log()).toEqual([
      'helm',
      'template',
      'shop',
      directory,
      '--skip-tests',
      '--namespace=front',
      `--values=${path.resolve('-a.yaml')}`,
      `--values=${path.resolve('https:/x/b.yaml')}`,
    ]);
  });

  test('and is missing is an error', () => {
    install({});
    expect(read({}, KUSTOMIZE).problems).toEqual([
      'MESH184 render: "DIR" is not rendered: "kustomize" is not installed, and "kubectl" is not installed',
    ]);
    expect(read({}, HELM).problems).toEqual([
      'MESH184 render: "DIR" is not rendered: "helm" is not installed',
    ]);
  });

  test('and fails is an error with what it says', () => {
    install({ kustomize: 'echo "Error: no base" >&2; echo >&2; echo "  at x" >&2; exit 3' });
    expect(read({}, KUSTOMIZE).problems).toEqual([
      'MESH184 render: "DIR" is not rendered: "kustomize" ended with status 3: Error: no base; at x',
    ]);
  });

  test.each([
    ['does not end', 'while :; do :; done', 'has not ended after 1 s'],
    [
      'prints without end',
      'while :; do echo aaaaaaaaaaaaaaaaaaaaaaaa; done',
      'printed more than 1000 bytes',
    ],
  ])('and %s is stopped', (_, script, message) => {
    install({ kustomize: script });
    const problems = new Problems();
    const source = { directory: 'd', clusters: ['a'], ...KUSTOMIZE };
    expect(renderManifests(source, problems, problems, { seconds: 1, bytes: 1000 })).toEqual([]);
    expect(problems.all.map(p => p.message)).toEqual([
      `"d" is not rendered: "kustomize" ${message}`,
    ]);
  });

  test('prints manifests that are held to the same rules, at their line', () => {
    install({ kustomize: printing(service('web'), { ...service('x'), spec: { ports: 5 } }) });
    expect(read({}, KUSTOMIZE).problems).toEqual([
      'MESH153 DIR (rendered by kustomize, line 1): no workload of namespace "shop" has the labels that Service "web" selects',
      'MESH150 DIR (rendered by kustomize, line 15): Service "x" is not one: spec.ports must be array',
    ]);
    install({ kustomize: printing(service('web'), workload('web')) });
    expect(read({}, { ...KUSTOMIZE, namespaces: ['bank'] }).problems[0]).toMatch(/^MESH161 /);
    install({
      kustomize: `printf 'a: &a [1${', 1'.repeat(300)}]\nb: ['; n=0; while [ $n -lt 900 ]; do printf '*a, '; n=$((n+1)); done; echo ']'`,
    });
    expect(read({}, KUSTOMIZE).problems[0]).toMatch(/^MESH109 /);
  });

  test('gets no shell', () => {
    install({ kustomize: printing(service('web'), workload('web')) });
    const parent = directoryOf(folder, { 'x; touch evil #/$(touch evil)/a.yaml': '' });
    const directory = path.join(parent, 'x; touch evil #/$(touch evil)');
    expect(ServiceSource.of({ directory, clusters: ['a'], ...KUSTOMIZE }).services).toHaveLength(1);
    expect(existsSync('evil')).toBe(false);
  });
});

describe('nothing is run', () => {
  const source = (more: object) => ({
    clusters: [
      { name: 'east', istio: '1.29', gateway: { addresses: ['8.8.4.1'] } },
      { name: 'west', istio: '1.29', gateway: { addresses: ['8.8.4.2'] } },
    ],
    suffix: 'mesh.internal',
    serviceSources: [{ directory: directoryOf(folder, {}), clusters: ['west'], ...more }],
  });
  const problemsOf = (description: object) => {
    try {
      MulticlusterMesh.fromObject(new MeshApp({ outdir: folder }), 'mesh', description);
      return [];
    } catch (error) {
      return MeshProblems.of(error).map(({ code, place }) => `${code} ${place}`);
    }
  };

  test('for a source that does not ask for it', () => {
    const { log } = install({ kustomize: 'exit 1', kubectl: 'exit 1', helm: 'exit 1' });
    read({ 'kustomization.yaml': 'namePrefix: x-\n', 'c/Chart.yaml': 'name: c\n' });
    expect(log()).toEqual([]);
  });

  test.each([
    [{ render: 'kustomise' }, 'MESH104 serviceSources[0].render'],
    [{ render: true }, 'MESH104 serviceSources[0].render'],
    [{ render: 'helm' }, 'MESH103 serviceSources[0]'],
    [
      { render: 'helm', release: '--post-renderer', namespace: 'a' },
      'MESH185 serviceSources[0].release',
    ],
    [
      { render: 'helm', release: 'a'.repeat(54), namespace: 'a' },
      'MESH185 serviceSources[0].release',
    ],
    [{ render: 'helm', release: 'x', namespace: 'Foo Bar' }, 'MESH201 serviceSources[0].namespace'],
    [{ namespace: 'a.b' }, 'MESH201 serviceSources[0].namespace'],
    [{ namespaces: ['shop', 'Foo Bar'] }, 'MESH201 serviceSources[0].namespaces[1]'],
    [{ render: 'kustomize', exclude: ['x'] }, 'MESH185 serviceSources[0].exclude'],
    [{ render: 'kustomize', release: 'x' }, 'MESH185 serviceSources[0].release'],
    [{ valuesFiles: ['x'] }, 'MESH185 serviceSources[0].valuesFiles'],
    [{ render: 'kustomize', clusters: ['nowhere'] }, 'MESH310 serviceSources[0].clusters[0]'],
  ])('where %j does not go together', (more, problem) => {
    const { log } = install({ kustomize: 'exit 1', kubectl: 'exit 1', helm: 'exit 1' });
    expect(problemsOf(source(more))).toContain(problem);
    expect(log()).toEqual([]);
  });

  test('on a guess, which does not hide what else is wrong', () => {
    const { log } = install({ kustomize: 'exit 1', kubectl: 'exit 1', helm: 'exit 1' });
    const grants = [
      { services: ['web.shop'], clusters: ['nowhere'], namespaces: ['*'], serviceAccounts: ['*'] },
    ];
    expect(problemsOf({ ...source({ render: 'kustomise' }), grants })).toEqual([
      'MESH402 grants[0].clusters[0]',
      'MESH104 serviceSources[0].render',
    ]);
    expect(log()).toEqual([]);
  });

  test('for a part, or where somebody else owns what is below', () => {
    const { log } = install({ kustomize: 'exit 1', kubectl: 'exit 1', helm: 'exit 1' });
    const serviceSources = (directory: string) => ({
      serviceSources: [{ directory, clusters: ['east'], render: 'kustomize' }],
    });
    const problems = (files: object) => {
      const file = `${write(folder, { ...SPLIT, ...files })}/mesh.yaml`;
      try {
        MulticlusterMesh.fromFile(new MeshApp({ outdir: folder }), 'mesh', file);
        return [];
      } catch (error) {
        return MeshProblems.of(error).map(({ code, message }) => `${code} ${message}`);
      }
    };
    expect(problems({ 'teams/bank/source.yaml': serviceSources('.') })).toEqual([
      'MESH132 "render" runs a program on the machine of whoever runs synth',
    ]);
    expect(problems({ 'mesh.yaml': { ...ROOT, ...serviceSources('teams') } })).toEqual([
      expect.stringMatching(/^MESH187 "teams\/bank" below ".*teams" has an owner of its own$/),
    ]);
    expect(log()).toEqual([]);
  });
});

const has = (program: string, ...args: string[]) => spawnSync(program, args).status === 0;

(has('kubectl', 'kustomize', '--help') || has('kustomize', 'version') ? test : test.skip)(
  'the real kustomize: what it changes is what is exported',
  () => {
    const files = {
      'base/kustomization.yaml': 'resources: [web.yaml]\n',
      'base/web.yaml': [service('web'), workload('web', { serviceAccountName: 'web' })],
      'prod/kustomization.yaml': stringify({
        resources: ['../base'],
        namePrefix: 'prod-',
        namespace: 'prod',
        labels: [{ pairs: { env: 'prod' }, includeSelectors: true }],
        patches: [
          {
            target: { kind: 'Service' },
            patch: '[{ "op": "replace", "path": "/spec/ports/0/port", "value": 8080 }]',
          },
        ],
      }),
    };
    const directory = path.join(directoryOf(folder, files), 'prod');
    const { services } = ServiceSource.of({ directory, clusters: ['a'], ...KUSTOMIZE });
    expect(JSON.parse(JSON.stringify(services))).toEqual([
      {
        name: 'prod-web',
        namespace: 'prod',
        clusters: ['a'],
        selector: { app: 'web', env: 'prod' },
        serviceAccounts: ['web'],
        ports: [{ number: 8080, protocol: 'HTTP' }],
      },
    ]);
  },
);

(has('helm', 'version') ? test : test.skip)('the real Helm', () => {
  const templates = JSON.stringify([service('web'), workload('web', { serviceAccountName: 'web' })])
    .slice(1, -1)
    .replace('},{"apiVersion":"apps', '}\n---\n{"apiVersion":"apps')
    .replaceAll('"name":"web"', '"name":"{{ .Release.Name }}-{{ .Values.name }}"')
    .replaceAll(',"namespace":"shop"', '');
  const directory = directoryOf(folder, {
    'Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
    'values.yaml': 'name: api\n',
    'mine.yaml': 'name: web\n',
    'templates/all.yaml': templates,
    'templates/tests/t.yaml': JSON.stringify({
      apiVersion: 'v1',
      kind: 'Pod',
      ...template('shop-web', { serviceAccountName: 'tester' }),
      metadata: { name: 't', labels: { app: 'web' }, annotations: { 'helm.sh/hook': 'test' } },
    }),
  });
  const valuesFiles = [path.join(directory, 'mine.yaml')];
  const { services } = ServiceSource.of({ directory, clusters: ['a'], ...HELM, valuesFiles });
  expect(services.map(({ name, namespace }) => `${name}.${namespace}`)).toEqual(['shop-web.front']);
  expect(services[0].serviceAccounts).toEqual(['web']);
});
