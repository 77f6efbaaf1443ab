import { KubernetesObject } from './schema';
import { AuthorizationMode, GrantProps, MulticlusterMeshProps, ServiceProps } from '../../src';

/**
 * Who gets past the AuthorizationPolicies at the pods, and who should. Both are worked out anew:
 * the one from the policies as istiod reads them, the other from the words of the description.
 */

/** Somebody who calls a pod; with no identity, a caller without a sidecar. */
export interface Caller {
  readonly cluster: string;
  readonly namespace: string;
  readonly serviceAccount: string;
}

interface TrustDomains {
  readonly own: string;
  readonly aliases: readonly string[];
}

/**
 * The mistakes in a mesh: each service, in each cluster that serves it, for each caller.
 *
 * @param described in the mode `enforce`, with trust domains that tell the clusters apart, or not
 * @param objects of each cluster
 */
export function judgeAdmission(
  described: MulticlusterMeshProps,
  objects: Record<string, readonly KubernetesObject[]>,
): string[] {
  const { services = [], clusters } = described;
  return services
    .filter(service => modeOf(described, service) === AuthorizationMode.ENFORCE)
    .flatMap(service =>
      service.clusters.flatMap(owner =>
        universe(described).flatMap(caller => {
          const namesakes = clusters
            .filter(
              ({ name }) => trustDomain(described, name) === trustDomain(described, caller.cluster),
            )
            .map(({ name }) => ({ ...caller, cluster: name }));
          const expected = namesakes.some(one => mayCall(described, service, owner, one));
          const found = isAdmitted(described, objects[owner], service, owner, caller);
          const who = `${caller.namespace}/${caller.serviceAccount} of ${caller.cluster}`;
          return expected === found
            ? []
            : [
                `${service.name}.${service.namespace} in ${owner} ${found ? 'lets in' : 'refuses'} ${who}`,
              ];
        }),
      ),
    );
}

/** Everybody whom the description names, in every cluster, and somebody whom it does not. */
function universe({ clusters, services = [], grants = [] }: MulticlusterMeshProps): Caller[] {
  const local = services.flatMap(service => service.localCallers ?? []);
  const named = (lists: Array<readonly string[] | undefined>) => [
    ...new Set(['stranger', ...lists.flatMap(list => list ?? []).filter(name => name !== '*')]),
  ];
  const namespaces = named([
    ...grants.map(grant => grant.namespaces),
    ...local.map(({ namespace }) => [namespace]),
  ]);
  const accounts = named([...grants, ...local].map(one => one.serviceAccounts));
  return clusters.flatMap(({ name: cluster }) =>
    namespaces.flatMap(namespace =>
      accounts.map(serviceAccount => ({ cluster, namespace, serviceAccount })),
    ),
  );
}

function mayCall(
  described: MulticlusterMeshProps,
  service: ServiceProps,
  owner: string,
  caller: Caller,
): boolean {
  const { services = [], grants = [] } = described;
  const together = services.filter(
    other => other === service || (other.clusters.includes(owner) && areMixed(service, other)),
  );
  return together.some(one => {
    const isGranted = grants.some(
      grant => grant.services.includes(`${one.name}.${one.namespace}`) && names(grant, caller),
    );
    const isLocal =
      caller.cluster === owner &&
      (one.localCallers ?? []).some(
        ({ namespace, serviceAccounts }) =>
          namespace === caller.namespace && has(serviceAccounts, caller.serviceAccount),
      );
    return isGranted || isLocal;
  });
}

function names(
  { everyone, clusters, namespaces, serviceAccounts }: GrantProps,
  caller: Caller,
): boolean {
  return (
    everyone === true ||
    (has(clusters, caller.cluster) &&
      has(namespaces, caller.namespace) &&
      has(serviceAccounts, caller.serviceAccount))
  );
}

const has = (list: readonly string[] | undefined, name: string) =>
  list !== undefined && (list.includes('*') || list.includes(name));

/** As the description says with `sharesPods`. */
function areMixed(a: ServiceProps, b: ServiceProps): boolean {
  // a port that is found by its name may be any
  const target = ({ ports }: ServiceProps) =>
    ports.map(port => (port.targetPortName ? undefined : (port.targetPort ?? port.number)));
  const labels = (service: ServiceProps) => Object.entries(service.selector ?? {});
  return (
    (a.sharesPods === true || b.sharesPods === true) &&
    (a.workloadNamespace ?? a.namespace) === (b.workloadNamespace ?? b.namespace) &&
    target(a).some(one => target(b).some(other => !one || !other || one === other)) &&
    !labels(a).some(([key, value]) =>
      labels(b).some(([otherKey, otherValue]) => key === otherKey && value !== otherValue),
    )
  );
}

function isAdmitted(
  described: MulticlusterMeshProps,
  objects: readonly KubernetesObject[],
  service: ServiceProps,
  owner: string,
  caller: Caller,
): boolean {
  const { trustDomainAliases = [] } = described.clusters.find(({ name }) => name === owner)!;
  const domains = { own: trustDomain(described, owner), aliases: trustDomainAliases };
  const identity = identityOf(described, caller);
  const denying = objects.filter(
    policy =>
      policy.kind === 'AuthorizationPolicy' &&
      policy.metadata.namespace === (service.workloadNamespace ?? service.namespace) &&
      (policy.metadata as any).annotations?.['istio.io/dry-run'] !== 'true' &&
      selects(policy, service),
  );
  const ports = service.ports.map(port => String(port.targetPort ?? port.number));
  return ports.every(port =>
    denying.every(policy =>
      policy.spec.rules.every((rule: any) => !matches(rule, port, identity, domains)),
    ),
  );
}

/** Without the scheme. */
function identityOf(described: MulticlusterMeshProps, caller: Caller): string {
  const { spiffeIdTemplate = 'spiffe://{trustDomain}/ns/{namespace}/sa/{serviceAccount}' } =
    described.clusters.find(({ name }) => name === caller.cluster)!;
  const values = { ...caller, trustDomain: trustDomain(described, caller.cluster) };
  return Object.entries(values)
    .reduce((text, [key, value]) => text.split(`{${key}}`).join(value), spiffeIdTemplate)
    .slice('spiffe://'.length);
}

function selects({ spec }: KubernetesObject, { selector = {} }: ServiceProps): boolean {
  return Object.entries(spec.selector.matchLabels).every(([key, value]) => selector[key] === value);
}

function matches(rule: any, port: string, identity: string, domains: TrustDomains): boolean {
  const isTo = (rule.to ?? [{ operation: {} }]).some(
    ({ operation }: any) => operation.ports === undefined || operation.ports.includes(port),
  );
  const isFrom = (rule.from ?? [{ source: {} }]).some(
    ({ source: { principals, notPrincipals } }: any) =>
      (principals === undefined || isOneOf(principals, identity, domains)) &&
      (notPrincipals === undefined || !isOneOf(notPrincipals, identity, domains)),
  );
  return isTo && isFrom;
}

/** A principal of five parts holds for the trust domain and each of its aliases. */
function isOneOf(principals: string[], identity: string, { own, aliases }: TrustDomains): boolean {
  return principals
    .flatMap(principal => {
      const [domain, ...rest] = principal.split('/');
      const isExpanded = rest.length === 4 && [own, ...aliases, 'cluster.local'].includes(domain);
      return isExpanded ? [own, ...aliases].map(other => [other, ...rest].join('/')) : [principal];
    })
    .some(principal =>
      principal.endsWith('*')
        ? identity.startsWith(principal.slice(0, -1))
        : identity === principal,
    );
}

function trustDomain({ clusters, trustDomain: ofMesh }: MulticlusterMeshProps, cluster: string) {
  return clusters.find(({ name }) => name === cluster)!.trustDomain ?? ofMesh ?? 'cluster.local';
}

function modeOf({ authorization }: MulticlusterMeshProps, service: ServiceProps) {
  return service.authorization ?? authorization ?? AuthorizationMode.AUDIT;
}
