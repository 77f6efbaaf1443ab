import { mkdtempSync, writeFileSync } from 'fs';
import * as path from 'path';
import { expectGolden, temporaryFolder } from './golden';
import { EVERYTHING, ROWS } from './rows';
import { MeshApp, MulticlusterMesh, OutputLayout } from '../../src';
import { loadTree } from '../oracle/load';
import { judgeMesh } from '../oracle/mesh-rules';
import { judgeRules } from '../oracle/rules';
import { judgeSchema } from '../oracle/schema';

const folder = temporaryFolder();

describe.each(Object.entries({ ...ROWS, everything: EVERYTHING }))('%s', (name, props) => {
  const outdir = path.join(folder, name);
  beforeAll(() => {
    const lockFile = path.join(mkdtempSync(path.join(folder, 'lock-')), 'mesh.lock.json');
    writeFileSync(
      lockFile,
      JSON.stringify({
        schema: 1,
        virtualIps: {
          ...(name === 'names'
            ? {
                'basket.shop.svc.corp.example': ['240.0.0.2'],
                'cart.legacy.svc.corp.example': ['240.0.0.3'],
              }
            : {}),
          ...(name === 'everything'
            ? {
                'basket.shop.mesh.internal': ['240.0.0.7'],
                'stock.shop.mesh.internal': ['240.0.0.2'],
              }
            : {}),
        },
      }),
    );
    const app = new MeshApp({
      outdir,
      layout: OutputLayout.FILE_PER_CLUSTER,
      kustomization: false,
    });
    new MulticlusterMesh(app, 'mesh', { ...props, lockFile });
    app.synth();
  });

  test('is written as before', () => {
    expectGolden(path.join('rows', name), outdir);
  });

  test('is valid, and fits together over all clusters', () => {
    const clusters = loadTree(outdir);
    const objects = Object.values(clusters).flat();
    expect(judgeSchema(objects)).toEqual([]);
    expect(judgeRules(objects)).toEqual([]);
    expect(judgeMesh(clusters, props)).toEqual([]);
  });
});
