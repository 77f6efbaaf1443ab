/**
 * The label of all our objects, by which people and tools can list them and tell them from
 * hand-written ones.
 *
 * @internal
 */
export const MANAGED_BY = { 'app.kubernetes.io/managed-by': 'cdk8s-istio-multicluster' } as const;

/**
 * The annotations of objects that others depend on as well: Argo CD and Flux do not delete them
 * when they are no longer part of the output.
 *
 * @internal
 */
export const KEEP = {
  'argocd.argoproj.io/sync-options': 'Prune=false',
  'kustomize.toolkit.fluxcd.io/prune': 'disabled',
} as const;

/**
 * The label by which istiod knows the network of a cluster, on the root namespace.
 *
 * @see istio/istio pilot/pkg/serviceregistry/kube/controller/network.go
 * @internal
 */
export const NETWORK_LABEL = 'topology.istio.io/network';

/**
 * Of pods that read the roots of the mesh at their start only: a change of it restarts them.
 *
 * @internal
 */
export const RESTART_ANNOTATION = 'mesh.cdk8s-istio-multicluster/trusted-roots';

/** Of pods whose proxy is told something of its own. @internal */
export const PROXY_CONFIG_ANNOTATION = 'proxy.istio.io/config';
