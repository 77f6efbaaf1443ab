/**
 * The Git repository that the output is committed to, as Argo CD and Flux have to know it.
 */
export interface RepositoryProps {
  /**
   * URL of the repository: `https://…`, `ssh://…` or `git@host:path`, without a password
   * (MESH851).
   *
   * @form gitUrl
   */
  readonly url: string;

  /**
   * Branch or tag that Argo CD follows (MESH851). What Flux follows is said by the GitRepository
   * `flux-system`, which Flux makes when it is bootstrapped.
   *
   * @default 'main'
   * @form gitRevision
   */
  readonly revision?: string;

  /**
   * The output directory within the repository, without a leading `/` or `./` (MESH851).
   *
   * @default 'dist'
   * @form directory
   */
  readonly directory?: string;

  /**
   * URL of the Helm repository with Istio's charts `base`, `istiod` and `gateway`: `https://…`
   * (MESH851). Set it to yours if the clusters may not reach Istio's.
   *
   * @default 'https://istio-release.storage.googleapis.com/charts'
   * @form httpsUrl
   */
  readonly charts?: string;

  /**
   * Name of the Secret in the namespace `flux-system` with the keys by which Flux decrypts what
   * SOPS has encrypted (MESH201).
   *
   * @default 'sops-age'
   * @form name
   */
  readonly decryptionSecret?: string;
}
