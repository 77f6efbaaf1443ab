import { Layer } from './layer';
import { Finding } from './secrets/finding';

/**
 * A Kubernetes object, printed. The object itself is not kept, since thousands of them would fill
 * the memory. Charts with the same object share one of these.
 *
 * @internal
 */
export interface PrintedObject {
  readonly layer: Layer;
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** undefined for cluster-scoped objects, and if the namespace is chosen when it is applied */
  readonly namespace?: string;
  /** what makes two objects the same one to Kubernetes; it includes the group, not the version */
  readonly identity: string;
  /** as a YAML document */
  readonly yaml: string;
  /** true if SOPS decrypts it: it needs a file of its own then */
  readonly isEncrypted: boolean;
  /** what must not get into a repository, by line of `yaml` */
  readonly secrets: readonly Finding[];
}

/** The API group of an API version; empty for the core group. @internal */
export const groupOf = (apiVersion: string): string =>
  apiVersion.includes('/') ? apiVersion.split('/')[0] : '';

/** The object in words, for messages. @internal */
export function describeObject({ kind, name, namespace }: PrintedObject): string {
  return namespace === undefined
    ? `${kind} "${name}"`
    : `${kind} "${name}" of namespace "${namespace}"`;
}
