import { KubernetesObject } from './schema';
import { ClusterProps, MulticlusterMeshProps } from '../../src';

/**
 * No namespace is written that somebody else must have, as the description tells it: to write its
 * labels would decide for its owner. It shares no code with src/.
 */
export function judgeNamespaces(
  described: MulticlusterMeshProps,
  clusters: Record<string, readonly KubernetesObject[]>,
): string[] {
  return described.clusters.flatMap(cluster =>
    (clusters[cluster.name] ?? [])
      .filter(({ kind }) => kind === 'Namespace')
      .flatMap(({ metadata: { name, labels = {} } }) => [
        ...(isFree(name, cluster, described, clusters[cluster.name])
          ? []
          : [`${cluster.name} writes namespace ${name}`]),
        ...(labels['istio-injection'] !== undefined && labels['istio.io/rev'] !== undefined
          ? [`${cluster.name} labels namespace ${name} in two ways`]
          : []),
      ]),
  );
}

function isFree(
  name: string,
  { name: cluster, ...props }: ClusterProps,
  { services = [], grants = [], rootNamespace = 'istio-system' }: MulticlusterMeshProps,
  objects: readonly KubernetesObject[],
): boolean {
  const placed = objects.filter(({ metadata }) => metadata.namespace === name);
  const isAny = (names: readonly string[] | undefined, wanted: string) =>
    names?.some(one => one === wanted || one === '*') ?? false;
  const isThere =
    props.existingNamespaces?.includes(name) ||
    /^(default$|kube-)/.test(name) ||
    props.sidecars?.some(({ namespace }) => namespace === name) ||
    services.some(
      service =>
        (service.workloadNamespace ?? service.namespace) === name &&
        service.clusters.includes(cluster),
    ) ||
    placed.some(({ spec }) => spec?.workloadSelector) ||
    grants.some(grant => grant.namespaces?.includes(name) && isAny(grant.clusters, cluster));
  if (name === rootNamespace) {
    return !props.existingNamespaces?.includes(name);
  }
  return props.namespaces?.some(one => one.name === name) || (placed.length > 0 && !isThere);
}
