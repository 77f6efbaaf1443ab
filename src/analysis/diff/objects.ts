import { isDeepStrictEqual } from 'util';
import { ClusterPair } from './worlds';
import { groupBy } from '../../values/group-by';
import { sortedSet } from '../../values/order';
import { Manifest } from '../world/manifest';

/** An object that is not what it was; one of the two is there. @internal */
export interface ObjectChange {
  readonly cluster: string;
  readonly before?: Manifest;
  readonly after?: Manifest;
}

/** @internal */
export type ObjectFate = 'created' | 'changed' | 'deleted';

/** @internal */
export const fateOf = ({ before, after }: ObjectChange): ObjectFate =>
  fateBetween(before !== undefined, after !== undefined);

/** Of something that was there, is there, or both. @internal */
export function fateBetween(was: boolean, is: boolean): ObjectFate {
  if (was && is) {
    return 'changed';
  }
  return is ? 'created' : 'deleted';
}

/** @internal */
export const eitherOf = ({ before, after }: ObjectChange): Manifest => (after ?? before)!;

/** The objects of a cluster that are not what they were, by kind, namespace and name. @internal */
export function objectChanges({ name, before, after }: ClusterPair): ObjectChange[] {
  return changesOf(name, before?.files.manifests ?? [], after?.files.manifests ?? []);
}

/** The same of what somebody else applies. @internal */
export function otherObjectChanges({ name, before, after }: ClusterPair): ObjectChange[] {
  return changesOf(name, before?.files.otherManifests ?? [], after?.files.otherManifests ?? []);
}

function changesOf(
  cluster: string,
  before: readonly Manifest[],
  after: readonly Manifest[],
): ObjectChange[] {
  const [old, now] = [
    groupBy(without(before, after), keyOf),
    groupBy(without(after, before), keyOf),
  ];
  return sortedSet([...old.keys(), ...now.keys()]).flatMap(key => {
    const [was, is] = [old.get(key) ?? [], now.get(key) ?? []];
    return Array.from({ length: Math.max(was.length, is.length) }, (_, i) => ({
      cluster,
      before: was[i],
      after: is[i],
    })).filter(({ before: one, after: other }) => !isDeepStrictEqual(one?.values, other?.values));
  });
}

/** Equal documents of both worlds are one value: most objects need no further look. */
function without(some: readonly Manifest[], others: readonly Manifest[]): readonly Manifest[] {
  const known = new Set(others.map(({ values }) => values));
  return some.filter(({ values }) => !known.has(values));
}

const keyOf = ({ group, kind, namespace, name }: Manifest): string =>
  `${kind} ${group} ${namespace} ${name}`;
