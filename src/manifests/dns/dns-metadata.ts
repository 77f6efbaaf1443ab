import { ExistingObject } from '../../model/dns/existing';
import { KEEP, MANAGED_BY } from '../../values/ownership';
import { Manifest } from '../manifest';

/**
 * For an object that the cluster's DNS stops without: no tool may delete it.
 *
 * @param existing the object that is there, whose labels and annotations stay
 * @internal
 */
export function dnsMetadata(
  name: string,
  namespace?: string,
  existing?: ExistingObject,
): Manifest['metadata'] {
  return {
    name,
    namespace,
    labels: { ...MANAGED_BY, ...existing?.labels },
    annotations: { ...existing?.annotations, ...KEEP },
  };
}

/**
 * A ConfigMap that the cluster's DNS reads.
 *
 * @param existing the ConfigMap that is there, whose other keys stay
 * @internal
 */
export function dnsConfigMap(
  name: string,
  data: { readonly [key: string]: string | undefined },
  existing?: ExistingObject,
): Manifest {
  const present = existing?.body.data as typeof data | undefined;
  return {
    ...existing?.body,
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: dnsMetadata(name, 'kube-system', existing),
    data: { ...present, ...data },
  };
}
