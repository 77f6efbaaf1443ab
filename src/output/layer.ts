import { IConstruct } from 'constructs';

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

const KEY = 'cdk8s-istio-multicluster/layer';

/**
 * Says which layer an object of a chart belongs to.
 */
export class Layers {
  /**
   * Puts everything that will be created below a construct into a layer. Must be called before the
   * construct has children.
   *
   * @param scope the construct
   * @param layer the layer
   */
  public static assign(scope: IConstruct, layer: Layer): void {
    scope.node.setContext(KEY, layer);
  }

  /**
   * The layer of a construct: its own or that of the nearest construct above it that has one,
   * `WORKLOADS` otherwise.
   *
   * @param scope the construct
   */
  public static of(scope: IConstruct): Layer {
    return scope.node.tryGetContext(KEY) ?? Layer.WORKLOADS;
  }

  private constructor() {}
}
