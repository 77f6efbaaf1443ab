import { Problems } from '../../problems/problems';
import { flawOfTemplate, segmentsBeforeNamespace } from '../../values/spiffe';
import { Cluster } from '../mesh';

/**
 * Whether policies can tell by an identity who somebody is.
 *
 * In a principal of five segments istiod replaces the trust domain by each alias: that of a
 * namespace, `<trust domain>/a/b/<namespace>/*`, and that of a trust domain,
 * `<trust domain>/a/b/c/*`, must have another number of them.
 *
 * @param clusters in the order of the description
 * @internal
 */
export function checkTemplates(clusters: readonly Cluster[], problems: Problems): void {
  const hasAliases = clusters.some(({ trustDomainAliases }) => trustDomainAliases.length > 0);
  const firsts = new Map<string, Cluster>();
  clusters.forEach((cluster, i) => {
    const { trustDomain, spiffeIdTemplate } = cluster;
    const at = problems.at(i, 'spiffeIdTemplate');
    const flaw = flawOfTemplate(spiffeIdTemplate);
    if (flaw !== undefined) {
      at.report('MESH445', `"${spiffeIdTemplate}" ${flaw}`);
      return;
    }
    if (hasAliases && [2, 3].includes(segmentsBeforeNamespace(spiffeIdTemplate))) {
      at.report(
        'MESH446',
        `"${spiffeIdTemplate}" gives principals of five segments, and there are trust domain aliases`,
      );
    }
    const first = firsts.get(trustDomain) ?? cluster;
    firsts.set(trustDomain, first);
    if (first.spiffeIdTemplate !== spiffeIdTemplate) {
      at.report(
        'MESH446',
        `"${cluster.name}" and "${first.name}" give identities of "${trustDomain}" in different forms`,
      );
    }
  });
}
