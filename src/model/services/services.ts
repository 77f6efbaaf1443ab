import { authorizationOf, checkAuthorization, resolveLocalCallers } from './authorization';
import { checkCallerSettings } from './caller-settings';
import { CallersByCluster, isForAll } from './grants';
import { checkKubernetesName } from './kubernetes-names';
import { checkMembers } from './members';
import { resolveMirror } from './mirrors';
import { checkPorts, resolvePorts } from './ports';
import { checkCalls } from './routes';
import { AuthorizationMode, GatewayRoute } from '../../description/enums';
import { describePorts } from '../../description/ports';
import { NamedService, namesOf } from '../../description/service-names';
import { ServiceProps, SubsetProps } from '../../description/service-props';
import { Problems } from '../../problems/problems';
import { Profile } from '../../values/istio-version';
import {
  checkHost,
  checkLabelName,
  checkLabels,
  checkServiceAccountName,
  checkServiceName,
  globalHost,
  serviceHost,
  serviceKey,
} from '../../values/names';
import { byText, sortedRecord, sortedSet } from '../../values/order';
import { spiffeId } from '../../values/spiffe';
import { Cluster, Service, Subset } from '../mesh';
import { PROFILES } from '../profiles/profiles';

/** @internal */
export interface ServiceContext {
  readonly declared: ReadonlySet<string>;
  /** names of the clusters that other clusters can reach */
  readonly reachable: ReadonlySet<string>;
  readonly suffix: string;
  readonly clusterDomain: string;
  readonly profile: Profile;
  readonly rootNamespace: string;
  /** what holds where a service does not say otherwise */
  readonly authorization?: AuthorizationMode;
}

/** @internal */
export function checkServices(
  services: readonly ServiceProps[],
  context: ServiceContext,
  problems: Problems,
): void {
  const first = new Map<string, number>();
  services.forEach((service, i) => {
    checkService(service, context, problems.at(i));
    const other = first.get(serviceKey(service));
    if (other !== undefined) {
      reportSecondOwner(services, i, other, problems);
    }
    first.set(serviceKey(service), other ?? i);
  });
  services.forEach((service, i) =>
    service.aliases?.forEach((alias, j) => {
      const other = first.get(alias);
      if (other !== undefined) {
        const at = problems.at(other).where;
        problems
          .at(i, 'aliases', j)
          .report('MESH301', `"${alias}" is already a name of the service at ${at}`);
      }
      first.set(alias, i);
    }),
  );
}

/** @internal */
export function resolveServices(
  services: readonly ServiceProps[],
  { suffix, clusterDomain, profile, authorization }: ServiceContext,
  clusters: readonly Cluster[],
  callers: ReadonlyMap<string, CallersByCluster>,
): Service[] {
  const byName = new Map(clusters.map(cluster => [cluster.name, cluster]));
  const resolveOne = (named: NamedService): Service => {
    const { name, namespace, props, isAlias, isKubernetesName = false, memberLabels } = named;
    const workloadNamespace = props.workloadNamespace ?? props.namespace;
    const owners = sortedSet(props.clusters).flatMap(cluster => byName.get(cluster) ?? []);
    const granted: CallersByCluster = callers.get(serviceKey(props)) ?? new Map();
    return {
      host: isKubernetesName
        ? serviceHost(props.name, namespace, clusterDomain)
        : globalHost(name, namespace, suffix),
      isKubernetesName,
      name,
      namespace,
      workloadNamespace,
      isAlias,
      declaredAs: serviceKey(props),
      gatewayRoute: props.gatewayRoute ?? GatewayRoute.HOST,
      ports: resolvePorts(props.ports),
      selector: sortedRecord({ ...props.selector, ...memberLabels }),
      identities: identities(owners, workloadNamespace, props),
      subsets: resolveSubsets(props.subsets ?? []),
      virtualIps: isAlias ? [] : sortedSet(props.virtualIps ?? []),
      owners,
      callers: isKubernetesName ? withoutOwners(granted, owners) : granted,
      isOpen: isForAll(granted, clusters),
      authorization: authorizationOf(props, authorization, profile),
      localCallers: resolveLocalCallers(props.localCallers ?? []),
      sharesPods: props.sharesPods ?? false,
      failover: {
        order: props.failover?.order ?? [],
        weights: props.failover?.weights && sortedRecord(props.failover.weights),
      },
      routes: props.routes ?? [],
      timeout: props.timeout,
      retries: props.retries,
      headers: props.headers,
      mirror:
        props.mirror &&
        resolveMirror(props.mirror, isKubernetesName ? props : { name, namespace }, suffix),
      fault: props.fault,
      trafficPolicy: props.trafficPolicy ?? {},
      ownVirtualService: props.ownVirtualService ?? false,
      callerSettings: props.callerSettings ?? [],
    };
  };
  return services
    .flatMap(namesOf)
    .map(resolveOne)
    .sort(byText(s => s.host));
}

/** In a cluster that serves, the name is that of its own Service. */
const withoutOwners = (callers: CallersByCluster, owners: readonly Cluster[]): CallersByCluster =>
  new Map([...callers].filter(([name]) => !owners.some(owner => owner.name === name)));

/** Every pod of the service has one of these, wherever it runs. */
function identities(
  owners: readonly Cluster[],
  workloadNamespace: string,
  { serviceAccounts = [], serviceAccountsByCluster = {}, spiffeIds }: ServiceProps,
): string[] {
  const byCluster = new Map(Object.entries(serviceAccountsByCluster));
  const ofAccounts = owners.flatMap(owner =>
    (byCluster.get(owner.name) ?? serviceAccounts).map(account =>
      spiffeId(owner, workloadNamespace, account),
    ),
  );
  return sortedSet(spiffeIds ?? ofAccounts);
}

/** @internal */
export function resolveSubsets(subsets: readonly SubsetProps[]): Subset[] {
  return subsets
    .map(({ name, labels, clusters }) => ({
      name,
      labels: sortedRecord(labels),
      clusters: clusters && sortedSet(clusters),
    }))
    .sort(byText(subset => subset.name));
}

function checkService(service: ServiceProps, context: ServiceContext, problems: Problems): void {
  const { declared, reachable, profile } = context;
  checkNames(service, context, problems);
  checkCalls(service, problems);
  checkCallerSettings(
    service.callerSettings ?? [],
    service,
    declared,
    problems.at('callerSettings'),
  );
  checkAuthorization(service, context.authorization, profile, problems);
  checkGatewayRoute(service, problems);
  checkMembers(service, context.suffix, problems);
  checkKubernetesName(service, problems);
  PROFILES[profile].checkService(service, problems);
  checkPorts(service.ports, profile, problems.at('ports'));
  checkLabels(service.selector ?? {}, problems.at('selector'));
  checkSubsets(service.subsets ?? [], service.clusters, problems.at('subsets'));
  checkServiceAccounts(service, problems);
  if (service.clusters.length === 0) {
    problems
      .at('clusters')
      .report('MESH310', `service "${serviceKey(service)}" is served by no cluster`);
  }
  service.clusters.forEach((name, i) => {
    if (!declared.has(name)) {
      problems
        .at('clusters', i)
        .report(
          'MESH310',
          `service "${serviceKey(service)}" is served by "${name}", which is not a cluster of the mesh`,
        );
    } else if (!reachable.has(name)) {
      problems
        .at('clusters', i)
        .report(
          'MESH311',
          `service "${serviceKey(service)}" is served by "${name}", which has no gateway`,
        );
    }
  });
}

function checkServiceAccounts(service: ServiceProps, problems: Problems): void {
  const { serviceAccounts = [], serviceAccountsByCluster: byCluster = {} } = service;
  serviceAccounts.forEach((name, i) =>
    checkServiceAccountName(name, problems.at('serviceAccounts', i)),
  );
  for (const [cluster, names] of Object.entries(byCluster)) {
    const at = problems.at('serviceAccountsByCluster', cluster);
    if (!service.clusters.includes(cluster)) {
      at.report('MESH310', `"${cluster}" does not serve "${serviceKey(service)}"`);
    }
    if (names.length === 0) {
      at.report('MESH407', `the list of service accounts in "${cluster}" is empty`);
    }
    names.forEach((name, i) => checkServiceAccountName(name, at.at(i)));
  }
}

function checkNames(
  service: ServiceProps,
  { suffix, rootNamespace }: ServiceContext,
  problems: Problems,
): void {
  checkServiceName(service.name, problems.at('name'));
  checkLabelName(service.namespace, 'namespace', problems.at('namespace'));
  checkHost(globalHost(service.name, service.namespace, suffix), problems.at('name'));
  const key = service.workloadNamespace === undefined ? 'namespace' : 'workloadNamespace';
  const workloadNamespace = service[key]!;
  if (key === 'workloadNamespace') {
    checkLabelName(workloadNamespace, 'namespace', problems.at(key));
  }
  if (workloadNamespace === rootNamespace || workloadNamespace.startsWith('kube-')) {
    problems
      .at(key)
      .report(
        'MESH342',
        `namespace "${workloadNamespace}" is ${workloadNamespace === rootNamespace ? "Istio's root namespace" : 'one of Kubernetes itself'}`,
      );
  }
  service.aliases?.forEach((alias, i) => {
    const at = problems.at('aliases', i);
    const parts = alias.split('.');
    if (parts.length !== 2) {
      at.report('MESH201', `alias "${alias}" is not \`<name>.<namespace>\``);
      return;
    }
    checkServiceName(parts[0], at);
    checkLabelName(parts[1], 'namespace', at);
    checkHost(globalHost(parts[0], parts[1], suffix), at);
  });
}

function checkGatewayRoute(service: ServiceProps, problems: Problems): void {
  const { subsets, aliases, members, namespace, workloadNamespace = namespace } = service;
  if (service.gatewayRoute !== GatewayRoute.SNI) {
    return;
  }
  if (subsets && subsets.length > 0) {
    problems
      .at('subsets')
      .report(
        'MESH511',
        "the gateway knows no subsets by the Service's own name, unless somebody declares them there",
      );
  }
  if (members) {
    problems
      .at('members')
      .report('MESH511', "the gateway knows no single pods by the Service's own name");
  }
  if (workloadNamespace !== namespace || (aliases && aliases.length > 0)) {
    problems.report('MESH511', 'the gateway knows the service by its own name and namespace only');
  }
}

/** @internal */
export function checkSubsets(
  subsets: readonly SubsetProps[],
  serving: readonly string[] | undefined,
  problems: Problems,
): void {
  subsets.forEach((subset, i) => {
    checkLabelName(subset.name, 'subset name', problems.at(i, 'name'));
    checkLabels(subset.labels, problems.at(i, 'labels'));
    if (Object.keys(subset.labels).length === 0) {
      problems.at(i, 'labels').report('MESH333', `subset "${subset.name}" has no label`);
    }
    subset.clusters?.forEach((cluster, j) => {
      if (serving && !serving.includes(cluster)) {
        problems
          .at(i, 'clusters', j)
          .report('MESH333', `subset "${subset.name}" is in "${cluster}", which does not serve`);
      }
    });
    if (subset.clusters?.length === 0) {
      problems.at(i, 'clusters').report('MESH407', 'the list of clusters is empty');
    }
    if (subsets.findIndex(other => other.name === subset.name) !== i) {
      problems.at(i, 'name').report('MESH333', `subset "${subset.name}" is declared twice`);
    }
  });
}

function reportSecondOwner(
  services: readonly ServiceProps[],
  second: number,
  first: number,
  problems: Problems,
): void {
  const name = serviceKey(services[second]);
  const [ports, otherPorts] = [second, first].map(i => describePorts(services[i].ports));
  const at = problems.at(first).where;
  if (ports === otherPorts) {
    problems.at(second).report('MESH301', `service "${name}" is declared twice, first at ${at}`);
  } else {
    problems
      .at(second, 'ports')
      .report(
        'MESH302',
        `service "${name}" has ports ${ports} here and ${otherPorts} in its first declaration, at ${at}`,
      );
  }
}
