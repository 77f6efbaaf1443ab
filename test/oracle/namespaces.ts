import { KubernetesObject } from './schema';
import { ClusterProps, MulticlusterMeshProps } from '../../src';

/**
 * No namespace is written that somebody else must have, as the description tells it: to write its
 * labels would decide for its owner. Its pods are injected by a control plane of the cluster, and
 * every control plane of the cluster takes the objects. It shares no code with src/.
 */
export function judgeNamespaces(
  described: MulticlusterMeshProps,
  clusters: Record<string, readonly KubernetesObject[]>,
): string[] {
  return described.clusters.flatMap(cluster => [
    ...(clusters[cluster.name] ?? [])
      .filter(({ kind, metadata }) => kind !== 'Namespace' && metadata.labels?.['istio.io/rev'])
      .map(({ kind }) => `${cluster.name} has a ${kind} for one revision`),
    ...(clusters[cluster.name] ?? [])
      .filter(({ kind }) => kind === 'Namespace')
      .flatMap(({ metadata: { name, labels = {} } }) => [
        ...(isFree(name, cluster, described, clusters[cluster.name])
          ? []
          : [`${cluster.name} writes namespace ${name}`]),
        ...(name === (described.rootNamespace ?? 'istio-system') || isInjected(labels, cluster)
          ? []
          : [`no control plane of ${cluster.name} injects pods in ${name}`]),
      ]),
  ]);
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

function isInjected(
  { 'istio-injection': injection, 'istio.io/rev': label }: Record<string, string>,
  { istiod = {} }: ClusterProps,
): boolean {
  const { revision = 'default', revisionTag, upgrade } = istiod;
  const names = [revision, revisionTag, upgrade?.revision];
  return injection === undefined
    ? names.includes(label)
    : injection === 'enabled' && label === undefined && names.includes('default');
}
