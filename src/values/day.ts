import { Problems } from '../problems/problems';

/**
 * A day as ISO 8601 has it; its beginning in UTC. Undefined when none was given, or after
 * reporting.
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
