import type { ClusterSize } from '../analysis/size';

/** How the sizes are called. @internal */
export const SIZES: { readonly [of in keyof ClusterSize]: string } = {
  objects: 'objects',
  bytes: 'bytes of YAML',
  envoyClusters: 'Envoy clusters in a sidecar',
  filterChains: 'filter chains on gateways',
};
