/**
 * The parts of a cluster's directory, in the order in which they are applied.
 */
export enum Layer {
  /** Istio's root namespace and the CA certificate of the cluster. */
  TRUST = 'trust',
  /** What the Istio installation of the cluster must be told. */
  CONTROL_PLANE = 'control-plane',
  /** How names of the mesh resolve in the cluster. */
  DNS = 'dns',
  /** Hosts, gateways and who may call what. */
  TRAFFIC = 'traffic',
  /** Everything that is not the mesh's: your own objects. */
  WORKLOADS = 'workloads',
}

/** All layers, first to apply first. @internal */
export const LAYERS: readonly Layer[] = Object.values(Layer);
