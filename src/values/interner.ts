/**
 * Replaces equal plain values by one object, so that whatever is made from it is made once.
 *
 * Values are equal if they have the same keys with equal values. A new field makes a difference
 * without further ado; there is no key to maintain by hand.
 *
 * @internal
 */
export class Interner {
  private readonly known = new Map<string, object>();
  private readonly ids = new Map<object, number>();

  /** The first value that is equal to this one. Values must not change afterwards. */
  public intern<T extends object>(value: T): T {
    if (this.ids.has(value)) {
      return value;
    }
    const key = this.keyOf(value);
    const first = this.known.get(key) ?? value;
    if (first === value) {
      this.known.set(key, value);
      this.ids.set(value, this.ids.size);
    }
    return first as T;
  }

  private keyOf(value: object): string {
    const start = Array.isArray(value) ? '[' : `{${value.constructor.name}`;
    return Object.entries(value).reduce(
      (key, [name, part]) =>
        part === undefined ? key : `${key},${JSON.stringify(name)}:${this.partKey(part)}`,
      start,
    );
  }

  /** Parts are interned too: a large one is read once and is a number from then on. */
  private partKey(part: unknown): string {
    return typeof part === 'object' && part !== null
      ? `#${this.ids.get(this.intern(part))}`
      : JSON.stringify(part);
  }
}
