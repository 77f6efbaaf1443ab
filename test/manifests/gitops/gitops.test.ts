import { existsSync } from 'fs';
import * as path from 'path';
import { ApiObject } from 'cdk8s';
import { meshOf, objectsOf, outputOf, REPOSITORY, root } from './base';
import {
  CacertsDelivery,
  ClusterProps,
  GitOpsTool,
  MeshApp,
  MulticlusterMesh,
  MulticlusterMeshProps,
  OutputLayout,
  RepositoryProps,
} from '../../../src';
import { clusterReadme } from '../../../src/manifests/control-plane/readme';
import { DELIVERIES } from '../../../src/manifests/gitops/deliveries';
import { Cacerts } from '../../../src/model/trust/cacerts';
import { readTree } from '../../golden/golden';
import { BASE, problemsOf, resolve, summarize } from '../../model/base';

describe('Flux', () => {
  const { outdir, files } = outputOf(meshOf(GitOpsTool.FLUX, { istio: '1.29.2' }));
  const kustomizations = objectsOf(files['cluster2/gitops/flux/kustomizations.yaml']);
  const releases = objectsOf(files['cluster2/gitops/istio/releases.yaml']);

  test('waits in one row: the CA, Istio, what needs Istio', () => {
    const needs = kustomizations.map(({ metadata, spec }) => [
      metadata.name,
      spec.dependsOn?.map((one: any) => one.name),
    ]);
    expect(needs).toEqual([
      ['mesh-trust', undefined],
      ['mesh-istio', ['mesh-trust']],
      ['mesh-traffic', ['mesh-istio']],
    ]);
    expect(
      releases.slice(1).map(({ metadata, spec }) => [metadata.name, spec.dependsOn?.[0].name]),
    ).toEqual([
      ['istio-base', undefined],
      ['istiod', 'istio-base'],
      ['istio-eastwestgateway', 'istiod'],
    ]);
  });

  test('goes on to Istio only when the Secret is there, whoever makes it', () => {
    expect(kustomizations[0].spec.healthChecks).toEqual([
      { apiVersion: 'v1', kind: 'Secret', name: 'cacerts', namespace: 'istio-system' },
    ]);
  });

  test('finds a directory at each path', () => {
    for (const { spec } of kustomizations) {
      expect(spec.path).toMatch(/^\.\/dist\/cluster2\//);
      expect(existsSync(path.join(outdir, spec.path.slice('./dist/'.length)))).toBe(true);
    }
  });

  test('has the version, and the values that Helm would have, in one place', () => {
    const byHand = outputOf(meshOf(GitOpsTool.NONE, { istio: '1.29.2' })).files;
    for (const name of ['istiod', 'istio-eastwestgateway']) {
      const { spec } = releases.find(({ metadata }) => metadata.name === name);
      expect(spec.values).toEqual(objectsOf(byHand[`cluster2/helm/${name}.yaml`])[0]);
      expect(spec.chart.spec.version).toBe('1.29.2');
    }
    expect(Object.keys(files).filter(file => file.includes('/helm/'))).toEqual([]);
  });

  test('the README leaves the rest to it', () => {
    const [, install] = files['cluster2/README.md'].split('## Install');
    expect(install.split('## Uninstall')[0]).not.toContain('helm upgrade');
    expect(install).toContain('kubectl apply -f gitops/flux/');
  });
});

describe('Argo CD', () => {
  const { outdir, files } = outputOf(meshOf(GitOpsTool.ARGOCD));
  const [set] = objectsOf(files['cluster2/gitops/argocd.yaml']);
  const { elements } = set.spec.generators[0].list;

  test('syncs in one row, and each Application is in it once', () => {
    const steps = set.spec.strategy.rollingSync.steps.map((step: any) => step.matchExpressions);
    expect(steps.flat().map(({ values }: any) => values[0])).toEqual(
      elements.map(({ step }: any) => step),
    );
    expect(elements.map(({ step }: any) => step)).toEqual([
      'trust',
      'istio-base',
      'istiod',
      'istio-eastwestgateway',
      'traffic',
    ]);
    const [{ key }] = steps.flat();
    expect(set.spec.template.metadata.labels[key]).toBe('{{.step}}');
  });

  test('does not start Istio by itself, before its CA is there', () => {
    const automated = elements.filter(({ syncPolicy }: any) => syncPolicy.automated);
    expect(automated.map(({ step }: any) => step)).toEqual(['trust', 'traffic']);
  });

  test('finds each file and directory', () => {
    const sources = elements.flatMap((element: any) => element.sources);
    const paths = sources.flatMap(({ path: below, helm }: any) => [
      ...(below ? [below] : []),
      ...(helm?.valueFiles ?? []).map((file: string) => file.replace('$values/', '')),
    ]);
    expect(paths.length).toBe(4);
    for (const below of paths) {
      expect(existsSync(path.join(outdir, below.slice('dist/'.length)))).toBe(true);
    }
  });
});

describe('the Sail operator', () => {
  const sail = (cluster: Partial<ClusterProps> = {}) =>
    outputOf(meshOf(GitOpsTool.SAIL, cluster)).files;

  test.each([
    ['1.29', 'v1.29-latest'],
    ['1.29.2', 'v1.29.2'],
    ['v1.29.2', 'v1.29.2'],
  ])('installs Istio %s from the values of the chart', (istio, version) => {
    const files = sail({ istio });
    const [object] = objectsOf(files['cluster1/manifests/control-plane/_cluster.yaml']);
    const byHand = outputOf(meshOf(GitOpsTool.NONE, { istio })).files;
    expect(object).toEqual({
      apiVersion: 'sailoperator.io/v1',
      kind: 'Istio',
      metadata: {
        name: 'default',
        labels: { 'app.kubernetes.io/managed-by': 'cdk8s-istio-multicluster' },
      },
      spec: {
        namespace: 'istio-system',
        updateStrategy: { type: 'InPlace' },
        values: objectsOf(byHand['cluster1/helm/istiod.yaml'])[0],
        version,
      },
    });
    expect(Object.keys(files).filter(file => file.startsWith('cluster1/helm/'))).toEqual([
      'cluster1/helm/istio-eastwestgateway.yaml',
    ]);
  });
});

test('the operator knows annotations of istiod below `pilot` only, wherever they come from', () => {
  const valuesOf = (helmValues: object) => {
    const { files } = outputOf(meshOf(GitOpsTool.SAIL, { istiod: { helmValues } }));
    const [object] = objectsOf(files['cluster1/manifests/control-plane/_cluster.yaml']);
    return object.spec.values;
  };
  const podAnnotations = { a: 'b' };
  const pilot = { replicaCount: 2, podAnnotations: { c: 'd' } };
  expect(valuesOf({ podAnnotations })).toMatchObject({ pilot: { podAnnotations } });
  expect(valuesOf({ podAnnotations })).not.toHaveProperty('podAnnotations');
  expect(valuesOf({ podAnnotations, pilot }).pilot).toEqual({
    replicaCount: 2,
    podAnnotations: { a: 'b', c: 'd' },
  });
  expect(valuesOf({ pilot }).pilot).toEqual(pilot);
});

test('a revision has the name of its Istio, and its tag an object', () => {
  const istiod = { revision: '1-29-2', revisionTag: 'prod' };
  const { files } = outputOf(meshOf(GitOpsTool.SAIL, { istio: '1.29.2', istiod }));
  const objects = objectsOf(files['cluster1/manifests/control-plane/_cluster.yaml']);
  expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
    'Istio 1-29-2',
    'IstioRevisionTag prod',
  ]);
  expect(objects[1]).toMatchObject({
    apiVersion: 'sailoperator.io/v1',
    spec: { targetRef: { kind: 'Istio', name: '1-29-2' } },
  });
  expect(objects[0].spec.values.revision).toBeUndefined();
  const untagged = outputOf(meshOf(GitOpsTool.SAIL, { istiod: { revision: 'a' } })).files;
  const [only, ...rest] = objectsOf(untagged['cluster1/manifests/control-plane/_cluster.yaml']);
  expect([only.metadata.name, rest]).toEqual(['a', []]);
});

test('a revision is in the names of the releases', () => {
  const istiod = { revision: '1-29-2' };
  const { files } = outputOf(meshOf(GitOpsTool.FLUX, { istio: '1.29.2', istiod }));
  const [, base, control] = objectsOf(files['cluster1/gitops/istio/releases.yaml']);
  expect(base.spec.values.defaultRevision).toBe('1-29-2');
  expect([control.metadata.name, control.spec.values.revision]).toEqual([
    'istiod-1-29-2',
    '1-29-2',
  ]);
});

test("somebody else's Istio is not brought in again", () => {
  const named = (tool: GitOpsTool, file: string) => {
    const { files } = outputOf(meshOf(tool, { existingIstio: {} }));
    expect(Object.keys(files).filter(name => name.includes('/istio/'))).toEqual([]);
    return objectsOf(files[`cluster1/gitops/${file}`]);
  };
  const flux = named(GitOpsTool.FLUX, 'flux/kustomizations.yaml');
  expect(flux.map(({ metadata }) => metadata.name)).toEqual(['mesh-traffic']);
  const [set] = named(GitOpsTool.ARGOCD, 'argocd.yaml');
  const steps = set.spec.generators[0].list.elements.map(({ step }: any) => step);
  expect(steps).toEqual(['traffic']);
});

test("Argo CD does not remove somebody else's Istio", () => {
  const uninstall = (cluster: Partial<ClusterProps>) =>
    outputOf(meshOf(GitOpsTool.ARGOCD, cluster)).files['cluster1/README.md'].split(
      '## Uninstall',
    )[1];
  const step = 'Gateway and control plane, which Argo CD has not made releases of Helm of.';
  expect(uninstall({})).toContain(step);
  expect(uninstall({ existingIstio: {} })).not.toContain(step);
});

test('each layer has its place in the row, whichever is there', () => {
  const mesh = resolve(meshOf(GitOpsTool.FLUX));
  const layers = ['workloads', 'traffic', 'trust', 'dns', 'control-plane'];
  const rowOf = (some: readonly string[]) =>
    objectsOf(DELIVERIES.flux.files(mesh, mesh.clusters[0], new Set(some))[0].content).map(
      ({ metadata }) => metadata.name.replace('mesh-', ''),
    );
  const row = ['trust', 'control-plane', 'istio', 'dns', 'traffic', 'workloads'];
  expect(rowOf(layers)).toEqual(row);
  for (const layer of layers) {
    expect(rowOf([layer])).toEqual(row.filter(name => [layer, 'istio'].includes(name)));
  }
});

test('an object that somebody adds gets a step of its own', () => {
  const outdir = path.join(root, 'added');
  const app = new MeshApp({ outdir });
  const mesh = new MulticlusterMesh(app, 'mesh', meshOf(GitOpsTool.FLUX));
  new ApiObject(mesh.chart('cluster1'), 'mine', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'mine', namespace: 'shop' },
  });
  app.synth();
  const text = readTree(outdir)['cluster1/gitops/flux/kustomizations.yaml'];
  expect(objectsOf(text).at(-1).spec.path).toBe('./dist/cluster1/manifests/workloads');
});

describe('the CA is brought in with the rest, or else by hand and first', () => {
  const files = { 'ca-cert.pem': 'a', 'cert-chain.pem': 'b', 'root-cert.pem': 'c' };
  const sops: Cacerts = {
    delivery: CacertsDelivery.SOPS,
    files,
    encryptedPrivateKey: 'ENC[x]',
    metadata: {},
  };
  const plaintext: Cacerts = {
    delivery: CacertsDelivery.PLAINTEXT_SECRET,
    files,
    privateKey: 'key',
  };
  const existing: Cacerts = { delivery: CacertsDelivery.EXISTING_SECRET };

  function of(tool: GitOpsTool, cacerts: Cacerts) {
    const mesh = resolve(meshOf(tool));
    const cluster = { ...mesh.clusters[0], cacerts };
    const [text] = DELIVERIES[tool].files(mesh, cluster, new Set(['trust', 'traffic']));
    return { readme: clusterReadme(mesh, cluster), objects: objectsOf(text.content) };
  }

  test.each([
    [GitOpsTool.FLUX, '1. Flux brings everything else'],
    [GitOpsTool.ARGOCD, '1. Argo CD brings everything else'],
  ])('%s', (tool, first) => {
    expect(of(tool, plaintext).readme).toContain(`## Install\n\n${first}`);
    expect(of(tool, existing).readme).toContain(first.replace('1.', '2.'));
  });

  test('Flux decrypts what SOPS has encrypted, between the namespace and Istio, and says with what', () => {
    const { readme, objects } = of(GitOpsTool.FLUX, sops);
    expect(readme).toContain(
      'when the Secret `cacerts` is there. Needs the Secret `sops-age` of `flux-system` with the key of SOPS. Once, unless',
    );
    const [trust, cacerts, istio] = objects.map(({ metadata, spec }) => ({ ...metadata, ...spec }));
    expect([trust.name, cacerts.name, istio.name]).toEqual([
      'mesh-trust',
      'mesh-cacerts',
      'mesh-istio',
    ]);
    expect(cacerts).toMatchObject({
      path: './dist/cluster1/other',
      decryption: { provider: 'sops', secretRef: { name: 'sops-age' } },
      dependsOn: [{ name: 'mesh-trust' }],
      healthChecks: [{ kind: 'Secret', name: 'cacerts' }],
    });
    expect([trust, istio].filter(step => 'decryption' in step)).toEqual([]);
  });

  test('nothing is decrypted where nothing is encrypted', () => {
    const { readme, objects } = of(GitOpsTool.FLUX, plaintext);
    expect(readme).toContain('when the Secret `cacerts` is there. Once, unless');
    expect(objects.map(({ metadata }) => metadata.name)).not.toContain('mesh-cacerts');
  });
});

test.each([
  [GitOpsTool.ARGOCD, 'Let Argo CD upgrade istiod and the gateways, whose'],
  [GitOpsTool.FLUX, 'Let Flux upgrade istiod and the gateways, whose'],
  [GitOpsTool.SAIL, 'Let the operator upgrade istiod, and upgrade the gateways with their values'],
  [GitOpsTool.NONE, 'Upgrade istiod and the gateways with their values of `helm/`'],
])('%s takes the new roots in a rotation', (tool, text) => {
  const mesh = { ...resolve(meshOf(tool)), rotation: 'restart' as const };
  expect(clusterReadme(mesh, mesh.clusters[0])).toContain(text);
});

describe('each cluster chooses for itself', () => {
  test('over the mesh, and over the defaults of clusters', () => {
    const { files } = outputOf({
      ...meshOf(GitOpsTool.ARGOCD),
      clusters: BASE.clusters.map((cluster, i) =>
        i === 0 ? { ...cluster, gitops: GitOpsTool.NONE } : cluster,
      ),
      clusterDefaults: [{ gitops: GitOpsTool.FLUX }],
    });
    expect(Object.keys(files).filter(file => file.includes('/gitops/'))).toEqual([
      'cluster2/gitops/flux/kustomizations.yaml',
      'cluster2/gitops/istio/releases.yaml',
    ]);
  });
});

describe('what cannot work is refused', () => {
  const refused = (props: MulticlusterMeshProps) =>
    summarize(problemsOf(props)).filter(text => text.startsWith('MESH85'));

  test('MESH850: no repository', () => {
    expect(refused({ ...meshOf(GitOpsTool.FLUX), repository: undefined })).toEqual([
      'MESH850 at clusters[0].gitops: "flux" of "cluster1" needs the repository of the output',
      'MESH850 at clusters[1].gitops: "flux" of "cluster2" needs the repository of the output',
    ]);
    expect(refused({ ...meshOf(GitOpsTool.SAIL), repository: undefined })).toEqual([]);
  });

  test.each<[keyof RepositoryProps, string]>([
    ['url', 'http://git.example.com/mesh.git'],
    ['url', 'https://user:password@git.example.com/mesh.git'],
    ['url', 'https://git.example.com/a b'],
    ['url', 'https://git.example.com/mesh.git\n'],
    ['url', '--upload-pack=x'],
    ['revision', '-x'],
    ['revision', 'a..b'],
    ['revision', 'a b'],
    ['revision', '{{.step}}'],
    ['revision', ''],
    ['directory', '/dist'],
    ['directory', '../dist'],
    ['directory', './dist'],
    ['directory', 'a b'],
    ['charts', 'oci://charts.example.com'],
  ])('MESH851: %s "%s"', (key, value) => {
    const props = meshOf(GitOpsTool.FLUX);
    const problems = refused({ ...props, repository: { ...REPOSITORY, [key]: value } });
    expect(problems.map(text => text.split(':')[0])).toEqual([`MESH851 at repository.${key}`]);
  });

  test.each(['git@git.example.com:team/mesh.git', 'ssh://git@git.example.com/mesh.git'])(
    'but not %s',
    url => {
      expect(refused({ ...meshOf(GitOpsTool.FLUX), repository: { url } })).toEqual([]);
    },
  );

  test('MESH852: Istio without charts in a repository', () => {
    expect(refused(meshOf(GitOpsTool.ARGOCD, { istio: '1.7' }))[0]).toBe(
      'MESH852 at clusters[0].gitops: "argocd" finds no charts of Istio 1.7',
    );
  });

  test('MESH853: Istio that the Sail operator does not know', () => {
    expect(refused(meshOf(GitOpsTool.SAIL, { istio: '1.24.1' }))[0]).toBe(
      'MESH853 at clusters[0].gitops: the Sail operator does not install Istio 1.24.1',
    );
    expect(refused(meshOf(GitOpsTool.SAIL, { istio: '1.24' }))).toEqual([]);
  });

  test('MESH854: SOPS with Argo CD', () => {
    const cacerts = { delivery: CacertsDelivery.SOPS };
    expect(refused(meshOf(GitOpsTool.ARGOCD, { cacerts }))[0]).toBe(
      'MESH854 at clusters[0].gitops: the cacerts of "cluster1" are encrypted by SOPS',
    );
  });

  test('MESH856: what is brought in and moved by hand', () => {
    const upgrade = { istio: '1.30.0', revision: '1-30-0' };
    expect(refused(meshOf(GitOpsTool.SAIL, { istiod: { upgrade } }))[0]).toBe(
      'MESH856 at clusters[0].gitops: "cluster1" is about to get a second control plane',
    );
    const istiod = { revision: 'a', revisionTag: 'b' };
    expect(refused(meshOf(GitOpsTool.FLUX, { istiod }))[0]).toBe(
      'MESH856 at clusters[0].gitops: the revision of "cluster1" has a tag',
    );
  });

  test("MESH857: somebody else's Istio", () => {
    expect(refused(meshOf(GitOpsTool.SAIL, { existingIstio: {} }))[0]).toBe(
      'MESH857 at clusters[0].gitops: the Istio of "cluster1" is somebody else\'s',
    );
  });

  test('MESH855: a layout without layers', () => {
    const layout = OutputLayout.FILE_PER_CLUSTER;
    expect(() => outputOf(meshOf(GitOpsTool.FLUX), { layout })).toThrow('MESH855');
    expect(() => outputOf(meshOf(GitOpsTool.ARGOCD), { layout })).toThrow('MESH855');
    expect(() => outputOf(meshOf(GitOpsTool.SAIL), { layout })).not.toThrow();
  });
});
