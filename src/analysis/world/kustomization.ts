import * as path from 'path';
import { Gap } from './objects';

const FILE = /(^|\/)(kustomization\.ya?ml|Kustomization)$/;

/** What decides nothing about the objects. */
const HARMLESS = new Set(['apiVersion', 'kind', 'metadata', 'resources', 'sortOptions']);

/** @internal */
export const isKustomization = (file: string): boolean => FILE.test(file);

/** What a directory applies, as its kustomization says. @internal */
export interface Kustomized {
  /** files, as they are shown */
  readonly files: ReadonlySet<string>;
  readonly gaps: readonly Gap[];
}

/**
 * Follows the resources of a kustomization. Whatever else it does to objects, such as patches or a
 * namespace for all, is a gap: nobody here does it.
 *
 * @param read the values of a file; undefined if there is none
 * @param below the files of a directory that is named and has no kustomization
 * @internal
 */
export function kustomize(
  file: string,
  read: (file: string) => any,
  below: (directory: string) => readonly string[],
): Kustomized {
  const files = new Set<string>();
  const gaps: Gap[] = [];
  const visited = new Set<string>();
  const visit = (kustomization: string) => {
    if (visited.has(kustomization)) {
      return;
    }
    visited.add(kustomization);
    const gap = (what: string) => gaps.push({ source: { file: kustomization, line: 1 }, what });
    const values = read(kustomization) ?? {};
    for (const key of Object.keys(values).filter(name => !HARMLESS.has(name))) {
      gap(`its "${key}" is not carried out here: give the output of kustomize build instead`);
    }
    for (const resource of values.resources ?? []) {
      const target = path.posix.join(path.posix.dirname(kustomization), String(resource));
      const inner = below(target).find(
        found => isKustomization(found) && path.posix.dirname(found) === target,
      );
      if (inner) {
        visit(inner);
      } else if (read(target) !== undefined) {
        files.add(target);
      } else {
        gap(`its resource "${resource}" is not here`);
      }
    }
  };
  visit(file);
  return { files, gaps };
}
