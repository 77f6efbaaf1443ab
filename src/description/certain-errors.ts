import { Repaired, withoutFillers } from './repair';
import { Code } from '../problems/codes';
import { Place } from '../problems/place';
import { Problem } from '../problems/problem';

/** A way to mend mistakes, and what is wrong then. @internal */
export interface Attempt {
  readonly repaired: Repaired;
  readonly errors: readonly Problem[];
}

/**
 * What is wrong however the mistakes are mended, and would be so without them.
 *
 * @param depth how many steps of a place lead to the values
 * @internal
 */
export function certainErrors([first, ...others]: readonly Attempt[], depth: number): Problem[] {
  if (!first) {
    return [];
  }
  const isCertain = certainly(first.repaired, depth);
  const elsewhere = others.map(({ errors }) => new Set(errors.map(keyOf)));
  return first.errors
    .filter(error => isCertain(error) && elsewhere.every(keys => keys.has(keyOf(error))))
    .map(error => ({ ...error, message: withoutFillers(error.message) }));
}

const keyOf = ({ code, place, message }: Problem): string => JSON.stringify([code, place, message]);

/**
 * What says that a name is not known, or that the lock file is out of date, says so only because
 * the name could not be read: by the places that such a code depends on.
 */
const DEPENDS_ON: { readonly [code in Code]?: ReadonlyArray<readonly string[]> } = {
  MESH203: [['clusters']],
  MESH209: [
    ['trustDomain'],
    ['clusters', '*', 'trustDomain'],
    ['clusters', '*', 'trustDomainAliases'],
  ],
  MESH310: [['clusters', '*', 'name']],
  MESH325: [['*']],
  MESH333: [['services', '*', 'clusters']],
  MESH335: [
    ['services', '*', 'clusters'],
    ['clusters', '*', 'name'],
  ],
  MESH340: [
    ['services', '*', 'subsets', '*', 'name'],
    ['subsets', '*', 'name'],
  ],
  MESH401: [
    ['services', '*', 'name'],
    ['services', '*', 'namespace'],
  ],
  MESH402: [['clusters', '*', 'name']],
};

/** Whether a problem has nothing to do with the mistakes. */
function certainly(
  { changed, unknown, incomplete }: Repaired,
  depth: number,
): (problem: Problem) => boolean {
  const key = (place: Place) => JSON.stringify(place);
  const places = new Set(changed.map(key));
  const maps = new Set(incomplete.map(key));
  return ({ code, place }) => {
    const own = place.slice(depth);
    const isOfMistake =
      own.some((_, i) => places.has(key(own.slice(0, i + 1)))) ||
      places.has('[]') ||
      maps.has(key(own));
    const patterns = DEPENDS_ON[code] ?? [];
    return !isOfMistake && !patterns.some(pattern => unknown.some(hole => covers(hole, pattern)));
  };
}

/** Whether a place, or something below it, is one of a pattern. */
const covers = (place: Place, pattern: readonly string[]): boolean =>
  pattern.every((step, i) => i >= place.length || step === '*' || step === place[i]);
