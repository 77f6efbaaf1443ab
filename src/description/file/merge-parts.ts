import { PART_LISTS } from './mesh-file';
import { MeshDocument } from './read-document';
import { Locator, Place } from '../../problems/place';
import { TextAt } from '../mistakes';
import { Owner } from '../owners/owners';

/** A file of a description, and who owns it. @internal */
export interface Part extends MeshDocument {
  /** undefined for `mesh.yaml`, which may say everything */
  readonly owner?: Owner;
}

/** What several files say together. @internal */
export interface Merged {
  readonly values: unknown;
  readonly locate: Locator;
  readonly textAt: TextAt;
  /** The file that an item of a list is from. */
  partOf(list: string, index: number): Part | undefined;
}

/**
 * One description of `mesh.yaml` and its parts: the lists of the parts follow its own. Each place
 * is named by the file that it is in.
 *
 * @internal
 */
export function mergeParts(root: Part, parts: readonly Part[]): Merged {
  const files = [root, ...parts];
  const origins = new Map<unknown, ReadonlyArray<{ readonly part: Part; readonly index: number }>>(
    PART_LISTS.map(list => [
      list,
      files.flatMap(part => itemsOf(part, list).map((_, index) => ({ part, index }))),
    ]),
  );
  const originOf = (place: Place): { readonly part: Part; readonly place: Place } => {
    const [list, index, ...below] = place;
    const origin = origins.get(list)?.[index as number];
    return origin
      ? { part: origin.part, place: [list, origin.index, ...below] }
      : { part: root, place };
  };
  return {
    values: parts.length === 0 ? root.values : { ...root.values, ...listsOf(files) },
    locate: merged => {
      const { part, place } = originOf(merged);
      return part.locate(place);
    },
    textAt: merged => {
      const { part, place } = originOf(merged);
      return part.textAt(place);
    },
    partOf: (list, index) => origins.get(list)?.[index]?.part,
  };
}

function listsOf(files: readonly Part[]): object {
  const said = PART_LISTS.filter(list =>
    files.some(({ values }) => Object.hasOwn(Object(values), list)),
  );
  return Object.fromEntries(said.map(list => [list, files.flatMap(file => itemsOf(file, list))]));
}

/** None where something else than a list stands, which is reported for the file. */
function itemsOf({ values }: Part, list: string): readonly unknown[] {
  const items = Object.hasOwn(Object(values), list) ? values[list] : undefined;
  return Array.isArray(items) ? items : [];
}
