import { authorizationPolicy, Manifest } from './istio-objects';
import { AuthorizationPolicySpecAction as Action } from '../../../imports/security.istio.io';
import { AuthorizationMode } from '../../description/enums';
import { Cluster, Mesh, Service } from '../../model/mesh';
import { sortedSet } from '../../values/order';

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
    service => service.owners.includes(cluster) && service.grants.length > 0,
  );
  return served
    .filter(service => service.authorization !== AuthorizationMode.NONE && !service.isAlias)
    .flatMap(service => {
      const callers = sharing(service, served).map(other => principals(mesh, cluster, other));
      return callers.includes(EVERYONE)
        ? []
        : [policy(cluster, service, widest(sortedSet(callers.flat())))];
    });
}

const EVERYONE: string[] = [];

/**
 * The services that may have a pod and a port in common with this one, itself among them: at the
 * pod nobody can tell which was called.
 */
function sharing(service: Service, served: readonly Service[]): Service[] {
  return served.filter(
    other =>
      other.workloadNamespace === service.workloadNamespace &&
      Object.entries(service.selector).every(
        ([key, value]) => (other.selector[key] ?? value) === value,
      ) &&
      other.ports.some(a =>
        service.ports.some(
          b =>
            a.targetPort === undefined ||
            b.targetPort === undefined ||
            a.targetPort === b.targetPort,
        ),
      ),
  );
}

/**
 * As AuthorizationPolicies write identities: without `spiffe://`, with `*` at the end for a prefix.
 */
function principals(mesh: Mesh, cluster: Cluster, { grants, localCallers }: Service): string[] {
  if (
    mesh.clusters.every(({ name }) =>
      grants.some(grant => grant.cluster === name && grant.namespace === undefined),
    )
  ) {
    return EVERYONE;
  }
  const trustDomains = new Map(mesh.clusters.map(({ name, trustDomain }) => [name, trustDomain]));
  return [
    ...grants.map(grant =>
      principal(trustDomains.get(grant.cluster)!, grant.namespace, grant.serviceAccount),
    ),
    ...localCallers.map(caller =>
      principal(cluster.trustDomain, caller.namespace, caller.serviceAccount),
    ),
  ];
}

function principal(
  trustDomain: string,
  namespace: string | undefined,
  serviceAccount: string | undefined,
): string {
  return `${trustDomain}/ns/${namespace === undefined ? '*' : `${namespace}/sa/${serviceAccount ?? '*'}`}`;
}

/** Without the ones that another one covers. */
function widest(all: readonly string[]): string[] {
  return all.filter(
    one =>
      !all.some(
        other => other !== one && other.endsWith('*') && one.startsWith(other.slice(0, -1)),
      ),
  );
}

function policy({ istio }: Cluster, service: Service, notPrincipals: string[]): Manifest {
  const { name, namespace, workloadNamespace, selector, ports, authorization } = service;
  const numbers = ports.map(port => port.targetPort);
  const to = numbers.includes(undefined)
    ? {}
    : { to: [{ operation: { ports: numbers.map(String) } }] };
  const objectName = {
    name: `${workloadNamespace === namespace ? name : `${name}-${namespace}`}-global`,
    namespace: workloadNamespace,
  };
  return authorizationPolicy(istio, objectName, authorization === AuthorizationMode.AUDIT, {
    selector: { matchLabels: { ...selector } },
    action: Action.DENY,
    rules: [{ from: [{ source: { notPrincipals } }], ...to }],
  });
}
