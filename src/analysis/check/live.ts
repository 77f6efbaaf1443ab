import { groupBy } from '../../values/group-by';
import { Manifest, objectKey } from '../world/manifest';
import { Gap } from '../world/objects';

/** Kinds of which only some objects are fetched: others may be large, or secret. */
const BY_NAMESPACE = new Set(['/ConfigMap', '/Secret']);

/**
 * What was asked for: `<group>/<kind>`, and for kinds of which only some objects are fetched,
 * `<group>/<kind> <namespace>`.
 *
 * @internal
 */
export const askedFor = (group: string, kind: string, namespace: string): string =>
  BY_NAMESPACE.has(`${group}/${kind}`) ? `${group}/${kind} ${namespace}` : `${group}/${kind}`;

/** What is seen of a cluster, and what was asked for. @internal */
export interface LiveFiles {
  readonly name: string;
  readonly manifests: readonly Manifest[];
  readonly gaps: readonly Gap[];
  /** as `askedFor` says it: what is not there does not exist */
  readonly asked: ReadonlySet<string>;
}

/** What was seen of one cluster by several questions, or in several files. @internal */
export const together = (name: string, all: ReadonlyArray<Omit<LiveFiles, 'name'>>): LiveFiles => ({
  name,
  manifests: all.flatMap(({ manifests }) => manifests),
  gaps: all.flatMap(({ gaps }) => gaps),
  asked: new Set(all.flatMap(({ asked }) => [...asked])),
});

/** What is seen of a cluster. @internal */
export class Live {
  private readonly byKey: ReadonlyMap<string, Manifest>;
  private readonly byKind: ReadonlyMap<string, readonly Manifest[]>;

  public constructor(private readonly files: LiveFiles) {
    this.byKey = new Map(files.manifests.map(manifest => [objectKey(manifest), manifest]));
    this.byKind = groupBy(this.byKey.values(), ({ group, kind }) => `${group}/${kind}`);
  }

  public get all(): readonly Manifest[] {
    return [...this.byKey.values()];
  }

  public get gaps(): readonly Gap[] {
    return this.files.gaps;
  }

  public of(group: string, kind: string): readonly Manifest[] {
    return this.byKind.get(`${group}/${kind}`) ?? [];
  }

  public get(group: string, kind: string, namespace: string, name: string): Manifest | undefined {
    return this.byKey.get(`${group}/${kind} ${namespace}/${name}`);
  }

  public find(manifest: Manifest): Manifest | undefined {
    return this.byKey.get(objectKey(manifest));
  }

  /**
   * Whether an object of this kind would have been seen. It would if others of it were, but for
   * kinds that are fetched one by one: there only the answer to a question tells.
   */
  public sees(group: string, kind: string, namespace = ''): boolean {
    return (
      this.files.asked.has(askedFor(group, kind, namespace)) ||
      (this.byKind.has(`${group}/${kind}`) && !BY_NAMESPACE.has(`${group}/${kind}`))
    );
  }
}
