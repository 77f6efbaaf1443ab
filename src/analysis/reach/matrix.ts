import { Mesh } from './mesh';
import { reach } from './reach';
import { fork, Way } from './verdict';
import { groupBy } from '../../values/group-by';
import { sortedSet } from '../../values/order';
import { Cluster } from '../mesh/cluster';
import { isWildcard } from '../mesh/host';
import { Request } from '../mesh/logic';
import { Pods } from '../mesh/pods';
import { Account } from '../world/assumed';

/** What is called. @internal */
export interface Called {
  readonly host: string;
  readonly port: number;
}

/** A call with its way. @internal */
export interface Judged extends Account, Called {
  readonly way: Way;
}

/** How a call is made, beyond who calls what. @internal */
export interface Manner {
  readonly request: Request;
  readonly isHttp?: boolean;
}

/**
 * Follows a call of an account. Where it has several workloads that are not alike, any may call.
 *
 * @param callers not none
 * @internal
 */
export function judge(
  mesh: Mesh,
  cluster: Cluster,
  callers: readonly Pods[],
  { host, port }: Called,
  { request, isHttp }: Manner,
): Judged {
  const [{ namespace, serviceAccount }] = callers;
  const ways = callers.map(caller => reach({ mesh, cluster, caller, host, port, request, isHttp }));
  return { cluster: cluster.name, namespace, serviceAccount, host, port, way: fork(ways) };
}

/**
 * All accounts that the manifests know against all hosts that some ServiceEntry has, one by one, so
 * that nobody has to hold all of them.
 *
 * @internal
 */
export function* matrix(mesh: Mesh, manner: Manner): Generator<Judged> {
  const called = calledHosts(mesh);
  for (const cluster of mesh.clusters.values()) {
    const accounts = groupBy(cluster.pods, pods => `${pods.namespace}/${pods.serviceAccount}`);
    for (const account of sortedSet(accounts.keys())) {
      for (const one of called) {
        yield judge(mesh, cluster, accounts.get(account)!, one, manner);
      }
    }
  }
}

/** The hosts of the mesh with their ports, in order. @internal */
export function calledHosts({ clusters }: Mesh): Called[] {
  const ports = new Map<string, Set<number>>();
  for (const { services } of clusters.values()) {
    for (const [host, known] of services) {
      const entries = known.filter(one => !one.isKubernetes && !one.isExternal);
      if (entries.length > 0 && !isWildcard(host)) {
        const all = ports.get(host) ?? new Set();
        entries.forEach(one => one.ports.forEach(({ number }) => all.add(number)));
        ports.set(host, all);
      }
    }
  }
  return sortedSet(ports.keys()).flatMap(host =>
    [...ports.get(host)!].sort((a, b) => a - b).map(port => ({ host, port })),
  );
}
