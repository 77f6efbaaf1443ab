import { remember } from './remember';

/** The items under each key, in order. @internal */
export function groupBy<T>(items: Iterable<T>, keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    remember(groups, keyOf(item), (): T[] => []).push(item);
  }
  return groups;
}
