import { Described } from './described';
import { Cluster } from '../analysis/mesh/cluster';
import { sourceText } from '../analysis/world/manifest';
import { World } from '../analysis/world/world';
import { Problems } from '../problems/problems';
import { isKubernetesNamespace, serviceKey } from '../values/names';

/** Workloads that could call without a sidecar, which the mesh cannot let through. @internal */
export function podsOutside({ services }: Described, { clusters }: World, problems: Problems) {
  for (const cluster of clusters.map(files => new Cluster(files))) {
    const called = services.filter(({ offer }) =>
      offer.uses.some(use => use.cluster === cluster.name),
    );
    const outside = cluster.pods.filter(
      ({ proxy, namespace }) =>
        proxy.has === false &&
        !isKubernetesNamespace(namespace) &&
        namespace !== cluster.mesh.rootNamespace,
    );
    for (const pods of called.length > 0 ? outside : []) {
      problems
        .at(sourceText(pods.source))
        .report(
          'MESH962',
          `${pods.text} has no sidecar (${pods.proxy.why}), and could call ${called.map(({ offer }) => serviceKey(offer)).join(', ')}`,
          pods.proxy.remedy || undefined,
        );
    }
  }
}
