import { LAYERS } from './layer';
import { PrintedObject } from './printed-object';
import { byText } from '../values/order';

/** Kinds that others depend on come first; the rest follows in the order of kinds. */
const FIRST = ['Namespace', 'CustomResourceDefinition', 'ServiceAccount', 'Secret', 'ConfigMap'];

function sortKey({ layer, kind, namespace, name, apiVersion }: PrintedObject): string {
  const rank = FIRST.indexOf(kind);
  return [
    LAYERS.indexOf(layer),
    rank < 0 ? FIRST.length : rank,
    kind,
    namespace ?? '',
    name,
    apiVersion,
  ].join('\n');
}

/**
 * Sorts lists of objects into the order in which they are written.
 *
 * Objects that several lists share are compared once: each list then sorts ranks, not objects.
 *
 * @internal
 */
export function inWritingOrder<T extends PrintedObject>(lists: ReadonlyArray<readonly T[]>): T[][] {
  const all = new Set<T>();
  lists.forEach(list => list.forEach(object => all.add(object)));
  const sorted = [...all]
    .map(object => ({ object, key: sortKey(object) }))
    .sort(byText(({ key }) => key))
    .map(({ object }) => object);
  const ranks = new Map(sorted.map((object, rank) => [object, rank]));
  return lists.map(list => {
    const order = Int32Array.from(list, object => ranks.get(object)!).sort();
    return Array.from(order, rank => sorted[rank]);
  });
}

/**
 * Moves objects behind those that they depend on, and keeps the order otherwise. In a dependency
 * cycle, the object that came first stays first.
 *
 * @internal
 */
export function afterWhatTheyNeed<T extends PrintedObject>(
  objects: readonly T[],
  before: (object: T) => readonly T[],
): T[] {
  const result = new Set<T>();
  const open = new Set<T>();
  const place = (object: T): void => {
    if (!open.has(object)) {
      open.add(object);
      before(object).forEach(place);
      result.add(object);
    }
  };
  objects.forEach(place);
  return [...result];
}
