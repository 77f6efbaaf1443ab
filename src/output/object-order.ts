import { LAYERS } from './layer';
import { PrintedObject } from './printed-object';
import { byText } from '../values/order';

/** Kinds that others depend on come first; the rest follows in the order of kinds. */
const FIRST = ['Namespace', 'CustomResourceDefinition', 'ServiceAccount', 'Secret', 'ConfigMap'];

/** What puts objects into the order in which they are written. @internal */
export function sortKey({ layer, kind, namespace, name, apiVersion }: PrintedObject): string {
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

/** @internal */
export function inWritingOrder(objects: readonly PrintedObject[]): PrintedObject[] {
  return objects
    .map(object => ({ object, key: sortKey(object) }))
    .sort(byText(({ key }) => key))
    .map(({ object }) => object);
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
