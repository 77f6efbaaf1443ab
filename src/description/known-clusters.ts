import { withClusterDefaults } from './cluster-defaults';
import { Inventoried, PinUse, withInventory } from './inventory/with-inventory';
import { MulticlusterMeshProps } from './mesh-props';
import { RolloutPlan } from './rollout/plan';
import { withRollout } from './rollout/with-rollout';
import { Locator } from '../problems/place';
import { Problems } from '../problems/problems';

/** A description whose clusters have all that is said of them. @internal */
export interface KnownClusters {
  readonly props: MulticlusterMeshProps;
  readonly inventory: Inventoried;
  readonly rollout?: RolloutPlan;
  /** Names a place, wherever its value was written. */
  locator(locate: Locator): Locator;
}

/**
 * The description with what is said of its clusters elsewhere: first in the inventory, then in
 * their defaults, and then in the roll-out, which changes what they were before.
 *
 * @internal
 */
export function withKnownClusters(
  props: MulticlusterMeshProps,
  use: PinUse,
  problems: Problems,
): KnownClusters {
  const inventory = withInventory(props, use, problems);
  // while the clusters are not known, all else would be wrong only because of that
  const others = inventory.isUnknown ? problems.apart() : problems;
  const defaults = withClusterDefaults(inventory.props, others);
  const rolled = withRollout(defaults.props, others);
  return {
    props: rolled.props,
    inventory,
    rollout: rolled.plan,
    locator: locate => place => {
      const written = defaults.writtenAt(rolled.writtenAt(place));
      return inventory.locate(written) ?? locate(written);
    },
  };
}
