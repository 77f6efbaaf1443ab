import { consumerRule, ownerRule } from './destination-rule';
import { localEntry, remoteEntry } from './service-entry';
import {
  GatewaySpecServersTlsMode as GatewayTls,
} from '../../../imports/networking.istio.io';
import { ExportingGateway, Host } from '../host';
import { gateway, Manifest } from '../istio-objects';

/** Port on which every Istio east-west gateway passes TLS through by server name. @internal */
export const PASSTHROUGH_PORT = 15443;

/**
 * Istio 1.20 and later. The serving cluster knows the host as a ServiceEntry that selects its pods, so its gateway has a route of
 * that name; a calling cluster knows it as a ServiceEntry whose endpoints are the gateways. No EnvoyFilter.
 *
 * Two guards keep a call from going through two gateways: remote endpoints have neither a `tlsMode` label nor a service account, so
 * every gateway drops them (Istio: `EndpointsWithMTLSFilter`); and a gateway sees its own network only (`ISTIO_META_REQUESTED_NETWORK_VIEW`).
 *
 * @internal
 */
export const modern = {
  host(host: Host): Manifest[] {
    return [
      ...(host.selector ? [localEntry(host)] : []),
      ...(host.endpoints.length > 0 ? [remoteEntry(host), consumerRule(host)] : ownerRule(host)),
    ];
  },

  /** Exactly the granted hosts: what is not listed has no filter chain, and the gateway closes the connection. */
  gateway({ istio, namespace, labels, hosts }: ExportingGateway): Manifest[] {
    if (hosts.length === 0) {
      return [];
    }
    return [gateway(istio, { name: 'global-cross-network', namespace }, {
      selector: { ...labels },
      servers: [{
        port: { number: PASSTHROUGH_PORT, name: 'tls', protocol: 'TLS' },
        tls: { mode: GatewayTls.AUTO_UNDERSCORE_PASSTHROUGH },
        hosts: [...hosts],
      }],
    })];
  },
};
