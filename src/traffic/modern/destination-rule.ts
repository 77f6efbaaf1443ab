import { isResolvedByDns } from './service-entry';
import {
  DestinationRuleSpecTrafficPolicy as TrafficPolicy, DestinationRuleSpecTrafficPolicyTlsMode as TlsMode,
} from '../../../imports/networking.istio.io';
import { Host } from '../host';
import { destinationRule, Manifest } from '../istio-objects';

/**
 * How callers reach the host: mutual TLS, always, since the endpoints themselves do not say that they speak it.
 *
 * @internal
 */
export function consumerRule(host: Host): Manifest {
  return rule(host, { ...MUTUAL_TLS, ...failover(host) });
}

/**
 * Subsets on the serving side, from which its gateway takes the routes of the subsets. Without subsets there is nothing to say.
 *
 * @internal
 */
export function ownerRule(host: Host): Manifest[] {
  return host.subsets.length > 0 ? [rule(host, MUTUAL_TLS)] : [];
}

const MUTUAL_TLS: TrafficPolicy = { tls: { mode: TlsMode.ISTIO_UNDERSCORE_MUTUAL } };

function rule(host: Host, trafficPolicy: TrafficPolicy): Manifest {
  return destinationRule(host.istio, { name: `${host.name}-global`, namespace: host.namespace }, {
    host: host.host,
    exportTo: [...host.exportTo],
    trafficPolicy,
    ...(host.subsets.length > 0 ? { subsets: subsets(host) } : {}),
  });
}

/**
 * Pods are told apart by their labels. A gateway has none: seen from a cluster without pods, every endpoint belongs to every subset,
 * and the serving cluster does the choosing, by the subset's name in the TLS server name.
 */
function subsets(host: Host) {
  return host.subsets.map(({ name, labels }) => host.selector ? { name, labels: { ...labels } } : { name });
}

/**
 * With more than one endpoint: leave out the ones that cannot be reached, all of them if need be (Istio's default of 10 % would keep
 * the only endpoint of a locality), and prefer this cluster's own. Errors of the application itself (5xx other than 502, 503, 504)
 * move no traffic to another cluster.
 *
 * `failoverPriority` is for EDS clusters only; for DNS clusters Istio ignores it up to 1.29 and mispairs endpoints from 1.30.
 */
function failover(host: Host): TrafficPolicy {
  if (host.endpoints.length + (host.selector ? 1 : 0) < 2) {
    return {};
  }
  return {
    outlierDetection: { consecutiveGatewayErrors: 2, consecutive5XxErrors: 0, interval: '5s', baseEjectionTime: '30s', maxEjectionPercent: 100 },
    ...(host.selector && !isResolvedByDns(host)
      ? { loadBalancer: { localityLbSetting: { failoverPriority: ['topology.istio.io/network'] } } }
      : {}),
  };
}
