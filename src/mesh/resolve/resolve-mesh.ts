import { checkAcceptedWarnings, withoutAccepted } from './accepted-warnings';
import { resolveClusters } from './clusters';
import { resolveGrants } from './grants';
import { checkPlaceholders } from './placeholders';
import { checkServices, resolveServices } from './services';
import { checkVirtualIps } from './virtual-ips';
import { DnsMode } from '../enums';
import { MulticlusterMeshProps } from '../mesh-props';
import { Cluster, Mesh } from '../model';
import { checkLabelName, checkSuffix, checkTrustDomain } from '../names';
import { Problems } from '../problems';

/**
 * Turns a description into a model, and finds everything that is wrong with it.
 *
 * When an error was reported the model is not complete: call `problems.throwIfErrors()` before using it.
 *
 * @internal
 */
export function resolveMesh(props: MulticlusterMeshProps, problems: Problems): Mesh {
  const suffix = props.suffix ?? 'global';
  const trustDomain = props.trustDomain ?? 'cluster.local';
  const rootNamespace = props.rootNamespace ?? 'istio-system';

  checkPlaceholders(props, problems);
  checkSuffix(suffix, problems.at('suffix'));
  checkTrustDomain(trustDomain, problems.at('trustDomain'));
  checkLabelName(rootNamespace, 'root namespace', problems.at('rootNamespace'));

  const { clusters, profile } = resolveClusters(props.clusters, { trustDomain, rootNamespace }, problems.at('clusters'));
  checkClassicSuffix(clusters, suffix, problems.at('suffix'));
  const declared = new Set(props.clusters.map(cluster => cluster.name));
  const reachable = new Set(props.clusters.filter(cluster => cluster.gateway).map(cluster => cluster.name));
  checkServices(props.services ?? [], { declared, reachable, suffix, profile }, problems.at('services'));
  const grants = resolveGrants(props, declared, problems);
  const services = resolveServices(props.services ?? [], suffix, clusters, grants);
  checkVirtualIps(props.services ?? [], services, clusters, problems.at('services'));

  checkAcceptedWarnings(props.acceptedWarnings ?? [], problems);
  return deepFreeze({
    profile,
    suffix,
    trustDomain,
    meshId: props.meshId ?? trustDomain,
    rootNamespace,
    clusters,
    services,
    warnings: withoutAccepted(problems.warnings, props.acceptedWarnings ?? []),
  });
}

/** The charts of that time have the suffix written into the Corefile of istiocoredns. */
function checkClassicSuffix(clusters: readonly Cluster[], suffix: string, problems: Problems): void {
  const classic = clusters.find(cluster => cluster.dns.mode === DnsMode.ISTIOCOREDNS);
  if (classic && suffix !== 'global') {
    problems.report('MESH508', `istiocoredns of Istio ${classic.istio.text} answers for "global" only`);
  }
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}
