import { createHash } from 'crypto';
import { writeFileSync } from 'fs';
import * as path from 'path';
import { accepting, classicMeshWithEverything, modernMesh } from './descriptions';
import { readTree, temporaryFolder } from './golden';
import { EVERYTHING } from './rows';
import { GatewayAddress, MeshApp, MulticlusterMesh, MulticlusterMeshProps } from '../../src';

const folder = temporaryFolder();

/** Random numbers that are the same in every run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Lists whose order matters. */
const ORDERED = new Set(['routes', 'order', 'valuesFiles']);

/** The same description with all other lists and all maps in a different order. */
function shuffled<T>(value: T, random: () => number, isOrdered = false): T {
  const mix = (items: any[]) =>
    items
      .map(item => [random(), item] as const)
      .sort(([a], [b]) => a - b)
      .map(([, item]) => item);
  if (Array.isArray(value)) {
    return (isOrdered ? value : mix(value)).map(item => shuffled(item, random)) as T;
  }
  if (typeof value !== 'object' || value === null || value instanceof GatewayAddress) {
    return value;
  }
  return Object.fromEntries(
    mix(Object.entries(value)).map(([key, item]) => [
      key,
      shuffled(item, random, ORDERED.has(key)),
    ]),
  ) as T;
}

function bytes(props: MulticlusterMeshProps, run: number): string {
  const outdir = path.join(folder, String(run));
  const app = new MeshApp({ outdir });
  new MulticlusterMesh(app, 'mesh', props);
  app.synth();
  return JSON.stringify(readTree(outdir));
}

const LOCK = path.join(folder, 'mesh.lock.json');
writeFileSync(
  LOCK,
  JSON.stringify({
    schema: 1,
    virtualIps: {
      'basket.shop.mesh.internal': ['240.0.0.7'],
      'stock.shop.mesh.internal': ['240.0.0.2'],
    },
  }),
);

test.each([
  ['modern', accepting(modernMesh('1.29'), 'MESH314', 'MESH406'), 100],
  ['combined', { ...EVERYTHING, lockFile: LOCK }, 1000],
  ['classic', accepting(classicMeshWithEverything('1.4', '10.0.1.7'), 'MESH207', 'MESH314'), 100],
])('a %s description gives the same bytes in any order of declaration', (_, props, runs) => {
  const random = numbers(20240607);
  const hashes = new Set(
    Array.from({ length: runs }, (__, i) =>
      createHash('sha256')
        .update(bytes(i === 0 ? props : shuffled(props, random), i % 2))
        .digest('hex'),
    ),
  );
  expect(hashes.size).toBe(1);
  expect(JSON.stringify(shuffled(props, random))).not.toBe(JSON.stringify(props));
});

test('neither locale nor environment change a byte', () => {
  const props = accepting(modernMesh('1.29'), 'MESH314', 'MESH406');
  const before = bytes(props, 10);
  const variables = {
    CDK8S_DISABLE_SORT: '1',
    CDK8S_RECORD_CONSTRUCT_METADATA: 'true',
    CDK8S_LEGACY_HASH: '1',
    LANG: 'tr_TR.UTF-8',
    LC_ALL: 'tr_TR.UTF-8',
    TZ: 'Asia/Tokyo',
  };
  const saved = { ...process.env };
  Object.assign(process.env, variables);
  try {
    expect(bytes(props, 11)).toBe(before);
  } finally {
    process.env = saved;
  }
});
