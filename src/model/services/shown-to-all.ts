import { Problems } from '../../problems/problems';
import { isAll } from '../../values/wildcard';
import { Cluster, Service } from '../mesh';

/** Beyond that a sidecar is chiefly made of what its pod never calls. */
const MOST_ENVOY_CLUSTERS = 1000;

/**
 * What is granted to every namespace of a cluster is in the configuration of each of its sidecars:
 * an Envoy cluster for each port, and one more for each subset.
 *
 * @see istio/istio pilot/pkg/networking/core/cluster_builder.go
 * @internal
 */
export function checkShownToAll(
  services: readonly Service[],
  clusters: readonly Cluster[],
  problems: Problems,
): void {
  for (const { name } of clusters) {
    const shown = services.filter(({ callers }) => isAll(callers.get(name)?.namespaces));
    const envoyClusters = shown.reduce(
      (sum, { ports, subsets }) => sum + ports.length * (1 + subsets.length),
      0,
    );
    if (envoyClusters > MOST_ENVOY_CLUSTERS) {
      problems.report(
        'MESH296',
        `in cluster "${name}", ${shown.length} hosts are granted to every namespace: ${envoyClusters} Envoy clusters in each sidecar`,
      );
    }
  }
}
