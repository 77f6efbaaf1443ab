import { GatewayAddress } from '../../values/gateway-address';
import { IstiodUpgradeProps } from '../istiod-props';

/**
 * What control planes become in a roll-out.
 */
export interface RolloutTarget {
  /**
   * The new version of Istio. It ends an `istiod.upgrade`: that version takes over.
   *
   * @default - the version stays
   * @form istioVersion
   */
  readonly istio?: string;

  /**
   * The new revision of the control plane, `istiod.revision`.
   *
   * @default - the revision stays
   * @form revision
   */
  readonly revision?: string;

  /**
   * A second control plane, `istiod.upgrade`.
   *
   * @default - none comes
   */
  readonly upgrade?: IstiodUpgradeProps;
}

/**
 * A change that reaches the clusters wave by wave, each wave a change of the output to review by
 * itself: a version of Istio, or addresses of gateways. What the clusters say is what runs before.
 *
 * The new addresses of a gateway are dialed beside the old ones in the wave of its cluster, and
 * alone from the next wave on. All the time its Service is open for both.
 *
 * @see docs/rollout.md
 */
export interface RolloutProps extends RolloutTarget {
  /**
   * How far the roll-out has come: the number of the wave that is being rolled out. `mesh rollout
   * --wave` writes it. When the last wave changes addresses, one step more takes the old ones away
   * (MESH142).
   *
   * @default 0 - not begun
   * @form ordinal
   */
  readonly wave?: number;

  /**
   * The waves, in their order. Each cluster has to be in one (MESH140), and in no other (MESH141).
   *
   * @size 1..
   */
  readonly waves: RolloutWave[];

  /**
   * What changes for single clusters (MESH144).
   *
   * @default - for all of them the same
   */
  readonly clusters?: RolloutCluster[];
}

/**
 * A wave: clusters that change together.
 */
export interface RolloutWave {
  /**
   * Labels of the clusters of the wave: those that have all of them, at least one (MESH136).
   *
   * @keys labelKey
   * @form labelValue
   * @size 1..
   */
  readonly matchLabels: { [label: string]: string };
}

/**
 * What changes for one cluster. Where it says nothing, the roll-out itself counts.
 */
export interface RolloutCluster extends RolloutTarget {
  /**
   * Name of the cluster, once (MESH144).
   *
   * @form label
   */
  readonly name: string;

  /**
   * The new addresses of its gateway, all of them, at least one (MESH317). They have to lead to the
   * gateway before its wave begins.
   *
   * @default - the addresses stay
   * @size 1..
   */
  readonly addresses?: GatewayAddress[];
}
