import { GlobalServiceEntryProps } from './global-service-entry-props';
import { ExportingGateway } from './host';
import { Cluster, Mesh, Service } from '../mesh/model';
import { spiffeId } from '../mesh/names';
import { sortedSet } from '../mesh/order';

/**
 * The hosts that one cluster serves to others or may call, each as the props of its GlobalServiceEntry, by host.
 *
 * @internal
 */
export function hostsOf(mesh: Mesh, cluster: Cluster): GlobalServiceEntryProps[] {
  return mesh.services.flatMap(service => {
    const view = viewOf(service, cluster);
    return view.serves || view.callers.length > 0 ? [hostProps(mesh, service, cluster, view)] : [];
  });
}

/**
 * The cluster's gateway with the hosts that others hold a grant for.
 *
 * @internal
 */
export function exportingGateway(mesh: Mesh, cluster: Cluster): ExportingGateway | undefined {
  return cluster.gateway && {
    istio: cluster.istio,
    rootNamespace: mesh.rootNamespace,
    namespace: cluster.gateway.namespace,
    labels: cluster.gateway.labels,
    suffix: mesh.suffix,
    hosts: mesh.services.filter(service => viewOf(service, cluster).serves).map(service => service.host),
  };
}

/**
 * Namespaces that calling clusters need although none of their workloads live there: the objects of a host are placed in its namespace.
 *
 * @internal
 */
export function importedNamespaces(mesh: Mesh, cluster: Cluster, hosts: readonly GlobalServiceEntryProps[]): string[] {
  const own = new Set(mesh.services.filter(service => service.owners.includes(cluster)).map(service => service.namespace));
  return sortedSet(hosts.map(host => host.namespace).filter(namespace => !own.has(namespace) && !cluster.existingNamespaces.includes(namespace)));
}

/** What a service is to a cluster. */
interface View {
  /** the cluster's pods serve it, and another cluster may call it */
  readonly serves: boolean;
  /** namespaces of this cluster that may call it; `*` for all */
  readonly callers: readonly string[];
}

function viewOf(service: Service, cluster: Cluster): View {
  const namespaces = service.grants.filter(grant => grant.cluster === cluster.name).map(grant => grant.namespace ?? '*');
  return {
    serves: service.owners.includes(cluster) && service.grants.some(grant => grant.cluster !== cluster.name),
    callers: namespaces.includes('*') ? ['*'] : sortedSet(namespaces),
  };
}

function hostProps(mesh: Mesh, service: Service, cluster: Cluster, { serves, callers }: View): GlobalServiceEntryProps {
  const isOwner = service.owners.includes(cluster);
  const calls = callers.length > 0;
  return {
    name: service.name,
    namespace: service.namespace,
    suffix: mesh.suffix,
    istioVersion: cluster.istio.text,
    ports: service.ports.map(({ number, name, protocol, targetPort }) => (
      targetPort === undefined ? { number, protocol, targetPortName: name } : { number, name, protocol, targetPort })),
    workloadSelector: isOwner ? { ...service.selector } : undefined,
    endpoints: calls ? remoteEndpoints(service, cluster) : [],
    subjectAltNames: service.owners.flatMap(owner => service.serviceAccounts.map(account => spiffeId(owner.trustDomain, service.namespace, account))),
    exportTo: exportTo(callers, serves ? cluster.gateway?.namespace : undefined),
    virtualIps: [...service.virtualIps],
    subsets: [...service.subsets],
    egressAddress: cluster.egressGateway?.address,
  };
}

function remoteEndpoints(service: Service, cluster: Cluster) {
  return service.owners.filter(owner => owner !== cluster).flatMap(owner => owner.gateway!.addresses.map(address => ({
    address, cluster: owner.name, network: owner.network, locality: owner.locality,
  })));
}

/** The gateway has to see what it routes to; nobody else but the callers has to see anything. */
function exportTo(callers: readonly string[], gatewayNamespace: string | undefined): string[] {
  return callers.includes('*') ? ['*'] : sortedSet(gatewayNamespace === undefined ? callers : [...callers, gatewayNamespace]);
}
