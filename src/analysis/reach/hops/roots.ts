import { Cluster } from '../../mesh/cluster';
import { accepts } from '../../mesh/trust';
import { finding, ServedCall } from '../call';
import { broken, Hop, passes, unclear } from '../hop';

/**
 * Whether client and server trust each other's root CA. Where nobody shows certificates, they are
 * taken to share one, which is what such a mesh is built on, and the finding says so.
 *
 * @internal
 */
export const roots: Hop<ServedCall, ServedCall> = {
  judge(call) {
    const { mesh, cluster, at: owner, isMutual } = call;
    const at = (text: string, of: Cluster = owner) => finding('roots', of, text, of.trust.source);
    if (!isMutual || (cluster === owner && !mesh.day)) {
      return passes(call, at(isMutual ? 'both have one CA' : 'without mutual TLS, none is needed'));
    }
    const ways = [
      { from: owner, to: cluster, who: 'client', whose: 'server' } as const,
      { from: cluster, to: owner, who: 'server', whose: 'client' } as const,
    ].map(({ from, to, who, whose }) => ({
      to,
      who: `the ${who} in ${to.name}`,
      whose: `the ${whose} in ${from.name}`,
      judged: accepts(to.trust, from.trust, { as: whose, day: mesh.day }),
    }));
    for (const { to, who, whose, judged } of ways) {
      if (judged.is === 'no') {
        return broken({
          ...at(`${who} does not trust the CA of ${whose}: ${judged.why}`, to),
          remedy: mesh.day
            ? 'Renew it before that day, or add the root that is missing (root-cert.pem).'
            : `Add the root of ${whose} to the roots of ${to.name} (root-cert.pem).`,
        });
      }
    }
    for (const { to, who, whose, judged } of ways) {
      if (judged.is === 'unclear') {
        return unclear({
          ...at(`nobody can tell whether ${who} trusts the CA of ${whose}: ${judged.why}`, to),
          remedy:
            'Give ca-cert.pem, cert-chain.pem and root-cert.pem of the Secret cacerts, of CAs without such restrictions.',
        });
      }
    }
    const [{ judged }] = ways;
    const root = judged.is === 'yes' ? `both trust ${judged.root}` : undefined;
    return passes(call, at(root ?? 'no certificates are given: they are taken to share a root'));
  },
};
