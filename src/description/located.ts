import type { Owner, Owners } from './owners/owners';
import type { Problems } from '../problems/problems';

/** The key under which a service or a grant that was found in a manifest carries its origin. */
const ORIGIN = Symbol('origin');
/** The key under which what an included file says carries the owner of the file. */
const OWNER = Symbol('owner');
/** The key under which a description that was read from a file carries the owners of others. */
const OWNERS = Symbol('owners');

/** The key under which a description carries the Services that its sources put into clusters. */
const PRESENT = Symbol('present');

// Symbols sit on the objects themselves: copying an object with `...` copies them too, and there is
// no registry that would outlive a run.

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

/** @internal */
export function withOwner<T extends object>(said: T, owner: Owner): T {
  return { ...said, [OWNER]: owner };
}

/** Undefined for what `mesh.yaml` or a program says. @internal */
export function ownerOf(said: object): Owner | undefined {
  return (said as { readonly [OWNER]?: Owner })[OWNER];
}

/** @internal */
export function withOwners<T extends object>(props: T, owners: Owners): T {
  return { ...props, [OWNERS]: owners };
}

/** Undefined for a description that is a program. @internal */
export function ownersOf(props: object): Owners | undefined {
  return (props as { readonly [OWNERS]?: Owners })[OWNERS];
}

/**
 * The Services that manifests put into clusters, exported or not: `file:line` of each, by the name
 * of the cluster and `<name>.<namespace>`.
 *
 * @internal
 */
export type PresentServices = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** @internal */
export function withPresent<T extends object>(props: T, services: PresentServices): T {
  return { ...props, [PRESENT]: services };
}

/** Empty for a description without sources. @internal */
export function presentIn(props: object): PresentServices {
  return (props as { readonly [PRESENT]?: PresentServices })[PRESENT] ?? new Map();
}

/**
 * A view for what is wrong in a manifest, which is not a part of the description.
 *
 * @param where `file:line`
 * @internal
 */
export const inManifest = (where: string, problems: Problems): Problems =>
  problems.within(where, () => where);
