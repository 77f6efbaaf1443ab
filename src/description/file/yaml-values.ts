import { Document, visit } from 'yaml';

/**
 * The values of a document, with its aliases resolved. Reports an alias that leads nowhere, one
 * that leads into itself, and aliases that multiply beyond measure; then there is nothing to go on
 * with.
 *
 * @param report is told what is wrong, and at which offset
 * @internal
 */
export function valuesOf(
  document: Document,
  report: (offset: number, message: string) => void,
): unknown {
  let isWhole = true;
  const fail = (offset: number, message: string) => {
    isWhole = false;
    report(offset, message);
  };
  visit(document, {
    Alias(_, alias, above) {
      const target = alias.resolve(document);
      if (!target) {
        fail(alias.range![0], `alias "*${alias.source}" names no anchor before it`);
      } else if (above.includes(target)) {
        fail(alias.range![0], `alias "*${alias.source}" leads into itself`);
      }
    },
  });
  try {
    return isWhole ? (document.toJS() ?? {}) : undefined;
  } catch (error) {
    // the parser's guard: each alias may stand for a hundred others
    fail(0, (error as Error).message);
    return undefined;
  }
}
