/**
 * Marks every object of ours, so that a person or a tool can list them, and tell them from
 * hand-written ones.
 *
 * @internal
 */
export const MANAGED_BY = { 'app.kubernetes.io/managed-by': 'cdk8s-istio-multicluster' } as const;

/**
 * For objects that others depend on too: leaving the output must not delete them. Argo CD and Flux
 * heed these.
 *
 * @internal
 */
export const KEEP = {
  'argocd.argoproj.io/sync-options': 'Prune=false',
  'kustomize.toolkit.fluxcd.io/prune': 'disabled',
} as const;
