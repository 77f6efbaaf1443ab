import { authorizationPolicy } from './istio-objects';
import { SharedPods } from './shared-pods';
import { AuthorizationPolicySpecAction as Action } from '../../../imports/security.istio.io';
import { AuthorizationMode } from '../../description/enums';
import { Cluster, Mesh, Service, Workloads } from '../../model/mesh';
import { objectName } from '../../values/names';
import { sortedSet } from '../../values/order';
import { Manifest } from '../manifest';

/**
 * The grants of the services that a cluster serves, enforced at the pods.
 *
 * A policy refuses whoever is not named, on the ports of the service alone. So it composes:
 * policies of the user still hold, other ports of the pods (metrics, probes) are left alone, and a
 * service without a policy of ours is not touched. An ALLOW policy would close every other port of
 * the pods, and open what another policy of ours had closed.
 *
 * Identities do not say which cluster they come from: with one trust domain, a grant to a namespace
 * of one cluster lets the same namespace of the others past this check. The gateway and the
 * visibility of the host still stop them.
 *
 * @internal
 */
export function authorizationPolicies(mesh: Mesh, cluster: Cluster): Manifest[] {
  const served = mesh.services.filter(
    service => service.owners.includes(cluster) && service.callers.size > 0,
  );
  const callers = new Map(served.map(service => [service, principals(mesh, cluster, service)]));
  const pods = new SharedPods(served);
  return served
    .filter(service => service.authorization !== AuthorizationMode.NONE && !service.isAlias)
    .flatMap(service => {
      // asked first: with thousands of services for everyone, nobody has to look who shares pods
      const all = callers.get(service) && pods.sharing(service).map(other => callers.get(other));
      return all?.every(some => some !== EVERYONE)
        ? policy(cluster, service, widest(sortedSet(all.flat())))
        : [];
    });
}

const EVERYONE = undefined;

/**
 * As AuthorizationPolicies write identities: without `spiffe://`, with `*` at the end for a prefix.
 */
function principals(
  mesh: Mesh,
  cluster: Cluster,
  { callers, localCallers }: Service,
): string[] | typeof EVERYONE {
  if (mesh.clusters.every(({ name }) => callers.get(name)?.namespaces[0] === '*')) {
    return EVERYONE;
  }
  return [
    ...mesh.clusters.flatMap(({ name, trustDomain }) =>
      (callers.get(name)?.workloads ?? []).map(caller => principal(trustDomain, caller)),
    ),
    ...localCallers.map(caller => principal(cluster.trustDomain, caller)),
  ];
}

function principal(trustDomain: string, { namespace, serviceAccount }: Workloads): string {
  return namespace === undefined
    ? `${trustDomain}/ns/*`
    : `${trustDomain}/ns/${namespace}/sa/${serviceAccount ?? '*'}`;
}

/** Without the ones that another one covers. A `*` stands at the end, behind a slash. */
function widest(all: readonly string[]): string[] {
  const patterns = new Set(all.filter(one => one.endsWith('*')));
  return all.filter(one => {
    for (let i = one.indexOf('/'); i >= 0; i = one.indexOf('/', i + 1)) {
      const wider = `${one.slice(0, i + 1)}*`;
      if (wider !== one && patterns.has(wider)) {
        return false;
      }
    }
    return true;
  });
}

function policy({ istio }: Cluster, service: Service, notPrincipals: string[]): Manifest {
  const { name, namespace, workloadNamespace, selector, ports, authorization } = service;
  const numbers = ports.map(port => port.targetPort);
  const to = numbers.includes(undefined)
    ? undefined
    : [{ operation: { ports: numbers.map(String) } }];
  const ofPolicy = {
    name: `${objectName(name, namespace, workloadNamespace)}-global`,
    namespace: workloadNamespace,
  };
  return authorizationPolicy(istio, ofPolicy, authorization === AuthorizationMode.AUDIT, {
    selector: { matchLabels: { ...selector } },
    action: Action.DENY,
    rules: [{ from: [{ source: { notPrincipals } }], to }],
  });
}
