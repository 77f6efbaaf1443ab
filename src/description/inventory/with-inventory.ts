import { existsSync } from 'fs';
import * as path from 'path';
import { Facts, FactsOfCluster } from './inventory-file';
import { InventoryProps } from './inventory-props';
import { differing, readPins } from './pins';
import type { Inventory } from './read-inventory';
import { formatPlace, Place } from '../../problems/place';
import { Problems } from '../../problems/problems';
import { ClusterProps } from '../cluster-props';
import { addressOf } from '../file-form';
import { MulticlusterMeshProps } from '../mesh-props';

/** A description with the clusters of its inventory. @internal */
export interface Inventoried {
  readonly props: MulticlusterMeshProps;
  /** nobody knows which clusters there are, which is reported */
  readonly isUnknown: boolean;
  /** what belongs into the lock file; undefined without an inventory */
  readonly pins?: Facts;
  /** the clusters of which the lock file says something else */
  readonly changed: readonly string[];
  /** Where the value at a place was written; undefined where not in the inventory. */
  locate(place: Place): string | undefined;
}

/** Where an inventory is pinned. @internal */
export interface PinUse {
  readonly lockFile: string;
  /** what is pinned may change, for `mesh update` */
  readonly isUpdate: boolean;
}

/**
 * The description with what its inventory says: clusters of its own, and what the declared ones do
 * not say themselves.
 *
 * @internal
 */
export function withInventory(
  props: MulticlusterMeshProps,
  { lockFile, isUpdate }: PinUse,
  problems: Problems,
): Inventoried {
  const { inventory } = props;
  if (!inventory) {
    return { props, isUnknown: false, changed: [], locate: () => undefined };
  }
  const found =
    isUpdate || existsSync(inventory.file) ? read(inventory, problems.at('inventory')) : undefined;
  const pinned = readPins(lockFile, problems.at('lockFile'));
  const known = isUpdate ? (found?.clusters ?? pinned) : pinned;
  const pins = known ?? {};
  const changed = found ? differing(found.clusters, pinned ?? {}) : [];
  if (!isUpdate && !problems.at('lockFile').hasErrors) {
    checkPins(inventory, pinned !== undefined, changed, problems.at('inventory'));
  }
  const names = new Set(props.clusters.map(({ name }) => name));
  const others = Object.keys(pins).filter(name => !names.has(name));
  const clusters = [...props.clusters, ...others.sort().map(name => ({ name }))];
  const locate =
    found?.locate ??
    ((place: Place) => `${path.basename(lockFile)} (${formatPlace(['inventory', ...place])})`);
  return {
    props: { ...props, clusters: clusters.map(cluster => completed(cluster, pins)) },
    isUnknown: !known,
    pins,
    changed,
    locate: place => {
      const [list, index, ...below] = place;
      const cluster = list === 'clusters' ? clusters[Number(index)] : undefined;
      const inFile = cluster && placeIn(cluster, factsOf(pins, cluster), below);
      const isAdded = Number(index) >= props.clusters.length;
      return inFile || (cluster && isAdded)
        ? locate([cluster!.name, ...(inFile ?? [])])
        : undefined;
    },
  };
}

/** Loads the parser of YAML only where there is something to read. */
function read(inventory: InventoryProps, problems: Problems): Inventory | undefined {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { readInventory }: typeof import('./read-inventory') = require('./read-inventory');
  return readInventory(inventory, problems);
}

function checkPins(
  { file }: InventoryProps,
  isPinned: boolean,
  changed: readonly string[],
  problems: Problems,
): void {
  if (!isPinned) {
    problems.report('MESH147', `nothing of "${file}" is in the lock file`);
  } else if (changed.length > 0) {
    const names = changed.map(name => `"${name}"`).join(', ');
    problems.report('MESH147', `"${file}" says something else of ${names} than the lock file`);
  }
}

const factsOf = (pins: Facts, { name }: ClusterProps): FactsOfCluster =>
  Object.hasOwn(pins, name) ? pins[name] : {};

/** The cluster itself wins over the inventory. */
function completed(cluster: ClusterProps, pins: Facts): ClusterProps {
  const { addresses, labels, ...facts } = factsOf(pins, cluster);
  const missing = Object.entries(facts).filter(([key]) => isMissing(cluster, key));
  return {
    ...cluster,
    ...Object.fromEntries(missing),
    ...(labels && { labels: { ...labels, ...cluster.labels } }),
    ...(addresses && !cluster.gateway && { gateway: { addresses: addresses.map(addressOf) } }),
  };
}

const isMissing = (cluster: ClusterProps, key: string): boolean =>
  cluster[key as keyof ClusterProps] === undefined;

/** Below the cluster in the inventory; undefined for what the inventory does not say. */
function placeIn(
  cluster: ClusterProps,
  facts: FactsOfCluster,
  [key, next, ...below]: Place,
): Place | undefined {
  if (key === 'gateway' && next === 'addresses' && facts.addresses && !cluster.gateway) {
    return ['addresses', ...below];
  }
  const given = { ...facts.labels };
  if (key === 'labels' && Object.hasOwn(given, String(next))) {
    const isOwn = Object.hasOwn({ ...cluster.labels }, String(next));
    return isOwn ? undefined : [key, next, ...below];
  }
  const isSaid = Object.hasOwn(facts, String(key)) && isMissing(cluster, String(key));
  return isSaid ? [key, ...(next === undefined ? [] : [next]), ...below] : undefined;
}
