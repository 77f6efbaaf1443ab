import { endpointLabels } from './labels';
import {
  ServiceEntrySpec,
  ServiceEntrySpecEndpoints,
  ServiceEntrySpecLocation as Location,
  ServiceEntrySpecResolution as Resolution,
} from '../../../../imports/networking.istio.io';
import { Endpoint, Host } from '../../../model/hosts/host';
import { unlessEmpty } from '../../../values/unless-empty';
import { Manifest } from '../../manifest';
import { serviceEntry } from '../istio-objects';

/**
 * The host as the pods of this cluster. Their endpoints carry `tlsMode: istio` from injection, so
 * the gateway keeps them.
 *
 * @internal
 */
export function localEntry(host: Host): Manifest {
  return serviceEntry(
    host.istio,
    { name: `${host.objectName}-global-local`, namespace: host.placement },
    {
      ...sharedSpec(host),
      workloadSelector: { labels: { ...host.selector } },
    },
  );
}

/**
 * The host as the gateways of other clusters.
 *
 * @internal
 */
export function remoteEntry(host: Host): Manifest {
  return serviceEntry(
    host.istio,
    { name: `${host.objectName}-global-remote`, namespace: host.placement },
    {
      ...sharedSpec(host),
      endpoints: host.endpoints.flatMap(endpoint => gatewayEndpoints(endpoint, host)),
    },
  );
}

/**
 * True when a proxy has to resolve at least one of the gateways. STATIC takes IP addresses only.
 *
 * @internal
 */
export function isResolvedByDns(host: Host): boolean {
  return host.endpoints.some(endpoint => endpoint.address.isHostname);
}

/**
 * Istio merges two ServiceEntries of one host and namespace, and takes the attributes of the older
 * one: so both have the same.
 */
function sharedSpec(host: Host): ServiceEntrySpec {
  return {
    hosts: [host.host],
    location: Location.MESH_UNDERSCORE_INTERNAL,
    resolution: isResolvedByDns(host) ? Resolution.DNS : Resolution.STATIC,
    addresses: unlessEmpty([...host.virtualIps]),
    ports: host.ports.map(({ number, name, protocol, targetPort }) => ({
      number,
      name,
      protocol,
      targetPort: host.selector && targetPort !== number ? targetPort : undefined,
    })),
    subjectAltNames: [...host.subjectAltNames],
    exportTo: [...host.exportTo],
  };
}

/**
 * How many others an endpoint comes after: the pods of the cluster itself and the better gateways.
 * 0 where Istio goes by locality: with weights, and for clusters of hosts that have to be resolved,
 * for which it ignores `failoverPriority` up to 1.29 and mispairs endpoints from 1.30.
 *
 * @internal
 */
export function failoverRank({ priority }: Endpoint, host: Host): number {
  const isByLocality = host.localityWeights !== undefined || isResolvedByDns(host);
  return isByLocality ? 0 : priority + (host.selector ? 1 : 0);
}

/**
 * No `serviceAccount`, and no `tlsMode` label but for an egress gateway's own entry: either would
 * let a gateway keep the endpoint and pass the call on.
 *
 * No `network` either. Once istiod knows a gateway of that network, or has the ambient mode for
 * several networks (`AMBIENT_ENABLE_MULTI_NETWORK`), it drops endpoints of other networks that it
 * cannot reach by a gateway and mutual TLS (Istio: `EndpointsByNetworkFilter`, ep_filters.go). An
 * endpoint without a network is in everybody's.
 */
function gatewayEndpoints(endpoint: Endpoint, host: Host): ServiceEntrySpecEndpoints[] {
  const { address, locality } = endpoint;
  const rank = failoverRank(endpoint, host);
  return subsetLabels(endpoint, host).map(ofSubsets => {
    const labels: { [label: string]: string } = { ...ofSubsets };
    if (rank > 0) {
      labels[endpointLabels.failover(rank)] = 'true';
    }
    if (host.passesOn) {
      labels['security.istio.io/tlsMode'] = 'istio';
    }
    return {
      address: address.host,
      ports: Object.fromEntries(host.ports.map(port => [port.name, address.port])),
      locality,
      labels: unlessEmpty(labels),
    };
  });
}

/**
 * The labels by which subsets find a gateway. Beside pods it needs the pods' own labels, of which
 * it can carry one set: so it is listed once for each subset (Envoy takes equal addresses for one).
 * Without pods it needs a label only where a subset is not everywhere.
 */
function subsetLabels(
  { cluster }: Endpoint,
  host: Host,
): Array<{ readonly [label: string]: string }> {
  const present = host.subsets.filter(
    ({ clusters }) => !clusters || cluster === undefined || clusters.includes(cluster),
  );
  if (host.selector) {
    return present.length > 0 ? present.map(({ labels }) => labels) : [{}];
  }
  return [
    Object.fromEntries(
      present
        .filter(({ clusters }) => clusters)
        .map(({ name }) => [endpointLabels.subset(name), 'true']),
    ),
  ];
}
