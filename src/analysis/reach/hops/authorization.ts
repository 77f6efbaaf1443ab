import { firstUnknownField, tokensFor } from './not-understood';
import { authorize, isTrial, policiesFor } from '../../mesh/authorization';
import { Cluster } from '../../mesh/cluster';
import { Pods } from '../../mesh/pods';
import { Treatment } from '../../mesh/protocol';
import { Manifest, objectText } from '../../world/manifest';
import { finding, principalOf, ServedCall } from '../call';
import { end, PolicyMode, Way } from '../verdict';

/**
 * What the policies of the pods say, which is the end of the way (Istio: pilot/pkg/security/authz).
 *
 * @internal
 */
export function authorization(call: ServedCall): Way {
  const { cluster, caller, at: owner, pods, podPort, host, port, request, isMutual, isSome } = call;
  const all = owner.seen('security.istio.io', 'AuthorizationPolicy');
  const policies = policiesFor(pods, all, owner.mesh);
  const at = (text: string, source = pods.source) => finding('authorization', owner, text, source);
  const unknown = firstUnknownField(policies);
  if (unknown) {
    return end('unknown', at(unknown.text, unknown.source));
  }
  const isHttp = inboundTreatment(owner, pods, podPort) === 'tcp' ? false : call.speaksHttp;
  const tokens = isHttp ? tokensFor(owner, pods, request) : undefined;
  if (tokens) {
    return end('unknown', at(tokens.text, tokens.source));
  }
  const authorityPort = port === 80 ? '' : `:${port}`;
  const { allowed, manifest, why, audited } = authorize(
    policies,
    {
      principal: isMutual ? principalOf(cluster, caller) : undefined,
      port: podPort,
      isHttp,
      authority: `${host}${authorityPort}`,
      sni: isMutual ? call.sni : undefined,
      request,
    },
    owner.mesh,
  );
  const named = manifest ? `${objectText(manifest)}: ${why}` : why;
  const trial = audited.map(one => `; ${objectText(one)}, which is only audited, would refuse it`);
  const seen = {
    ...at(`${named}${trial.join('')}`, manifest?.source ?? audited[0]?.source),
    policy: modeOf(policies, audited.length > 0),
  };
  if (allowed === 'no') {
    return end('no', { ...seen, remedy: `Let it accept ${principalOf(cluster, caller)}.` });
  }
  if (allowed === 'unclear') {
    return end('unknown', seen);
  }
  const { namespace, serviceAccount } = pods;
  const answer = { cluster: owner.name, namespace, serviceAccount, port: podPort };
  const isPart = allowed === 'some' || isSome;
  return end(
    allowed === 'some' ? 'partly' : 'yes',
    isPart ? { ...seen, text: `${seen.text}, for some requests` } : seen,
    answer,
  );
}

function modeOf(policies: readonly Manifest[], wouldRefuse: boolean): PolicyMode {
  if (wouldRefuse) {
    return 'would refuse';
  }
  if (policies.some(one => !isTrial(one) && one.spec.action !== 'AUDIT')) {
    return 'enforced';
  }
  return policies.length > 0 ? 'audited' : 'none';
}

/**
 * How the pods' proxy takes a port: as the oldest service that leads there says (Istio:
 * `buildInboundChainConfigs`).
 */
function inboundTreatment(owner: Cluster, pods: Pods, podPort: number): Treatment {
  return owner.inboundTreatments(pods).get(podPort) ?? 'auto';
}
