import { ClusterProps } from './cluster-props';
import { Problems } from '../problems/problems';
import { checkLabels } from '../values/names';

/** Labels, of which a cluster has to have all. @internal */
export type MatchLabels = { readonly [label: string]: string };

/** @internal */
export function matches({ labels = {} }: ClusterProps, wanted: MatchLabels): boolean {
  return Object.entries(wanted).every(
    ([key, value]) => Object.hasOwn(labels, key) && labels[key] === value,
  );
}

/** @param problems at the labels @internal */
export function checkMatchLabels(
  wanted: MatchLabels,
  clusters: readonly ClusterProps[],
  problems: Problems,
): void {
  checkLabels(wanted, problems);
  if (Object.keys(wanted).length === 0) {
    problems.report('MESH407', 'the list of labels is empty');
  } else if (!clusters.some(cluster => matches(cluster, wanted))) {
    const labels = Object.entries(wanted).map(([key, value]) => `"${key}: ${value}"`);
    problems.report('MESH136', `no cluster has ${labels.join(' and ')}`);
  }
}
