import { Description, Synthesis, SynthesisOptions } from './description';
import { recover } from './recover';
import { MeshApp } from '../constructs/mesh-app';
import { MulticlusterMesh } from '../constructs/multicluster-mesh';
import { readMesh } from '../constructs/read-mesh';
import { LockReport } from '../constructs/report';
import { readMeshFile } from '../description/file/read-mesh-file';

/** A `mesh.yaml`, which is read in this process. @internal */
export class DescriptionFile implements Description {
  /** @param command e.g. `mesh synth` */
  public constructor(
    private readonly file: string,
    private readonly command: string,
  ) {}

  public async synth(output: string, { force }: SynthesisOptions): Promise<Synthesis> {
    recover(output, this.command);
    const app = new MeshApp({ outdir: output, overwriteEdits: force });
    MulticlusterMesh.fromFile(app, 'mesh', this.file);
    const report = app._write();
    return { report, files: app.summary! };
  }

  public async locks(reuse: boolean): Promise<readonly LockReport[]> {
    return [readMesh(readMeshFile(this.file), { isUpdate: true, reuse }).lock];
  }
}
