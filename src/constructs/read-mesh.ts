import * as path from 'path';
import { withCertificatesRead } from '../description/cacerts-directory';
import { resolveChecked } from '../description/checked';
import { formatLock, LOCK_FILE, readLock } from '../description/locks/mesh-lock-file';
import { PKI_LOCK_FILE, requirePkiLock } from '../description/locks/pki-lock-file';
import { MulticlusterMeshProps } from '../description/mesh-props';
import { PlainDescription } from '../description/plain-description';
import { locateDiscovered, withDiscovered } from '../description/sources/service-source';
import { Mesh } from '../model/mesh';
import { resolveMesh } from '../model/resolve-mesh';
import { check, Problems } from '../problems/problems';

/** A description with everything that it refers to, read and resolved. @internal */
export interface ReadMesh {
  readonly mesh: Mesh;
  /** how many grants were written, in the description and in its sources */
  readonly grants: number;
  /** the lock file as this mesh needs it */
  readonly lock: { readonly file: string; readonly text: string };
}

/**
 * Reads the files that a description names, and resolves it. Everything that is wrong anywhere is
 * reported together; nothing is written.
 *
 * @param isUpdate virtual IPs may be allocated and released, for `mesh update`
 * @throws MeshError
 * @internal
 */
export function readMesh(description: PlainDescription, isUpdate: boolean): ReadMesh {
  let described: MulticlusterMeshProps | undefined;
  const resolve = (props: MulticlusterMeshProps, problems: Problems): Mesh => {
    described = props;
    described = withDiscovered(withCertificatesRead(props, problems), problems);
    const file = fileOf(props);
    const allocation = readLock(file, problems.at('lockFile'));
    const lock = { file: path.basename(file), allocation, isUpdate };
    const pki =
      props.pki &&
      requirePkiLock(props.pki.lockFile ?? PKI_LOCK_FILE, problems.at('pki', 'lockFile'));
    return resolveMesh(described, lock, problems, pki);
  };
  const locate = locateDiscovered(() => described, description.locate);
  const mesh = check(problems => resolveChecked(description, problems, resolve), [], locate)!;
  return {
    mesh,
    grants: described?.grants?.length ?? 0,
    lock: { file: path.resolve(fileOf(described!)), text: formatLock(mesh.allocation) },
  };
}

const fileOf = ({ lockFile = LOCK_FILE }: MulticlusterMeshProps): string => lockFile;
