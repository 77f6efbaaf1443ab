import * as path from 'path';
import { withCertificatesRead } from '../description/cacerts-directory';
import { withClusterDefaults } from '../description/cluster-defaults';
import { locatorOf } from '../description/located';
import { formatLock, LOCK_FILE, readLock } from '../description/locks/mesh-lock-file';
import { PKI_LOCK_FILE, requirePkiLock } from '../description/locks/pki-lock-file';
import { MulticlusterMeshProps } from '../description/mesh-props';
import { checkOwners } from '../description/owners/check-owners';
import { locateDiscovered, withDiscovered } from '../description/sources/service-source';
import { Mesh } from '../model/mesh';
import { resolveMesh } from '../model/resolve-mesh';
import { check } from '../problems/problems';

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
export function readMesh(props: MulticlusterMeshProps, isUpdate: boolean): ReadMesh {
  const file = props.lockFile ?? LOCK_FILE;
  let described = props;
  const mesh = check(
    problems => {
      described = withClusterDefaults(props, problems);
      checkOwners(described, problems);
      described = withDiscovered(withCertificatesRead(described, problems), problems);
      const allocation = readLock(file, problems.at('lockFile'));
      const lock = { file: path.basename(file), allocation, isUpdate };
      const pki =
        props.pki &&
        requirePkiLock(props.pki.lockFile ?? PKI_LOCK_FILE, problems.at('pki', 'lockFile'));
      return resolveMesh(described, lock, problems, pki);
    },
    [],
    locateDiscovered(
      () => described,
      place => locatorOf(described)(place),
    ),
  );
  return {
    mesh,
    grants: described.grants?.length ?? 0,
    lock: { file: path.resolve(file), text: formatLock(mesh.allocation) },
  };
}
