import { sidecar } from './istio-objects';
import { Cluster, Mesh } from '../../model/mesh';
import { sortedSet } from '../../values/order';
import { isAll } from '../../values/wildcard';
import { Manifest } from '../manifest';

/**
 * The Sidecars of the namespaces that use one, with the hosts that a grant lets them call: a proxy
 * with a Sidecar knows nothing else.
 *
 * @internal
 */
export function sidecars(mesh: Mesh, cluster: Cluster): Manifest[] {
  return cluster.sidecars.map(({ namespace, egressHosts }) => {
    const granted = mesh.services
      .filter(({ callers }) => {
        const namespaces = callers.get(cluster.name)?.namespaces;
        return isAll(namespaces) || namespaces?.includes(namespace);
      })
      .map(service => `${service.workloadNamespace}/${service.host}`);
    return sidecar(
      cluster.istio,
      { name: 'default', namespace },
      { egress: [{ hosts: sortedSet([...egressHosts, ...granted]) }] },
    );
  });
}
