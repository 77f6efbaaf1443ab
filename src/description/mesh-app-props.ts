/**
 * How the objects of a cluster are spread over files. Paths are relative to the directory
 * `manifests/` of the cluster.
 */
export enum OutputLayout {
  /** `<layer>/<namespace>.yaml`, with cluster-scoped objects in `<layer>/_cluster.yaml`. */
  FILE_PER_NAMESPACE = 'file-per-namespace',
  /**
   * `<layer>/<namespace>/<kind>-<name>.yaml`, with cluster-scoped objects in `<layer>/_cluster/`.
   */
  FILE_PER_RESOURCE = 'file-per-resource',
  /** `objects.yaml`. The directories named in the cluster's README.md do not exist then. */
  FILE_PER_CLUSTER = 'file-per-cluster',
}

/**
 * Options of a `MeshApp`.
 */
export interface MeshAppProps {
  /**
   * The directory to write to.
   *
   * @default - what `cdk8s synth` says (CDK8S_OUTDIR), otherwise `dist`
   */
  readonly outdir?: string;

  /**
   * How a cluster's objects are spread over files.
   *
   * @default OutputLayout.FILE_PER_NAMESPACE
   */
  readonly layout?: OutputLayout;

  /**
   * Write a `kustomization.yaml` into each cluster's directory, which lists its files in the order
   * of the layers.
   *
   * @default true
   */
  readonly kustomization?: boolean;

  /**
   * Annotate each object with Argo CD's `sync-wave` of its layer: trust -3, control-plane -2, dns
   * -1, traffic 0, workloads 1.
   *
   * @default false
   */
  readonly syncWaves?: boolean;

  /**
   * How large a cluster's part of the output may become. Synth fails where it is larger (MESH810).
   *
   * @default - no limit
   */
  readonly budget?: BudgetProps;

  /**
   * Overwrite files of the output that were edited by hand since they were written, and remove
   * those that are no longer part of it. `mesh synth --force` does so once. Files that are not
   * listed in `mesh.index.json` are never touched (MESH805).
   *
   * @default false: synth fails and names them (MESH820, MESH807)
   */
  readonly overwriteEdits?: boolean;
}

/**
 * Limits for one cluster.
 */
export interface BudgetProps {
  /**
   * Kubernetes objects.
   *
   * @default - no limit
   */
  readonly maxObjects?: number;

  /**
   * Bytes of YAML.
   *
   * @default - no limit
   */
  readonly maxBytes?: number;

  /**
   * Envoy clusters that the mesh adds to a sidecar, in the namespace that sees most of them: one
   * for each port of a host, and one more for each of its subsets.
   *
   * @default - no limit
   */
  readonly maxEnvoyClusters?: number;

  /**
   * Filter chains on the gateway, counted in the same way.
   *
   * @default - no limit
   */
  readonly maxFilterChains?: number;
}
