import { Problems } from '../problems/problems';

/** In UTC, e.g. `2035-11-24`. @internal */
export const dayOf = (date: Date): string => date.toISOString().slice(0, 10);

/**
 * The beginning, in UTC, of a day in the form of ISO 8601. Undefined if none was given, or after
 * reporting that it is not a day.
 *
 * @internal
 */
export function checkDate(text: string | undefined, problems: Problems): Date | undefined {
  if (text === undefined) {
    return undefined;
  }
  const date = new Date(`${text}T00:00:00Z`);
  if (
    !/^\d{4}-\d{2}-\d{2}$/.test(text) ||
    Number.isNaN(date.getTime()) ||
    !date.toISOString().startsWith(text)
  ) {
    problems.report('MESH104', `"${text}" is not a day such as 2026-12-31`);
    return undefined;
  }
  return date;
}
