/**
 * A list or a record with something in it; otherwise undefined, so that the key it stands at is not
 * written.
 *
 * @internal
 */
export function unlessEmpty<T extends object>(value: T): T | undefined {
  return Object.values(value).some(part => part !== undefined) ? value : undefined;
}
