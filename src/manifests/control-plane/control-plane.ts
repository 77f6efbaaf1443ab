import { Cluster, Mesh } from '../../model/mesh';
import { Instruction } from '../instruction';
import { TextFile } from '../text-file';

/**
 * How a generation of Istio is installed, and what it has to be told.
 *
 * @internal
 */
export interface ControlPlane {
  /** Helm values, or an IstioOperator. */
  readonly files: (mesh: Mesh, cluster: Cluster) => TextFile[];
  /** How kubectl applies manifests. */
  readonly apply: string;
  readonly install: (mesh: Mesh, cluster: Cluster) => Instruction[];
  /** Paragraphs on what it must have, where nothing of ours says that to it. */
  readonly requirements: (mesh: Mesh, cluster: Cluster) => string[];
  /** From one control plane to the next; empty where there is none. */
  readonly upgrade: (mesh: Mesh, cluster: Cluster) => Instruction[];
  readonly uninstall: (mesh: Mesh, cluster: Cluster) => Instruction[];
  /**
   * How control planes and proxies read changed roots.
   *
   * @param upgrade how they get their present values
   */
  readonly restart: (mesh: Mesh, upgrade: string) => string;
  /** How identities are renewed after the CA of a cluster has changed. */
  readonly renewal: (mesh: Mesh, cluster: Cluster) => string;
  /** Commands that write down what each proxy says of its identity; never a private key. */
  readonly identities: (cluster: Cluster) => string[];
}
