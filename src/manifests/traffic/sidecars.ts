import { sidecar } from './istio-objects';
import { NamespaceSidecar } from '../../model/hosts/sidecars';
import { Cluster } from '../../model/mesh';
import { Manifest } from '../manifest';

/** The Sidecars of the namespaces that use one. @internal */
export const sidecars = (
  { istio }: Cluster,
  ofNamespaces: readonly NamespaceSidecar[],
): Manifest[] =>
  ofNamespaces.map(({ namespace, hosts }) =>
    sidecar(istio, { name: 'default', namespace }, { egress: [{ hosts: [...hosts] }] }),
  );
