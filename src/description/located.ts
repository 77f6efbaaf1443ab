import { formatPlace, Locator } from '../problems/place';

/** Under which a description that came from a file carries how to name its places. */
const LOCATOR = Symbol('locator');
/** Under which a service or a grant that was found in a manifest carries where. */
const ORIGIN = Symbol('origin');

// Symbols stand on the objects themselves: copying an object with `...` takes them along, and no
// registry outlives a run.

/** @internal */
export function withLocator<T extends object>(props: T, locator: Locator): T {
  return { ...props, [LOCATOR]: locator };
}

/** How to name a place of a description: file, line and column if it came from a file. @internal */
export function locatorOf(props: object): Locator {
  return (props as { readonly [LOCATOR]?: Locator })[LOCATOR] ?? formatPlace;
}

/** @param origin `file:line` @internal */
export function withOrigin<T extends object>(found: T, origin: string): T {
  return { ...found, [ORIGIN]: origin };
}

/**
 * `file:line` of the manifest that a service or a grant was read from; undefined for one that the
 * description itself declares.
 *
 * @internal
 */
export function originOf(found: object): string | undefined {
  return (found as { readonly [ORIGIN]?: string })[ORIGIN];
}
