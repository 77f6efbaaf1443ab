import { checkPorts, resolvePorts } from './ports';
import { Profile } from '../istio-version';
import { Cluster, Grant, Service } from '../model';
import { checkHost, checkLabelName, checkLabels, checkServiceAccountName, checkServiceName, globalHost } from '../names';
import { byText, sortedRecord, sortedSet } from '../order';
import { Problems } from '../problems';
import { ServiceProps, SubsetProps } from '../service-props';

/** @internal */
export interface ServiceContext {
  readonly declared: ReadonlySet<string>;
  /** names of the clusters that other clusters can reach */
  readonly reachable: ReadonlySet<string>;
  readonly suffix: string;
  readonly profile: Profile;
}

/** How a grant, and a reader, names a service. @internal */
export const serviceKey = (service: { readonly name: string; readonly namespace: string }): string => `${service.name}.${service.namespace}`;

/** @internal */
export function checkServices(services: readonly ServiceProps[], context: ServiceContext, problems: Problems): void {
  const first = new Map<string, ServiceProps>();
  services.forEach((service, i) => {
    const at = problems.at(i);
    checkService(service, context, at);
    const other = first.get(serviceKey(service));
    if (other) {
      reportSecondOwner(service, other, at);
    }
    first.set(serviceKey(service), other ?? service);
  });
}

/** @internal */
export function resolveServices(
  services: readonly ServiceProps[], suffix: string, clusters: readonly Cluster[], grants: ReadonlyMap<string, readonly Grant[]>,
): Service[] {
  return services.map(service => ({
    host: globalHost(service.name, service.namespace, suffix),
    name: service.name,
    namespace: service.namespace,
    ports: resolvePorts(service.ports),
    selector: sortedRecord(service.selector ?? {}),
    serviceAccounts: sortedSet(service.serviceAccounts ?? []),
    subsets: (service.subsets ?? []).map(s => ({ name: s.name, labels: sortedRecord(s.labels) })).sort(byText(s => s.name)),
    virtualIps: sortedSet(service.virtualIps ?? []),
    owners: clusters.filter(cluster => service.clusters.includes(cluster.name)),
    grants: grants.get(serviceKey(service)) ?? [],
  })).sort(byText(s => s.host));
}

function checkService(service: ServiceProps, { declared, reachable, suffix, profile }: ServiceContext, problems: Problems): void {
  checkServiceName(service.name, problems.at('name'));
  checkLabelName(service.namespace, 'namespace', problems.at('namespace'));
  checkHost(globalHost(service.name, service.namespace, suffix), problems.at('name'));
  checkPorts(service.ports, profile, problems.at('ports'));
  checkLabels(service.selector ?? {}, problems.at('selector'));
  checkSubsets(service.subsets ?? [], problems.at('subsets'));
  (service.serviceAccounts ?? []).forEach((name, i) => checkServiceAccountName(name, problems.at('serviceAccounts', i)));
  if (profile === 'modern') {
    if (Object.keys(service.selector ?? {}).length === 0) {
      problems.at('selector').report('MESH330', `service "${serviceKey(service)}" has no selector`);
    }
    if ((service.serviceAccounts ?? []).length === 0) {
      problems.at('serviceAccounts').report('MESH332', `service "${serviceKey(service)}" has no service account`);
    }
  }
  if (service.clusters.length === 0) {
    problems.at('clusters').report('MESH310', `service "${serviceKey(service)}" is served by no cluster`);
  }
  service.clusters.forEach((name, i) => {
    if (!declared.has(name)) {
      problems.at('clusters', i).report('MESH310', `service "${serviceKey(service)}" is served by "${name}", which is not a cluster of the mesh`);
    } else if (!reachable.has(name)) {
      problems.at('clusters', i).report('MESH311', `service "${serviceKey(service)}" is served by "${name}", which has no gateway`);
    }
  });
}

/** @internal */
export function checkSubsets(subsets: readonly SubsetProps[], problems: Problems): void {
  subsets.forEach((subset, i) => {
    checkLabelName(subset.name, 'subset name', problems.at(i, 'name'));
    checkLabels(subset.labels, problems.at(i, 'labels'));
    if (Object.keys(subset.labels).length === 0) {
      problems.at(i, 'labels').report('MESH333', `subset "${subset.name}" has no label`);
    }
    if (subsets.findIndex(other => other.name === subset.name) !== i) {
      problems.at(i, 'name').report('MESH333', `subset "${subset.name}" is declared twice`);
    }
  });
}

function reportSecondOwner(service: ServiceProps, other: ServiceProps, problems: Problems): void {
  const describe = (props: ServiceProps) => resolvePorts(props.ports).map(p => `${p.number} ${p.name} ${p.protocol}`).join(', ');
  if (describe(service) === describe(other)) {
    problems.report('MESH301', `service "${serviceKey(service)}" is declared twice`);
  } else {
    problems.at('ports').report('MESH302', `service "${serviceKey(service)}" has ports ${describe(service)} here and ${describe(other)} in its first declaration`);
  }
}
