import { Layer } from './layer';

/**
 * A Kubernetes object ready to be written.
 *
 * @internal
 */
export interface ClusterObject {
  readonly layer: Layer;
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /**
   * undefined for cluster-scoped objects, and for objects that take the namespace of whoever
   * applies them
   */
  readonly namespace?: string;
  /** as a YAML document; the object itself is not kept, thousands of them would fill the memory */
  readonly yaml: string;
  /** true for a file that SOPS decrypts: it must stand in a file of its own */
  readonly isEncrypted: boolean;
  /** path of the construct that made it */
  readonly path: string;
}
