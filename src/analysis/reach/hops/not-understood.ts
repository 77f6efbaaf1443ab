import { Cluster } from '../../mesh/cluster';
import { Request } from '../../mesh/logic';
import { Service } from '../../mesh/services';
import { covers, Labels, Manifest, objectText, Source } from '../../world/manifest';
import { Mesh } from '../mesh';

/** What may change what a proxy does, and nobody here knows how. @internal */
export interface NotUnderstood {
  readonly text: string;
  readonly source?: Source;
}

/** Kinds that change a proxy in ways of their own. */
const EXTENSIONS = [
  ['networking.istio.io', 'EnvoyFilter'],
  ['networking.istio.io', 'ProxyConfig'],
  ['extensions.istio.io', 'WasmPlugin'],
  ['extensions.istio.io', 'TrafficExtension'],
] as const;

/** The first release with the mechanism that these rules are read from. */
const FIRST_MINOR = 20;

/** Whether something about a proxy, or about its whole cluster, is not understood. @internal */
export function notUnderstood(
  mesh: Mesh,
  cluster: Cluster,
  { namespace, labels }: { readonly namespace: string; readonly labels: Labels },
): NotUnderstood | undefined {
  return ofCluster(mesh, cluster) ?? ofProxy(cluster, namespace, labels);
}

function ofCluster(mesh: Mesh, cluster: Cluster): NotUnderstood | undefined {
  const [gap] = cluster.files.gaps;
  if (gap) {
    return { text: gap.what, source: gap.source };
  }
  const minor = mesh.istioMinor(cluster);
  if (minor !== undefined && minor < FIRST_MINOR) {
    return { text: `Istio 1.${minor} works in another way than releases since 1.${FIRST_MINOR}` };
  }
  const { source, unknown } = cluster.mesh;
  if (!source) {
    return {
      text: `nobody said how istiod of ${cluster.name} is configured: give its Helm values, or the ConfigMap istio`,
    };
  }
  return unknown.length > 0
    ? { text: `nobody here knows what ${unknown[0]} does to calls`, source }
    : undefined;
}

function ofProxy(cluster: Cluster, namespace: string, labels: Labels): NotUnderstood | undefined {
  const { rootNamespace } = cluster.mesh;
  const applied = EXTENSIONS.flatMap(([group, kind]) => cluster.seen(group, kind)).find(
    one =>
      (one.namespace === namespace || one.namespace === rootNamespace) &&
      !one.spec.targetRefs?.length &&
      covers(selectorOf(one), labels),
  );
  return applied && { text: `${objectText(applied)} changes the proxy`, source: applied.source };
}

const selectorOf = ({ spec }: Manifest): Labels =>
  spec.workloadSelector?.labels ?? spec.selector?.matchLabels ?? {};

/**
 * A network policy that selects pods: whether it lets a call through is not judged here.
 *
 * @internal
 */
export function networkPolicyFor(
  cluster: Cluster,
  { namespace, labels }: { readonly namespace: string; readonly labels: Labels },
  direction: 'Ingress' | 'Egress',
): NotUnderstood | undefined {
  const own = cluster
    .of('networking.k8s.io', 'NetworkPolicy')
    .filter(one => one.namespace === namespace)
    .find(
      ({ spec }) =>
        covers(spec.podSelector?.matchLabels ?? {}, labels) &&
        (spec.policyTypes ?? ['Ingress', ...(spec.egress ? ['Egress'] : [])]).includes(direction),
    );
  const policy =
    own ??
    POLICIES.flatMap(([group, kind]) => cluster.of(group, kind)).find(
      one => isOfWholeCluster(one) || one.namespace === namespace,
    );
  return (
    policy && {
      text: `${objectText(policy)} may stop it: network policies are not judged here`,
      source: policy.source,
    }
  );
}

/** Network policies of others, which may select anything. */
const POLICIES = [
  ['policy.networking.k8s.io', 'AdminNetworkPolicy'],
  ['policy.networking.k8s.io', 'BaselineAdminNetworkPolicy'],
  ['cilium.io', 'CiliumNetworkPolicy'],
  ['cilium.io', 'CiliumClusterwideNetworkPolicy'],
  ['crd.projectcalico.org', 'NetworkPolicy'],
  ['crd.projectcalico.org', 'GlobalNetworkPolicy'],
  ['projectcalico.org', 'NetworkPolicy'],
  ['projectcalico.org', 'GlobalNetworkPolicy'],
] as const;

const isOfWholeCluster = ({ kind }: Manifest): boolean =>
  /^(Global|\w*Admin|\w*Cluster)/.test(kind);

/**
 * A RequestAuthentication of the pods refuses wrong tokens: nobody knows those of a request of
 * which the headers are not known, or that has one.
 *
 * @internal
 */
export function tokensFor(
  cluster: Cluster,
  { namespace, labels }: { readonly namespace: string; readonly labels: Labels },
  { headers }: Request,
): NotUnderstood | undefined {
  const { rootNamespace } = cluster.mesh;
  const policy = cluster
    .seen('security.istio.io', 'RequestAuthentication')
    .find(
      one =>
        (one.namespace === namespace || one.namespace === rootNamespace) &&
        !one.spec.targetRef &&
        !one.spec.targetRefs?.length &&
        covers(selectorOf(one), labels),
    );
  const mayHaveToken = !headers || readsMore(policy) || Object.hasOwn(headers, 'authorization');
  return policy && mayHaveToken
    ? {
        text: `${objectText(policy)} refuses wrong tokens, and nobody knows that of the request`,
        source: policy.source,
      }
    : undefined;
}

/** Whether it looks for tokens in other places than the usual one. */
const readsMore = (policy: Manifest | undefined): boolean =>
  (policy?.spec.jwtRules ?? []).some(
    (rule: any) => rule?.fromHeaders || rule?.fromParams || rule?.fromCookies,
  );

/**
 * The first of some objects with a field that nobody here knows how to take into account.
 *
 * @internal
 */
export function firstUnknownField(
  manifests: ReadonlyArray<Manifest | undefined>,
): NotUnderstood | undefined {
  const found = manifests.find(one => one?.unknownField !== undefined);
  return (
    found && {
      text: `${objectText(found)} has ${found.unknownField}, and nobody here knows what it does to the call`,
      source: found.source,
    }
  );
}

/** Two entries of which istiod may take either. @internal */
export const eitherOf = ({ manifest, rival }: Service): NotUnderstood | undefined =>
  rival && {
    text: `${objectText(manifest)} and ${objectText(rival)} have one host and are equally old: istiod takes either`,
    source: rival.source,
  };

const USES_WAYPOINT = 'istio.io/ingress-use-waypoint';

/**
 * A gateway may lead to the waypoint of a Service, which sidecars never do (Istio:
 * `findServiceWaypoint` in pilot/pkg/xds/endpoints/endpoint_builder.go).
 *
 * @internal
 */
export function waypointOf(
  { namespaces }: Cluster,
  { manifest }: Service,
): NotUnderstood | undefined {
  const asking = [manifest, namespaces.get(manifest.namespace)].find(
    one => one?.labels[USES_WAYPOINT] === 'true',
  );
  return (
    asking && {
      text: `${objectText(asking)} has the label ${USES_WAYPOINT}: waypoints are not judged here`,
      source: asking.source,
    }
  );
}

/** The same of one object, where there is one. @internal */
export const unknownFieldOf = (manifest: Manifest | undefined): NotUnderstood | undefined =>
  firstUnknownField([manifest]);
