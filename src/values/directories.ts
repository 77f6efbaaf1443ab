/**
 * The parts of a cluster's directory.
 *
 * @internal
 */
export const DIRECTORIES = {
  /** Kubernetes objects and nothing else, so that tools can take it whole */
  manifests: 'manifests',
  /** values of Helm charts */
  helm: 'helm',
  /** objects for Argo CD or Flux, which bring the rest */
  gitops: 'gitops',
  /** files of other tools */
  other: 'other',
} as const;
