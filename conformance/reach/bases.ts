import * as path from 'path';
import { written } from './meshes';
import { readWorld } from '../../src/analysis/world/read-world';
import { World } from '../../src/analysis/world/world';
import { Problems } from '../../src/problems/problems';
import { EVERYTHING, ROWS } from '../../test/golden/rows';
import { meshOfFile, synthesize } from '../stand/mesh';

const ROOT = path.join(__dirname, '../..');
const GOLDEN = path.join(ROOT, 'test/golden/rows');

/** Directories that say what their Istio is told; elsewhere nothing can be compared. */
const LEFT_OUT = new Set([
  'existing-istio',
  'fault-and-mirror',
  'dns-beside-what-is-there',
  'dns-of-the-eks-add-on',
]);

/** A correct mesh. */
export interface Base {
  readonly name: string;
  readonly world: World;
}

/** The golden directories, the examples, and the meshes that conformance runs. */
export function bases(folder: string): Base[] {
  const golden = Object.entries({ ...ROWS, everything: EVERYTHING })
    .filter(([name]) => !LEFT_OUT.has(name))
    .map(([name, description]) => ({
      name,
      world: written(description, path.join(GOLDEN, name)).world,
    }));
  const problems = new Problems();
  // its output has the workloads too
  const twoClusters = readWorld({ directories: [path.join(ROOT, 'dist')] }, problems);
  problems.throwIfErrors();
  const boutique = path.join(ROOT, 'examples/online-boutique');
  const { description } = meshOfFile('online-boutique', path.join(boutique, 'mesh.yaml'));
  return [
    ...golden,
    { name: 'two-clusters', world: twoClusters },
    { name: 'online-boutique', world: written(description, path.join(boutique, 'dist')).world },
    featuresIn(path.join(folder, 'features')),
  ];
}

/** The other mesh of conformance sets flags of istiod, which the oracle has none of. */
function featuresIn(output: string): Base {
  const file = path.join(ROOT, 'conformance/meshes/features/mesh.yaml');
  const { name, description } = meshOfFile('features', file);
  synthesize(description, output);
  return { name, world: written(description, output).world };
}
