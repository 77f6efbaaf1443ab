import { KubernetesObject } from './kubernetes-api';
import { MulticlusterMeshProps, Protocol, ServicePort, ServiceProps } from '../../src';

/** A pod that the stand needs: a server of a service, or somebody who calls, or both. */
export interface Workload {
  readonly cluster: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly name: string;
  readonly labels: { readonly [label: string]: string };
  readonly ports: readonly ServicePort[];
  /** of a pod of a StatefulSet, which the first of them stands for */
  readonly statefulSet?: {
    readonly name: string;
    readonly replicas: number;
    readonly isFirst: boolean;
  };
}

const POD_NAME = 'statefulset.kubernetes.io/pod-name';

/** Namespace and account of somebody whom no grant names. */
export const STRANGER = 'stranger';

/**
 * The workloads of a description: the servers of each service, the callers that the grants name,
 * and in each cluster some whom they do not.
 */
export function workloadsOf(description: MulticlusterMeshProps): Workload[] {
  const { clusters, services = [] } = description;
  return clusters.flatMap(({ name: cluster }) => {
    const servers = together(
      services
        .filter(service => service.clusters.includes(cluster))
        .flatMap(service => serversOf(service, cluster)),
    );
    const namespaces = new Set(
      grantsFor(description, cluster).flatMap(grant => grant.namespaces ?? []),
    );
    const accounts = grantsFor(description, cluster).flatMap(
      ({ namespaces: named = [], serviceAccounts = [] }) =>
        named.flatMap(namespace => serviceAccounts.map(account => ({ namespace, account }))),
    );
    const callers = [
      ...accounts.map(({ namespace, account }) => callerOf(cluster, namespace, account)),
      ...[...namespaces].map(namespace => callerOf(cluster, namespace, 'other')),
      callerOf(cluster, STRANGER, STRANGER),
    ];
    const isServer = ({ namespace, serviceAccount }: Workload) =>
      servers.some(
        server => server.namespace === namespace && server.serviceAccount === serviceAccount,
      );
    return [...servers, ...unique(callers).filter(caller => !isServer(caller))];
  });
}

export function grantsFor({ grants = [] }: MulticlusterMeshProps, cluster: string) {
  return grants.filter(
    ({ clusters, namespaces }) =>
      namespaces?.[0] !== '*' && clusters?.some(name => name === '*' || name === cluster),
  );
}

/** One for each member, one for each subset that the cluster has, otherwise one. */
function serversOf(service: ServiceProps, cluster: string): Workload[] {
  const {
    name,
    namespace,
    workloadNamespace = namespace,
    selector = {},
    serviceAccounts = [],
    subsets = [],
    ports,
    members,
  } = service;
  const server = {
    cluster,
    namespace: workloadNamespace,
    serviceAccount: serviceAccounts[0],
    ports,
  };
  if (members) {
    const { replicas, start = 0, statefulSet = name } = members;
    return Array.from({ length: replicas }, (_, i) => ({
      ...server,
      name: `${statefulSet}-${start + i}`,
      labels: { ...selector, [POD_NAME]: `${statefulSet}-${start + i}` },
      statefulSet: { name: statefulSet, replicas, isFirst: i === 0 },
    }));
  }
  const present = subsets.filter(({ clusters }) => !clusters || clusters.includes(cluster));
  return present.length > 0
    ? present.map(subset => ({
        ...server,
        name: `${name}-${subset.name}`,
        labels: { ...selector, ...subset.labels },
      }))
    : [{ ...server, name, labels: selector }];
}

/**
 * One workload for servers whose pods are the same: those of a namespace where the labels that one
 * selects are among the labels of the other, which then listens on the ports of both.
 */
function together(servers: readonly Workload[]): Workload[] {
  const byLabels = [...servers].sort(
    (a, b) => Object.keys(b.labels).length - Object.keys(a.labels).length,
  );
  return byLabels.reduce<Workload[]>((known, server) => {
    const isSame = (other: Workload) =>
      other.namespace === server.namespace &&
      Object.entries(server.labels).every(([key, value]) => other.labels[key] === value);
    return known.some(isSame)
      ? known.map(other => (isSame(other) ? { ...other, ports: ofBoth(other, server) } : other))
      : [...known, server];
  }, []);
}

function ofBoth({ ports }: Workload, other: Workload): ServicePort[] {
  const isNew = (port: ServicePort) =>
    ports.every(known => containerPort(known) !== containerPort(port));
  return [...ports, ...other.ports.filter(isNew)];
}

function callerOf(cluster: string, namespace: string, serviceAccount: string): Workload {
  return {
    cluster,
    namespace,
    serviceAccount,
    name: serviceAccount,
    labels: { app: serviceAccount },
    ports: [],
  };
}

function unique(workloads: readonly Workload[]): Workload[] {
  return [
    ...new Map(
      workloads.map(workload => [`${workload.namespace}/${workload.name}`, workload]),
    ).values(),
  ];
}

export function namespaceObjects(workloads: readonly Workload[]): KubernetesObject[] {
  return [...new Set(workloads.map(({ namespace }) => namespace))].map(name => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels: { 'istio-injection': 'enabled' } },
  }));
}

export function workloadObjects(workloads: readonly Workload[]): KubernetesObject[] {
  return workloads.flatMap(workload => [
    ...(workload.serviceAccount === 'default' ? [] : [accountOf(workload)]),
    ...controllerOf(workload),
  ]);
}

const accountOf = ({ namespace, serviceAccount }: Workload): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { name: serviceAccount, namespace },
});

function controllerOf(workload: Workload): KubernetesObject[] {
  const { namespace, serviceAccount, name, labels, ports, statefulSet } = workload;
  const pod = {
    serviceAccountName: serviceAccount,
    containers: [
      {
        name: 'echo',
        image: 'conformance/echo',
        args: listenArguments(ports),
        ports: ports.map(port => ({
          containerPort: containerPort(port),
          ...(port.targetPortName ? { name: port.targetPortName } : {}),
        })),
      },
    ],
  };
  if (!statefulSet) {
    return [deployment({ name, namespace }, labels, pod)];
  }
  const { [POD_NAME]: _, ...shared } = labels;
  const one = deployment({ name: statefulSet.name, namespace }, shared, pod);
  const { replicas } = statefulSet;
  const spec = { ...one.spec, replicas, serviceName: statefulSet.name };
  return statefulSet.isFirst ? [{ ...one, kind: 'StatefulSet', spec }] : [];
}

/** A Deployment of one pod with these labels. */
export function deployment(metadata: object, labels: object, pod: object): KubernetesObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata,
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: pod },
    },
  };
}

/** The Kubernetes Services that the owners of the services have. */
export function serviceObjects(
  { services = [] }: MulticlusterMeshProps,
  cluster: string,
): KubernetesObject[] {
  const served = services.filter(service => service.clusters.includes(cluster));
  return served.map(
    ({ name, namespace, workloadNamespace = namespace, selector, ports, members }) => ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace: workloadNamespace },
      spec: {
        ...(members ? { clusterIP: 'None' } : {}),
        selector,
        ports: ports.map(port => ({
          name: `${port.protocol.toLowerCase()}-${port.number}`,
          port: port.number,
          targetPort: port.targetPortName ?? containerPort(port),
        })),
      },
    }),
  );
}

/**
 * What the server speaks where; it opens a port for each protocol in any case, so the others get
 * one that nobody has.
 */
function listenArguments(ports: readonly ServicePort[]): string[] {
  const flags = ports.map(port => [FLAGS[port.protocol] ?? 'tcp', containerPort(port)] as const);
  const unused = ['port', 'grpc', 'tcp']
    .filter(flag => !flags.some(([used]) => used === flag))
    .map((flag, i) => [flag, 19001 + i] as const);
  return [...flags, ...unused].map(([flag, port]) => `--${flag}=${port}`);
}

/** How Istio's echo server is told what to speak. */
const FLAGS: { readonly [protocol: string]: string | undefined } = {
  [Protocol.HTTP]: 'port',
  [Protocol.HTTP2]: 'port',
  [Protocol.GRPC]: 'grpc',
};

/** A port that is found by its name may have any number. */
export function containerPort({ number, targetPort, targetPortName }: ServicePort): number {
  return targetPort ?? (targetPortName ? number + 1 : number);
}
