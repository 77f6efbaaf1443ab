import { Construct } from 'constructs';
import { TextFile } from '../manifests/text-file';

/**
 * Files that depend on the layers of which there are objects in the chart, whoever has added them.
 *
 * @internal
 */
export class GitOpsFiles extends Construct {
  /** @param filesFor the names of the layers */
  public constructor(
    scope: Construct,
    id: string,
    private readonly filesFor: (layers: ReadonlySet<string>) => readonly TextFile[],
    /** whether each layer has to have a directory of its own */
    public readonly _needsLayers: boolean,
  ) {
    super(scope, id);
  }

  public _files(layers: ReadonlySet<string>): readonly TextFile[] {
    return this.filesFor(layers);
  }
}
