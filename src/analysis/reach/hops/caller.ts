import { networkPolicyFor, notUnderstood } from './not-understood';
import { Call, finding, principalOf } from '../call';
import { broken, Hop, passes, unclear } from '../hop';

const PORTS = 'traffic.sidecar.istio.io';

/**
 * The caller's proxy: without one, no name of the mesh leads anywhere (Istio: pkg/kube/inject,
 * tools/istio-iptables).
 *
 * @internal
 */
export const caller: Hop<Call, Call> = {
  judge(call) {
    const { mesh, cluster, caller: pods, port } = call;
    const at = (text: string, source = pods.source) => finding('caller', cluster, text, source);
    if (mesh.isGone(cluster.name)) {
      return broken({ ...at(`${cluster.name} is taken away`), remedy: 'Bring it back.' });
    }
    const unknown = notUnderstood(mesh, cluster, pods) ?? networkPolicyFor(cluster, pods, 'Egress');
    if (unknown) {
      return unclear(at(unknown.text, unknown.source));
    }
    const { has, why, remedy } = pods.proxy;
    if (has === undefined) {
      return unclear({ ...at(`nobody knows whether ${pods.text} has a sidecar: ${why}`), remedy });
    }
    if (!has) {
      return broken({ ...at(`${pods.text} has no sidecar: ${why}`), remedy });
    }
    const excluded = pods.annotations[`${PORTS}/excludeOutboundPorts`] ?? '';
    if (excluded.split(',').includes(String(port))) {
      const text = `${pods.text} keeps calls to port ${port} from its sidecar`;
      return broken({ ...at(text), remedy: `Take ${port} out of ${PORTS}/excludeOutboundPorts.` });
    }
    const ranges = Object.keys(pods.annotations).find(
      name => /\/(include|exclude)Outbound/.test(name) && !name.endsWith('excludeOutboundPorts'),
    );
    if (ranges && pods.annotations[ranges] !== '*') {
      return unclear(at(`${ranges} decides which calls the sidecar of ${pods.text} sees`));
    }
    return passes(call, at(`${pods.text} is ${principalOf(cluster, pods)}: ${why}`));
  },
};
