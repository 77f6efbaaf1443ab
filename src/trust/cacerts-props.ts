/**
 * How the Secret `cacerts` comes into a cluster. At most one of the keys; without any, somebody else creates the Secret.
 */
export interface CacertsProps {
  /**
   * The External Secrets Operator copies it from a secret store.
   *
   * @default - not used
   */
  readonly externalSecret?: ExternalSecretProps;
}

/**
 * A secret of an external store that holds the four files of `cacerts` as its properties.
 *
 * @see https://external-secrets.io/latest/api/externalsecret/
 */
export interface ExternalSecretProps {
  /** Name of the store. */
  readonly store: string;

  /** Key of the secret in the store, e.g. `istio/cluster1`. */
  readonly key: string;

  /**
   * True for a ClusterSecretStore, false for a SecretStore in the root namespace.
   *
   * @default true
   */
  readonly clusterStore?: boolean;

  /**
   * How often the store is asked, as a Go duration.
   *
   * @default '1h0m0s'
   */
  readonly refreshInterval?: string;
}
