import * as path from 'path';
import { ApiObject, App, Chart } from 'cdk8s';
import { AcceptedSecret, ClusterFile, MeshApp, MulticlusterMesh, OutputLayout } from '../../src';
import { MeshError } from '../../src/problems/mesh-error';
import { temporaryFolder } from '../golden/golden';
import { BASE } from '../model/base';

const root = temporaryFolder();
const KEY = ['-----BEGIN', `PRIVATE KEY-----\n${'MIGHAgEA'.repeat(8)}\n`].join(' ');
const [CLUSTER] = BASE.clusters;
const PLACE = `${CLUSTER.name}/ConfigMap/shop/guide:data.steps[1].text`;
let run = 0;

const freshApp = (layout?: OutputLayout) =>
  new MeshApp({ outdir: path.join(root, `${run++}`), layout });

function withGuide(app: App, accepted: AcceptedSecret[]): Chart {
  const mesh = new MulticlusterMesh(app, 'mesh', { ...BASE, acceptedSecrets: accepted });
  const chart = mesh.chart(CLUSTER.name);
  new ApiObject(chart, 'guide', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'guide', namespace: 'shop' },
    data: { steps: [{ text: 'Make a key.' }, { text: `It looks like this:\n${KEY}` }] },
  });
  return chart;
}

function problemsOf(app: App) {
  try {
    app.synth();
    return [];
  } catch (error) {
    return (error as MeshError).problems;
  }
}

test('the error says what to write to accept it, and then it is accepted, in every layout', () => {
  const [problem] = problemsOf(withGuide(freshApp(), []).node.root as App);
  expect(problem.code).toBe('MESH809');
  expect(problem.remedy).toContain(`acceptedSecrets: [{ place: '${PLACE}', reason: … }]`);
  for (const layout of Object.values(OutputLayout)) {
    const app = freshApp(layout);
    withGuide(app, [{ place: PLACE, reason: 'the key of the manual' }]);
    expect(problemsOf(app)).toEqual([]);
  }
});

test('it is accepted at its place only', () => {
  const app = freshApp();
  const chart = withGuide(app, [{ place: PLACE, reason: 'the key of the manual' }]);
  new ApiObject(chart, 'other', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'other', namespace: 'shop' },
    data: { key: KEY },
  });
  expect(
    problemsOf(app).map(({ code, remedy }) => [code, remedy.includes('shop/other:data.key')]),
  ).toEqual([['MESH809', true]]);
});

test('two in one line are two, each with its field', () => {
  const app = freshApp();
  const mesh = new MulticlusterMesh(app, 'mesh', {
    ...BASE,
    acceptedSecrets: [{ place: `${CLUSTER.name}/other/x.json:one`, reason: 'of the manual' }],
  });
  const content = JSON.stringify({ none: 'a\nb', one: KEY, two: KEY });
  new ClusterFile(mesh.chart(CLUSTER.name), 'x', { path: 'other/x.json', content });
  expect(problemsOf(app).map(({ remedy }) => /place: '(.*?)'/.exec(remedy)![1])).toEqual([
    `${CLUSTER.name}/other/x.json:two`,
  ]);
});

test('MESH841: a place where nothing is found', () => {
  const app = freshApp();
  withGuide(app, [
    { place: PLACE, reason: 'the key of the manual' },
    { place: `${PLACE}s`, reason: 'misspelled' },
  ]);
  expect(problemsOf(app).map(({ code, message }) => `${code} ${message}`)).toEqual([
    `MESH841 nothing at "${PLACE}s" looks like a secret, but it is accepted`,
  ]);
});

test('in a file: with the field if it has one', () => {
  const place = (name: string) => `${CLUSTER.name}/other/${name}`;
  const accepted = [place('guide.md'), place('values.yaml:example.key')];
  const app = freshApp();
  const mesh = new MulticlusterMesh(app, 'mesh', {
    ...BASE,
    acceptedSecrets: accepted.map(at => ({ place: at, reason: 'the key of the manual' })),
  });
  const chart = mesh.chart(CLUSTER.name);
  new ClusterFile(chart, 'guide', { path: 'other/guide.md', content: `# Guide\n${KEY}` });
  new ClusterFile(chart, 'values', {
    path: 'other/values.yaml',
    content: `example:\n  key: ${JSON.stringify(KEY)}\n`,
  });
  expect(problemsOf(app)).toEqual([]);
});

test('by a plain App too', () => {
  const app = new App({ outdir: path.join(root, 'plain') });
  withGuide(app, []);
  expect(() => app.synth()).toThrow(PLACE);
  const accepting = new App({ outdir: path.join(root, 'plain') });
  withGuide(accepting, [{ place: PLACE, reason: 'the key of the manual' }]);
  expect(() => accepting.synth()).not.toThrow();
});
