import { checkExistingIstio } from './existing-istio';
import { checkSharedAddresses, resolveEgressGateway, resolveGateway } from './gateways';
import { resolveGitOps } from './gitops';
import { OF_ISTIOD, resolveHelmValues } from './helm-values';
import { resolveNamespaces } from './namespaces';
import { resolveRevisions } from './revisions';
import { resolveSidecars } from './sidecars';
import { checkTemplates } from './spiffe-templates';
import { ClusterProps } from '../../description/cluster-props';
import { DataPlaneMode, GitOpsTool } from '../../description/enums';
import { Platform } from '../../description/platform';
import { RepositoryProps } from '../../description/repository-props';
import { Problems } from '../../problems/problems';
import { Cidr, parseCidr } from '../../values/ip';
import { IstioVersion, istioVersion, NEWEST_ISTIO, Profile } from '../../values/istio-version';
import { kubernetesVersion } from '../../values/kubernetes-version';
import { checkLabelName, checkLabelValue, checkTrustDomain } from '../../values/names';
import { byText, sortedSet } from '../../values/order';
import { ISTIO_TEMPLATE } from '../../values/spiffe';
import { ClusterDns } from '../dns/cluster-dns';
import { resolveDns } from '../dns/resolve-dns';
import { Cluster } from '../mesh';
import { PROFILES } from '../profiles/profiles';
import { resolveTrust, TrustContext } from '../trust/trust';

/** @internal */
export interface ClusterDefaults {
  readonly trustDomain: string;
  readonly rootNamespace: string;
  readonly suffix: string;
  readonly clusterDomain: string;
  /** false when suffix or cluster domain are wrong */
  readonly isSound: boolean;
  readonly trust: TrustContext;
  readonly gitops?: GitOpsTool;
  readonly repository?: RepositoryProps;
}

/** @internal */
export interface ResolvedClusters {
  readonly clusters: readonly Cluster[];
  readonly profile: Profile;
}

/** @internal */
export function resolveClusters(
  all: readonly ClusterProps[],
  defaults: ClusterDefaults,
  problems: Problems,
): ResolvedClusters {
  if (all.length < 2) {
    problems.report(
      'MESH203',
      `the mesh has ${all.length === 0 ? 'no cluster' : `one cluster, "${all[0].name}"`}`,
    );
  }
  checkSharedAddresses(all, problems);
  const versions = all.map(({ istio }, i) => istioVersion(istio, problems.at(i, 'istio')));
  const cacerts = resolveTrust(all, versions, defaults.trust, problems);
  const clusters = all.map((props, i) =>
    resolveCluster(props, versions[i], defaults, cacerts[i], problems.at(i)),
  );

  reportRepeated(
    clusters.map(c => c.name),
    (name, i) => problems.at(i, 'name').report('MESH202', `cluster "${name}" is declared twice`),
  );
  reportRepeated(
    clusters.map(c => c.network),
    (network, i) =>
      problems
        .at(i, 'network')
        .report('MESH210', `network "${network}" is also the network of another cluster`),
  );
  checkOneProfile(clusters, problems);
  checkTemplates(clusters, problems);
  return {
    clusters: [...clusters].sort(byText(c => c.name)),
    profile: clusters[0]?.istio.profile ?? 'modern',
  };
}

function resolveCluster(
  props: ClusterProps,
  known: IstioVersion | undefined,
  defaults: ClusterDefaults,
  cacerts: Cluster['cacerts'],
  problems: Problems,
): Cluster {
  checkCluster(props, problems);
  const istio = known ?? NEWEST_ISTIO;
  PROFILES[istio.profile].checkCluster(props, problems);
  const { trustDomain, rootNamespace } = defaults;
  const { gateway, egressGateway: egress, sidecars = [] } = props;
  const serviceCidr = parseCidr(props.serviceCidr ?? '');
  const dns = dnsOf(props, known, serviceCidr, defaults, problems);
  const revisions = resolveRevisions(props, known, problems);
  const place = { istio, rootNamespace, revisions };
  const cluster: Cluster = {
    name: props.name,
    istio,
    network: props.network ?? props.name,
    locality: locality(props, problems),
    trustDomain: props.trustDomain ?? trustDomain,
    trustDomainAliases: sortedSet(props.trustDomainAliases ?? []),
    spiffeIdTemplate: props.spiffeIdTemplate ?? ISTIO_TEMPLATE,
    gateway: gateway && resolveGateway(gateway, place, problems.at('gateway')),
    egressGateway: egress && resolveEgressGateway(egress, place, problems.at('egressGateway')),
    cacerts,
    serviceCidr,
    namespaces: resolveNamespaces(props, rootNamespace, revisions, problems),
    revisions,
    gitops: resolveGitOps(props, defaults, istio, problems.at('gitops')),
    draining: props.draining ?? false,
    sidecars: resolveSidecars(sidecars, rootNamespace, problems.at('sidecars')),
    dns,
    helmValues: resolveHelmValues(
      props.istiod?.helmValues,
      OF_ISTIOD,
      problems.at('istiod', 'helmValues'),
    ),
    outboundTrafficPolicy: props.istiod?.outboundTrafficPolicy,
    hasIstio: props.existingIstio !== undefined,
  };
  checkExistingIstio(props, cluster, rootNamespace, problems);
  return cluster;
}

/** What can be told from each value alone. */
function checkCluster(props: ClusterProps, problems: Problems): void {
  const { name, network = '', serviceCidr, trustDomain } = props;
  checkLabelName(name, 'cluster name', problems.at('name'));
  checkLabelValue(network, problems.at('network'));
  if (props.dataPlaneMode === DataPlaneMode.AMBIENT) {
    problems.at('dataPlaneMode').report('MESH507', `cluster "${name}" uses ambient mode`);
  }
  if (trustDomain !== undefined) {
    checkTrustDomain(trustDomain, problems.at('trustDomain'));
  }
  props.trustDomainAliases?.forEach((alias, i) =>
    checkTrustDomain(alias, problems.at('trustDomainAliases', i)),
  );
  if (serviceCidr !== undefined && !parseCidr(serviceCidr)) {
    problems.at('serviceCidr').report('MESH213', `"${serviceCidr}" is not a CIDR`);
  }
}

/** What the DNS of a cluster depends on must be right before it can be looked at. */
function dnsOf(
  { dns = {}, platform = Platform.KUBEADM, ...props }: ClusterProps,
  istio: IstioVersion | undefined,
  serviceCidr: Cidr | undefined,
  { suffix, clusterDomain, rootNamespace, isSound }: ClusterDefaults,
  problems: Problems,
): ClusterDns {
  const kubernetes = kubernetesVersion(props.kubernetes, istio, problems.at('kubernetes'));
  const mesh = { suffix, clusterDomain, rootNamespace };
  const isWrong = ['istio', 'kubernetes', 'serviceCidr'].some(key => problems.at(key).hasErrors);
  const context = { ...mesh, istio: istio ?? NEWEST_ISTIO, platform, kubernetes, serviceCidr };
  return resolveDns(dns, { ...context, isSound: isSound && !isWrong }, problems.at('dns'));
}

function locality({ region, zone }: ClusterProps, problems: Problems): string | undefined {
  for (const [key, value] of Object.entries({ region, zone })) {
    if (value !== undefined && !/^[^/*]+$/.test(value)) {
      problems.at(key).report('MESH212', `${key} "${value}" is empty or contains "/" or "*"`);
    } else {
      checkLabelValue(value ?? '', problems.at(key));
    }
  }
  if (zone !== undefined && region === undefined) {
    problems.at('zone').report('MESH212', `zone "${zone}" has no region`);
  }
  return zone === undefined ? region : `${region}/${zone}`;
}

function checkOneProfile(clusters: readonly Cluster[], problems: Problems): void {
  const first = clusters[0];
  clusters.forEach((cluster, i) => {
    if (cluster.istio.profile !== first.istio.profile) {
      problems
        .at(i, 'istio')
        .report(
          'MESH504',
          `Istio "${cluster.istio.text}" of "${cluster.name}" is ${cluster.istio.profile}, "${first.istio.text}" of "${first.name}" is ${first.istio.profile}`,
        );
    }
  });
}

function reportRepeated(
  values: readonly string[],
  report: (value: string, index: number) => void,
): void {
  values.forEach((value, i) => {
    if (values.indexOf(value) !== i) {
      report(value, i);
    }
  });
}
