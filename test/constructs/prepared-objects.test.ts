import * as path from 'path';
import { ApiObject, App, Chart, JsonPatch } from 'cdk8s';
import { IConstruct } from 'constructs';
import { MeshApp, MulticlusterMesh } from '../../src';
import { PreparedObjects } from '../../src/constructs/prepared-objects';
import { below } from '../../src/constructs/walk';
import { readTree, temporaryFolder } from '../golden/golden';
import { BASE } from '../model/base';

const root = temporaryFolder();
let run = 0;

type Touch = (mesh: MulticlusterMesh, app: App) => void;

/** The output of the same mesh after something has reached into its tree. */
function output(touch: Touch = () => {}, before: (app: App) => void = () => {}) {
  const app = new MeshApp({ outdir: path.join(root, String(run++)) });
  before(app);
  const mesh = new MulticlusterMesh(app, 'mesh', BASE);
  touch(mesh, app);
  app.synth();
  return { files: readTree(app.outdir), prepared: prepared(app) };
}

/** The parts that nothing has looked into. */
const prepared = (scope: IConstruct) =>
  below(scope)
    .filter(construct => construct instanceof PreparedObjects)
    .filter(construct => construct._isPrepared)
    .map(construct => construct.node.path);

const untouched = output();
const TRAFFIC = 'manifests/traffic/bar.yaml';
const traffic = (mesh: MulticlusterMesh) =>
  mesh.chart('cluster1').node.findChild('mesh').node.findChild('traffic');
const entry = (mesh: MulticlusterMesh) =>
  traffic(mesh).node.findChild('ServiceEntry-bar-httpbin-global-remote') as ApiObject;

test('nobody has looked: synth itself makes no constructs', () => {
  expect(untouched.prepared).toEqual(
    expect.arrayContaining(['cluster1/mesh/traffic', 'cluster2/mesh/traffic']),
  );
});

test.each<[string, Touch]>([
  ['everything is listed', (_, app) => app.node.findAll()],
  ['children are listed', mesh => traffic(mesh).node.children],
  ['a child is sought that is not there', mesh => traffic(mesh).node.tryFindChild('nothing')],
  ['the charts are put in order', (_, app) => app.charts],
  ['a chart is rendered', mesh => mesh.chart('cluster1').toJson()],
])('the output is the same when %s', (_, touch) => {
  const { files, prepared: left } = output(touch);
  expect(files).toEqual(untouched.files);
  expect(left.length).toBeLessThan(untouched.prepared.length);
});

test('only what was looked into is synthesized one by one', () => {
  const { prepared: left } = output(mesh => entry(mesh));
  expect(left).not.toContain('cluster1/mesh/traffic');
  expect(left).toContain('cluster2/mesh/traffic');
});

test('a patch is in the output', () => {
  const { files } = output(mesh =>
    entry(mesh).addJsonPatch(JsonPatch.add('/metadata/labels/team', 'a')),
  );
  expect(files[`cluster1/${TRAFFIC}`]).toContain('team: a');
  expect(files[`cluster2/${TRAFFIC}`]).toBe(untouched.files[`cluster2/${TRAFFIC}`]);
});

test('metadata that is added to an object is in the output', () => {
  const { files } = output(mesh => entry(mesh).metadata.addAnnotation('a.example.com/b', 'c'));
  expect(files[`cluster1/${TRAFFIC}`]).toContain('a.example.com/b: c');
});

test('a removed object is gone', () => {
  const { files } = output(mesh => {
    expect(traffic(mesh).node.tryRemoveChild('DestinationRule-bar-httpbin-global')).toBe(true);
  });
  expect(untouched.files[`cluster1/${TRAFFIC}`]).toContain('kind: DestinationRule');
  expect(files[`cluster1/${TRAFFIC}`]).not.toContain('kind: DestinationRule');
});

test('an object that is placed beside the prepared ones comes out, and leaves them prepared', () => {
  const { files, prepared: left } = output(mesh => {
    new ApiObject(traffic(mesh) as Chart, 'mine', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'mine', namespace: 'bar' },
    });
  });
  expect(files[`cluster1/${TRAFFIC}`]).toContain('name: mine');
  expect(left).toContain('cluster1/mesh/traffic');
});

test('labels and the namespace of a chart of yours are on every object', () => {
  const { files } = output(
    () => {},
    app => new Chart(app, 'cluster1', { labels: { team: 'a' } }),
  );
  const documents = files[`cluster1/${TRAFFIC}`].split('---\n');
  expect(documents.length).toBeGreaterThan(1);
  documents.forEach(document => expect(document).toContain('team: a'));
});

test('a validation below a part is asked, and stops the run', () => {
  expect(() =>
    output(mesh => traffic(mesh).node.addValidation({ validate: () => ['no'] })),
  ).toThrow('MESH808 at cluster1/mesh/traffic\n  no');
});

test('an object stands behind those that it depends on', () => {
  const order = (files: Record<string, string>) =>
    [...files[`cluster1/${TRAFFIC}`].matchAll(/^kind: (.*)$/gm)].map(match => match[1]);
  expect(order(untouched.files)).toEqual(['DestinationRule', 'ServiceEntry', 'VirtualService']);
  const { files } = output(mesh => {
    const rule = traffic(mesh).node.findChild('DestinationRule-bar-httpbin-global');
    rule.node.addDependency(entry(mesh));
  });
  expect(order(files)).toEqual(['ServiceEntry', 'DestinationRule', 'VirtualService']);
});

test('a dependency on a part that nobody has looked into holds too', () => {
  const { files } = output(mesh => {
    const first = new ApiObject(mesh.chart('cluster1'), 'first', {
      apiVersion: 'v1',
      kind: 'ZZZ',
      metadata: { name: 'first', namespace: 'bar' },
    });
    traffic(mesh).node.addDependency(first);
  });
  const resources = [...files['cluster1/kustomization.yaml'].matchAll(/^ {2}- (.*)$/gm)];
  const paths = resources.map(match => match[1]);
  expect(paths.indexOf('manifests/workloads/bar.yaml')).toBeLessThan(paths.indexOf(TRAFFIC));
});

test('objects whose joined ids are the same are found all the same', () => {
  const app = new MeshApp({ outdir: path.join(root, String(run++)) });
  const services = [
    { ...BASE.services[0], name: 'b-c', namespace: 'a' },
    { ...BASE.services[0], name: 'c', namespace: 'a-b' },
  ];
  const grants = [{ ...BASE.grants[0], services: ['b-c.a', 'c.a-b'] }];
  const mesh = new MulticlusterMesh(app, 'mesh', { ...BASE, services, grants });
  const entries = traffic(mesh)
    .node.findAll()
    .filter(construct => ApiObject.isApiObject(construct) && construct.kind === 'ServiceEntry');
  expect(entries.map(({ node }) => node.id)).toEqual([
    'ServiceEntry-a-b-c-global-remote',
    'ServiceEntry.a-b.c-global-remote',
  ]);
});
