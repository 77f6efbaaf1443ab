import { EgressRoutes, ExportingGateway } from './host';
import { remoteEndpoints, localityWeights } from './remote-endpoints';
import { resolveHost } from './resolve-host';
import { GatewayRoute } from '../../description/enums';
import {
  GlobalEndpoint,
  GlobalServiceEntryProps,
} from '../../description/global-service-entry-props';
import { Problems } from '../../problems/problems';
import { GatewayAddress } from '../../values/gateway-address';
import { serviceHost, spiffeId } from '../../values/names';
import { sortedSet } from '../../values/order';
import { Cluster, Mesh, Service } from '../mesh';

/**
 * The hosts that one cluster serves to others or may call, each as the props of its
 * GlobalServiceEntry, by host.
 *
 * @internal
 */
export function hostsOf(mesh: Mesh, cluster: Cluster): GlobalServiceEntryProps[] {
  return mesh.services.flatMap(service => {
    const view = viewOf(service, cluster);
    return view.exports || view.callers.length > 0 ? [hostProps(mesh, service, cluster, view)] : [];
  });
}

/**
 * The cluster's gateway with the hosts that others hold a grant for.
 *
 * @internal
 */
export function exportingGateway(mesh: Mesh, cluster: Cluster): ExportingGateway | undefined {
  return (
    cluster.gateway && {
      istio: cluster.istio,
      rootNamespace: mesh.rootNamespace,
      namespace: cluster.gateway.namespace,
      labels: cluster.gateway.labels,
      suffix: mesh.suffix,
      hosts: mesh.services
        .filter(service => viewOf(service, cluster).serves)
        .map(service =>
          service.gatewayRoute === GatewayRoute.SNI
            ? serviceHost(service.name, service.namespace, mesh.clusterDomain)
            : service.host,
        ),
    }
  );
}

/**
 * The cluster's egress gateway with the hosts that it passes on.
 *
 * @internal
 */
export function egressRoutes(mesh: Mesh, cluster: Cluster): EgressRoutes | undefined {
  if (!cluster.egressGateway || mesh.profile === 'classic') {
    return undefined;
  }
  const { namespace, labels } = cluster.egressGateway;
  const called = mesh.services.filter(
    service =>
      viewOf(service, cluster).callers.length > 0 && remoteEndpoints(service, cluster).length > 0,
  );
  return {
    istio: cluster.istio,
    namespace,
    labels,
    hosts: called.map(service => {
      const { workloadSelector, virtualIps, routes, timeout, retries, ...props } = hostProps(
        mesh,
        service,
        cluster,
        viewOf(service, cluster),
      );
      const remote = remoteEndpoints(service, cluster);
      const subsets = props.subsets?.filter(
        ({ clusters }) =>
          !clusters || remote.some(endpoint => clusters.includes(endpoint.cluster!)),
      );
      const seen = {
        ...props,
        endpoints: remote,
        subsets,
        localityWeights: localityWeights(service, cluster),
        exportTo: ['.'],
        workloadNamespace: namespace,
      };
      const host = resolveHost(seen, new Problems());
      return { ...host, passesOn: true };
    }),
  };
}

/**
 * Namespaces that calling clusters need although none of their workloads live there: the objects of
 * a host are placed in its namespace.
 *
 * @internal
 */
export function importedNamespaces(mesh: Mesh, cluster: Cluster): string[] {
  const services = mesh.services.filter(service => viewOf(service, cluster).callers.length > 0);
  const own = new Set(
    mesh.services
      .filter(service => service.owners.includes(cluster))
      .map(service => service.workloadNamespace),
  );
  return sortedSet(
    services
      .map(service => service.workloadNamespace)
      .filter(name => !own.has(name) && !cluster.existingNamespaces.includes(name)),
  );
}

/** What a service is to a cluster. */
interface View {
  /** the cluster's pods serve it, and another cluster may call it */
  readonly serves: boolean;
  /** the same, and the cluster's gateway has to know the host for that */
  readonly exports: boolean;
  /** namespaces of this cluster that may call it; `*` for all */
  readonly callers: readonly string[];
}

function viewOf(service: Service, cluster: Cluster): View {
  const namespaces = service.grants
    .filter(grant => grant.cluster === cluster.name)
    .map(grant => grant.namespace ?? '*');
  const serves =
    service.owners.includes(cluster) &&
    service.grants.some(grant => grant.cluster !== cluster.name);
  return {
    serves,
    exports: serves && service.gatewayRoute === GatewayRoute.HOST,
    callers: namespaces.includes('*') ? ['*'] : sortedSet(namespaces),
  };
}

function hostProps(
  mesh: Mesh,
  service: Service,
  cluster: Cluster,
  view: View,
): GlobalServiceEntryProps {
  const calls = view.callers.length > 0;
  return {
    name: service.name,
    namespace: service.namespace,
    workloadNamespace: service.workloadNamespace,
    suffix: mesh.suffix,
    istioVersion: cluster.istio.text,
    ports: service.ports.map(({ number, name, protocol, targetPort }) =>
      targetPort === undefined
        ? { number, protocol, targetPortName: name }
        : { number, name, protocol, targetPort },
    ),
    workloadSelector: service.owners.includes(cluster) ? { ...service.selector } : undefined,
    endpoints: calls ? endpoints(mesh, service, cluster) : [],
    subjectAltNames: service.owners.flatMap(owner =>
      service.serviceAccounts.map(account =>
        spiffeId(owner.trustDomain, service.workloadNamespace, account),
      ),
    ),
    exportTo: exportTo(view.callers, view.exports ? cluster.gateway?.namespace : undefined),
    virtualIps: [...service.virtualIps],
    subsets: service.subsets.map(subset => ({
      ...subset,
      clusters: subset.clusters && [...subset.clusters],
    })),
    gatewayRoute: service.gatewayRoute,
    clusterDomain: mesh.clusterDomain,
    egressAddress: mesh.profile === 'classic' ? cluster.egressGateway?.address : undefined,
    ...(calls
      ? {
          // the egress gateway chooses
          localityWeights: cluster.egressGateway ? undefined : localityWeights(service, cluster),
          routes: service.routes.length > 0 ? [...service.routes] : undefined,
          timeout: service.timeout,
          retries: service.retries,
          trafficPolicy: service.trafficPolicy,
        }
      : {}),
  };
}

/** The gateways of the other clusters, or the egress gateway instead of them all. */
function endpoints(mesh: Mesh, service: Service, cluster: Cluster): GlobalEndpoint[] {
  const remote = remoteEndpoints(service, cluster);
  if (!cluster.egressGateway || mesh.profile === 'classic' || remote.length === 0) {
    return remote;
  }
  // A network of its own, so that the gateways drop it (the second guard) and pods are preferred to
  // it.
  return [
    {
      address: GatewayAddress.of(cluster.egressGateway.address),
      network: `${cluster.network}-egress`,
    },
  ];
}

/** The gateway has to see what it routes to; nobody else but the callers has to see anything. */
function exportTo(callers: readonly string[], gatewayNamespace: string | undefined): string[] {
  return callers.includes('*')
    ? ['*']
    : sortedSet(gatewayNamespace === undefined ? callers : [...callers, gatewayNamespace]);
}
