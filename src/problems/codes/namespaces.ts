import { error, warning } from './code-info';

/** 45x: what istiod and sidecars are told of namespaces. @internal */
export const NAMESPACES = {
  MESH450: error(
    'Sidecar names a service that its namespace may not call',
    'It would look as if it could.',
    'Name services that are granted to the namespace in this cluster, or leave `services` out for all of them.',
  ),
  MESH451: error(
    'istiod does not look at a namespace of the mesh',
    'With `discoverySelectors`, istiod passes over every object in the namespaces that none of them selects, the root namespace included: entries, gateways, policies.',
    'Give the namespaces the label, by `namespaceLabels` of the cluster where the mesh creates them, or add a selector.',
    'Istio: MeshConfig.discovery_selectors; pkg/kube/namespace/filter.go',
  ),
  MESH452: warning(
    'istiod may not look at a namespace of the mesh',
    'With `discoverySelectors`, istiod passes over every object in the namespaces that none of them selects. The labels of these are not known here.',
    'See that they have the labels, and accept the warning.',
    'Istio: MeshConfig.discovery_selectors; pkg/kube/namespace/filter.go',
  ),
} as const;
