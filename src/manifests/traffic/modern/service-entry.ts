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
 * No `serviceAccount`, and no `tlsMode` label but for an egress gateway's own entry: either would
 * let a gateway keep the endpoint and pass the call on.
 */
function gatewayEndpoints(endpoint: Endpoint, host: Host): ServiceEntrySpecEndpoints[] {
  const { address, network, locality, priority } = endpoint;
  return subsetLabels(endpoint, host).map(ofSubsets => {
    const labels: { [label: string]: string } = { ...ofSubsets };
    if (priority > 0) {
      labels[endpointLabels.failover(priority)] = 'true';
    }
    if (host.passesOn) {
      labels['security.istio.io/tlsMode'] = 'istio';
    }
    return {
      address: address.host,
      ports: Object.fromEntries(host.ports.map(port => [port.name, address.port])),
      network,
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
