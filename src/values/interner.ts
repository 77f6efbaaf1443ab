/**
 * Gives equal plain values one identity, so that what was made from one of them serves for all.
 *
 * Equal means: the same keys with equal values. Whatever is added to a value sets it apart by
 * itself; there is no key to keep by hand.
 *
 * @internal
 */
export class Interner {
  private readonly known = new Map<string, object>();
  private readonly ids = new Map<object, number>();

  /** The first value that was equal to this one. Values must not change afterwards. */
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

  /** Parts are interned themselves: a large one is read once and is a number from then on. */
  private partKey(part: unknown): string {
    return typeof part === 'object' && part !== null
      ? `#${this.ids.get(this.intern(part))}`
      : JSON.stringify(part);
  }
}
