import {
  AuthorizationMode,
  GrantProps,
  MulticlusterMeshProps,
  ServicePort,
  ServiceProps,
} from '../../src';
import { STRANGER, Workload } from '../stand/workloads';

/**
 * Who may call what, read from the description alone: a second opinion, which shares nothing with
 * the code that made the output.
 */
export interface Call {
  readonly caller: Workload;
  readonly service: ServiceProps;
  readonly host: string;
  readonly port: ServicePort;
  /** the only one that may answer; any of the service's without */
  readonly pod?: string;
  readonly expected: Expectation;
}

export type Expectation =
  /**
   * one of these clusters answers; `onlyCounted`: the caller's account is not granted, and the
   * policy is not enforced
   */
  | { readonly answer: readonly string[]; readonly onlyCounted?: true }
  /** nobody in the caller's namespace was told of the host */
  | { readonly refusedBy: 'client' }
  /** the serving pods know better */
  | { readonly refusedBy: 'authorization' };

/** Every workload, every host, every port. */
export function matrixOf(
  description: MulticlusterMeshProps,
  workloads: readonly Workload[],
): Call[] {
  const { services = [], suffix = 'global' } = description;
  return workloads.flatMap(caller =>
    services.flatMap(service =>
      [...hostNames(service, suffix), ...kubernetesNames(service, caller)].flatMap(host =>
        service.ports.map(port => ({
          caller,
          service,
          host,
          port,
          pod: memberNames(service).find(name => host.startsWith(`${name}.`)),
          expected: expectation(description, caller, service),
        })),
      ),
    ),
  );
}

export function hostNames(service: ServiceProps, suffix: string): string[] {
  const { name, namespace, aliases = [] } = service;
  const own = `${name}.${namespace}`;
  const ofMembers = memberNames(service).map(pod => `${pod}.${own}`);
  return [own, ...aliases, ...ofMembers].map(key => `${key}.${suffix}`);
}

/** In a cluster that serves, the name is that of its own Service, which is not of the mesh. */
const kubernetesNames = (
  { name, namespace, clusters, kubernetesName }: ServiceProps,
  { cluster }: Workload,
): string[] =>
  kubernetesName && !clusters.includes(cluster) ? [`${name}.${namespace}.svc.cluster.local`] : [];

/** Of the pods of a StatefulSet. */
function memberNames({ name, members }: ServiceProps): string[] {
  const { replicas = 0, start = 0, statefulSet = name } = members ?? {};
  return Array.from({ length: replicas }, (_, i) => `${statefulSet}-${start + i}`);
}

/** Whether a workload of another cluster may call. */
export function isExported({ grants = [] }: MulticlusterMeshProps, service: ServiceProps): boolean {
  const isRemote = ({ clusters }: GrantProps) =>
    service.clusters.some(
      owner => isEach(clusters) || clusters!.some(cluster => cluster !== owner),
    );
  return grants.some(grant => names(grant, service) && isRemote(grant));
}

export function modeOf(
  description: MulticlusterMeshProps,
  service: ServiceProps,
): AuthorizationMode {
  return service.authorization ?? description.authorization ?? AuthorizationMode.AUDIT;
}

function expectation(
  description: MulticlusterMeshProps,
  caller: Workload,
  service: ServiceProps,
): Expectation {
  const grants = (description.grants ?? []).filter(grant => names(grant, service));
  const isTold = grants.some(
    ({ clusters, namespaces }) =>
      includes(clusters, caller.cluster) && includes(namespaces, caller.namespace),
  );
  if (!isTold) {
    return { refusedBy: 'client' };
  }
  const isServedFirst = service.clusters.includes(caller.cluster) && !service.failover?.weights;
  const answer = isServedFirst ? [caller.cluster] : preferred(description, caller, service);
  if (answer.every(owner => isAccepted(description, caller, service, owner))) {
    return { answer };
  }
  return modeOf(description, service) === AuthorizationMode.ENFORCE
    ? { refusedBy: 'authorization' }
    : { answer, onlyCounted: true };
}

/**
 * Whether the pods of a serving cluster know somebody as one who may call. They see his identity:
 * where clusters share a trust domain, that of his namesakes in all of them.
 */
export function isAccepted(
  description: MulticlusterMeshProps,
  caller: Workload,
  service: ServiceProps,
  owner: string,
): boolean {
  const grants = (description.grants ?? []).filter(grant => names(grant, service));
  const namesakes = description.clusters
    .map(({ name }) => name)
    .filter(name => domainOf(description, name) === domainOf(description, caller.cluster));
  const isGranted = grants.some(
    ({ clusters, namespaces, ...who }) =>
      namesakes.some(name => includes(clusters, name)) &&
      includes(namespaces, caller.namespace) &&
      isAmong(who, caller),
  );
  const isLocal =
    namesakes.includes(owner) &&
    (service.localCallers ?? []).some(
      ({ namespace, ...who }) => namespace === caller.namespace && isAmong(who, caller),
    );
  return isGranted || isLocal;
}

/** Who is named by other identities only is no account: none of them is anybody's here. */
const isAmong = (
  { serviceAccounts, spiffeIds }: { serviceAccounts?: string[]; spiffeIds?: string[] },
  { serviceAccount }: Workload,
): boolean =>
  (serviceAccounts !== undefined || spiffeIds === undefined) &&
  includes(serviceAccounts, serviceAccount);

function domainOf({ clusters, trustDomain }: MulticlusterMeshProps, cluster: string) {
  return clusters.find(({ name }) => name === cluster)!.trustDomain ?? trustDomain;
}

/** The clusters that answer while all is well. */
function preferred(
  { clusters }: MulticlusterMeshProps,
  { cluster }: Workload,
  service: ServiceProps,
): string[] {
  const owners = service.clusters.filter(
    name => !clusters.find(props => props.name === name)!.draining,
  );
  const [first] = (service.failover?.order ?? []).filter(name => owners.includes(name));
  if (first !== undefined || service.failover?.weights) {
    return first === undefined ? owners : [first];
  }
  const region = (name: string) => clusters.find(props => props.name === name)!.region;
  const near = owners.filter(owner => region(owner) === region(cluster));
  return near.length > 0 ? near : owners;
}

function names({ services }: GrantProps, { name, namespace }: ServiceProps): boolean {
  return services.includes(`${name}.${namespace}`);
}

/** A grant to everyone has no lists. */
function isEach(list: readonly string[] | undefined): boolean {
  return list === undefined || list[0] === '*';
}

function includes(list: readonly string[] | undefined, value: string): boolean {
  return isEach(list) || list!.includes(value);
}

/** Somebody in a cluster whom no grant names. */
export function strangerOf(workloads: readonly Workload[], cluster: string): Workload {
  return workloads.find(
    workload => workload.cluster === cluster && workload.namespace === STRANGER,
  )!;
}

/** Somebody in a cluster whom a grant names by namespace and account, but of another cluster. */
export function namesakeOf(
  workloads: readonly Workload[],
  cluster: string,
  { grants = [] }: MulticlusterMeshProps,
  service: ServiceProps,
): Workload | undefined {
  const named = grants.filter(grant => names(grant, service));
  return workloads.find(
    one =>
      one.cluster === cluster &&
      named.some(
        ({ namespaces, serviceAccounts }) =>
          namespaces?.includes(one.namespace) && serviceAccounts?.includes(one.serviceAccount),
      ) &&
      !named.some(({ clusters }) => includes(clusters, cluster)),
  );
}
