/**
 * The parts of a cluster's output, in the order in which they are applied.
 */
export enum Layer {
  /** Istio's root namespace, and the CA certificate of the cluster. */
  TRUST = 'trust',
  /** The settings of the cluster's Istio installation. */
  CONTROL_PLANE = 'control-plane',
  /** How global hosts resolve in the cluster. */
  DNS = 'dns',
  /** Global hosts, gateways, and who may call what. */
  TRAFFIC = 'traffic',
  /** Everything that is not part of the mesh: your own objects. */
  WORKLOADS = 'workloads',
}

/** All layers, in the order in which they are applied. @internal */
export const LAYERS: readonly Layer[] = Object.values(Layer);
