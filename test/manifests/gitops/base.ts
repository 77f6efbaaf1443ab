import * as path from 'path';
import { parseAllDocuments } from 'yaml';
import {
  ClusterProps,
  GitOpsTool,
  MeshApp,
  MeshAppProps,
  MulticlusterMesh,
  MulticlusterMeshProps,
  RepositoryProps,
} from '../../../src';
import { readTree, temporaryFolder } from '../../golden/golden';
import { BASE } from '../../model/base';

export const root = temporaryFolder();
export const REPOSITORY: RepositoryProps = { url: 'https://git.example.com/mesh.git' };
let run = 0;

export const meshOf = (
  gitops: GitOpsTool,
  cluster: Partial<ClusterProps> = {},
): MulticlusterMeshProps => ({
  ...BASE,
  gitops,
  repository: REPOSITORY,
  clusters: BASE.clusters.map(one => ({ ...one, ...cluster })),
});

/** What an app writes, and where. */
export function outputOf(props: MulticlusterMeshProps, options: MeshAppProps = {}) {
  const outdir = path.join(root, String(run++));
  const app = new MeshApp({ outdir, ...options });
  new MulticlusterMesh(app, 'mesh', props);
  app.synth();
  return { outdir, files: readTree(outdir) };
}

export const objectsOf = (text: string): any[] => parseAllDocuments(text).map(one => one.toJS());
