import { checkAcceptedSecrets } from '../problems/accepted-secrets';
import { checkAcceptedWarnings, withoutAccepted } from '../problems/accepted-warnings';
import { ResolvedClusters, resolveClusters } from './clusters/clusters';
import { checkDiscovery } from './clusters/discovery';
import { checkEgress } from './clusters/egress';
import { resolveRepository } from './clusters/gitops';
import { checkStockGateway } from './hosts/exported-hosts';
import { clusterNamespaces } from './hosts/namespaces';
import { checkSidecarServices } from './hosts/sidecars';
import { Cluster, Mesh, Service } from './mesh';
import { checkPlaceholders } from './placeholders';
import { checkMode } from './services/authorization';
import { checkCallersExist } from './services/caller-settings';
import { checkDraining } from './services/draining';
import { checkFailover } from './services/failover';
import { resolveGrants } from './services/grants';
import { checkAliases, checkNamesakes } from './services/identities';
import { checkKubernetesNames } from './services/kubernetes-names';
import { checkMirrors } from './services/mirrors';
import { checkObjectNames } from './services/object-names';
import { checkServices, resolveServices } from './services/services';
import { checkSharedPods } from './services/shared-pods';
import { checkShownToAll } from './services/shown-to-all';
import { checkGrantedIds, checkSpiffeIds } from './services/spiffe-ids';
import { allocateVirtualIps, checkVirtualIps, Lock } from './services/virtual-ips';
import { DnsMode } from '../description/enums';
import { presentIn } from '../description/located';
import { needsPkiLock } from '../description/locks/needs-pki-lock';
import { PkiLock } from '../description/locks/pki-lock';
import { MulticlusterMeshProps } from '../description/mesh-props';
import { ServiceProps } from '../description/service-props';
import { Problems } from '../problems/problems';
import { checkDate } from '../values/day';
import { groupByEach } from '../values/group-by';
import {
  checkIstioNamespace,
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
  const { services: declared = [], acceptedWarnings = [] } = props;
  checkPlaceholders(props, problems);
  const names = meshNames(props, problems);
  const { clusters, profile } = clustersOf(props, names, problems, pki);
  const context = {
    ...names,
    profile,
    declared: new Set(props.clusters.map(({ name }) => name)),
    reachable: new Set(props.clusters.filter(({ gateway }) => gateway).map(({ name }) => name)),
    authorization: props.authorization,
  };
  checkServices(declared, context, problems.at('services'));
  checkMode(props.authorization, profile, problems);
  const callers = resolveGrants(props, context.declared, profile, problems);
  checkMirrors(declared, callers, problems.at('services'));
  checkCallersExist(declared, callers, problems.at('services'));
  const named = resolveServices(declared, context, clusters, callers);
  const placeOf = servicePlaces(declared, problems.at('services'));
  checkTogether(props, named, clusters, names, problems, placeOf);
  checkNamesakes(named, clusters, profile, problems.at('trustDomain'));
  checkObjectNames(declared, named, { clusters, profile }, problems.at('services'));
  const { virtualIpRanges: ranges } = props;
  const allocation = allocateVirtualIps(named, clusters, ranges, lock, problems, placeOf);
  const services = named.map(service => ({
    ...service,
    virtualIps: allocation.get(service.host) ?? service.virtualIps,
  }));
  checkAcceptedSecrets(props.acceptedSecrets ?? [], problems);
  checkAcceptedWarnings(acceptedWarnings, problems);
  const served = servedBy(services);
  const namespaces = new Map(
    clusters.map(cluster => [cluster.name, clusterNamespaces({ services, served }, cluster)]),
  );
  const known = new Map(clusters.map(cluster => [cluster.name, cluster]));
  props.clusters.forEach((cluster, i) => {
    const { rootNamespace } = names;
    const facts = { rootNamespace, services, served, namespaces };
    checkDiscovery(cluster, known.get(cluster.name)!, facts, problems.at('clusters', i));
  });
  return deepFreeze({
    ...names,
    profile,
    rotation: pki?.rotation?.phase,
    restartMark: pki?.restartMark,
    repository: resolveRepository(props.repository, problems.at('repository')),
    clusters,
    services,
    served,
    namespaces,
    allocation,
    warnings: withoutAccepted(problems.warnings, acceptedWarnings),
  });
}

/** In one pass: a filter for each cluster would go over all pairs. */
function servedBy(services: readonly Service[]): Mesh['served'] {
  return groupByEach(services, ({ owners }) => owners.map(({ name }) => name));
}

/** The names that hold for the whole mesh. */
type MeshNames = Pick<
  Mesh,
  'suffix' | 'trustDomain' | 'meshId' | 'rootNamespace' | 'clusterDomain'
>;

function meshNames(props: MulticlusterMeshProps, problems: Problems): MeshNames {
  const {
    suffix = 'global',
    trustDomain = 'cluster.local',
    meshId = trustDomain,
    rootNamespace = 'istio-system',
    clusterDomain = 'cluster.local',
  } = props;
  checkSuffix(suffix, problems.at('suffix'), props.clusterDomain);
  checkTrustDomain(trustDomain, problems.at('trustDomain'));
  checkLabelValue(props.meshId ?? '', problems.at('meshId'));
  checkIstioNamespace(rootNamespace, 'root namespace', problems.at('rootNamespace'));
  if (!isDnsName(clusterDomain)) {
    problems
      .at('clusterDomain')
      .report('MESH204', `cluster domain "${clusterDomain}" is not a lower-case DNS name`);
  }
  return { suffix, trustDomain, meshId, rootNamespace, clusterDomain };
}

function clustersOf(
  props: MulticlusterMeshProps,
  names: MeshNames,
  problems: Problems,
  lock: PkiLock | undefined,
): ResolvedClusters {
  const at = checkDate(props.pki?.checkDate, problems.at('pki', 'checkDate'));
  const defaults = {
    ...names,
    gitops: props.gitops,
    repository: props.repository,
    isSound: !problems.at('suffix').hasErrors && !problems.at('clusterDomain').hasErrors,
    trust: {
      lock,
      isLockMissing: needsPkiLock(props) && !lock,
      at,
      namespace: names.rootNamespace,
      trustDomain: names.trustDomain,
    },
  };
  const resolved = resolveClusters(props.clusters, defaults, problems.at('clusters'));
  checkClassicSuffix(resolved.clusters, names.suffix, problems.at('suffix'));
  return resolved;
}

/** Where the services are declared. */
function servicePlaces(
  services: readonly ServiceProps[],
  problems: Problems,
): (service: Service) => Problems {
  const index = new Map(services.map((service, i) => [serviceKey(service), i]));
  return service => problems.at(index.get(serviceKey(service))!);
}

/** What services, clusters and grants must be to each other. */
function checkTogether(
  props: MulticlusterMeshProps,
  services: readonly Service[],
  clusters: readonly Cluster[],
  { rootNamespace, clusterDomain }: MeshNames,
  problems: Problems,
  placeOf: (service: Service) => Problems,
): void {
  const declared = services.filter(service => !service.isAlias);
  checkVirtualIps(props.services ?? [], clusters, problems.at('services'));
  checkSpiffeIds(props.services ?? [], clusters, problems.at('services'));
  checkGrantedIds(props.grants ?? [], clusters, problems.at('grants'));
  for (const service of declared) {
    checkFailover(service, clusters, placeOf(service));
    checkDraining(service, placeOf(service));
  }
  checkSharedPods(declared, placeOf);
  checkKubernetesNames(services, clusters, presentIn(props), placeOf);
  const atCluster = ({ name: wanted }: Cluster) =>
    problems.at(
      'clusters',
      props.clusters.findIndex(({ name }) => name === wanted),
    );
  checkAliases(declared, clusters, atCluster);
  checkShownToAll(services, clusters, problems.at('grants'));
  const served = servedBy(services);
  for (const cluster of clusters) {
    const at = atCluster(cluster);
    checkEgress(cluster, services, rootNamespace, at.at('egressGateway'));
    checkSidecarServices(services, cluster, namespace => {
      const own = props.clusters.find(({ name }) => name === cluster.name)?.sidecars ?? [];
      return at.at(
        'sidecars',
        own.findIndex(one => one.namespace === namespace),
      );
    });
    checkStockGateway(
      cluster,
      served.get(cluster.name) ?? [],
      clusterDomain,
      at.at('gateway', 'otherGatewayHosts'),
    );
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
