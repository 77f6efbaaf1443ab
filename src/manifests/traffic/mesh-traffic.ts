import { authorizationPolicies } from './authorization';
import { MECHANISMS } from './mechanism';
import { sidecars } from './sidecars';
import { Host } from '../../model/hosts/host';
import { ClusterHosts, hostsByCluster } from '../../model/hosts/hosts';
import { CreatedNamespace } from '../../model/hosts/namespaces';
import { Cluster, Mesh } from '../../model/mesh';
import { sortedRecord } from '../../values/order';
import { KEEP, MANAGED_BY } from '../../values/ownership';
import { remember } from '../../values/remember';
import { Manifest } from '../manifest';

/**
 * Everything about calls that each cluster needs: its hosts, its gateways, who may call, and the
 * namespaces to put all that in.
 *
 * Hosts that look the same from several clusters are made once, and they share the list of their
 * objects.
 *
 * @internal
 */
export function meshTraffic(mesh: Mesh): ReadonlyMap<Cluster, ReadonlyArray<readonly Manifest[]>> {
  const mechanism = MECHANISMS[mesh.profile];
  const made = new Map<readonly Host[], readonly Manifest[]>();
  const ofHosts = (hosts: readonly Host[]): readonly Manifest[] =>
    remember(made, hosts, () => hosts.flatMap(host => mechanism.host(host)));
  const ofCluster = (cluster: Cluster, own: ClusterHosts) => [
    own.namespaces.created.map(createdNamespace),
    ...own.hosts.map(ofHosts),
    [
      ...(own.gateway ? mechanism.gateway(own.gateway) : []),
      ...(own.egress ? mechanism.egress(own.egress) : []),
      ...authorizationPolicies(mesh, cluster),
      ...sidecars(cluster, own.sidecars),
    ],
  ];
  return new Map(
    [...hostsByCluster(mesh)].map(([cluster, hosts]) => [cluster, ofCluster(cluster, hosts)]),
  );
}

function createdNamespace({ name, labels }: CreatedNamespace): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    // Somebody may have put workloads there since: it is kept when the mesh needs it no more.
    metadata: { name, labels: sortedRecord({ ...labels, ...MANAGED_BY }), annotations: KEEP },
  };
}
