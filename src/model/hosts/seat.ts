import { CallerSettings } from '../../description/call-props';
import { GatewayRoute } from '../../description/enums';
import { groupBy } from '../../values/group-by';
import { Interner } from '../../values/interner';
import { IstioVersion } from '../../values/istio-version';
import { remember } from '../../values/remember';
import { Callers, Cluster, Service } from '../mesh';

/**
 * From where a service is seen: everything about a cluster that may decide how the service looks
 * there. Clusters that are alike in all of it share one seat, and everything made from it.
 *
 * A view is made from a service and a seat alone. So a new difference between clusters needs a new
 * field here before it can have an effect, and the field sets the seats apart.
 *
 * @internal
 */
export interface Seat {
  readonly istio: IstioVersion;
  readonly region?: string;
  /** who calls from here; undefined when nobody does */
  readonly callers?: Callers;
  /** undefined when no pod here serves the service */
  readonly owner?: Owner;
  readonly egress?: Egress;
  /** what the service says of callers in this cluster alone */
  readonly settings?: readonly CallerSettings[];
}

/** The cluster itself, where it serves. @internal */
export interface Owner {
  readonly cluster: string;
  /** of the gateway that has to know the host; undefined where none has to */
  readonly gatewayNamespace?: string;
}

/** The egress gateway through which calls leave. @internal */
export interface Egress {
  readonly address: string;
  readonly namespace: string;
}

/** Everything about a service that decides about its seats. */
type Seated = Pick<
  Service,
  'callerSettings' | 'owners' | 'callers' | 'gatewayRoute' | 'isKubernetesName'
>;

/**
 * Services of one namespace that have the same seat from every cluster, in lists.
 *
 * @internal
 */
export function seenAlike(services: readonly Service[]): ReadonlyArray<readonly Service[]> {
  const callerIds = new Map<Seated['callers'], number>();
  const keyOf = ({ owners, callers, gatewayRoute, callerSettings, isKubernetesName }: Seated) =>
    [
      gatewayRoute,
      isKubernetesName,
      JSON.stringify(callerSettings),
      remember(callerIds, callers, () => callerIds.size),
      ...owners.map(({ name }) => name),
    ].join();
  const lists = groupBy(services, service => `${service.workloadNamespace},${keyOf(service)}`);
  return [...lists.values()];
}

/** Finds the seat of a cluster for a service. @internal */
export class Seats {
  private readonly interner = new Interner();
  private readonly plain = new Map<Cluster, Omit<Seat, 'callers' | 'owner' | 'settings'>>();
  /** seats of clusters that only call, which are nearly all of them */
  private readonly calling = new Map<object, Map<Callers, Seat>>();

  public constructor(clusters: readonly Cluster[]) {
    for (const cluster of clusters) {
      const { istio, egressGateway } = cluster;
      const egress = egressGateway && {
        address: egressGateway.address,
        namespace: egressGateway.namespace,
      };
      this.plain.set(cluster, this.interner.intern({ istio, region: regionOf(cluster), egress }));
    }
  }

  /** Undefined when the service has nothing to do with the cluster. */
  public of(service: Seated, cluster: Cluster): Seat | undefined {
    const callers = service.callers.get(cluster.name);
    const settings = callers && settingsOf(service, cluster);
    if (!service.owners.includes(cluster)) {
      return callers && this.ofCaller(cluster, callers, settings);
    }
    if (service.isKubernetesName) {
      return undefined;
    }
    const gatewayNamespace = isExported(service, cluster) ? cluster.gateway!.namespace : undefined;
    return callers || gatewayNamespace !== undefined
      ? this.seat(cluster, {
          callers,
          settings,
          owner: { cluster: cluster.name, gatewayNamespace },
        })
      : undefined;
  }

  private ofCaller(cluster: Cluster, callers: Callers, settings: Seat['settings']): Seat {
    if (settings) {
      return this.seat(cluster, { callers, settings });
    }
    const plain = this.plain.get(cluster)!;
    const seats = remember(this.calling, plain, () => new Map<Callers, Seat>());
    return remember(seats, callers, () => this.seat(cluster, { callers }));
  }

  private seat(cluster: Cluster, own: Pick<Seat, 'callers' | 'owner' | 'settings'>): Seat {
    return this.interner.intern({ ...this.plain.get(cluster)!, ...own });
  }
}

/** Without the names of the clusters, by which equal settings would differ. */
function settingsOf(
  { callerSettings }: Pick<Service, 'callerSettings'>,
  { name }: Cluster,
): Seat['settings'] {
  const own = callerSettings.filter(({ clusters }) => clusters.includes(name));
  return own.length > 0 ? own.map(one => ({ ...one, clusters: [] })) : undefined;
}

/** @internal */
export const regionOf = ({ locality }: Cluster): string | undefined => locality?.split('/')[0];

/** True when another cluster than the one that serves may call. @internal */
export function isServedTo({ callers }: Seated, { name }: Cluster): boolean {
  return callers.size > (callers.has(name) ? 1 : 0);
}

/** The same, when the gateway of the serving cluster has to know the global host for it. */
function isExported(service: Seated, owner: Cluster): boolean {
  return service.gatewayRoute === GatewayRoute.HOST && isServedTo(service, owner);
}
