import { isMap } from '../../values/is-map';
import { sortedSet } from '../../values/order';
import { remember } from '../../values/remember';

/** Values by name; empty where the name alone says it. @internal */
export type Facts = ReadonlyMap<string, string>;

/** A fact that is not what it was. @internal */
export interface FactChange {
  readonly name: string;
  /** undefined where it was not there */
  readonly before?: string;
  readonly after?: string;
}

const NONE: Facts = new Map();

/**
 * The texts and numbers of trees, each by its path, e.g. `retries.attempts`. What many calls have
 * in common is looked at once.
 *
 * @internal
 */
export class Flattener {
  private readonly known = new WeakMap<object, Map<string, Facts>>();

  public of(values: unknown, at: string): Facts {
    if (typeof values !== 'object' || values === null) {
      return new Map(leaves(values, at));
    }
    const ofValues = this.known.get(values) ?? new Map<string, Facts>();
    this.known.set(values, ofValues);
    return remember(ofValues, at, () => new Map(leaves(values, at)));
  }
}

function leaves(values: unknown, at: string): Array<[string, string]> {
  if (Array.isArray(values)) {
    return values.every(item => typeof item !== 'object')
      ? [[at, values.join(', ')]]
      : values.flatMap((item, i) => leaves(item, `${at}[${i}]`));
  }
  if (isMap(values) && Object.keys(values).length > 0) {
    return Object.entries(values).flatMap(([key, value]) => leaves(value, `${at}.${key}`));
  }
  if (values === undefined || values === null) {
    return [];
  }
  return [[at, isMap(values) ? '{}' : String(values)]];
}

/** What differs, in the order of the names. @internal */
export function factChanges(before: Facts = NONE, after: Facts = NONE): FactChange[] {
  return sortedSet([...before.keys(), ...after.keys()])
    .filter(name => before.get(name) !== after.get(name))
    .map(name => ({ name, before: before.get(name), after: after.get(name) }));
}
