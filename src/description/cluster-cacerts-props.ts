import { CacertsProps } from './cacerts-props';

/**
 * Where a cluster's CA certificate goes, and how it gets there.
 */
export interface ClusterCacertsProps extends CacertsProps {
  /**
   * Istio's root namespace. It is created here, before anything that is installed into it.
   *
   * @default 'istio-system'
   */
  readonly namespace?: string;

  /**
   * Set to `false` if something else creates the namespace. Then it is not written.
   *
   * @default true
   */
  readonly createNamespace?: boolean;

  /**
   * Istio network id of the cluster, written on the namespace as `topology.istio.io/network`. Not
   * with a namespace that something else creates (MESH282).
   *
   * @default - no label
   */
  readonly network?: string;

  /**
   * Istio version of the cluster, e.g. `1.29`; what it cannot read is refused (MESH720).
   *
   * @default - not known and not checked
   */
  readonly istioVersion?: string;

  /**
   * The file in which `mesh ca` keeps the public state of the CAs. Needs `cluster`.
   *
   * @default - none
   */
  readonly lockFile?: string;

  /**
   * Name of the cluster: in the lock file, and in the subject of a certificate that cert-manager
   * makes.
   *
   * @default - none: required with `lockFile` (MESH716)
   */
  readonly cluster?: string;

  /**
   * The day for which the certificates must be valid, e.g. `2026-12-31` (MESH707).
   *
   * @default - validity is not checked
   */
  readonly checkDate?: string;
}
