import { RolloutCluster, RolloutProps, RolloutTarget } from './rollout-props';
import { Place } from '../../problems/place';
import { Problems } from '../../problems/problems';
import { checkGatewayAddress } from '../../values/dialable';
import { istioVersion } from '../../values/istio-version';
import { checkRevision } from '../../values/revision';
import { ClusterProps } from '../cluster-props';

/** What changes for a cluster, and where that is said. @internal */
export interface Target extends Omit<RolloutCluster, 'name'> {
  /** of each key, below the description */
  readonly places: { readonly [key in (typeof KEYS)[number]]: Place };
}

/** What a roll-out says of control planes. @internal */
export const OF_CONTROL_PLANE = ['istio', 'revision', 'upgrade'] as const;

const KEYS = [...OF_CONTROL_PLANE, 'addresses'] as const;

/** @internal */
export function targetOf(rollout: RolloutProps, name: string): Target {
  const { clusters = [] } = rollout;
  const index = clusters.findIndex(cluster => cluster.name === name);
  const own: Partial<RolloutCluster> = clusters[index] ?? {};
  const place = (key: (typeof KEYS)[number]): Place =>
    own[key] === undefined ? ['rollout', key] : ['rollout', 'clusters', index, key];
  return {
    istio: own.istio ?? rollout.istio,
    revision: own.revision ?? rollout.revision,
    upgrade: own.upgrade ?? rollout.upgrade,
    addresses: own.addresses,
    places: {
      istio: place('istio'),
      revision: place('revision'),
      upgrade: place('upgrade'),
      addresses: place('addresses'),
    },
  };
}

/** @param problems at `rollout` @internal */
export function checkTargets(
  rollout: RolloutProps,
  declared: readonly ClusterProps[],
  problems: Problems,
): void {
  const { clusters = [] } = rollout;
  if (clusters.length === 0 && OF_CONTROL_PLANE.every(key => rollout[key] === undefined)) {
    problems.report('MESH143', 'neither a version nor addresses are named');
  }
  checkForm(rollout, problems);
  clusters.forEach((target, i) => {
    const { name, addresses } = target;
    const at = problems.at('clusters', i);
    checkForm(target, at);
    addresses?.forEach((address, j) => checkGatewayAddress(address, at.at('addresses', j)));
    const cluster = declared.find(other => other.name === name);
    if (!cluster) {
      at.at('name').report('MESH144', `no cluster has the name "${name}"`);
    } else if (clusters.findIndex(other => other.name === name) < i) {
      at.at('name').report('MESH144', `cluster "${name}" has an entry already`);
    } else if (addresses && !cluster.gateway) {
      at.at('addresses').report('MESH144', `cluster "${name}" has no gateway`);
    }
    if (addresses?.length === 0) {
      at.at('addresses').report('MESH317', 'the gateway has no address');
    }
  });
}

/** What is wrong with a value is told before its wave, too. */
function checkForm({ istio, revision, upgrade }: RolloutTarget, problems: Problems): void {
  if (istio !== undefined) {
    istioVersion(istio, problems.at('istio'));
  }
  checkRevision(revision, 'revision', problems.at('revision'));
  if (upgrade) {
    istioVersion(upgrade.istio, problems.at('upgrade', 'istio'));
    checkRevision(upgrade.revision, 'revision', problems.at('upgrade', 'revision'));
  }
}
