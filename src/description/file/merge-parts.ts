import { MeshPart } from './mesh-file';
import { Locator } from '../../problems/place';
import { MulticlusterMeshProps } from '../mesh-props';

/** What a file says, and where. @internal */
export interface Located<T> {
  readonly props: T;
  readonly locate: Locator;
}

const LISTS = ['clusters', 'services', 'grants', 'serviceSources'] as const;

/**
 * One description of `mesh.yaml` and its parts: the lists of the parts follow its own. Each place
 * is named by the file that it is in.
 *
 * @internal
 */
export function mergeParts(
  root: Located<MulticlusterMeshProps>,
  parts: ReadonlyArray<Located<MeshPart>>,
): Located<MulticlusterMeshProps> {
  if (parts.length === 0) {
    return root;
  }
  const files: ReadonlyArray<Located<MeshPart>> = [root, ...parts];
  const lists = LISTS.map(key => [key, files.flatMap(({ props }) => [...(props[key] ?? [])])]);
  return {
    props: { ...root.props, ...Object.fromEntries(lists) },
    locate: place => {
      const [key, index, ...rest] = place;
      const list = LISTS.find(name => name === key);
      let first = 0;
      for (const { props, locate } of files) {
        const length = (list && props[list]?.length) ?? 0;
        if (typeof index === 'number' && index < first + length) {
          return locate([key, index - first, ...rest]);
        }
        first += length;
      }
      return root.locate(place);
    },
  };
}
