import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import * as path from 'path';
import { Described } from './described';
import { withServers } from './import-world';
import { settingsOf } from './settings';
import { DocumentParser } from '../analysis/world/documents';
import { Manifest, objectKey } from '../analysis/world/manifest';
import { readCluster } from '../analysis/world/read-cluster';
import { ClusterFiles, World } from '../analysis/world/world';
import { MeshApp } from '../constructs/mesh-app';
import { MulticlusterMesh } from '../constructs/multicluster-mesh';
import { readMesh } from '../constructs/read-mesh';
import { readMeshFile } from '../description/file/read-mesh-file';
import { LOCK_FILE } from '../description/locks/mesh-lock-file';
import { OutputFile } from '../output/file-content';
import { Problems } from '../problems/problems';

/** @throws MeshError for a description that synth would refuse @internal */
export function validate(text: string): true {
  readMesh(readMeshFile(MESH_FILE, text), { isUpdate: true });
  return true;
}

const MESH_FILE = 'mesh.yaml';

/**
 * The world when what is described is applied, and what it takes the place of is removed.
 *
 * @param text of the description, with nothing left to say
 * @param world as it was given
 * @internal
 */
export function worldAfter(text: string, world: World, { replaced, old }: Described): World {
  const files = synthesized(text);
  const after = world.clusters.map(cluster =>
    joined(cluster, written(cluster.name, files), replaced),
  );
  return withServers({ clusters: after }, old.offers);
}

/** With a lock file that nobody keeps: only who calls whom matters. */
function synthesized(text: string): readonly OutputFile[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'mesh-import-'));
  try {
    const file = path.join(folder, MESH_FILE);
    writeFileSync(file, text);
    const { lock } = readMesh(readMeshFile(file), { isUpdate: true });
    writeFileSync(path.join(folder, LOCK_FILE), lock.text);
    const app = new MeshApp();
    MulticlusterMesh.fromObject(app, 'mesh', readMeshFile(file));
    return app._render().files;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function written(name: string, all: readonly OutputFile[]): ClusterFiles {
  const files = all
    .filter(file => file.path.startsWith(`${name}/`) && /\.ya?ml$/.test(file.path))
    .map(file => ({ file: `dist/${file.path}`, text: file.content.bytes.toString() }));
  const root = `dist/${name}`;
  return readCluster({ name, root, files }, new DocumentParser(), undefined, new Problems());
}

function joined(
  before: ClusterFiles,
  mesh: ClusterFiles,
  replaced: ReadonlySet<Manifest>,
): ClusterFiles {
  const { map } = settingsOf(before);
  const known = new Set(mesh.manifests.map(objectKey));
  const kept = before.manifests.filter(
    one => !replaced.has(one) && one !== map && !known.has(objectKey(one)),
  );
  const names = new Set(mesh.gateways.map(({ values }) => values.name));
  return {
    ...mesh,
    manifests: [...kept, ...mesh.manifests],
    gateways: [
      ...before.gateways.filter(({ values }) => !names.has(values.name)),
      ...mesh.gateways,
    ],
    corefiles: [...before.corefiles, ...mesh.corefiles],
    facts: {
      ...mesh.facts,
      locality: before.facts.locality,
      revisionTags: [...before.facts.revisionTags, ...mesh.facts.revisionTags],
      gateways: [...mesh.facts.gateways, ...before.facts.gateways],
      workloads: before.facts.workloads,
    },
    gaps: [...before.gaps, ...mesh.gaps],
  };
}
