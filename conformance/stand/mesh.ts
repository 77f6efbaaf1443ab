import { KubernetesObject } from './kubernetes-api';
import { ClusterProps, MeshApp, MulticlusterMesh, MulticlusterMeshProps } from '../../src';
import { withClusterDefaults } from '../../src/description/cluster-defaults';
import { readMeshFile } from '../../src/description/file/read-mesh-file';
import { Problems } from '../../src/problems/problems';

/** A mesh that the stand can build: its description, and what writes its directories. */
export interface ConformanceMesh {
  readonly name: string;
  readonly description: MulticlusterMeshProps;
  /** Writes the directories of a description that is this one or a variant of it. */
  synth(description: MulticlusterMeshProps, outdir: string): void;
  /** What is in a cluster once it has a control plane, and is not ours. */
  present?(cluster: ClusterProps): readonly KubernetesObject[];
}

/** A mesh that is nothing but its description. */
export function meshOfFile(name: string, file: string): ConformanceMesh {
  // the stand is built cluster by cluster
  const { props: description } = withClusterDefaults(readMeshFile(file).props, new Problems());
  return { name, description, synth: synthesize };
}

export function synthesize(description: MulticlusterMeshProps, outdir: string): void {
  const app = new MeshApp({ outdir });
  new MulticlusterMesh(app, 'mesh', description);
  app.synth();
}
