import { Document, visit } from 'yaml';

/**
 * The values of a document with its aliases resolved. Undefined after reporting an alias without an
 * anchor, one that refers to itself, or aliases that multiply without bounds.
 *
 * @param report takes the offset and the message of a problem
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
    // the parser's limit for aliases that expand to more aliases
    fail(0, (error as Error).message);
    return undefined;
  }
}
