import { passageTo, Remote } from './made';
import { settingsOf } from './settings';
import { Manifest, sourceText } from '../analysis/world/manifest';
import { World } from '../analysis/world/world';
import { selects, Workload, workloadsOf } from '../description/sources/workloads';
import { sortedSet } from '../values/order';

/** The account of pods that nobody has seen. @internal */
export const SERVER = 'import-server';

/** The workloads of clusters, and which of them are behind a Service. @internal */
export class Behind {
  private readonly workloads: ReadonlyMap<string, readonly Workload[]>;

  private readonly trustDomains: ReadonlyMap<string, string>;

  public constructor({ clusters }: World) {
    this.trustDomains = new Map(
      clusters
        // who issues identities of another form has them where nobody sees them here
        .filter(({ facts }) => facts.spiffeIdTemplate === undefined)
        .map(files => [files.name, settingsOf(files).trustDomain] as const),
    );
    this.workloads = new Map(
      clusters.map(({ name, manifests }) => [
        name,
        workloadsOf(
          manifests.map(one => ({
            object: one.values,
            namespace: one.namespace || undefined,
            file: one.source.file,
            where: sourceText(one.source),
          })),
        ),
      ]),
    );
  }

  public workloadsIn(cluster: string): readonly Workload[] {
    return this.workloads.get(cluster) ?? [];
  }

  /** The identities of the pods of a Service; none where any is accepted. */
  public identities(cluster: string, { namespace, spec }: Manifest): string[] {
    const accounts = this.workloadsIn(cluster)
      .filter(one => one.namespace === namespace && selects(spec.selector ?? {}, one))
      .map(({ serviceAccount }) => serviceAccount);
    const domain = this.trustDomains.get(cluster);
    if (domain === undefined) {
      return [];
    }
    return sortedSet(accounts.length > 0 ? accounts : [SERVER]).map(
      account => `spiffe://${domain}/ns/${namespace}/sa/${account}`,
    );
  }

  /** The way to these pods, where nothing is between the clusters. */
  public passage(cluster: string, service: Manifest): Remote {
    return passageTo(cluster, this.identities(cluster, service));
  }
}
