import { ISTIO_FORM } from '../../mesh/mesh-config';
import { finding, principalOf, ServedCall } from '../call';
import { broken, Hop, passes, unclear } from '../hop';

/**
 * Whether an identity follows from the service account: in the form of the cluster's issuer, or in
 * Istio's own, which istiod lists in any case.
 */
const isOfAccount = (id: string, { mesh: { principals } }: ServedCall['at']): boolean =>
  hasForm(id, `spiffe://${principals}`) || hasForm(id, ISTIO_FORM);

function hasForm(id: string, template: string): boolean {
  const form = template.split('/');
  const segments = id.split('/');
  return (
    form.length === segments.length &&
    form.every((segment, i) => segment.startsWith('{') || segment === segments[i])
  );
}

/**
 * Whether client and server accept each other's identity: the server's has to be one that the
 * client expects, and the client's in a trust domain that the server knows (Istio:
 * `buildIstioMutualTLS`, `TrustDomainsForValidation`).
 *
 * @internal
 */
export const identity: Hop<ServedCall, ServedCall> = {
  judge(call) {
    const { cluster, caller, at: owner, pods, isMutual, accepted, rule, destination } = call;
    const source = rule?.manifest.source ?? destination.service.manifest.source;
    const at = (text: string, where = source) => finding('identity', cluster, text, where);
    if (!isMutual) {
      return passes(call, at('without mutual TLS, nobody proves who he is'));
    }
    const server = `spiffe://${principalOf(owner, pods)}`;
    if (accepted.length > 0 && !accepted.includes(server)) {
      const foreign = accepted.find(id => !isOfAccount(id, owner));
      if (foreign !== undefined) {
        return unclear(at(`the server is ${server}, unless its issuer makes it ${foreign}`));
      }
      return broken({
        ...at(`the server is ${server}, and the client accepts ${accepted.join(', ')} only`),
        remedy: `Add ${server} to subjectAltNames.`,
      });
    }
    const { trustDomain, trustDomainAliases, source: config } = owner.mesh;
    const client = principalOf(cluster, caller);
    const domain = client.split('/')[0];
    if (![trustDomain, ...trustDomainAliases].includes(domain)) {
      return broken({
        ...finding(
          'identity',
          owner,
          `the pods know the trust domain ${trustDomain}, and the client is of ${domain}`,
          config,
        ),
        remedy: `Add ${domain} to trustDomainAliases of ${owner.name}.`,
      });
    }
    return passes(
      call,
      at(
        accepted.length === 0
          ? `the client accepts any server of the mesh`
          : `the server is ${server}`,
      ),
    );
  },
};
