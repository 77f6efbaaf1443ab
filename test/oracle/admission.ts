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
  /** in the place of one that its account would give it */
  readonly spiffeId?: string;
}

export interface TrustDomains {
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
          const who = `${caller.spiffeId ?? `${caller.namespace}/${caller.serviceAccount}`} of ${caller.cluster}`;
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
function universe({
  clusters,
  services = [],
  grants = [],
  trustDomain: ofMesh = 'cluster.local',
}: MulticlusterMeshProps): Caller[] {
  const local = services.flatMap(service => service.localCallers ?? []);
  const named = (lists: Array<readonly string[] | undefined>) => [
    ...new Set(['stranger', ...lists.flatMap(list => list ?? []).filter(name => name !== '*')]),
  ];
  const namespaces = named([
    ...grants.map(grant => grant.namespaces),
    ...local.map(({ namespace }) => [namespace]),
  ]);
  const accounts = named([...grants, ...local].map(one => one.serviceAccounts));
  const ids = [...grants, ...local].flatMap(one => one.spiffeIds ?? []);
  const near = [...new Set(ids.flatMap(id => [id, `${id}/x`, `${id}x`, id.slice(0, -1)]))];
  return clusters.flatMap(({ name: cluster, trustDomain: own = ofMesh }) => [
    ...namespaces.flatMap(namespace =>
      accounts.map(serviceAccount => ({ cluster, namespace, serviceAccount })),
    ),
    ...near.map(id => ({
      cluster,
      namespace: '',
      serviceAccount: '',
      // its issuer gives identities of its own trust domain only
      spiffeId: id.replace(/^spiffe:\/\/[^/]*/, `spiffe://${own}`),
    })),
  ]);
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
    const isNamed = ({ spiffeIds = [] }: { spiffeIds?: readonly string[] }) =>
      spiffeIds.includes(`spiffe://${identityOf(described, caller)}`);
    const isGranted = grants.some(
      grant =>
        grant.services.includes(`${one.name}.${one.namespace}`) &&
        (names(described, grant, caller) || isNamed(grant)),
    );
    const isLocal = (one.localCallers ?? []).some(
      local =>
        (caller.cluster === owner &&
          covers(described, [local.namespace], local.serviceAccounts, caller)) ||
        isNamed(local),
    );
    return isGranted || isLocal;
  });
}

function names(
  described: MulticlusterMeshProps,
  { everyone, clusters = [], namespaces, serviceAccounts }: GrantProps,
  caller: Caller,
): boolean {
  return (
    everyone === true ||
    (clusters.some(cluster => ['*', caller.cluster].includes(cluster)) &&
      covers(described, namespaces, serviceAccounts, caller))
  );
}

/** Whether the caller is one of these accounts of these namespaces, `*` for all. */
function covers(
  described: MulticlusterMeshProps,
  namespaces: readonly string[] = [],
  accounts: readonly string[] = [],
  caller: Caller,
): boolean {
  return namespaces.some(namespace =>
    accounts.some(serviceAccount => {
      if (caller.spiffeId === undefined) {
        return (
          ['*', caller.namespace].includes(namespace) &&
          ['*', caller.serviceAccount].includes(serviceAccount)
        );
      }
      const account = { ...caller, spiffeId: undefined, namespace, serviceAccount };
      const [identity, form] = [identityOf(described, caller), identityOf(described, account)];
      const all = form.slice(0, form.indexOf(namespace === '*' ? '*' : `/${namespace}/`));
      const begin = namespace === '*' ? all : `${all}/${namespace}/`;
      return serviceAccount === '*' ? identity.startsWith(begin) : identity === form;
    }),
  );
}

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
  if (caller.spiffeId !== undefined) {
    return caller.spiffeId.slice('spiffe://'.length);
  }
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

/** Whether a rule of a policy is about a call. */
export function matches(rule: any, port: string, identity: string, domains: TrustDomains): boolean {
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
