import { Manifest } from '../../analysis/world/manifest';
import { World } from '../../analysis/world/world';
import { Problems } from '../../problems/problems';
import { FormName, OldMesh } from '../old-mesh';

/** A way in which people connect clusters. @internal */
export interface Form {
  readonly name: FormName;
  /** for people */
  readonly title: string;
  /** Whether an object shows that a cluster is connected in this way. */
  isMark(manifest: Manifest): boolean;
  /** @param problems of what cannot be carried over */
  read(world: World, problems: Problems): OldMesh;
}
