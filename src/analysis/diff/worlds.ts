import { sortedSet } from '../../values/order';
import { Cluster } from '../mesh/cluster';
import { Mesh } from '../reach/mesh';
import { World } from '../world/world';

/** Two worlds that are compared. @internal */
export interface Worlds {
  readonly before: Mesh;
  readonly after: Mesh;
}

/** A cluster in both worlds, or in one of them. @internal */
export interface ClusterPair {
  readonly name: string;
  readonly before?: Cluster;
  readonly after?: Cluster;
}

/**
 * Clusters are the same when they have the same name, or when there is one only on either side, as
 * in two copies of one directory.
 *
 * @internal
 */
export function worldsOf(before: World, after: World): Worlds {
  const [[old, ...otherOld], [now, ...otherNow]] = [before.clusters, after.clusters];
  const isOne = old && now && otherOld.length + otherNow.length === 0;
  return {
    before: new Mesh(isOne ? { clusters: [{ ...old, name: now.name }] } : before),
    after: new Mesh(after),
  };
}

/** In the order of their names. @internal */
export function clusterPairs({ before, after }: Worlds): ClusterPair[] {
  return sortedSet([...before.clusters.keys(), ...after.clusters.keys()]).map(name => ({
    name,
    before: before.clusters.get(name),
    after: after.clusters.get(name),
  }));
}

/** Those of a pair that there are. @internal */
export const sidesOf = ({ before, after }: ClusterPair): readonly Cluster[] =>
  [before, after].filter(one => one !== undefined);
