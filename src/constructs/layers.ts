import { IConstruct } from 'constructs';
import { Layer } from '../output/layer';

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
