import { namespacesWithPods } from './namespaces';
import { Problems } from '../../problems/problems';
import { sortedSet } from '../../values/order';
import { isAll } from '../../values/wildcard';
import { EACH } from '../clusters/sidecars';
import { Cluster, Mesh, Service, Sidecar } from '../mesh';

/** An Istio `Sidecar`, with nothing left to decide. @internal */
export interface NamespaceSidecar {
  readonly namespace: string;
  /** each as `<namespace>/<host>` */
  readonly hosts: readonly string[];
}

type Facts = Pick<Mesh, 'services' | 'served' | 'rootNamespace'>;

/**
 * The Sidecars of a cluster, with the hosts that a grant lets their namespaces call: a proxy with a
 * Sidecar knows nothing else.
 *
 * @internal
 */
export function clusterSidecars(mesh: Facts, cluster: Cluster): NamespaceSidecar[] {
  return expanded(mesh, cluster).map(({ namespace, egressHosts, services }) => {
    const known = mesh.services.filter(
      service =>
        isGranted(service, cluster, namespace) && (services?.includes(service.declaredAs) ?? true),
    );
    const ofMesh = known.map(({ workloadNamespace, host }) => `${workloadNamespace}/${host}`);
    return { namespace, hosts: sortedSet([...egressHosts, ...ofMesh]) };
  });
}

function expanded(mesh: Facts, cluster: Cluster): Sidecar[] {
  const own = cluster.sidecars.filter(({ namespace }) => namespace !== EACH);
  const forEach = cluster.sidecars.find(({ namespace }) => namespace === EACH);
  const named = new Set(own.map(({ namespace }) => namespace));
  const others = forEach ? namespacesWithPods(mesh, cluster, mesh.rootNamespace) : [];
  return [
    ...own,
    ...others
      .filter(namespace => !named.has(namespace))
      .map(namespace => ({ ...forEach!, namespace })),
  ];
}

function isGranted({ callers }: Service, { name }: Cluster, namespace: string): boolean {
  const namespaces = callers.get(name)?.namespaces;
  return isAll(namespaces) || (namespaces?.includes(namespace) ?? false);
}

/**
 * That a Sidecar names only services that its namespace may call: it would look as if it could.
 *
 * @param cluster whose Sidecars are in the order of their namespaces
 * @param at problems of the cluster's Sidecar for a namespace
 * @internal
 */
export function checkSidecarServices(
  services: readonly Service[],
  cluster: Cluster,
  at: (namespace: string) => Problems,
): void {
  for (const { namespace, services: named = [] } of cluster.sidecars) {
    named.forEach((key, i) => {
      const service = services.find(({ declaredAs }) => declaredAs === key);
      const problems = at(namespace).at('services', i);
      if (!service) {
        problems.report('MESH450', `"${key}" is not a service of the mesh`);
      } else if (namespace !== EACH && !isGranted(service, cluster, namespace)) {
        problems.report(
          'MESH450',
          `namespace "${namespace}" of "${cluster.name}" has no grant for "${key}"`,
        );
      }
    });
  }
}
