import { FactChange, factChanges, Flattener } from './facts';
import { ClusterPair } from './worlds';
import { groupBy } from '../../values/group-by';
import { sortedSet } from '../../values/order';
import { ClusterFiles, HelmValues, releaseOf } from '../world/world';

/**
 * Settings of a cluster that are no objects. Values may be secret, so only names are kept.
 *
 * @internal
 */
export interface SettingsChange {
  readonly cluster: string;
  /** e.g. `Helm values of istiod`, `world.yaml`, `Istio` */
  readonly what: string;
  /** paths of values */
  readonly names: readonly string[];
}

/** @internal */
export function settingsChanges({ name: cluster, before, after }: ClusterPair): SettingsChange[] {
  if (!before || !after) {
    return [];
  }
  const [old, now] = [before.files, after.files];
  const all = [
    ...valueChanges(old.istiods, now.istiods, revisionOf).map(({ key, changes }) => ({
      what: `Helm values of istiod${key === '' ? '' : ` ${key}`}`,
      changes,
    })),
    ...valueChanges(old.gateways, now.gateways, releaseOf).map(({ key, changes }) => ({
      what: `Helm values of ${key}`,
      changes,
    })),
    { what: 'Istio', changes: versionChanges(old, now) },
    { what: 'world.yaml', changes: factsChanges(old, now) },
    { what: 'Corefile', changes: corefileChanges(old, now) },
  ];
  return all
    .filter(({ changes }) => changes.length > 0)
    .map(({ what, changes }) => ({ cluster, what, names: changes.map(({ name }) => name) }));
}

/** The revision of a control plane; empty for none. @internal */
export const revisionOf = ({ values }: HelmValues): string => values.revision ?? '';

/** Values of one release, as far as they differ. @internal */
export interface ValueChanges {
  readonly key: string;
  /** false where the release is new, or gone */
  readonly isInBoth: boolean;
  readonly changes: readonly FactChange[];
}

/** @internal */
export function valueChanges(
  before: readonly HelmValues[],
  after: readonly HelmValues[],
  keyOf: (one: HelmValues) => string,
): ValueChanges[] {
  const flattener = new Flattener();
  const keys = sortedSet([...before, ...after].map(keyOf));
  return keys.map(key => {
    const [old, now] = [before, after].map(all => all.find(one => keyOf(one) === key)?.values);
    const changes = factChanges(flattener.of(old, ''), flattener.of(now, ''));
    return {
      key,
      isInBoth: old !== undefined && now !== undefined,
      changes: changes.map(change => ({ ...change, name: change.name.replace(/^\./, '') })),
    };
  });
}

/** Wherever it stands. */
const versionChanges = (before: ClusterFiles, after: ClusterFiles): FactChange[] =>
  before.facts.istio === after.facts.istio ? [] : [{ name: 'version' }];

function factsChanges(before: ClusterFiles, after: ClusterFiles): FactChange[] {
  const flattener = new Flattener();
  const of = ({ facts: { workloads, istio, ...facts } }: ClusterFiles) => {
    const given = workloads.filter(({ isAssumed }) => !isAssumed);
    const byAccount = groupBy(given, one => `${one.namespace}/${one.serviceAccount}`);
    return flattener.of({ ...facts, workloads: Object.fromEntries(byAccount) }, 'world');
  };
  return factChanges(of(before), of(after)).map(change => ({
    ...change,
    name: change.name.replace(/^world\./, ''),
  }));
}

function corefileChanges(before: ClusterFiles, after: ClusterFiles): FactChange[] {
  const texts = ({ corefiles }: ClusterFiles) => corefiles.map(({ text }) => text).join('\n');
  return texts(before) === texts(after) ? [] : [{ name: 'the text' }];
}
