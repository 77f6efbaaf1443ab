import { firstUnknownField } from './not-understood';
import { tlsOf } from '../../mesh/destination-rules';
import { objectText } from '../../world/manifest';
import { finding, RoutedCall, SecuredCall } from '../call';
import { broken, Hop, passes, unclear } from '../hop';

/**
 * How the client secures the call: the DestinationRule that wins says it, otherwise each endpoint
 * does (Istio: `buildUpstreamTLSSettings` in pilot/pkg/networking/core/cluster_tls.go).
 *
 * @internal
 */
export const destinationRule: Hop<RoutedCall, SecuredCall> = {
  judge(call) {
    const { cluster, caller, destination } = call;
    const { service, port, subset } = destination;
    const rule = cluster.destinationRules.for(service, caller.namespace, caller.labels);
    const at = (text: string) =>
      finding('destination rule', cluster, text, rule?.manifest.source ?? service.manifest.source);
    const unknown = firstUnknownField(rule?.from ?? []);
    if (unknown) {
      return unclear(finding('destination rule', cluster, unknown.text, unknown.source));
    }
    const tls = tlsOf(rule, subset, port.number);
    const named = rule ? objectText(rule.manifest) : 'no DestinationRule';
    if (tls && (tls.mode === 'SIMPLE' || tls.mode === 'MUTUAL')) {
      return broken({
        ...at(`${named} asks for TLS in mode ${tls.mode}, which proxies of the mesh do not speak`),
        remedy: 'Set tls.mode to ISTIO_MUTUAL.',
      });
    }
    const sni = tls?.sni ?? `outbound_.${port.number}_.${subset}_.${service.host}`;
    const accepted = tls?.subjectAltNames ?? cluster.accountsOf(service);
    const mode = tls?.mode ?? 'mutual TLS where endpoints speak it';
    return passes({ ...call, rule, tls, sni, accepted }, at(`${named}: ${mode}, SNI ${sni}`));
  },
};
