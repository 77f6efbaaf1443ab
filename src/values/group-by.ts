import { remember } from './remember';

/** The items under each key, in order. @internal */
export function groupBy<T>(items: Iterable<T>, keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    remember(groups, keyOf(item), (): T[] => []).push(item);
  }
  return groups;
}

/** The items under each of their keys, in order. @internal */
export function groupByEach<T, K>(
  items: Iterable<T>,
  keysOf: (item: T) => Iterable<K>,
): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    for (const key of keysOf(item)) {
      remember(groups, key, (): T[] => []).push(item);
    }
  }
  return groups;
}
