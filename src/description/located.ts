/** The key under which a service or a grant that was found in a manifest carries its origin. */
const ORIGIN = Symbol('origin');

// A symbol sits on the object itself: copying an object with `...` copies it too, and there is no
// registry that would outlive a run.

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
