import { KubernetesObject, Manifest } from './manifests';

/**
 * What a workload says about its pods.
 *
 * @internal
 */
export interface Workload {
  /** `Deployment "httpbin"` */
  readonly title: string;
  readonly namespace?: string;
  readonly labels: { readonly [key: string]: string };
  readonly serviceAccount: string;
  /** container ports by name */
  readonly namedPorts: ReadonlyMap<string, number>;
  /** why its pods cannot take part in the mesh, undefined if they can */
  readonly outside?: string;
}

const CONTROLLERS = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'];

/** @internal */
export const isWorkload = (object: KubernetesObject): boolean => Boolean(podOf(object));

/** The pod itself, or the pod template of a controller. */
function podOf(object: KubernetesObject): any {
  if (object.kind === 'Pod') {
    return object;
  }
  return CONTROLLERS.includes(object.kind) ? object.spec?.template : undefined;
}

/** @internal */
export function workloadsOf(manifests: readonly Manifest[]): Workload[] {
  return manifests.flatMap(({ object, namespace }) => {
    const pod = podOf(object);
    if (!pod?.spec) {
      return [];
    }
    const containers: any[] = [...(pod.spec.containers ?? []), ...(pod.spec.initContainers ?? [])];
    const ports: any[] = containers.flatMap(container => container.ports ?? []);
    const labels = pod.metadata?.labels ?? {};
    return [
      {
        title: `${object.kind} "${object.metadata.name}"`,
        namespace,
        labels,
        serviceAccount: pod.spec.serviceAccountName ?? 'default',
        namedPorts: new Map(
          ports.filter(port => port.name).map(port => [port.name, port.containerPort]),
        ),
        outside: outside(labels, pod.metadata?.annotations ?? {}),
      },
    ];
  });
}

/** @internal */
export function selects(selector: { readonly [key: string]: string }, workload: Workload): boolean {
  return Object.entries(selector).every(([key, value]) => workload.labels[key] === value);
}

function outside(
  labels: Record<string, string>,
  annotations: Record<string, string>,
): string | undefined {
  const inject = 'sidecar.istio.io/inject';
  if (String(labels[inject] ?? annotations[inject]) === 'false') {
    return 'has no sidecar';
  }
  return labels['istio.io/dataplane-mode'] === 'ambient' ? 'is in ambient mode' : undefined;
}
