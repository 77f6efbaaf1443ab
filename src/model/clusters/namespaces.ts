import { injectionLabels, resolveRevision } from './revisions';
import { ClusterProps } from '../../description/cluster-props';
import { Problems } from '../../problems/problems';
import { checkLabelName, checkLabels, isKubernetesNamespace } from '../../values/names';
import { sortedRecord } from '../../values/order';
import { NETWORK_LABEL } from '../../values/ownership';
import { Namespaces, Revisions } from '../mesh';

/**
 * Which namespaces of a cluster are the mesh's, as far as the cluster itself says it.
 *
 * @internal
 */
export function resolveNamespaces(
  { existingNamespaces = [], namespaces = [], namespaceLabels = {}, existingIstio }: ClusterProps,
  rootNamespace: string,
  revisions: Revisions,
  problems: Problems,
): Namespaces {
  existingNamespaces.forEach((namespace, i) =>
    checkLabelName(namespace, 'namespace', problems.at('existingNamespaces', i)),
  );
  checkNamespaceLabels(namespaceLabels, problems.at('namespaceLabels'));
  const existing = new Set(existingNamespaces);
  const created = namespaces.map(({ name, labels = {}, revision }, i) => {
    const at = problems.at('namespaces', i);
    checkLabelName(name, 'namespace', at.at('name'));
    checkNamespaceLabels(labels, at.at('labels'));
    const flaw = flawOf(name, existing, rootNamespace);
    const isRepeated = namespaces.findIndex(other => other.name === name) !== i;
    if (flaw || isRepeated) {
      at.at('name').report('MESH280', `namespace "${name}" ${flaw ?? 'is listed twice'}`);
    }
    const injection = injectionLabels(resolveRevision(revision, revisions, at.at('revision')));
    return [name, sortedRecord({ ...namespaceLabels, ...labels, ...injection })] as const;
  });
  return {
    existing,
    hasRoot: existing.has(rootNamespace) || existingIstio !== undefined,
    labels: sortedRecord(namespaceLabels),
    labelsOfCreated: sortedRecord({ ...namespaceLabels, ...injectionLabels(revisions.chosen) }),
    created: new Map(created),
  };
}

type Labels = { readonly [label: string]: string };

function flawOf(
  name: string,
  existing: ReadonlySet<string>,
  rootNamespace: string,
): string | undefined {
  if (name === rootNamespace) {
    return "is Istio's root namespace";
  }
  if (isKubernetesNamespace(name)) {
    return 'is one of Kubernetes itself';
  }
  return existing.has(name) ? 'is also in `existingNamespaces`' : undefined;
}

/**
 * By these somebody decides something: what they say is said elsewhere in the description.
 *
 * @internal
 */
export const DECIDED: ReadonlySet<string> = new Set([
  'app.kubernetes.io/managed-by',
  'kubernetes.io/metadata.name',
  'istio-injection',
  'istio.io/rev',
  'istio.io/dataplane-mode',
  NETWORK_LABEL,
]);

function checkNamespaceLabels(labels: Labels, problems: Problems): void {
  checkLabels(labels, problems);
  for (const label of Object.keys(labels).filter(key => DECIDED.has(key))) {
    problems.at(label).report('MESH281', `the label "${label}" is not free`);
  }
}
