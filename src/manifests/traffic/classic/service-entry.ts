import {
  ServiceEntrySpecEndpoints,
  ServiceEntrySpecLocation as Location,
  ServiceEntrySpecResolution as Resolution,
} from '../../../../imports/networking.istio.io';
import { Endpoint, Host } from '../../../model/hosts/host';
import { GatewayAddress } from '../../../values/gateway-address';
import { ipFamily } from '../../../values/ip';
import { Manifest } from '../../manifest';
import { serviceEntry } from '../istio-objects';

/**
 * The host as the gateways of other clusters, and the egress gateway on the way to them if there is
 * one.
 *
 * @see https://istio.io/v1.4/docs/examples/multicluster/gateways/
 * @internal
 */
export function consumerEntry(host: Host): Manifest {
  return serviceEntry(
    host.istio,
    { name: `${host.name}-${host.namespace}`, namespace: host.namespace },
    {
      hosts: [host.host],
      location: Location.MESH_UNDERSCORE_INTERNAL,
      ports: host.ports.map(({ number, name, protocol }) => ({
        number,
        name,
        protocol: protocol.toLowerCase(),
      })),
      resolution: resolution(host),
      addresses: [...host.virtualIps],
      endpoints: [
        ...host.endpoints.map(endpoint => gatewayEndpoint(endpoint, host)),
        ...(host.egressAddress === undefined
          ? []
          : [{ address: host.egressAddress, ports: allPorts(host, GatewayAddress.DEFAULT_PORT) }]),
      ],
    },
  );
}

/**
 * The documentation uses DNS throughout, but STATIC for the egress variant from 1.2, where every
 * address is an IP address.
 */
function resolution({ istio, endpoints, egressAddress }: Host): Resolution {
  const allIps =
    egressAddress !== undefined &&
    ipFamily(egressAddress) &&
    endpoints.every(endpoint => !endpoint.address.isHostname);
  return allIps && istio.minor >= 2 ? Resolution.STATIC : Resolution.DNS;
}

/**
 * Before 1.8 a proxy that asks for no network sees only endpoints without one. So `external` hides
 * the remote gateway from sidecars and leaves it to the egress gateway, which asks for `external`;
 * without an egress gateway there must be no network at all.
 */
function gatewayEndpoint({ address, cluster }: Endpoint, host: Host): ServiceEntrySpecEndpoints {
  return {
    address: address.host,
    ports: allPorts(host, address.port),
    network: host.egressAddress === undefined ? undefined : 'external',
    labels: host.subsets.length > 0 && cluster !== undefined ? { cluster } : undefined,
  };
}

function allPorts(host: Host, port: number): { [name: string]: number } {
  return Object.fromEntries(host.ports.map(({ name }) => [name, port]));
}
