import { machineOf } from './machines';
import { isNamespace, KubernetesObject, Manifest, titleOf } from './manifest';
import { PodNamespace, withoutSidecar } from './sidecar';
import { POD_INDEX, POD_NAME } from '../pod-labels';

/**
 * What a workload says about its pods.
 *
 * @internal
 */
export interface Workload {
  readonly of: KubernetesObject;
  /** `Deployment "httpbin"` */
  readonly title: string;
  readonly namespace?: string;
  readonly labels: { readonly [key: string]: string };
  readonly annotations: { readonly [key: string]: string };
  readonly serviceAccount: string;
  /** container ports by name */
  readonly namedPorts: ReadonlyMap<string, number>;
  /** why its pods cannot take part in the mesh, undefined if they can */
  readonly outside?: string;
  /** of a StatefulSet, whose pods have names of their own */
  readonly members?: Members;
}

/** The pods of a StatefulSet: `<name>-<ordinal>`. @internal */
export interface Members {
  readonly name: string;
  readonly start: number;
  /** undefined if it is not said, since an autoscaler may set it */
  readonly replicas?: number;
  /** name of the Service that gives them names in DNS */
  readonly service?: string;
}

/** Kinds that are workloads although a wrong one has no containers. */
const CONTROLLERS = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'];

/** @internal */
export const isWorkload = (object: KubernetesObject): boolean =>
  Boolean(podOf(object) ?? machineOf(object));

/**
 * The pod itself, or the pod template of whatever has one: the controllers of Kubernetes, Argo's
 * Rollout, OpenShift's DeploymentConfig, or one of your own.
 *
 * @internal
 */
export function podOf({ apiVersion, kind, spec, ...object }: KubernetesObject): any {
  if (apiVersion === 'v1' && kind === 'Pod') {
    return { ...object, spec };
  }
  const template = spec?.template;
  return CONTROLLERS.includes(kind) || template?.spec?.containers !== undefined
    ? template
    : undefined;
}

/** @internal */
export function workloadsOf(manifests: readonly Manifest[]): Workload[] {
  const namespaces = namespacesOf(manifests);
  return manifests.flatMap(manifest => {
    const { object, namespace } = manifest;
    const machine = machineOf(object);
    if (machine) {
      return [{ ...machine, of: object, title: titleOf(manifest), namespace }];
    }
    const pod = podOf(object);
    if (!pod?.spec) {
      return [];
    }
    const containers: any[] = [...(pod.spec.containers ?? []), ...(pod.spec.initContainers ?? [])];
    const ports: any[] = containers.flatMap(container => container.ports ?? []);
    const labels = pod.metadata?.labels ?? {};
    const annotations = pod.metadata?.annotations ?? {};
    const hostNetwork = pod.spec.hostNetwork ?? false;
    return [
      {
        of: object,
        title: titleOf(manifest),
        namespace,
        labels,
        annotations,
        // the former name, which Kubernetes still reads where the other is empty
        serviceAccount: pod.spec.serviceAccountName || pod.spec.serviceAccount || 'default',
        namedPorts: new Map(
          ports.filter(port => port.name).map(port => [port.name, port.containerPort]),
        ),
        outside: withoutSidecar(
          { labels, annotations, hostNetwork },
          namespaces.get(namespace ?? ''),
        ),
        members: membersOf(object),
      },
    ];
  });
}

function namespacesOf(manifests: readonly Manifest[]): ReadonlyMap<string, PodNamespace> {
  return new Map(
    manifests
      .filter(({ object }) => isNamespace(object))
      .map(({ object: { metadata } }) => [
        metadata.name,
        { name: metadata.name, labels: metadata.labels ?? {} },
      ]),
  );
}

function membersOf({ kind, metadata, spec }: KubernetesObject): Members | undefined {
  return kind === 'StatefulSet'
    ? {
        name: metadata.name,
        start: spec.ordinals?.start ?? 0,
        replicas: spec.replicas,
        service: spec.serviceName,
      }
    : undefined;
}

/** @internal */
export function selects(selector: { readonly [key: string]: string }, workload: Workload): boolean {
  return Object.entries(selector).every(
    ([key, value]) =>
      workload.labels[key] === value ||
      (workload.members !== undefined && isMember(key, value, workload.members)),
  );
}

/** Whether one of the pods gets the label. */
function isMember(key: string, value: string, { name, start, replicas }: Members): boolean {
  const ordinals = new Map([
    [POD_NAME, value.startsWith(`${name}-`) ? value.slice(name.length + 1) : ''],
    [POD_INDEX, value],
  ]);
  const ordinal = ordinals.get(key) ?? '';
  const isInRange =
    Number(ordinal) >= start && (replicas === undefined || Number(ordinal) < start + replicas);
  return /^(0|[1-9]\d*)$/.test(ordinal) && isInRange;
}
