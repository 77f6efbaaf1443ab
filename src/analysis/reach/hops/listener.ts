import { Cluster } from '../../mesh/cluster';
import { Service } from '../../mesh/services';
import { objectText } from '../../world/manifest';
import { finding, KnownCall, ListenedCall } from '../call';
import { broken, Hop, passes, unclear } from '../hop';

/**
 * The listener that takes the call. HTTP is told apart by its host; a TCP connection by address and
 * port alone, so of several hosts there the first has it (Istio: `buildSidecarOutboundListener` and
 * `mergeTCPFilterChains` in pilot/pkg/networking/core/listener.go).
 *
 * @internal
 */
export const listener: Hop<KnownCall, ListenedCall> = {
  judge(call) {
    const { cluster, service, servicePort, port, isHttp } = call;
    const at = (text: string, source = service.manifest.source) =>
      finding('listener', cluster, text, source);
    if (servicePort.treatment === 'udp') {
      return unclear(at('UDP goes past the sidecar'));
    }
    const speaksHttp =
      servicePort.treatment === 'http' || (servicePort.treatment === 'auto' && isHttp === true);
    const taken = speaksHttp ? exactTaker(call) : (exactTaker(call) ?? wildcardTaker(call));
    if (taken && taken.host !== service.host) {
      return broken({
        ...at(
          `port ${port} at that address belongs to ${taken.host}, of ${objectText(taken.manifest)}`,
          taken.manifest.source,
        ),
        remedy: `Give ${service.host} a virtual IP or a port of its own.`,
      });
    }
    if (isHttp === false && servicePort.treatment === 'http') {
      return broken({
        ...at(`port ${port} speaks HTTP, and the caller does not`),
        remedy: 'Declare the port as TCP.',
      });
    }
    return passes(
      { ...call, speaksHttp },
      at(speaksHttp ? `HTTP on port ${port}, by its host` : `TCP on port ${port}, by its address`),
    );
  },
};

/** The host whose TCP port has the address that the name resolved to. */
function exactTaker({ cluster, scope, port, address }: KnownCall): Service | undefined {
  return address === undefined
    ? undefined
    : tcpOn(cluster, port).find(
        one =>
          addressesOf(cluster, one).includes(address) &&
          scope.service(one.host)?.manifest === one.manifest,
      );
}

/** The host whose TCP port takes whatever address has no listener of its own. */
function wildcardTaker({ cluster, scope, port, service }: KnownCall): Service | undefined {
  return addressesOf(cluster, service).length > 0
    ? undefined
    : tcpOn(cluster, port).find(
        one =>
          addressesOf(cluster, one).length === 0 &&
          scope.service(one.host)?.manifest === one.manifest,
      );
}

const tcpOn = (cluster: Cluster, port: number): readonly Service[] =>
  cluster.tcpServices.get(port) ?? [];

function addressesOf(
  { mesh: { capturesDns } }: Cluster,
  { addresses, autoAddresses }: Service,
): readonly string[] {
  return addresses.length > 0 || !capturesDns ? addresses : autoAddresses;
}
