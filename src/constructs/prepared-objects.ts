import { ApiObject, Chart } from 'cdk8s';
import { Construct, IConstruct, Node } from 'constructs';
import { Layers } from './layers';
import { Manifest } from '../manifests/manifest';
import { Layer } from '../output/layer';

/**
 * Objects of a mesh in a chart, each a construct as soon as somebody looks.
 *
 * A mesh of many clusters has tens of thousands of objects, of which nine in ten are the same in
 * several clusters, in lists that these share: `MeshApp` prints each list once and needs no
 * constructs. Whoever reaches into the
 * tree (children, a patch, a dependency, cdk8s's own synthesis) finds them all the same: the first
 * question makes them, and from then on they are synthesized one by one as cdk8s does.
 *
 * @internal
 */
export class PreparedObjects extends Construct {
  /** @internal */
  public readonly _lists: ReadonlyArray<readonly Manifest[]>;
  private isMade = false;

  public constructor(
    scope: Construct,
    id: string,
    layer: Layer,
    lists: ReadonlyArray<readonly Manifest[]>,
  ) {
    super(scope, id);
    this._lists = lists;
    Layers.assign(this, layer);
    whenAsked(this.node, () => this.make());
    const { labels, namespace } = Chart.of(this);
    if (namespace !== undefined || Object.keys(labels).length > 0) {
      this.make(); // the chart adds them to each of its objects
    }
  }

  /** True until somebody has looked. @internal */
  public get _isPrepared(): boolean {
    return !this.isMade;
  }

  /** What stands below without looking: what others have added. @internal */
  public get _present(): IConstruct[] {
    return children(this.node);
  }

  /** Joined by a hyphen, which names may hold themselves, two ids may be the same. */
  private place(manifest: Manifest, taken: Set<string>): void {
    const { kind, metadata } = manifest;
    const joined = objectId({ kind, ...metadata });
    const id = taken.has(joined) ? `${kind}.${metadata.namespace}.${metadata.name}` : joined;
    taken.add(id);
    new ApiObject(this, id, manifest);
  }

  private make(): void {
    if (!this.isMade) {
      this.isMade = true;
      const taken = new Set<string>();
      this._lists.flat().forEach(manifest => this.place(manifest, taken));
    }
  }
}

interface ObjectIdentity {
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

/** The id of an object's construct. @internal */
export function objectId({ kind, namespace, name }: ObjectIdentity): string {
  return [kind, namespace, name].filter(part => part !== undefined).join('-');
}

const children: (node: Node) => IConstruct[] = node =>
  Object.getOwnPropertyDescriptor(Node.prototype, 'children')!.get!.call(node);

/** Every question about the children of a node goes through one of these three. */
function whenAsked(node: Node, make: () => void): void {
  Object.defineProperties(node, {
    children: {
      get: () => {
        make();
        return children(node);
      },
    },
    tryFindChild: {
      value: (id: string) => {
        make();
        return Node.prototype.tryFindChild.call(node, id);
      },
    },
    tryRemoveChild: {
      value: (id: string) => {
        make();
        return Node.prototype.tryRemoveChild.call(node, id);
      },
    },
  });
}
