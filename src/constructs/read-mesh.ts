import * as path from 'path';
import { LockReport } from './report';
import { withCertificatesRead } from '../description/cacerts-directory';
import { resolveChecked } from '../description/checked';
import { withPins } from '../description/inventory/pins';
import { KnownClusters, withKnownClusters } from '../description/known-clusters';
import { formatMeshLock } from '../description/locks/mesh-lock';
import { LOCK_FILE, readLock } from '../description/locks/mesh-lock-file';
import { needsPkiLock } from '../description/locks/needs-pki-lock';
import { nextLock } from '../description/locks/next-lock';
import { PkiLock } from '../description/locks/pki-lock';
import { PKI_LOCK_FILE, readPkiLock, requirePkiLock } from '../description/locks/pki-lock-file';
import { MulticlusterMeshProps } from '../description/mesh-props';
import { checkOwners } from '../description/owners/check-owners';
import { PlainDescription } from '../description/plain-description';
import { RolloutPlan } from '../description/rollout/plan';
import {
  locateDiscovered,
  watchConstructs,
  withDiscovered,
} from '../description/sources/service-source';
import { Mesh } from '../model/mesh';
import { resolveMesh } from '../model/resolve-mesh';
import { check, Problems } from '../problems/problems';

/** A description with everything that it refers to, read and resolved. @internal */
export interface ReadMesh {
  readonly mesh: Mesh;
  /** says which constructs export something else by now; undefined if none is a source */
  readonly changedSources?: () => string[];
  /** how many grants were written, in the description and in its sources */
  readonly grants: number;
  readonly rollout?: RolloutPlan;
  /** the lock file as this mesh needs it */
  readonly lock: LockReport;
}

/** What may become of the lock file. @internal */
export interface LockUse {
  /** virtual IPs may be given and released, for `mesh update` */
  readonly isUpdate: boolean;
  /** and those that are released may be given to others */
  readonly reuse?: boolean;
}

/**
 * Reads the files that a description names, and resolves it. Everything that is wrong anywhere is
 * reported together; nothing is written.
 *
 * @throws MeshError
 * @internal
 */
export function readMesh(
  description: PlainDescription,
  { isUpdate, reuse = false }: LockUse,
): ReadMesh {
  let described: MulticlusterMeshProps | undefined;
  let known: KnownClusters | undefined;
  const resolve = (props: MulticlusterMeshProps, problems: Problems) => {
    const file = props.lockFile ?? LOCK_FILE;
    const locked = readLock(file, isUpdate, problems.at('lockFile'));
    known = withKnownClusters(props, { lockFile: file, isUpdate }, problems);
    described = known.props;
    if (known.inventory.isUnknown) {
      return undefined;
    }
    checkOwners(described, problems);
    described = withDiscovered(withCertificatesRead(described, problems), problems);
    const lock = { file: path.basename(file), ips: locked.ips, isUpdate, reuse };
    const pki = pkiLock(described, problems.at('pki', 'lockFile'));
    return { mesh: resolveMesh(described, lock, problems, pki), file, locked };
  };
  const locate = locateDiscovered(
    () => described,
    place => (known?.locator(description.locate) ?? description.locate)(place),
  );
  const { mesh, file, locked } = check(
    problems => resolveChecked(description, problems, resolve),
    [],
    locate,
  )!;
  const next = nextLock(locked, mesh.allocation, reuse);
  const { pins, changed } = known!.inventory;
  return {
    mesh,
    changedSources: described && watchConstructs(described),
    grants: described?.grants?.length ?? 0,
    rollout: known!.rollout,
    lock: {
      file: path.resolve(file),
      text: withPins(formatMeshLock(next.ips), pins),
      virtualIps: mesh.allocation.size,
      changes: next.changes,
      inventory: pins && { clusters: Object.keys(pins).length, changed },
    },
  };
}

/** The public state of the CAs, where `mesh ca` manages them. */
function pkiLock(props: MulticlusterMeshProps, problems: Problems): PkiLock | undefined {
  const read = needsPkiLock(props) ? requirePkiLock : readPkiLock;
  return props.pki && read(props.pki.lockFile ?? PKI_LOCK_FILE, problems);
}
