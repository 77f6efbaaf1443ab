import { SidecarProps } from '../../description/cluster-props';
import { Problems } from '../../problems/problems';
import { checkLabelName, isDnsLabel, isDnsName } from '../../values/names';
import { byText, sortedSet } from '../../values/order';
import { Sidecar } from '../mesh';

/** A `Sidecar` for each namespace that has no other. @internal */
export const EACH = '*';

/** @internal */
export function resolveSidecars(
  sidecars: readonly SidecarProps[],
  rootNamespace: string,
  problems: Problems,
): Sidecar[] {
  sidecars.forEach(({ namespace, egressHosts }, i) => {
    const at = problems.at(i);
    if (namespace !== EACH) {
      checkLabelName(namespace, 'namespace', at.at('namespace'));
    }
    if (namespace === rootNamespace) {
      at.at('namespace').report(
        'MESH410',
        `in "${namespace}", Istio's root namespace, it would hold for every namespace without a Sidecar`,
      );
    }
    if (egressHosts?.length === 0) {
      at.at('egressHosts').report(
        'MESH407',
        'the list of egressHosts is empty',
        'Write `~/*` for nothing but the granted hosts.',
      );
    }
    if (sidecars.findIndex(other => other.namespace === namespace) !== i) {
      at.at('namespace').report('MESH410', `namespace "${namespace}" has two Sidecars`);
    }
    egressHosts?.forEach((host, j) => {
      if (!isEgressHost(host)) {
        at.at('egressHosts', j).report('MESH410', `"${host}" is not \`<namespace>/<DNS name>\``);
      }
    });
  });
  return sidecars
    .map(({ namespace, egressHosts, services }) => ({
      namespace,
      egressHosts: sortedSet(egressHosts ?? ['./*', `${rootNamespace}/*`]),
      services,
    }))
    .sort(byText(sidecar => sidecar.namespace));
}

function isEgressHost(text: string): boolean {
  const [namespace, name, ...rest] = text.split('/');
  return (
    rest.length === 0 &&
    name !== undefined &&
    (['.', '*', '~'].includes(namespace) || isDnsLabel(namespace)) &&
    (name === '*' || isDnsName(name.replace(/^\*\./, '')))
  );
}
