import {
  firstUnknownField,
  networkPolicyFor,
  notUnderstood,
  unknownFieldOf,
} from './not-understood';
import { acceptedBy } from '../../mesh/peer-authentication';
import { finding, ServedCall } from '../call';
import { broken, Hop, passes, unclear } from '../hop';

const PORTS = 'traffic.sidecar.istio.io';

/**
 * The pods that are to answer: their proxy, what it accepts (PeerAuthentication), and the port
 * (Istio: pilot/pkg/networking/core/listener_inbound.go).
 *
 * @internal
 */
export const pod: Hop<ServedCall, ServedCall> = {
  judge(call) {
    const { mesh, at: cluster, pods, podPort, isMutual, destination, from } = call;
    const at = (text: string, source = pods.source) => finding('pod', cluster, text, source);
    const unknown =
      notUnderstood(mesh, cluster, pods) ?? networkPolicyFor(cluster, pods, 'Ingress');
    if (unknown) {
      return unclear(at(unknown.text, unknown.source));
    }
    const { has, why, remedy } = pods.proxy;
    if (has === undefined) {
      return unclear({ ...at(`nobody knows whether ${pods.text} has a sidecar: ${why}`), remedy });
    }
    const excluded = (pods.annotations[`${PORTS}/excludeInboundPorts`] ?? '').split(',');
    const hasProxy = has && !excluded.includes(String(podPort));
    if (!hasProxy && isMutual) {
      return broken({
        ...at(
          has
            ? `${pods.text} keeps port ${podPort} from its sidecar, which would speak mutual TLS`
            : `${pods.text} has no sidecar, and the client speaks mutual TLS: ${why}`,
        ),
        remedy: has ? `Take ${podPort} out of ${PORTS}/excludeInboundPorts.` : remedy,
      });
    }
    const sidecar = unknownFieldOf(cluster.scopeOf(pods).sidecar);
    if (sidecar) {
      return unclear(at(sidecar.text, sidecar.source));
    }
    const policies = cluster.seen('security.istio.io', 'PeerAuthentication');
    const field = firstUnknownField(policies);
    if (field) {
      return unclear(at(field.text, field.source));
    }
    const { mode, manifest } = acceptedBy(pods, podPort, policies, cluster.mesh);
    const fits = mode === 'PERMISSIVE' || (mode === 'STRICT') === isMutual;
    if (hasProxy && !fits) {
      return broken({
        ...at(
          `the pods accept ${mode === 'STRICT' ? 'mutual TLS only' : 'no mutual TLS'} on port ${podPort}`,
          manifest?.source,
        ),
        remedy:
          mode === 'STRICT'
            ? 'Set tls.mode of the DestinationRule to ISTIO_MUTUAL.'
            : 'Do not disable mutual TLS there.',
      });
    }
    if (pods.ports.length > 0 && !pods.ports.includes(podPort)) {
      const declared = pods.ports.join(', ');
      return unclear({
        ...at(`no container of ${pods.text} declares port ${podPort}, only ${declared}`),
        remedy: `Correct the targetPort of ${destination.service.host}, or declare the port.`,
      });
    }
    const text = `${pods.text} takes it at port ${podPort}${from === cluster ? '' : ', from the gateway'}`;
    return passes(call, at(text, manifest?.source));
  },
};
