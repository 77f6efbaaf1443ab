import { classicGatewayObjects } from './chart-objects';
import { consumerEntry } from './service-entry';
import { ownerSubsets, consumerSubsets } from './subsets';
import { ExportingGateway, Host } from '../../../model/hosts/host';
import { Manifest } from '../../manifest';

/**
 * Istio 1.1 to 1.7, as its charts and documentation have it: the gateway lets every `*.global` name
 * in, an EnvoyFilter rewrites the name to the local Service's, and callers have a ServiceEntry with
 * the gateway as endpoint. The serving cluster needs nothing for each host.
 *
 * In this form the gateway cannot be limited to granted hosts and callers do not check who answers;
 * grants only decide which clusters get an entry.
 *
 * @internal
 */
export const classic = {
  host(host: Host): Manifest[] {
    // Callers inside a serving cluster use the Service's own name, as documented.
    return host.selector ? ownerSubsets(host) : [consumerEntry(host), ...consumerSubsets(host)];
  },

  gateway(gateway: ExportingGateway): Manifest[] {
    return classicGatewayObjects(gateway);
  },

  /** It takes the callers' entries for its own, by the network view. */
  egress(): Manifest[] {
    return [];
  },
};
