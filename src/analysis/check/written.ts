import { keyOf } from './live';
import { isMap } from '../../values/is-map';
import { MANAGED_BY } from '../../values/ownership';
import { GatewayFacts } from '../world/facts';
import { covers, Labels, Manifest } from '../world/manifest';
import { ClusterFiles, HelmValues } from '../world/world';

/** What was written for a cluster. @internal */
export class Written {
  public readonly name: string;
  private readonly keys: ReadonlySet<string>;

  public constructor(public readonly files: ClusterFiles) {
    this.name = files.name;
    this.keys = new Set(files.manifests.map(keyOf));
  }

  public get manifests(): readonly Manifest[] {
    return this.files.manifests;
  }

  public of(group: string, kind: string): readonly Manifest[] {
    return this.manifests.filter(one => one.group === group && one.kind === kind);
  }

  public has(manifest: Manifest): boolean {
    return this.keys.has(keyOf(manifest));
  }

  /** The namespace of the control plane. */
  public get rootNamespace(): string {
    const [{ values } = { values: {} }] = this.files.istiods;
    const labelled = this.of('', 'Namespace').find(
      ({ labels }) => labels['topology.istio.io/network'] !== undefined,
    );
    return values.global?.istioNamespace ?? labelled?.name ?? 'istio-system';
  }

  /** Whether it is a control plane of Istio 1.1 to 1.7, of which only objects are compared. */
  public get isClassic(): boolean {
    return /^1\.[0-7](\.|$)/.test(this.files.facts.istio ?? '');
  }

  /** Values of a gateway's release, by its name. */
  public gatewayValues({ name }: GatewayFacts): HelmValues | undefined {
    return this.files.gateways.find(
      ({ values, source }) => (values.name ?? source.file.replace(/^.*\/|\.ya?ml$/g, '')) === name,
    );
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
