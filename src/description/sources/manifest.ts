/**
 * A Kubernetes object of a source, and where it is.
 *
 * @internal
 */
export interface Manifest {
  readonly object: KubernetesObject;
  /** undefined if nothing says one */
  readonly namespace?: string;
  /** the file or directory whose owner speaks in it */
  readonly file: string;
  /** e.g. `file:line` */
  readonly where: string;
}

/** The parts of an object that are used here. Nothing is known of the rest. @internal */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: { readonly [key: string]: string };
    readonly annotations?: { readonly [key: string]: string };
  };
  readonly spec?: any;
}

/** `Service "cart"` @internal */
export const titleOf = ({ object: { kind, metadata } }: Pick<Manifest, 'object'>): string =>
  `${kind} "${metadata.name}"`;

/** Whether it is a Service of Kubernetes itself, and not e.g. one of Knative. @internal */
export const isService = ({ apiVersion, kind }: KubernetesObject): boolean =>
  apiVersion === 'v1' && kind === 'Service';

/** @internal */
export const isNamespace = ({ apiVersion, kind }: KubernetesObject): boolean =>
  apiVersion === 'v1' && kind === 'Namespace';
