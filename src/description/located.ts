import { formatPlace, Locator } from '../problems/place';

/** The key under which a description that was read from a file carries its locator. */
const LOCATOR = Symbol('locator');
/** The key under which a service or a grant that was found in a manifest carries its origin. */
const ORIGIN = Symbol('origin');

// Symbols sit on the objects themselves: copying an object with `...` copies them too, and there is
// no registry that would outlive a run.

/** @internal */
export function withLocator<T extends object>(props: T, locator: Locator): T {
  return { ...props, [LOCATOR]: locator };
}

/**
 * How to name a place: by file, line and column if the description was read from a file.
 *
 * @internal
 */
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
