import {
  DestinationRuleSpecSubsets,
  DestinationRuleSpecTrafficPolicyTlsMode as TlsMode,
} from '../../../../imports/networking.istio.io';
import { Host } from '../../../model/hosts/host';
import { Manifest } from '../../manifest';
import { destinationRule } from '../istio-objects';

const trafficPolicy = { tls: { mode: TlsMode.ISTIO_UNDERSCORE_MUTUAL } };

/**
 * On the calling side every subset is the whole remote cluster; which pods it means is decided
 * there, by the subset's name.
 *
 * @see https://istio.io/latest/blog/2019/multicluster-version-routing/
 * @internal
 */
export function consumerSubsets(host: Host): Manifest[] {
  const clusters = [...new Set(host.endpoints.map(endpoint => endpoint.cluster))];
  const labels =
    clusters.length === 1 && clusters[0] !== undefined ? { cluster: clusters[0] } : undefined;
  return rule(
    host,
    `${host.name}-global`,
    host.host,
    host.subsets.map(({ name }) => ({ name, labels })),
  );
}

/**
 * On the serving side the subsets belong to the Service's own name, which the gateway rewrites to.
 *
 * @internal
 */
export function ownerSubsets(host: Host): Manifest[] {
  return rule(
    host,
    host.name,
    `${host.name}.${host.namespace}.svc.cluster.local`,
    host.subsets.map(({ name, labels }) => ({ name, labels: { ...labels } })),
  );
}

function rule(
  { istio, namespace }: Host,
  name: string,
  host: string,
  subsets: DestinationRuleSpecSubsets[],
): Manifest[] {
  return subsets.length === 0
    ? []
    : [destinationRule(istio, { name, namespace }, { host, trafficPolicy, subsets })];
}
