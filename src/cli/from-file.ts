import { Description, Synthesis, SynthesisOptions } from './description';
import { busyWith } from './progress';
import { recover } from './recover';
import { readStandardInput, STANDARD_INPUT } from './standard-input';
import { MeshApp } from '../constructs/mesh-app';
import { MulticlusterMesh } from '../constructs/multicluster-mesh';
import { readMesh } from '../constructs/read-mesh';
import { AppReport, LockReport } from '../constructs/report';
import { readMeshFile } from '../description/file/read-mesh-file';
import { PlainDescription } from '../description/plain-description';

/** A `mesh.yaml`, which is read in this process. @internal */
export class DescriptionFile implements Description {
  /**
   * @param command e.g. `mesh synth`
   * @param text what the file is going to say, if that is something else
   */
  public constructor(
    private readonly file: string,
    private readonly command: string,
    private readonly text?: string,
  ) {}

  public async synth(output: string, { force }: SynthesisOptions): Promise<Synthesis> {
    recover(output, this.command);
    const app = new MeshApp({ outdir: output, overwriteEdits: force });
    this.placeIn(app);
    const report = busyWith(`writing ${output}`, () => app._write());
    return { report, files: app.summary! };
  }

  public async validate(): Promise<AppReport> {
    const app = new MeshApp();
    this.placeIn(app);
    return busyWith(`checking ${this.file}`, () => app._render()).report;
  }

  public async locks(reuse: boolean): Promise<readonly LockReport[]> {
    return busyWith(this.reading, () => [readMesh(this.read(), { isUpdate: true, reuse }).lock]);
  }

  private placeIn(app: MeshApp): void {
    busyWith(this.reading, () => MulticlusterMesh.fromObject(app, 'mesh', this.read()));
  }

  private get reading(): string {
    return `reading ${this.file}`;
  }

  private read(): PlainDescription {
    return this.file === STANDARD_INPUT
      ? readMeshFile('stdin', readStandardInput())
      : readMeshFile(this.file, this.text);
  }
}
