import {
  ServiceEntrySpec, ServiceEntrySpecEndpoints, ServiceEntrySpecLocation as Location, ServiceEntrySpecResolution as Resolution,
} from '../../../imports/networking.istio.io';
import { Endpoint, Host } from '../host';
import { Manifest, serviceEntry } from '../istio-objects';

/**
 * The host as the pods of this cluster. Their endpoints carry `tlsMode: istio` from injection, so the gateway keeps them.
 *
 * @internal
 */
export function localEntry(host: Host): Manifest {
  return serviceEntry(host.istio, { name: `${host.name}-global-local`, namespace: host.namespace }, {
    ...sharedSpec(host),
    workloadSelector: { labels: { ...host.selector } },
  });
}

/**
 * The host as the gateways of other clusters.
 *
 * @internal
 */
export function remoteEntry(host: Host): Manifest {
  return serviceEntry(host.istio, { name: `${host.name}-global-remote`, namespace: host.namespace }, {
    ...sharedSpec(host),
    endpoints: host.endpoints.map(endpoint => gatewayEndpoint(endpoint, host)),
  });
}

/** True when a proxy has to resolve at least one of the gateways. STATIC takes IP addresses only. @internal */
export function isResolvedByDns(host: Host): boolean {
  return host.endpoints.some(endpoint => endpoint.address.isHostname);
}

/**
 * Istio merges two ServiceEntries of one host and namespace, and takes the attributes of the older one: so both have the same.
 */
function sharedSpec(host: Host): ServiceEntrySpec {
  return {
    hosts: [host.host],
    location: Location.MESH_UNDERSCORE_INTERNAL,
    resolution: isResolvedByDns(host) ? Resolution.DNS : Resolution.STATIC,
    ...(host.virtualIps.length > 0 ? { addresses: [...host.virtualIps] } : {}),
    ports: host.ports.map(({ number, name, protocol, targetPort }) => ({
      number, name, protocol, ...(host.selector && targetPort !== undefined && targetPort !== number ? { targetPort } : {}),
    })),
    subjectAltNames: [...host.subjectAltNames],
    exportTo: [...host.exportTo],
  };
}

/** No `tlsMode` label and no `serviceAccount`: either would let a gateway keep the endpoint and pass the call on. */
function gatewayEndpoint({ address, network, locality }: Endpoint, host: Host): ServiceEntrySpecEndpoints {
  return {
    address: address.host,
    ports: Object.fromEntries(host.ports.map(port => [port.name, address.port])),
    network,
    locality,
  };
}
