import { controlPlaneOf } from './control-planes';
import { clusterReadme } from './readme';
import { Cluster, Mesh } from '../../model/mesh';
import { DELIVERIES } from '../gitops/deliveries';
import { TextFile } from '../text-file';

/**
 * What a cluster's Istio installation must be told, as files beside the manifests, and how to apply
 * it all.
 *
 * @internal
 */
export function controlPlaneFiles(mesh: Mesh, cluster: Cluster): TextFile[] {
  return [
    { path: 'README.md', content: clusterReadme(mesh, cluster) },
    ...controlPlaneOf(mesh, cluster)
      .files(mesh, cluster)
      .filter(({ path }) => DELIVERIES[cluster.gitops].reads(path)),
  ];
}
