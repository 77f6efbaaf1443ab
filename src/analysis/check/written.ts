import { groupBy } from '../../values/group-by';
import { isMap } from '../../values/is-map';
import { MANAGED_BY } from '../../values/ownership';
import { GatewayFacts } from '../world/facts';
import { covers, Labels, Manifest, objectKey } from '../world/manifest';
import { ClusterFiles, HelmValues, releaseOf } from '../world/world';

/** What was written for a cluster. @internal */
export class Written {
  public readonly name: string;
  private readonly keys: ReadonlySet<string>;
  private readonly byKind: ReadonlyMap<string, readonly Manifest[]>;

  public constructor(public readonly files: ClusterFiles) {
    this.name = files.name;
    this.keys = new Set(files.manifests.map(objectKey));
    this.byKind = groupBy(files.manifests, ({ group, kind }) => `${group}/${kind}`);
  }

  public get manifests(): readonly Manifest[] {
    return this.files.manifests;
  }

  public of(group: string, kind: string): readonly Manifest[] {
    return this.byKind.get(`${group}/${kind}`) ?? [];
  }

  public has(manifest: Manifest): boolean {
    return this.keys.has(objectKey(manifest));
  }

  /** The namespace of the control plane. */
  public get rootNamespace(): string {
    const [{ values } = { values: {} }] = this.files.istiods;
    const labelled = this.of('', 'Namespace').find(
      ({ labels }) => labels['topology.istio.io/network'] !== undefined,
    );
    return values.global?.istioNamespace ?? labelled?.name ?? 'istio-system';
  }

  /** Whether it is for Istio 1.1 to 1.7, of which the control plane is not looked at. */
  public get isClassic(): boolean {
    return this.manifests.some(
      ({ kind, values }) =>
        (kind === 'ServiceEntry' || kind === 'Gateway') &&
        values.apiVersion === 'networking.istio.io/v1alpha3',
    );
  }

  /** Values of a gateway's release, by its name. */
  public gatewayValues({ name }: GatewayFacts): HelmValues | undefined {
    return this.files.gateways.find(one => releaseOf(one) === name);
  }

  /** Hosts that the mesh answers for here, each with the entry that says so. */
  public get hosts(): ReadonlyMap<string, Manifest> {
    return new Map(
      this.of('networking.istio.io', 'ServiceEntry').flatMap(entry =>
        (entry.spec.hosts ?? []).map((host: string) => [host, entry] as const),
      ),
    );
  }

  /** Entries of hosts that pods of this cluster serve. */
  public get serving(): readonly Manifest[] {
    return this.of('networking.istio.io', 'ServiceEntry').filter(({ spec }) =>
      isMap(spec.workloadSelector?.labels),
    );
  }
}

/** By the label of the generator. @internal */
export const isOfMesh = ({ labels }: { readonly labels: Labels }): boolean =>
  covers(MANAGED_BY, labels);
