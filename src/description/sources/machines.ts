import { KubernetesObject } from './manifest';
import { Workload } from './workloads';

/**
 * A workload outside of Kubernetes, such as a virtual machine: a WorkloadEntry, or a WorkloadGroup,
 * of which Istio makes them. The ServiceEntry of an exported service selects them as it does pods.
 *
 * @see istio/istio pilot/pkg/serviceregistry/serviceentry/conversion.go
 * @internal
 */
export function machineOf(object: KubernetesObject): Omit<Workload, 'title' | 'of'> | undefined {
  const { apiVersion, kind, metadata, spec } = object;
  if (apiVersion.split('/')[0] !== 'networking.istio.io') {
    return undefined;
  }
  if (kind === 'WorkloadEntry') {
    return machine(spec, { ...spec?.labels, ...metadata.labels });
  }
  return kind === 'WorkloadGroup'
    ? machine(spec?.template, { ...spec?.template?.labels, ...spec?.metadata?.labels })
    : undefined;
}

function machine(entry: any = {}, labels: Workload['labels']): Omit<Workload, 'title' | 'of'> {
  const { ports = {} } = entry;
  const serviceAccount = typeof entry.serviceAccount === 'string' ? entry.serviceAccount : '';
  return {
    labels,
    annotations: {},
    serviceAccount: serviceAccount || 'default',
    namedPorts: new Map(Object.entries<number>(ports)),
    // a gateway passes calls on to endpoints with mutual TLS only (`getTLSModeFromWorkloadEntry`)
    outside: serviceAccount
      ? undefined
      : 'has no `serviceAccount`, by which gateways and callers know it',
  };
}
