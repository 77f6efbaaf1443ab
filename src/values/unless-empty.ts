/**
 * A list or record if there is something in it, otherwise undefined, so that its key is not
 * written.
 *
 * @internal
 */
export function unlessEmpty<T extends object>(value: T): T | undefined {
  return Object.values(value).some(part => part !== undefined) ? value : undefined;
}
