import { callerRules, consumerRule, ownerRule } from './destination-rule';
import { passthroughs } from './passthrough';
import { localEntry, remoteEntry } from './service-entry';
import { callerRoutes } from './virtual-service';
import { EgressRoutes, ExportingGateway, Host } from '../../../model/hosts/host';
import { Manifest } from '../../manifest';

/**
 * Istio 1.20 and later. The serving cluster knows the host as a ServiceEntry that selects its pods,
 * so its gateway has a route of that name; a calling cluster knows it as a ServiceEntry whose
 * endpoints are the gateways. No EnvoyFilter.
 *
 * Two guards keep a call from going through two gateways: remote endpoints have neither a `tlsMode`
 * label nor a service account, so every gateway drops them (Istio: `EndpointsWithMTLSFilter`); and
 * a gateway has a filter chain for the hosts that its own cluster serves to others, and no other.
 *
 * @internal
 */
export const modern = {
  host(host: Host): Manifest[] {
    return [
      ...(host.selector ? [localEntry(host)] : []),
      ...(host.endpoints.length > 0 ? [remoteEntry(host), consumerRule(host)] : ownerRule(host)),
      ...callerRules(host),
      ...callerRoutes(host),
    ];
  },

  /**
   * Exactly the granted hosts: what is not listed has no filter chain, and the gateway closes the
   * connection.
   */
  gateway({ istio, namespace, labels, hosts }: ExportingGateway): Manifest[] {
    return passthroughs(istio, { name: 'global-cross-network', namespace }, labels, hosts);
  },

  /**
   * What the egress gateway alone may know: the hosts as the gateways of other clusters, with the
   * mark that lets it keep them. Callers know the same hosts as the egress gateway.
   */
  egress({ istio, namespace, labels, hosts }: EgressRoutes): Manifest[] {
    const names = hosts.map(host => host.host);
    return [
      ...passthroughs(istio, { name: 'global-egress', namespace }, labels, names),
      ...hosts.flatMap(host => [remoteEntry(host), consumerRule(host)]),
    ];
  },
};
