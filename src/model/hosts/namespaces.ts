import { isKubernetesNamespace } from '../../values/names';
import { byText, sortedSet } from '../../values/order';
import { EACH } from '../clusters/sidecars';
import { Cluster, Mesh } from '../mesh';

/** A namespace that the mesh creates. @internal */
export interface CreatedNamespace {
  readonly name: string;
  readonly labels: { readonly [label: string]: string };
}

/** The namespaces that objects of a cluster are placed in. @internal */
export interface ClusterNamespaces {
  /** by the mesh, by name */
  readonly created: readonly CreatedNamespace[];
  /** by somebody else, who may have forgotten it; in order */
  readonly expected: readonly string[];
}

/**
 * Which namespaces the mesh creates in a cluster: those that it needs, although nothing says that
 * they are there. Injection and whatever else hangs on the labels of a namespace is for its owner
 * to decide.
 *
 * @internal
 */
export function clusterNamespaces(mesh: Facts, cluster: Cluster): ClusterNamespaces {
  const { existing, created, labelsOfCreated } = cluster.namespaces;
  const { served, called, calling } = usedNamespaces(mesh, cluster);
  const watched = cluster.sidecars.map(sidecar => sidecar.namespace).filter(one => one !== EACH);
  const theirs = new Set([...existing, ...calling, ...watched]);
  // with what runs there
  const { gateway, egressGateway } = cluster;
  const made = new Set([...served, gateway?.namespace, egressGateway?.namespace]);
  const isOpen = (name: string) => !made.has(name) && !isKubernetesNamespace(name);
  const needed = [...new Set([...called, ...watched])].filter(
    name => isOpen(name) && !created.has(name),
  );
  const additional = needed.filter(name => !theirs.has(name));
  return {
    created: [...created, ...additional.map(name => [name, labelsOfCreated] as const)]
      .map(([name, labels]) => ({ name, labels }))
      .sort(byText(({ name }) => name)),
    expected: sortedSet(needed.filter(name => theirs.has(name))),
  };
}

/** Namespaces with pods that may call: those that the description names. @internal */
export function namespacesWithPods(mesh: Facts, cluster: Cluster, rootNamespace: string): string[] {
  const { served, calling } = usedNamespaces(mesh, cluster);
  const { existing, created } = cluster.namespaces;
  const ofGateways = [cluster.gateway?.namespace, cluster.egressGateway?.namespace];
  return sortedSet([...served, ...calling, ...existing, ...created.keys()]).filter(
    name => name !== rootNamespace && !ofGateways.includes(name) && !name.startsWith('kube-'),
  );
}

type Facts = Pick<Mesh, 'served' | 'services'>;

/** Where pods serve, where services are that are only called, and where callers are. */
function usedNamespaces(mesh: Facts, cluster: Cluster) {
  const served = new Set(
    mesh.served.get(cluster.name)?.map(({ workloadNamespace }) => workloadNamespace),
  );
  const called = new Set<string>();
  const calling = new Set<string>();
  for (const { callers, workloadNamespace } of mesh.services) {
    const here = callers.get(cluster.name);
    if (here) {
      called.add(workloadNamespace);
    }
    // also those that are named beside a grant to all
    here?.workloads.forEach(({ namespace }) => namespace !== undefined && calling.add(namespace));
  }
  return { served, called, calling };
}
