/** Compares by code unit, so that the order is the same in every locale. @internal */
export function byText<T>(text: (item: T) => string): (a: T, b: T) => number {
  return (a, b) => {
    const [x, y] = [text(a), text(b)];
    return Number(x > y) - Number(x < y);
  };
}

/** Each text once, in code-unit order. @internal */
export function sortedSet(texts: Iterable<string>): string[] {
  return [...new Set(texts)].sort(byText(t => t));
}

/** A copy with its keys in code-unit order. @internal */
export function sortedRecord<T>(record: { readonly [key: string]: T }): { [key: string]: T } {
  return Object.fromEntries(Object.entries(record).sort(byText(([key]) => key)));
}
