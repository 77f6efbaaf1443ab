import { KEEP, MANAGED_BY } from '../../values/ownership';
import { Manifest } from '../manifest';

/** For an object that the cluster's DNS stops without: no tool may delete it. @internal */
export function dnsMetadata(name: string, namespace?: string): Manifest['metadata'] {
  return { name, namespace, labels: { ...MANAGED_BY }, annotations: { ...KEEP } };
}

/** A ConfigMap that the cluster's DNS reads. @internal */
export function dnsConfigMap(
  name: string,
  data: { readonly [key: string]: string | undefined },
): Manifest {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: dnsMetadata(name, 'kube-system'), data };
}
