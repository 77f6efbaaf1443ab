import { Cluster, Mesh } from '../../model/mesh';
import { Instruction } from '../instruction';
import { Manifest } from '../manifest';
import { TextFile } from '../text-file';

/** What a person does without a tool to install. @internal */
export interface InstallByHand {
  readonly trust: Instruction;
  readonly controlPlane: readonly Instruction[];
  readonly everythingElse: Instruction;
}

/** What a person does without a tool to uninstall. @internal */
export interface UninstallByHand {
  readonly objects: Instruction;
  readonly dns: readonly Instruction[];
  readonly controlPlane: readonly Instruction[];
}

/**
 * How the output of a cluster, and Istio itself, get into it.
 *
 * @internal
 */
export interface Delivery {
  /** Objects among the manifests of the cluster. */
  readonly objects: (mesh: Mesh, cluster: Cluster) => Manifest[];
  /**
   * Objects for the tool itself.
   *
   * @param layers those that the cluster has objects of
   */
  readonly files: (mesh: Mesh, cluster: Cluster, layers: ReadonlySet<string>) => TextFile[];
  /** Whether a file of Helm values is read by somebody. */
  readonly reads: (valuesFile: string) => boolean;
  /** Whether each layer has to have a directory. */
  readonly needsLayers: boolean;
  readonly install: (mesh: Mesh, cluster: Cluster, byHand: InstallByHand) => Instruction[];
  readonly uninstall: (mesh: Mesh, cluster: Cluster, byHand: UninstallByHand) => Instruction[];
  /** How istiod and the gateways get the present values, as a clause. */
  readonly upgrade: string;
}
