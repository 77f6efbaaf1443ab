/** A file beside the manifests, below the cluster's directory. @internal */
export interface TextFile {
  readonly path: string;
  readonly content: string;
}
