import { readMesh } from '../../constructs/read-mesh';
import { readMeshFile } from '../../description/file/read-mesh-file';
import { MESH_FILE } from '../description';

/** @throws MeshError for a description that synth would refuse @internal */
export function check(text: string): void {
  readMesh(readMeshFile(MESH_FILE, text), { isUpdate: true });
}
