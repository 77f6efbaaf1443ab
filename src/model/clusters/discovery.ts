import { givenMeshConfig, givenValues } from './given-values';
import { ClusterProps } from '../../description/cluster-props';
import { Problems } from '../../problems/problems';
import { isMap } from '../../values/is-map';
import { sortedSet } from '../../values/order';
import { MANAGED_BY, NETWORK_LABEL } from '../../values/ownership';
import { namespacesWithPods } from '../hosts/namespaces';
import { Cluster, Mesh } from '../mesh';

type Facts = Pick<Mesh, 'namespaces' | 'rootNamespace' | 'services' | 'served'>;
type Labels = { readonly [label: string]: string | undefined };

/**
 * Whether istiod looks at the namespaces of the mesh, where it looks at some only: it passes over
 * all objects in the others, the root namespace included (Istio: pkg/kube/namespace/filter.go).
 *
 * @param cluster made from the props
 * @param problems of the cluster
 * @internal
 */
export function checkDiscovery(
  props: ClusterProps,
  cluster: Cluster,
  mesh: Facts,
  problems: Problems,
): void {
  const namespaces = labelsByNamespace(cluster, mesh);
  for (const [selectors, at] of selectorsOf(props, problems)) {
    const seen = new Map(
      [...namespaces].map(([name, one]) => [name, someSelects(selectors, one)] as const),
    );
    const named = (verdict: boolean | undefined) =>
      sortedSet([...seen.keys()].filter(name => seen.get(name) === verdict))
        .map(name => `"${name}"`)
        .join(', ');
    if (named(false) !== '') {
      at.report('MESH451', `\`discoverySelectors\` leave out ${named(false)}`);
    }
    if (named(undefined) !== '') {
      at.report('MESH452', `\`discoverySelectors\` may leave out ${named(undefined)}`);
    }
  }
}

/** The lists of selectors that are known, and where they are said. */
function selectorsOf(
  { istiod, existingIstio = {} }: ClusterProps,
  problems: Problems,
): Array<readonly [readonly unknown[], Problems]> {
  const at = problems.at('existingIstio');
  // what is wrong with the texts is told elsewhere
  const config = givenMeshConfig(existingIstio.meshConfig, new Problems());
  const values = givenValues(existingIstio.istiodValues, new Problems());
  const own: unknown = istiod?.helmValues?.meshConfig;
  const said = [
    [isMap(own) ? own.discoverySelectors : undefined, problems.at('istiod', 'helmValues')],
    [config?.at('discoverySelectors'), at.at('meshConfig')],
    [values?.at('meshConfig', 'discoverySelectors'), at.at('istiodValues')],
  ] as const;
  return said.flatMap(([list, where]) =>
    Array.isArray(list) && list.length > 0 ? [[list, where] as const] : [],
  );
}

interface NamespaceLabels {
  readonly labels: Labels;
  /** there are no others */
  readonly isAll: boolean;
}

/** What is known of the labels of each namespace that istiod has to look at. */
function labelsByNamespace(cluster: Cluster, mesh: Facts): ReadonlyMap<string, NamespaceLabels> {
  const { created, expected } = mesh.namespaces.get(cluster.name)!;
  const { rootNamespace } = mesh;
  const root = { ...cluster.namespaces.labels, [NETWORK_LABEL]: cluster.network };
  const others = [
    rootNamespace,
    ...expected,
    ...namespacesWithPods(mesh, cluster, rootNamespace),
    ...[cluster.gateway, cluster.egressGateway].flatMap(one => one?.namespace ?? []),
  ];
  const ours = [
    ...(cluster.namespaces.hasRoot ? [] : [{ name: rootNamespace, labels: root }]),
    ...created,
  ];
  const nameOf = (name: string) => ({ 'kubernetes.io/metadata.name': name });
  return new Map<string, NamespaceLabels>([
    ...others.map(name => [name, { labels: nameOf(name), isAll: false }] as const),
    ...ours.map(
      ({ name, labels }) =>
        [name, { labels: { ...labels, ...MANAGED_BY, ...nameOf(name) }, isAll: true }] as const,
    ),
  ]);
}

/** Undefined where it hangs on labels that nobody knows. */
function someSelects(selectors: readonly unknown[], one: NamespaceLabels): boolean | undefined {
  const verdicts = selectors.map(selector => (isMap(selector) ? selects(selector, one) : false));
  return verdicts.includes(true) || (verdicts.includes(undefined) ? undefined : false);
}

function selects(
  { matchLabels, matchExpressions }: { readonly [key: string]: unknown },
  { labels, isAll }: NamespaceLabels,
): boolean | undefined {
  const expressions: readonly unknown[] = Array.isArray(matchExpressions) ? matchExpressions : [];
  const demands = [
    ...Object.entries(isMap(matchLabels) ? matchLabels : {}).map(([key, value]) => ({
      key,
      operator: 'In',
      values: [value],
    })),
    ...expressions.filter(isMap),
  ];
  const verdicts = demands.map(demand => {
    const key = String(demand.key);
    return isAll || key in labels ? meets(labels[key], demand) : undefined;
  });
  return !verdicts.includes(false) && (verdicts.includes(undefined) ? undefined : true);
}

/** As Kubernetes reads a label selector. */
function meets(
  value: string | undefined,
  { operator, values }: { readonly [key: string]: unknown },
): boolean {
  const isOne = value !== undefined && Array.isArray(values) && values.includes(value);
  switch (operator) {
    case 'In':
      return isOne;
    case 'NotIn':
      return !isOne;
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return false;
  }
}
