import * as path from 'path';
import {
  accepting,
  classicMesh,
  classicMeshWithEverything,
  gitopsMesh,
  modernMesh,
} from './descriptions';
import { expectGolden, readTree, temporaryFolder } from './golden';
import {
  MeshApp,
  MeshAppProps,
  MulticlusterMesh,
  MulticlusterMeshProps,
  OutputLayout,
} from '../../src';
import { loadTree } from '../oracle/load';
import { judgeMesh } from '../oracle/mesh-rules';
import { judgeRules } from '../oracle/rules';
import { judgeSchema } from '../oracle/schema';

const GOLDEN: Array<[string, MulticlusterMeshProps, MeshAppProps]> = [
  ...['1.1', '1.2', '1.5', '1.7.4', '1.7'].map(
    (v): [string, MulticlusterMeshProps, MeshAppProps] => [`classic-${v}`, classicMesh(v), {}],
  ),
  [
    'classic-1.1-egress',
    classicMeshWithEverything('1.1', 'istio-egressgateway.istio-system.svc.cluster.local'),
    {},
  ],
  ['classic-1.4-egress', classicMeshWithEverything('1.4', '10.0.1.7'), {}],
  ['modern-1.21', modernMesh('1.21'), {}],
  ['modern-1.29', modernMesh('1.29.2'), { syncWaves: true }],
  ['modern-1.29-gitops', gitopsMesh(), {}],
  [
    'modern-1.29-file-per-resource',
    modernMesh('1.29.2'),
    { layout: OutputLayout.FILE_PER_RESOURCE },
  ],
  [
    'modern-1.29-file-per-cluster',
    modernMesh('1.29.2'),
    { layout: OutputLayout.FILE_PER_CLUSTER, kustomization: false },
  ],
];
const folder = temporaryFolder();

describe.each(GOLDEN)('%s', (name, props, options) => {
  const outdir = path.join(folder, name);
  beforeAll(() => {
    const app = new MeshApp({ outdir, ...options });
    new MulticlusterMesh(
      app,
      'mesh',
      props.suffix === undefined
        ? accepting(props, 'MESH207', 'MESH314')
        : accepting(props, 'MESH314', 'MESH406'),
    );
    app.synth();
  });

  test('is written as before', () => {
    expect(Object.keys(readTree(outdir)).length).toBeGreaterThan(5);
    expectGolden(name, outdir);
  });

  test("has only objects that the CRDs and Istio's validation accept", () => {
    const objects = Object.values(loadTree(outdir)).flat();
    expect(objects.some(object => object.apiVersion.includes('istio.io'))).toBe(true);
    expect(judgeSchema(objects)).toEqual([]);
    expect(judgeRules(objects)).toEqual([]);
  });

  if (name.startsWith('modern')) {
    test('fits together over all clusters', () => {
      expect(judgeMesh(loadTree(outdir), props)).toEqual([]);
    });
  }
});
