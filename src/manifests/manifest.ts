/**
 * A Kubernetes object as plain data. It has a name of its own: a name made from a construct's path
 * would change when somebody moves code.
 *
 * @internal
 */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Metadata;
  readonly [key: string]: unknown;
}

/** @internal */
export interface Metadata {
  readonly name: string;
  /** undefined for cluster-scoped objects */
  readonly namespace?: string;
  readonly labels?: { readonly [key: string]: string };
  readonly annotations?: { readonly [key: string]: string };
}
