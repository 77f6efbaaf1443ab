import { callSettings } from './call-settings';
import { exportedHosts } from './exported-hosts';
import { EgressRoutes, Endpoint, ExportingGateway, Host } from './host';
import { ClusterNamespaces } from './namespaces';
import { localityWeights, MADE_UP, regionFailover, remoteEndpoints } from './remote-endpoints';
import { Egress, Seat, Seats, seenAlike } from './seat';
import { clusterSidecars, NamespaceSidecar } from './sidecars';
import { GatewayRoute } from '../../description/enums';
import { GatewayAddress } from '../../values/gateway-address';
import { Profile } from '../../values/istio-version';
import { objectName, serviceHost } from '../../values/names';
import { byText, sortedSet } from '../../values/order';
import { remember } from '../../values/remember';
import { isAll } from '../../values/wildcard';
import { Cluster, Mesh, Service } from '../mesh';

/** What a cluster has to know about the hosts of the mesh. @internal */
export interface ClusterHosts {
  /**
   * That it serves to others or may call, in lists of those that are seen alike from everywhere:
   * clusters to which they look the same share the list.
   */
  readonly hosts: ReadonlyArray<readonly Host[]>;
  readonly gateway?: ExportingGateway;
  readonly egress?: EgressRoutes;
  readonly namespaces: ClusterNamespaces;
  readonly sidecars: readonly NamespaceSidecar[];
}

/** The hosts of each cluster. @internal */
export function hostsByCluster(mesh: Mesh): ReadonlyMap<Cluster, ClusterHosts> {
  const seats = new Seats(mesh.clusters);
  const lists = new Map(mesh.clusters.map(cluster => [cluster, newLists()]));
  for (const services of seenAlike(mesh.services)) {
    const views = new Views(mesh, services);
    for (const [cluster, { seen, passed }] of lists) {
      const seat = seats.of(services[0], cluster);
      if (seat) {
        seen.push(views.from(seat));
        passed.push(...views.passedOnFrom(seat));
      }
    }
  }
  return new Map(
    [...lists].map(([cluster, { seen, passed }]) => [
      cluster,
      {
        hosts: seen,
        gateway: exportingGateway(mesh, cluster),
        egress: egressRoutes(cluster, passed.sort(byText(({ host }) => host))),
        namespaces: mesh.namespaces.get(cluster.name)!,
        sidecars: clusterSidecars(mesh, cluster),
      },
    ]),
  );
}

const newLists = (): { seen: Array<readonly Host[]>; passed: Host[] } => ({ seen: [], passed: [] });

/** The different views of services that are seen alike, each made once. */
class Views {
  private readonly hosts = new Map<Seat, readonly Host[]>();
  private readonly passedOn = new Map<Seat, readonly Host[]>();

  public constructor(
    private readonly mesh: Mesh,
    private readonly services: readonly Service[],
  ) {}

  public from(seat: Seat): readonly Host[] {
    const make = () => this.services.map(service => hostSeenFrom(service, seat, this.mesh));
    return remember(this.hosts, seat, make);
  }

  /** As the egress gateway knows them, when there is one and calls leave through it. */
  public passedOnFrom(seat: Seat): readonly Host[] {
    const make = () => this.services.flatMap(service => passedOn(service, seat, this.mesh));
    return remember(this.passedOn, seat, make);
  }
}

type Facts = Pick<Mesh, 'clusterDomain' | 'suffix'>;

function hostSeenFrom(service: Service, seat: Seat, mesh: Facts): Host {
  const { istio, callers, owner, egress } = seat;
  const { name, namespace, workloadNamespace } = service;
  const remote = callers ? remoteEndpoints(service, seat) : [];
  const { endpoints, egressAddress } = EGRESS[istio.profile].calls(remote, callers && egress, seat);
  return {
    istio,
    host: service.host,
    name,
    namespace,
    placement: workloadNamespace,
    objectName: objectName(name, namespace, workloadNamespace),
    ports: service.ports,
    exportTo: exportTo(callers?.namespaces ?? [], owner?.gatewayNamespace),
    virtualIps: service.virtualIps,
    selector: owner && service.selector,
    endpoints,
    subjectAltNames: service.identities,
    subsets: service.subsets,
    serverName: serverName(service, mesh),
    // an egress gateway chooses by itself
    localityWeights: callers && !egress ? localityWeights(service, seat) : undefined,
    regionFailover: callers && regionFailover(service, seat),
    routes: callers ? service.routes : [],
    ...callSettings(service, seat, endpoints),
    passesOn: false,
    egressAddress,
  };
}

/** What an egress gateway means for those who call. */
interface EgressForm {
  /** where calls go: to the gateways of the other clusters, or to the egress gateway instead */
  readonly calls: (
    remote: readonly Endpoint[],
    egress: Egress | undefined,
    seat: Seat,
  ) => Pick<Host, 'endpoints' | 'egressAddress'>;
  /** true when the egress gateway needs the hosts a second time, for itself */
  readonly passesOn: boolean;
}

const EGRESS: { readonly [profile in Profile]: EgressForm } = {
  classic: {
    calls: (endpoints, egress) => ({ endpoints, egressAddress: egress?.address }),
    passesOn: false,
  },
  modern: {
    calls: (endpoints, egress, { owner }) => ({
      endpoints:
        egress && endpoints.length > 0 ? [egressEndpoint(egress, owner !== undefined)] : endpoints,
    }),
    passesOn: true,
  },
};

/** Pods are preferred to one that is resolved, since it is in another region. */
function egressEndpoint(egress: Egress, isBesidePods: boolean): Endpoint {
  const address = GatewayAddress.of(egress.address);
  const locality = isBesidePods && address.isHostname ? MADE_UP.near : undefined;
  return { address, locality, priority: 0 };
}

function passedOn(service: Service, seat: Seat, mesh: Facts): readonly Host[] {
  const { istio, callers, egress } = seat;
  // the server name is that of the host of the mesh, for which there is a way
  if (!callers || !egress || !EGRESS[istio.profile].passesOn || service.isKubernetesName) {
    return [];
  }
  const endpoints = remoteEndpoints(service, seat);
  const isThere = (cluster: string) => endpoints.some(endpoint => endpoint.cluster === cluster);
  const host: Host = {
    ...hostSeenFrom(service, seat, mesh),
    placement: egress.namespace,
    objectName: objectName(service.name, service.namespace, egress.namespace),
    exportTo: ['.'],
    virtualIps: [],
    selector: undefined,
    endpoints,
    subsets: service.subsets.filter(({ clusters }) => !clusters || clusters.some(isThere)),
    localityWeights: localityWeights(service, seat),
    routes: [],
    timeout: undefined,
    retries: undefined,
    headers: undefined,
    mirror: undefined,
    fault: undefined,
    byNamespace: [],
    passesOn: true,
  };
  return endpoints.length === 0 ? [] : [host];
}

function serverName(
  { host, declaredAs, isKubernetesName, gatewayRoute, ...service }: Service,
  { clusterDomain, suffix }: Facts,
): string | undefined {
  if (gatewayRoute === GatewayRoute.SNI) {
    return isKubernetesName ? host : serviceHost(service.name, service.namespace, clusterDomain);
  }
  return isKubernetesName ? `${declaredAs}.${suffix}` : undefined;
}

/** The gateway has to see what it routes to; nobody else but the callers has to see anything. */
function exportTo(
  callers: readonly string[],
  gatewayNamespace: string | undefined,
): readonly string[] {
  return isAll(callers) || gatewayNamespace === undefined
    ? callers
    : sortedSet([...callers, gatewayNamespace]);
}

function exportingGateway(mesh: Mesh, cluster: Cluster): ExportingGateway | undefined {
  return (
    cluster.gateway && {
      istio: cluster.istio,
      rootNamespace: mesh.rootNamespace,
      namespace: cluster.gateway.namespace,
      labels: cluster.gateway.labels,
      suffix: mesh.suffix,
      hosts: exportedHosts(cluster, mesh.served.get(cluster.name) ?? [], mesh.clusterDomain),
    }
  );
}

function egressRoutes(
  { istio, egressGateway }: Cluster,
  hosts: readonly Host[],
): EgressRoutes | undefined {
  return egressGateway && { istio, ...egressGateway, hosts };
}
