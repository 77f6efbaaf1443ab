import { Problems } from '../../problems/problems';
import { checkMatchLabels, matches } from '../cluster-labels';
import { ClusterProps } from '../cluster-props';
import { RolloutProps } from './rollout-props';

/**
 * The number of each cluster's wave, the first one being 1.
 *
 * @param problems of the description
 * @internal
 */
export function wavesOf(
  clusters: readonly ClusterProps[],
  { waves }: RolloutProps,
  problems: Problems,
): ReadonlyMap<string, number> {
  waves.forEach(({ matchLabels }, i) =>
    checkMatchLabels(matchLabels, clusters, problems.at('rollout', 'waves', i, 'matchLabels')),
  );
  const numbers = new Map<string, number>();
  clusters.forEach((cluster, i) => {
    const found = waves.flatMap(({ matchLabels }, wave) =>
      matches(cluster, matchLabels) ? [wave] : [],
    );
    const [first, second] = found;
    if (first === undefined) {
      problems.at('clusters', i).report('MESH140', `cluster "${cluster.name}" is in no wave`);
    } else if (second !== undefined) {
      problems
        .at('rollout', 'waves', second)
        .report('MESH141', `cluster "${cluster.name}" is in wave ${first + 1} already`);
    }
    numbers.set(cluster.name, (first ?? waves.length) + 1);
  });
  return numbers;
}
