import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'fs';
import * as path from 'path';
import { ApiObject, App, Chart, YamlOutputType } from 'cdk8s';
import { parseAllDocuments } from 'yaml';
import {
  BudgetProps,
  ClusterFile,
  Layer,
  Layers,
  MeshApp,
  MeshAppProps,
  MulticlusterMesh,
  OutputLayout,
} from '../../src';
import { MeshError } from '../../src/problems/mesh-error';
import { sha256 } from '../../src/values/digest';
import { readTree, temporaryFolder } from '../golden/golden';
import { BASE } from '../model/base';
import { expectIndexed, listedFiles } from '../output/trees';

const root = temporaryFolder();
let run = 0;
const freshApp = (props: MeshAppProps = {}) =>
  new MeshApp({ outdir: path.join(root, String(run++)), ...props });
const object = (
  chart: Chart,
  id: string,
  kind: string,
  name: string,
  namespace?: string,
  apiVersion = 'v1',
) => new ApiObject(chart, id, { apiVersion, kind, metadata: { name, namespace } });

function failure(app: App): string[] {
  try {
    app.synth();
  } catch (error) {
    expect(error).toBeInstanceOf(MeshError);
    expect(existsSync(app.outdir)).toBe(false);
    return (error as MeshError).problems.map(p => `${p.code} ${p.message}`);
  }
  return [];
}

test('keeps objects of one kind and name in two namespaces, and in two API groups, apart in every layout', () => {
  for (const layout of Object.values(OutputLayout)) {
    const app = freshApp({ layout });
    const chart = new Chart(app, 'east');
    object(chart, 'a', 'Gateway', 'gw', 'one', 'networking.istio.io/v1');
    object(chart, 'b', 'Gateway', 'gw', 'two', 'networking.istio.io/v1');
    object(chart, 'c', 'Gateway', 'gw', 'one', 'gateway.networking.k8s.io/v1');
    app.synth();
    const text = Object.entries(readTree(app.outdir))
      .filter(([file]) => !/kustomization|index/.test(file))
      .map(([, content]) => content)
      .join('\n');
    expect(text.match(/^kind: Gateway$/gm)).toHaveLength(3);
    expect(readTree(app.outdir)['east/kustomization.yaml'].match(/^ {2}- /gm)).toHaveLength(
      {
        [OutputLayout.FILE_PER_RESOURCE]: 3,
        [OutputLayout.FILE_PER_NAMESPACE]: 2,
        [OutputLayout.FILE_PER_CLUSTER]: 1,
      }[layout],
    );
  }
});

test('MESH801: two constructs that make one object are an error that names both', () => {
  const app = freshApp();
  const chart = new Chart(app, 'east');
  object(chart, 'a', 'ServiceEntry', 'x', 'ns', 'networking.istio.io/v1');
  object(chart, 'b', 'ServiceEntry', 'x', 'ns', 'networking.istio.io/v1beta1');
  expect(failure(app)).toEqual([
    'MESH801 ServiceEntry "x" of namespace "ns" is made by "east/a" and by "east/b"',
  ]);
});

test('the same object in two clusters is no collision', () => {
  const app = freshApp();
  ['east', 'west'].forEach(name => object(new Chart(app, name), 'a', 'ConfigMap', 'x', 'ns'));
  app.synth();
  expect(Object.keys(readTree(app.outdir))).toEqual([
    'east/kustomization.yaml',
    'east/manifests/workloads/ns.yaml',
    'mesh.index.json',
    'west/kustomization.yaml',
    'west/manifests/workloads/ns.yaml',
  ]);
});

test('MESH802: names that a file system may take for one', () => {
  const app = freshApp({ layout: OutputLayout.FILE_PER_RESOURCE });
  const chart = new Chart(app, 'east');
  object(chart, 'a', 'ClusterRole', 'system:dns');
  object(chart, 'b', 'ClusterRole', 'System_dns');
  expect(failure(app)).toEqual([
    'MESH802 "east/a" and another object would both be written to "manifests/workloads/_cluster/clusterrole-system_dns.yaml"',
  ]);
});

test('MESH803: names that lead out of the directory', () => {
  const app = freshApp();
  object(new Chart(app, 'East'), 'a', 'ConfigMap', 'x', '../../etc');
  expect(failure(app)).toEqual([
    'MESH803 "East/a" would be written to "manifests/workloads/../../etc.yaml"',
    'MESH803 the chart "East" would be written to a directory of that name',
  ]);
});

test.each([
  ['../west/README.md', 'MESH803 the file "../west/README.md" lies outside of the directory'],
  ['/etc/passwd', 'MESH803 the file "/etc/passwd" lies outside of the directory'],
  ['notes', 'MESH802 two files would both be written to "notes"'],
  ['Kustomization.yaml', 'MESH802 two files would both be written to "Kustomization.yaml"'],
])("a file of the user's may not lead out or overwrite another: %s", (file, expected) => {
  const app = freshApp();
  const chart = new Chart(app, 'east');
  object(chart, 'a', 'ConfigMap', 'x', 'ns');
  new ClusterFile(chart, 'notes', { path: 'notes', content: '' });
  new ClusterFile(chart, 'more', { path: file, content: '' });
  expect(failure(app)).toEqual([expected]);
});

test('MESH808: validations of any construct stop synth, each asked once', () => {
  const app = freshApp();
  const chart = new Chart(app, 'east');
  let asked = 0;
  object(chart, 'a', 'ConfigMap', 'x', 'ns').node.addValidation({
    validate: () => [`asked ${++asked}`],
  });
  new Chart(app, 'west');
  expect(failure(app)).toEqual(['MESH808 asked 1']);
});

test('MESH809: a private key is not written, nor anything else, nor is it said', () => {
  const app = freshApp();
  const key = ['-----BEGIN', `PRIVATE KEY-----\n${'MIGHAgEA'.repeat(8)}`].join(' ');
  new ApiObject(new Chart(app, 'east'), 'a', {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'x', namespace: 'ns' },
    stringData: { 'ca-key.pem': key },
  });
  expect(failure(app)).toEqual([
    'MESH809 line 8 of "east/manifests/workloads/ns.yaml" holds a private key in PEM',
  ]);
});

test('a failed run leaves the old output byte for byte', () => {
  const outdir = path.join(root, 'kept');
  const first = new MeshApp({ outdir });
  new MulticlusterMesh(first, 'mesh', BASE);
  first.synth();
  const before = readTree(outdir);
  const second = new MeshApp({ outdir });
  new MulticlusterMesh(second, 'mesh', { ...BASE, suffix: 'other.internal' });
  object(second.charts[0], 'a', 'ConfigMap', 'x', 'ns');
  object(second.charts[0], 'b', 'ConfigMap', 'x', 'ns');
  expect(() => second.synth()).toThrow('MESH801');
  expect(readTree(outdir)).toEqual(before);
});

test("objects of the user come out beside the mesh's, in the layer they choose", () => {
  const app = freshApp();
  const mesh = new MulticlusterMesh(app, 'mesh', BASE);
  object(mesh.chart('cluster1'), 'mine', 'ConfigMap', 'mine', 'foo');
  const chart = new Chart(mesh.chart('cluster1'), 'dns-things');
  Layers.assign(chart, Layer.DNS);
  object(chart, 'zone', 'ConfigMap', 'zone', 'kube-system');
  new ClusterFile(mesh.chart('cluster1'), 'notes', { path: 'notes/hello.txt', content: 'hello\n' });
  app.synth();
  expect(Object.keys(readTree(path.join(app.outdir, 'cluster1')))).toEqual(
    expect.arrayContaining([
      'manifests/workloads/foo.yaml',
      'manifests/dns/kube-system.yaml',
      'notes/hello.txt',
    ]),
  );
  expect(readTree(app.outdir)['cluster1/kustomization.yaml']).not.toContain('hello');
});

test("a chart inside a cluster's chart is part of it, not another directory", () => {
  const app = freshApp();
  const east = new Chart(app, 'east');
  object(east, 'a', 'ConfigMap', 'outer', 'ns');
  object(new Chart(east, 'tools'), 'a', 'ConfigMap', 'inner', 'ns');
  app.synth();
  const tree = readTree(app.outdir);
  expect(Object.keys(tree)).toEqual([
    'east/kustomization.yaml',
    'east/manifests/workloads/ns.yaml',
    'mesh.index.json',
  ]);
  expect(tree['east/manifests/workloads/ns.yaml'].match(/^ {2}name: .*$/gm)).toEqual([
    '  name: inner',
    '  name: outer',
  ]);
});

test("a chart of the user with a cluster's name is joined", () => {
  const app = freshApp();
  const mine = new Chart(app, 'cluster2');
  expect(new MulticlusterMesh(app, 'mesh', BASE).chart('cluster2')).toBe(mine);
});

test('asking for the chart of an unknown cluster names the known ones', () => {
  const mesh = new MulticlusterMesh(freshApp(), 'mesh', BASE);
  expect(() => mesh.chart('west')).toThrow(
    '"west" is not a cluster of the mesh; its clusters are cluster1, cluster2',
  );
});

test('the summary says what was done', () => {
  const app = freshApp();
  expect(app.summary).toBeUndefined();
  object(new Chart(app, 'east'), 'a', 'ConfigMap', 'x', 'ns');
  app.synth();
  expect(app.summary).toEqual({
    written: ['east/kustomization.yaml', 'east/manifests/workloads/ns.yaml'],
    unchanged: [],
    removed: [],
  });
  app.synth();
  expect(app.summary!.written).toEqual([]);
});

describe('with a plain App', () => {
  const plain = (yamlOutputType?: YamlOutputType) => {
    const app = new App({ outdir: path.join(root, String(run++)), yamlOutputType });
    return { app, mesh: new MulticlusterMesh(app, 'mesh', BASE) };
  };

  test.each([
    ['one file', YamlOutputType.FILE_PER_APP],
    ['a file for each cluster', YamlOutputType.FILE_PER_CHART],
    ['a folder for each cluster', YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE],
  ])('%s has every object, the same of both clusters too', (_, type) => {
    const { app } = plain(type);
    app.synth();
    const text = Object.values(readTree(app.outdir)).join('\n');
    expect(text.match(/^kind: ServiceEntry$/gm)).toHaveLength(2);
    expect(text.match(/^kind: DestinationRule$/gm)).toHaveLength(1);
    expect(text.match(/^kind: Gateway$/gm)).toHaveLength(1);
    expect(text.match(/^ {2}name: istio-system$/gm)).toHaveLength(2);
  });

  test('one folder for the files of all clusters has no place for what both have: synth stops and names MeshApp', () => {
    const { app } = plain(YamlOutputType.FILE_PER_RESOURCE);
    expect(() => app.synth()).toThrow(
      'would both be written as Namespace.istio-system.k8s.yaml: use MeshApp instead of App',
    );
    expect(Object.keys(readTree(app.outdir))).toEqual([]);
  });

  test("an object of a chart inside a cluster's chart is counted once", () => {
    const { app, mesh } = plain(YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE);
    object(mesh.chart('cluster1'), 'a', 'ConfigMap', 'same', 'one');
    object(new Chart(mesh.chart('cluster1'), 'tools'), 'a', 'ConfigMap', 'same', 'one');
    app.synth();
    expect(Object.keys(readTree(app.outdir)).filter(file => file.includes('same'))).toHaveLength(2);
  });

  test('in folder mode, an object that would overwrite another stops synth and names MeshApp', () => {
    const { app, mesh } = plain(YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE);
    object(mesh.chart('cluster1'), 'a', 'ConfigMap', 'same', 'one');
    object(mesh.chart('cluster1'), 'b', 'ConfigMap', 'same', 'two');
    expect(() => app.synth()).toThrow(
      '"cluster1/b" and "cluster1/a" would both be written as ConfigMap.same.k8s.yaml: use MeshApp instead of App',
    );
  });

  test('in other modes only a real duplicate does', () => {
    const { app, mesh } = plain();
    object(mesh.chart('cluster1'), 'a', 'ConfigMap', 'same', 'one');
    object(mesh.chart('cluster1'), 'b', 'ConfigMap', 'same', 'two');
    app.synth();
    object(mesh.chart('cluster1'), 'c', 'ConfigMap', 'same', 'two');
    expect(() => app.synth()).toThrow('MESH801');
  });
});

test('the index lists every file of the output', () => {
  const app = freshApp();
  new MulticlusterMesh(app, 'mesh', BASE);
  app.synth();
  expectIndexed(app.outdir);
  expect([...Object.keys(listedFiles(app.outdir)), 'mesh.index.json'].sort()).toEqual(
    Object.keys(readTree(app.outdir)).sort(),
  );
});

describe('large objects', () => {
  const large = (bytes: number, labels = {}) => {
    const app = freshApp({ layout: OutputLayout.FILE_PER_CLUSTER });
    const hosts = Array.from({ length: bytes / 100 }, (_, i) => String(i).padStart(90, 'x'));
    const metadata = { name: 'large', namespace: 'shop', labels };
    const manifest = { apiVersion: 'networking.istio.io/v1', kind: 'Sidecar', metadata };
    new ApiObject(new Chart(app, 'east'), 'large', {
      ...manifest,
      spec: { egress: [{ hosts }] },
    });
    return app;
  };
  const OURS = { 'app.kubernetes.io/managed-by': 'cdk8s-istio-multicluster' };
  const optionsOf = (app: MeshApp): string | undefined => {
    app.synth();
    const yaml = readFileSync(path.join(app.outdir, 'east/manifests/objects.yaml'), 'utf8');
    return parseAllDocuments(yaml)[0].toJS().metadata.annotations?.[
      'argocd.argoproj.io/sync-options'
    ];
  };

  test('are applied by the API server where Argo CD does it, since its annotation would be too long', () => {
    expect(optionsOf(large(200_000, OURS))).toBeUndefined();
    expect(optionsOf(large(300_000, OURS))).toBe('ServerSideApply=true');
    expect(optionsOf(large(300_000))).toBeUndefined();
  });

  test('MESH295: are refused where etcd would refuse them', () => {
    expect(failure(large(1_600_000, OURS))).toEqual([
      expect.stringMatching(/^MESH295 Sidecar shop\/large has 16\d{5} bytes, of 1572864 at most$/),
    ]);
  });
});

test('MESH295: a ConfigMap is refused where the API server would refuse it', () => {
  const app = freshApp({ layout: OutputLayout.FILE_PER_CLUSTER });
  const data = { zone: 'x'.repeat(1_100_000) };
  const metadata = { name: 'large', namespace: 'kube-system' };
  new ApiObject(new Chart(app, 'east'), 'large', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata,
    data,
  });
  expect(failure(app)).toEqual([
    expect.stringMatching(
      /^MESH295 ConfigMap kube-system\/large has 11\d{5} bytes, of 1048576 at most$/,
    ),
  ]);
});

describe('the budget', () => {
  const synth = (budget: BudgetProps) => {
    const app = freshApp({ budget });
    new MulticlusterMesh(app, 'mesh', BASE);
    return failure(app);
  };

  test('is no obstacle at its limit', () => {
    expect(
      synth({ maxObjects: 5, maxBytes: 2128, maxEnvoyClusters: 1, maxFilterChains: 1 }),
    ).toEqual([]);
    expect(synth({})).toEqual([]);
  });

  test('stops the build beyond it, with every cluster and measure', () => {
    expect(
      synth({ maxObjects: 3, maxBytes: 1640, maxEnvoyClusters: 0, maxFilterChains: 0 }),
    ).toEqual([
      'MESH810 the cluster has 1 Envoy clusters in a sidecar, 1 more than the budget of 0',
      'MESH810 the cluster has 2128 bytes of YAML, 488 more than the budget of 1640',
      'MESH810 the cluster has 5 objects, 2 more than the budget of 3',
      'MESH810 the cluster has 1 Envoy clusters in a sidecar, 1 more than the budget of 0',
      'MESH810 the cluster has 1 filter chains on the gateway, 1 more than the budget of 0',
      'MESH810 the cluster has 1648 bytes of YAML, 8 more than the budget of 1640',
      'MESH810 the cluster has 4 objects, 1 more than the budget of 3',
    ]);
  });
});

test('an output of the old layout is moved: what its index lists is removed', () => {
  const app = freshApp();
  const old = { 'east/workloads/ns.yaml': 'old\n', 'east/control-plane/helm/istiod.yaml': 'old\n' };
  const index = { schema: 1, files: {} as Record<string, string> };
  for (const [file, content] of Object.entries(old)) {
    mkdirSync(path.dirname(path.join(app.outdir, file)), { recursive: true });
    writeFileSync(path.join(app.outdir, file), content);
    index.files[file] = sha256(content);
  }
  writeFileSync(path.join(app.outdir, 'east/mine.yaml'), 'mine\n');
  writeFileSync(path.join(app.outdir, 'mesh.index.json'), JSON.stringify(index));
  object(new Chart(app, 'east'), 'a', 'ConfigMap', 'x', 'ns');
  app.synth();
  expect(app.summary!.removed).toEqual(Object.keys(old).sort());
  expect(Object.keys(readTree(app.outdir))).toEqual([
    'east/kustomization.yaml',
    'east/manifests/workloads/ns.yaml',
    'east/mine.yaml',
    'mesh.index.json',
  ]);
});

test('manifests/ holds Kubernetes objects and nothing else, whatever the description', () => {
  const app = freshApp();
  new MulticlusterMesh(app, 'mesh', BASE);
  app.synth();
  const manifests = Object.entries(readTree(app.outdir)).filter(([file]) =>
    file.includes('/manifests/'),
  );
  expect(manifests.length).toBeGreaterThan(2);
  for (const [, content] of manifests) {
    for (const document of parseAllDocuments(content)) {
      expect(document.toJS()).toMatchObject({
        apiVersion: expect.any(String),
        kind: expect.any(String),
        metadata: { name: expect.any(String) },
      });
    }
  }
});
