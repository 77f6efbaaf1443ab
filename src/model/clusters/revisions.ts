import { ClusterProps } from '../../description/cluster-props';
import { IstiodProps } from '../../description/istiod-props';
import { Problems } from '../../problems/problems';
import { isOlderIstio, istioVersion, IstioVersion, NEWEST_ISTIO } from '../../values/istio-version';
import { kubernetesVersion } from '../../values/kubernetes-version';
import { checkRevision, DEFAULT_REVISION } from '../../values/revision';
import { Revisions } from '../mesh';

/** Beyond that, Istio has not tried an upgrade. */
const MOST_MINORS = 2;

/**
 * The control planes of a cluster, and what its namespaces and gateways go by.
 *
 * @param istio version of the first control plane; undefined when it is not known
 * @internal
 */
export function resolveRevisions(
  { istiod = {}, kubernetes }: ClusterProps,
  istio: IstioVersion | undefined,
  problems: Problems,
): Revisions {
  const at = problems.at('istiod');
  const { revision, revisionTag: tag, upgrade } = istiod;
  checkNames(istiod, at);
  const next = upgrade && istioVersion(upgrade.istio, at.at('upgrade', 'istio'));
  if (next && istio) {
    checkUpgrade(istio, next, at.at('upgrade', 'istio'));
    if (!problems.at('kubernetes').hasErrors) {
      kubernetesVersion(kubernetes, next, at.at('upgrade', 'istio'));
    }
  }
  return {
    revision,
    tag,
    // its revision is known, whatever is wrong with its version
    upgrade: upgrade && { istio: next ?? NEWEST_ISTIO, revision: upgrade.revision },
    chosen: chosen(tag ?? revision),
  };
}

function checkNames({ revision, revisionTag: tag, upgrade }: IstiodProps, at: Problems): void {
  checkRevision(revision, 'revision', at.at('revision'));
  checkRevision(tag, 'tag', at.at('revisionTag'));
  checkRevision(upgrade?.revision, 'revision', at.at('upgrade', 'revision'));
  if (upgrade && upgrade.revision === revision) {
    at.at('upgrade', 'revision').report(
      'MESH522',
      `"${revision}" is the revision of both control planes`,
    );
  }
  if (tag !== undefined && [revision, upgrade?.revision].includes(tag)) {
    at.at('revisionTag').report('MESH522', `the tag "${tag}" is also the name of a revision`);
  }
}

function checkUpgrade(istio: IstioVersion, next: IstioVersion, problems: Problems): void {
  if (isOlderIstio(next, istio)) {
    problems.report('MESH523', `Istio "${next.text}" is older than "${istio.text}"`);
  } else if (next.minor - istio.minor > MOST_MINORS) {
    problems.report(
      'MESH524',
      `from Istio "${istio.text}" to "${next.text}" are ${next.minor - istio.minor} minor versions`,
    );
  }
}

/**
 * The revision or tag that a namespace or a gateway goes by; undefined for that without a name.
 *
 * @param text what the description says; without, that of the cluster
 * @internal
 */
export function resolveRevision(
  text: string | undefined,
  revisions: Revisions,
  problems: Problems,
): string | undefined {
  const { revision = DEFAULT_REVISION, tag, upgrade } = revisions;
  const known = [revision, tag, upgrade?.revision].filter(name => name !== undefined);
  if (text !== undefined && !known.includes(text)) {
    problems.report(
      'MESH521',
      `"${text}" is no revision or tag of the cluster`,
      `Choose one of ${known.map(name => `"${name}"`).join(', ')}, or name it in \`istiod\`.`,
    );
  }
  return text === undefined ? revisions.chosen : chosen(text);
}

const chosen = (text: string | undefined): string | undefined =>
  text === DEFAULT_REVISION ? undefined : text;

/**
 * The labels of a namespace by which its pods are injected. Never both: with `istio-injection` the
 * other one is not looked at.
 *
 * @see istio/istio manifests/charts/istio-control/istio-discovery/templates/mutatingwebhook.yaml
 * @internal
 */
export const injectionLabels = (revision: string | undefined): { [label: string]: string } =>
  revision === undefined ? { 'istio-injection': 'enabled' } : { 'istio.io/rev': revision };
