import { Offer, Server, Use } from './old-mesh';
import { Manifest, Source, sourceText } from '../analysis/world/manifest';
import { ClusterFiles, World } from '../analysis/world/world';
import { byText } from '../values/order';
import { remember } from '../values/remember';

/** Collects offers, of which a form finds the parts one by one. @internal */
export class Offers {
  private readonly byKey = new Map<string, { servers: Map<string, Server>; uses: Use[] }>();

  public constructor(private readonly world: World) {}

  public serve(name: string, namespace: string, cluster: string, sources: readonly Source[]): void {
    const { servers } = this.of(name, namespace);
    const before = servers.get(cluster);
    const files = this.world.clusters.find(one => one.name === cluster);
    servers.set(cluster, {
      cluster,
      sources: distinct([...(before?.sources ?? []), ...sources]),
      service: files && serviceIn(files, name, namespace),
    });
  }

  public use(name: string, namespace: string, use: Use): void {
    const { uses } = this.of(name, namespace);
    const same = uses.findIndex(one => one.cluster === use.cluster && one.host === use.host);
    if (same < 0) {
      uses.push(use);
    } else {
      uses[same] = { ...uses[same], sources: distinct([...uses[same].sources, ...use.sources]) };
    }
  }

  /** Those that some cluster serves and another one calls, in order. */
  public get all(): Offer[] {
    return [...this.byKey]
      .map(([key, { servers, uses }]) => {
        const [namespace, name] = key.split('/');
        return {
          name,
          namespace,
          servers: [...servers.values()].sort(byText(({ cluster }) => cluster)),
          uses: [...uses].sort(byText(({ cluster, host }) => `${cluster} ${host}`)),
        };
      })
      .filter(({ servers, uses }) => servers.length > 0 && uses.length > 0)
      .sort(byText(({ name, namespace }) => `${namespace}/${name}`));
  }

  private of(name: string, namespace: string) {
    return remember(this.byKey, `${namespace}/${name}`, () => ({ servers: new Map(), uses: [] }));
  }
}

const distinct = (sources: readonly Source[]): Source[] => [
  ...new Map(sources.map(source => [sourceText(source), source])).values(),
];

/** @internal */
export const serviceIn = (
  { manifests }: ClusterFiles,
  name: string,
  namespace: string,
): Manifest | undefined =>
  manifests.find(
    one =>
      one.group === '' &&
      one.kind === 'Service' &&
      one.name === name &&
      one.namespace === namespace,
  );

/** The objects of a kind. @internal */
export const ofKind = (
  { manifests }: ClusterFiles,
  group: string,
  ...kinds: readonly string[]
): Manifest[] => manifests.filter(one => one.group === group && kinds.includes(one.kind));
