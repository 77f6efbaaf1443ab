import { checkAcceptedWarnings, withoutAccepted } from './accepted-warnings';
import { resolveClusters } from './clusters/clusters';
import { checkEgress } from './clusters/egress';
import { Cluster, Mesh, Service } from './mesh';
import { checkPlaceholders } from './placeholders';
import { checkFailover } from './services/failover';
import { resolveGrants } from './services/grants';
import { checkServices, resolveServices } from './services/services';
import { allocateVirtualIps, checkVirtualIps, Lock } from './services/virtual-ips';
import { DnsMode } from '../description/enums';
import { PkiLock } from '../description/locks/pki-lock';
import { MulticlusterMeshProps } from '../description/mesh-props';
import { Problems } from '../problems/problems';
import { checkDate } from '../values/day';
import {
  checkLabelName,
  checkLabelValue,
  checkSuffix,
  checkTrustDomain,
  isDnsName,
  serviceKey,
} from '../values/names';

/**
 * Turns a description into a model, and finds everything that is wrong with it.
 *
 * @param lock the virtual IPs that were allocated before
 * @param pki the public state of the CAs
 *
 * When an error was reported the model is not complete: call `problems.throwIfErrors()` before
 * using it.
 *
 * @internal
 */
export function resolveMesh(
  props: MulticlusterMeshProps,
  lock: Lock,
  problems: Problems,
  pki?: PkiLock,
): Mesh {
  const suffix = props.suffix ?? 'global';
  const trustDomain = props.trustDomain ?? 'cluster.local';
  const rootNamespace = props.rootNamespace ?? 'istio-system';
  const clusterDomain = props.clusterDomain ?? 'cluster.local';

  checkPlaceholders(props, problems);
  checkSuffix(suffix, problems.at('suffix'), props.clusterDomain);
  checkTrustDomain(trustDomain, problems.at('trustDomain'));
  checkLabelValue(props.meshId ?? '', problems.at('meshId'));
  checkLabelName(rootNamespace, 'root namespace', problems.at('rootNamespace'));
  if (props.clusterDomain !== undefined && !isDnsName(props.clusterDomain)) {
    problems
      .at('clusterDomain')
      .report('MESH204', `cluster domain "${props.clusterDomain}" is not a lower-case DNS name`);
  }

  const at = checkDate(props.pki?.checkDate, problems.at('pki', 'checkDate'));
  const trust = { pki: props.pki, lock: pki, namespace: rootNamespace, at };
  const { clusters, profile } = resolveClusters(
    props.clusters,
    {
      trustDomain,
      rootNamespace,
      suffix,
      clusterDomain,
      isSound: !problems.at('suffix').hasErrors && !problems.at('clusterDomain').hasErrors,
      trust,
    },
    problems.at('clusters'),
  );
  checkClassicSuffix(clusters, suffix, problems.at('suffix'));
  const declared = new Set(props.clusters.map(cluster => cluster.name));
  const reachable = new Set(
    props.clusters.filter(cluster => cluster.gateway).map(cluster => cluster.name),
  );
  const context = {
    declared,
    reachable,
    suffix,
    profile,
    rootNamespace,
    authorization: props.authorization,
  };
  checkServices(props.services ?? [], context, problems.at('services'));
  const callers = resolveGrants(props, declared, problems);
  const named = resolveServices(props.services ?? [], context, clusters, callers);
  checkTogether(props, named, clusters, rootNamespace, problems);
  const allocation = allocateVirtualIps(named, clusters, props.virtualIpRanges, lock, problems);
  const services = named.map(service => ({
    ...service,
    virtualIps: allocation.get(service.host) ?? service.virtualIps,
  }));

  checkAcceptedWarnings(props.acceptedWarnings ?? [], problems);
  return deepFreeze({
    profile,
    suffix,
    trustDomain,
    meshId: props.meshId ?? trustDomain,
    rootNamespace,
    rotation: pki?.rotation?.phase,
    restartMark: pki?.restartMark,
    clusters,
    services,
    clusterDomain,
    allocation,
    warnings: withoutAccepted(problems.warnings, props.acceptedWarnings ?? []),
  });
}

/** What services, clusters and grants must be to each other. */
function checkTogether(
  props: MulticlusterMeshProps,
  services: readonly Service[],
  clusters: readonly Cluster[],
  rootNamespace: string,
  problems: Problems,
): void {
  const index = new Map((props.services ?? []).map((service, i) => [serviceKey(service), i]));
  const at = (service: Service) => problems.at('services', index.get(serviceKey(service))!);
  const declared = services.filter(service => !service.isAlias);
  checkVirtualIps(props.services ?? [], clusters, problems.at('services'));
  for (const service of declared) {
    checkFailover(service, clusters, at(service));
    checkDraining(service, at(service));
  }
  for (const cluster of clusters) {
    const i = props.clusters.findIndex(({ name }) => name === cluster.name);
    checkEgress(cluster, services, rootNamespace, problems.at('clusters', i, 'egressGateway'));
  }
}

/**
 * A service, or a subset that calls are sent to, that nobody serves any more would swallow every
 * call.
 */
function checkDraining(
  { owners, callers, routes, subsets, ...service }: Service,
  problems: Problems,
): void {
  const lost = owners.every(owner => owner.draining)
    ? [...callers.keys()].find(caller => owners.every(owner => owner.name !== caller))
    : undefined;
  if (owners.length > 0 && lost !== undefined) {
    problems
      .at('clusters')
      .report(
        'MESH338',
        `"${serviceKey(service)}" has no cluster left for its callers in "${lost}": ${owners.map(owner => owner.name).join(', ')} are draining`,
      );
  }
  const routed = new Set(
    routes.flatMap(route =>
      route.destinations.filter(({ weight }) => weight !== 0).map(({ subset }) => subset),
    ),
  );
  for (const { name, clusters } of subsets.filter(subset => routed.has(subset.name))) {
    if (
      clusters &&
      owners.filter(owner => clusters.includes(owner.name)).every(owner => owner.draining)
    ) {
      problems
        .at('routes')
        .report(
          'MESH338',
          `subset "${name}" of "${serviceKey(service)}" has no cluster left: ${clusters.join(', ')} ${clusters.length === 1 ? 'is' : 'are'} draining`,
        );
    }
  }
}

/** The charts of that time have the suffix written into the Corefile of istiocoredns. */
function checkClassicSuffix(
  clusters: readonly Cluster[],
  suffix: string,
  problems: Problems,
): void {
  const classic = clusters.find(cluster => cluster.dns.mode === DnsMode.ISTIOCOREDNS);
  if (classic && suffix !== 'global') {
    problems.report(
      'MESH508',
      `istiocoredns of Istio ${classic.istio.text} answers for "global" only`,
    );
  }
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}
