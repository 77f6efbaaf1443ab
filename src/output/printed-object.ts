import { Layer } from './layer';
import { Finding } from './secret-scanner';

/**
 * A Kubernetes object ready to be written. The object itself is not kept: thousands of them would
 * fill the memory. Charts that have the same object share one of these.
 *
 * @internal
 */
export interface PrintedObject {
  readonly layer: Layer;
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** undefined for cluster-scoped objects, and where whoever applies them says the namespace */
  readonly namespace?: string;
  /** what Kubernetes knows the object by: the API group, not its version */
  readonly identity: string;
  /** as a YAML document */
  readonly yaml: string;
  /** true for a file that SOPS decrypts: it must stand in a file of its own */
  readonly isEncrypted: boolean;
  /** what must not be in a repository, with lines of this text */
  readonly secrets: readonly Finding[];
}

/** Empty for the core group. @internal */
export const groupOf = (apiVersion: string): string =>
  apiVersion.includes('/') ? apiVersion.split('/')[0] : '';

/** For a person. @internal */
export function describeObject({ kind, name, namespace }: PrintedObject): string {
  return namespace === undefined
    ? `${kind} "${name}"`
    : `${kind} "${name}" of namespace "${namespace}"`;
}
