/** Compares by code unit, so that the order is the same in every locale. @internal */
export const compareTexts = (a: string, b: string): number => Number(a > b) - Number(a < b);

/** The same for what has a text. @internal */
export function byText<T>(text: (item: T) => string): (a: T, b: T) => number {
  return (a, b) => compareTexts(text(a), text(b));
}

/** Each text once, in code-unit order. @internal */
export function sortedSet(texts: Iterable<string>): string[] {
  return [...new Set(texts)].sort(byText(t => t));
}

/** A copy with its keys in code-unit order. @internal */
export function sortedRecord<T>(record: { readonly [key: string]: T }): { [key: string]: T } {
  return Object.fromEntries(Object.entries(record).sort(byText(([key]) => key)));
}
