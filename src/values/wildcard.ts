import { Problems } from '../problems/problems';

/**
 * What a list says for all there are: written out, since a list that is left out says nothing.
 *
 * @internal
 */
export const ALL = '*';

/** @internal */
export const isAll = (list: readonly string[] | undefined): boolean => list?.[0] === ALL;

/**
 * Checks a list of names, or of `*` alone. A list that is missing is nobody's mistake here.
 *
 * @internal
 */
export function checkNames(
  key: string,
  list: readonly string[] | undefined,
  problems: Problems,
  checkName: (name: string, problems: Problems) => void,
): void {
  const at = problems.at(key);
  if (list?.length === 0) {
    at.report('MESH407', `the list of ${key} is empty`);
  } else if (list && list.length > 1 && list.includes(ALL)) {
    at.report('MESH420', `the list of ${key} has "${ALL}" and names too`);
  } else if (list && !isAll(list)) {
    list.forEach((name, i) => checkName(name, at.at(i)));
  }
}
