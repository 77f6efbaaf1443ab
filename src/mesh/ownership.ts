/**
 * Marks every object of ours, so that a person or a tool can list them, and tell them from hand-written ones.
 *
 * @internal
 */
export const MANAGED_BY = { 'app.kubernetes.io/managed-by': 'cdk8s-istio-multicluster' } as const;
