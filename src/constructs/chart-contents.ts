import { ApiObject, Chart } from 'cdk8s';
import { ClusterFile } from './cluster-file';
import { Dependencies } from './dependencies';
import { GitOpsFiles } from './gitops-files';
import { Layers } from './layers';
import { MeasuredObject, ObjectPrinter } from './object-printer';
import { objectId, PreparedObjects } from './prepared-objects';
import { below } from './walk';
import { Manifest } from '../manifests/manifest';
import { TextFile } from '../manifests/text-file';
import { PrintedObject } from '../output/printed-object';

/** What a chart, with the charts inside it, puts into its directory. @internal */
export class ChartContents {
  /** charts with the same objects share the list of them */
  public readonly lists: ReadonlyArray<readonly MeasuredObject[]>;
  public readonly files: readonly TextFile[];
  /** whether its files refer to a directory for each layer */
  public readonly needsLayers: boolean;
  private readonly prepared: readonly PreparedObjects[];
  private readonly constructs: ReadonlyMap<PrintedObject, ApiObject>;

  public constructor(
    chart: Chart,
    printer: ObjectPrinter,
    private readonly dependencies: Dependencies,
  ) {
    const all = below(chart);
    this.prepared = all
      .filter(construct => construct instanceof PreparedObjects)
      .filter(construct => construct._isPrepared);
    const shared = this.prepared.flatMap(construct => {
      const layer = Layers.of(construct);
      return construct._lists.map(manifests => printer.printShared(manifests, layer));
    });
    this.constructs = new Map(
      all
        .filter(construct => ApiObject.isApiObject(construct))
        .map(construct => [printer.print(construct.toJson(), Layers.of(construct)), construct]),
    );
    this.lists = [...shared, [...(this.constructs.keys() as Iterable<MeasuredObject>)]];
    const gitops = all.filter(construct => construct instanceof GitOpsFiles);
    this.needsLayers = gitops.some(construct => construct._needsLayers);
    this.files = [
      ...all.filter(construct => construct instanceof ClusterFile),
      ...gitops.flatMap(construct => construct._files(this.layers)),
    ];
  }

  /** The layers that have a directory: an encrypted object is no manifest. */
  private get layers(): ReadonlySet<string> {
    const prepared = this.prepared.filter(({ _lists }) => _lists.some(list => list.length > 0));
    const made = [...this.constructs.keys()].filter(({ isEncrypted }) => !isEncrypted);
    return new Set([...prepared.map(Layers.of), ...made.map(({ layer }) => layer)]);
  }

  /** True when somebody has asked for an order. */
  public get hasDependencies(): boolean {
    return this.dependencies.size > 0;
  }

  /** The objects that an object has to be written after. */
  public before(object: PrintedObject): readonly PrintedObject[] {
    const construct = this.constructs.get(object);
    const needed = construct && this.dependencies.get(construct);
    return needed
      ? [...this.constructs].flatMap(([printed, other]) => (needed.has(other) ? printed : []))
      : [];
  }

  /** Path of the construct that made an object, or would make it if somebody looked. */
  public makerOf(object: PrintedObject): string {
    const construct = this.constructs.get(object);
    if (construct) {
      return construct.node.path;
    }
    const scope = this.prepared.find(({ _lists }) =>
      _lists.some(manifests => manifests.some(manifest => isOf(manifest, object))),
    );
    return `${scope!.node.path}/${objectId(object)}`;
  }
}

function isOf({ kind, metadata }: Manifest, object: PrintedObject): boolean {
  return (
    kind === object.kind && metadata.name === object.name && metadata.namespace === object.namespace
  );
}
