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

const keyOf = ({ code, where, message }: Problem): string => JSON.stringify([code, where, message]);

/**
 * What says that a name is not known, or that the lock file is out of date, says so only because
 * the name could not be read: by the places that such a code depends on.
 */
const DEPENDS_ON: { readonly [code in Code]?: ReadonlyArray<readonly string[]> } = {
  MESH136: [['clusters', '*', 'labels']],
  MESH140: [
    ['clusters', '*', 'labels'],
    ['rollout', 'waves', '*', 'matchLabels'],
  ],
  MESH142: [
    ['rollout', 'waves'],
    ['rollout', 'clusters'],
  ],
  MESH144: [['clusters', '*', 'name']],
  MESH137: [['virtualIpRanges']],
  MESH161: [['serviceSources', '*', 'namespaces']],
  MESH164: [['serviceSources', '*', 'name']],
  MESH203: [['clusters']],
  MESH209: [
    ['trustDomain'],
    ['clusters', '*', 'trustDomain'],
    ['clusters', '*', 'trustDomainAliases'],
  ],
  MESH301: [
    ['serviceSources', '*', 'name'],
    ['serviceSources', '*', 'joins'],
  ],
  MESH310: [
    ['clusters', '*', 'name'],
    ['services', '*', 'clusters'],
  ],
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
    ['serviceSources', '*', 'render'],
  ],
  MESH402: [['clusters', '*', 'name']],
};

/** Whether a problem has nothing to do with the mistakes. */
function certainly(
  { changed, unknown, incomplete }: Repaired,
  depth: number,
): (problem: Problem) => boolean {
  const places = placeSet([...changed, ...unknown.flatMap(selected)]);
  const maps = placeSet(incomplete);
  const holes = unknown.flatMap(reach);
  return ({ code, place }) => {
    const own = place.slice(depth);
    const isOfMistake =
      places.has(ROOT) ||
      own.some((_, i) => seenFrom(own.slice(0, i + 1)).some(above => places.has(above))) ||
      seenFrom(own).some(here => maps.has(here));
    const patterns = DEPENDS_ON[code] ?? [];
    return !isOfMistake && !patterns.some(pattern => holes.some(hole => covers(hole, pattern)));
  };
}

const key = (place: Place): string => JSON.stringify(place);

const ROOT = key([]);

const placeSet = (places: readonly Place[]): ReadonlySet<string> =>
  new Set(places.flatMap(reach).map(key));

/** A place, and those where it holds too: defaults hold for clusters. */
function reach(place: Place): Place[] {
  const [list, , ...below] = place;
  return list === 'clusterDefaults'
    ? [place, ['clusters', ...(place.length > 1 ? ['*', ...below] : [])]]
    : [place];
}

/** What the labels at a place choose: which clusters an entry of the defaults is for. */
function selected([list, index, labels]: Place): Place[] {
  if (list === 'clusters' && labels === 'labels') {
    return [[list, index]];
  }
  return list === 'clusterDefaults' && labels === 'matchLabels' ? [['clusters']] : [];
}

/** The place itself, and the same one of any cluster. */
function seenFrom(place: Place): string[] {
  const [list, , ...below] = place;
  const isOfCluster = list === 'clusters' && place.length > 1;
  return isOfCluster ? [key(place), key([list, '*', ...below])] : [key(place)];
}

/** Whether a place, or something below it, is one of a pattern. */
const covers = (place: Place, pattern: readonly string[]): boolean =>
  pattern.every((step, i) => i >= place.length || step === '*' || step === place[i]);
