import { authorizationPolicy } from './istio-objects';
import {
  AuthorizationPolicySpecAction as Action,
  AuthorizationPolicySpecRulesFrom as From,
} from '../../../imports/security.istio.io';
import { AuthorizationMode } from '../../description/enums';
import { Cluster, Mesh, Service, Workloads } from '../../model/mesh';
import { objectName } from '../../values/names';
import { byText, sortedSet } from '../../values/order';
import { mayShare } from '../../values/pod-selection';
import { remember } from '../../values/remember';
import { domainPrefix, Issuer, namespacePrefix, principal } from '../../values/spiffe';
import { Manifest } from '../manifest';

/**
 * The grants of the services that a cluster serves, enforced at the pods.
 *
 * A policy refuses whoever is not named, on the ports of the service alone. So it composes:
 * policies of the user still hold, other ports of the pods (metrics, probes) are left alone, and a
 * service without a policy of ours is not touched. An ALLOW policy would close every other port of
 * the pods, and open what another policy of ours had closed.
 *
 * @internal
 */
export function authorizationPolicies(mesh: Mesh, cluster: Cluster): Manifest[] {
  const served = (mesh.served.get(cluster.name) ?? []).filter(({ isAlias }) => !isAlias);
  const sharing = served.filter(({ sharesPods }) => sharesPods);
  return served
    .filter(({ authorization }) => authorization !== AuthorizationMode.NONE)
    .flatMap(service => {
      const others = (service.sharesPods ? served : sharing).filter(other =>
        mayShare(service, other),
      );
      const together = [service, ...others];
      return together.some(({ isOpen }) => isOpen)
        ? []
        : policy(
            cluster,
            service,
            refused(
              cluster,
              together.flatMap(one => identities(mesh, cluster, one)),
            ),
          );
    });
}

/** A workload of a trust domain, or all of a kind. */
interface Identity extends Workloads {
  readonly issuer: Issuer;
}

function identities(mesh: Mesh, owner: Cluster, { callers, localCallers }: Service): Identity[] {
  const granted = mesh.clusters.flatMap(issuer =>
    (callers.get(issuer.name)?.workloads ?? []).map(caller => ({ issuer, ...caller })),
  );
  return [...granted, ...localCallers.map(caller => ({ issuer: owner, ...caller }))];
}

/**
 * All but those who are admitted; undefined for all without exception.
 *
 * Of a principal with five parts, `<trust domain>/ns/<namespace>/sa/<account>`, istiod makes one
 * for the trust domain and one for each alias, which lets in the namesakes of other clusters. It
 * leaves shorter ones as they are (`ReplaceTrustDomainAliases` in `pilot/pkg/trustdomain`). So
 * where there are aliases, accounts are told apart inside of their own trust domain and namespace.
 */
function refused(
  { trustDomainAliases }: Cluster,
  admitted: readonly Identity[],
): From[] | undefined {
  const { whole, named } = principals(admitted);
  if (trustDomainAliases.length === 0) {
    const all = [...whole, ...named.flatMap(({ accounts }) => accounts)];
    return all.length > 0 ? [{ source: { notPrincipals: sortedSet(all) } }] : undefined;
  }
  const patterns = sortedSet([...whole, ...named.map(({ pattern }) => pattern)]);
  const inside = named.map(({ pattern, accounts }) => ({
    source: { principals: [pattern], notPrincipals: accounts },
  }));
  return patterns.length > 0 ? [{ source: { notPrincipals: patterns } }, ...inside] : undefined;
}

interface Principals {
  /** trust domains and namespaces whose workloads are all admitted */
  readonly whole: readonly string[];
  /** namespaces of which some are, by the pattern for all of it */
  readonly named: ReadonlyArray<{ readonly pattern: string; readonly accounts: string[] }>;
}

/** As AuthorizationPolicies write them: without `spiffe://`, with `*` at the end for a prefix. */
function principals(admitted: readonly Identity[]): Principals {
  const domains = new Set(
    admitted
      .filter(({ namespace }) => namespace === undefined)
      .map(one => domainPrefix(one.issuer)),
  );
  const accounts = new Map<string, Set<string | undefined>>();
  for (const { issuer, namespace, serviceAccount } of admitted) {
    if (namespace !== undefined && !domains.has(domainPrefix(issuer))) {
      const all = remember(accounts, namespacePrefix(issuer, namespace), () => new Set());
      all.add(serviceAccount && principal(issuer, namespace, serviceAccount));
    }
  }
  const namespaces = [...accounts].sort(byText(([prefix]) => prefix));
  return {
    whole: [
      ...[...domains].map(prefix => `${prefix}*`),
      ...namespaces.filter(([, names]) => names.has(undefined)).map(([prefix]) => `${prefix}*`),
    ],
    named: namespaces.flatMap(([prefix, names]) =>
      names.has(undefined)
        ? []
        : [{ pattern: `${prefix}*`, accounts: sortedSet([...names] as string[]) }],
    ),
  };
}

function policy({ istio }: Cluster, service: Service, from: From[] | undefined): Manifest {
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
    rules: [{ from, to }],
  });
}
