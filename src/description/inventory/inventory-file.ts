import { GatewayAddress } from '../../values/gateway-address';
import { ClusterProps } from '../cluster-props';

/**
 * What an inventory may say of a cluster.
 *
 * @internal
 */
export interface InventoryCluster extends Pick<
  ClusterProps,
  'labels' | 'istio' | 'kubernetes' | 'platform' | 'region' | 'zone' | 'network' | 'serviceCidr'
> {
  /** of its gateway */
  readonly addresses?: GatewayAddress[];
}

/**
 * An inventory.
 *
 * @internal
 */
export interface InventoryFile {
  /** by name */
  readonly clusters: { [cluster: string]: InventoryCluster };
}

/** What is known of clusters, as a file has it: addresses are text. @internal */
export type Facts = { readonly [cluster: string]: FactsOfCluster };

/** @internal */
export type FactsOfCluster = Omit<InventoryCluster, 'addresses'> & {
  readonly addresses?: readonly string[];
};
