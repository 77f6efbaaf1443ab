import { planOf, RolloutPlan } from './plan';
import { checkTargets, OF_CONTROL_PLANE, Target, targetOf } from './targets';
import { wavesOf } from './waves';
import { Place } from '../../problems/place';
import { Problems } from '../../problems/problems';
import { GatewayAddress } from '../../values/gateway-address';
import { ClusterProps, GatewayProps } from '../cluster-props';
import { serviceTypeOf } from '../gateway-service-type';
import { MulticlusterMeshProps } from '../mesh-props';

/** A description in which the roll-out is as far as it says. @internal */
export interface RolledOut {
  readonly props: MulticlusterMeshProps;
  readonly plan?: RolloutPlan;
  /** Where the value at a place was written: in the cluster itself or in the roll-out. */
  writtenAt(place: Place): Place;
}

/**
 * The description as it is during a roll-out. It follows from the description alone, so that
 * whoever runs synth gets the same.
 *
 * @internal
 */
export function withRollout(props: MulticlusterMeshProps, problems: Problems): RolledOut {
  const { rollout } = props;
  if (!rollout) {
    return { props, writtenAt: place => place };
  }
  checkTargets(rollout, props.clusters, problems.at('rollout'));
  const waves = wavesOf(props.clusters, rollout, problems);
  const plan = planOf(rollout, waves);
  const { wave, steps } = plan;
  if (!Number.isInteger(wave) || wave < 0 || wave > steps.length) {
    problems
      .at('rollout', 'wave')
      .report('MESH142', `wave ${wave} is not one of 0 to ${steps.length}`);
  }
  const changes = props.clusters.map(cluster =>
    changeOf(cluster, targetOf(rollout, cluster.name), wave - waves.get(cluster.name)!),
  );
  return {
    props: { ...props, clusters: changes.map(({ cluster }) => cluster) },
    plan,
    writtenAt: place => {
      const [list, index, ...below] = place;
      const change = list === 'clusters' ? changes[index as number] : undefined;
      return (change && placeIn(change, below)) ?? place;
    },
  };
}

/** A cluster as it is in a wave. */
interface Change {
  readonly cluster: ClusterProps;
  readonly target: Target;
  /** how many waves ago that of the cluster was; negative before it */
  readonly since: number;
  readonly oldAddresses: ReadonlySet<string>;
}

function changeOf(before: ClusterProps, target: Target, since: number): Change {
  const cluster = since < 0 ? before : withControlPlane(before, target);
  const { gateway } = before;
  const { addresses } = target;
  return {
    cluster:
      gateway && addresses
        ? { ...cluster, gateway: withAddresses(gateway, addresses, since) }
        : cluster,
    target,
    since,
    oldAddresses: new Set(gateway?.addresses.map(String)),
  };
}

function withControlPlane(
  cluster: ClusterProps,
  { istio, revision, upgrade }: Target,
): ClusterProps {
  const { upgrade: before, ...istiod } = cluster.istiod ?? {};
  const next = {
    ...istiod,
    revision: revision ?? istiod.revision,
    upgrade: upgrade ?? (istio === undefined ? before : undefined),
  };
  const isSaid = Object.values(next).some(value => value !== undefined);
  return { ...cluster, istio: istio ?? cluster.istio, istiod: isSaid ? next : undefined };
}

/** Callers dial both before they dial only the new ones, and the Service is open for both. */
function withAddresses(
  gateway: GatewayProps,
  next: readonly GatewayAddress[],
  since: number,
): GatewayProps {
  const { addresses: old, service } = gateway;
  const dialed = {
    ...gateway,
    addresses: distinct([...(since <= 0 ? old : []), ...(since >= 0 ? next : [])]),
  };
  const ports = portsOf([...old, ...next]);
  const isOneSet = [old, next].every(addresses => portsOf(addresses).length === ports.length);
  return isOneSet || service?.ports
    ? dialed
    : { ...dialed, service: { type: serviceTypeOf(ports), ...service, ports } };
}

const distinct = (addresses: readonly GatewayAddress[]): GatewayAddress[] => [
  ...new Map(addresses.map(address => [String(address), address])).values(),
];

const portsOf = (addresses: readonly GatewayAddress[]): number[] => [
  ...new Set(addresses.map(({ port }) => port)),
];

/** Undefined for what the roll-out does not say. */
function placeIn(
  { cluster, target, since, oldAddresses }: Change,
  [key, ...below]: Place,
): Place | undefined {
  const { places, addresses = [] } = target;
  const [next, ...rest] = below;
  if (key === 'gateway' && next === 'addresses') {
    const address = String(cluster.gateway?.addresses[Number(rest[0])]);
    const index = addresses.map(String).indexOf(address);
    const isOld = since <= 0 && oldAddresses.has(address);
    return index < 0 || isOld ? undefined : [...places.addresses, index, ...rest.slice(1)];
  }
  const [said, place] = key === 'istiod' ? [next, rest] : [key, below];
  const known = OF_CONTROL_PLANE.find(one => one === said && target[one] !== undefined);
  return known && since >= 0 ? [...places[known], ...place] : undefined;
}
