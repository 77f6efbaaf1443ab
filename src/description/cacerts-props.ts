/**
 * How the Secret `cacerts`, the cluster's CA certificate with its private key, comes into a
 * cluster.
 */
export enum CacertsDelivery {
  /** Somebody creates it by hand or by other means; nothing is written. */
  EXISTING_SECRET = 'existing-secret',
  /** The External Secrets Operator copies it from a secret store. */
  EXTERNAL_SECRET = 'external-secret',
  /** The private key is encrypted for the Sealed Secrets controller of the cluster. */
  SEALED_SECRET = 'sealed-secret',
  /** The private key is encrypted with SOPS (age), for Flux or whoever has the age key. */
  SOPS = 'sops',
  /** cert-manager issues the certificate in the cluster (Istio 1.15 and later). */
  CERT_MANAGER = 'cert-manager',
  /**
   * The private key stands in the output as it is. For trying things out: refused in CI (MESH715).
   */
  PLAINTEXT_SECRET = 'plaintext-secret',
}

/**
 * The CA certificate of a cluster, and how it comes there.
 */
export interface CacertsProps {
  /**
   * How the Secret `cacerts` comes into the cluster.
   *
   * @default CacertsDelivery.EXISTING_SECRET
   */
  readonly delivery?: CacertsDelivery;

  /**
   * The public certificates, as text. They are checked as istiod checks them.
   *
   * @default - those of `certificatesDirectory`, otherwise those of the mesh's lock file (`pki`),
   * otherwise not known and not checked
   */
  readonly certificates?: CacertsCertificates;

  /**
   * Directory with the public certificates as Istio's own tooling writes them: `ca-cert.pem`,
   * `cert-chain.pem`, `root-cert.pem`. Relative to the description's file, otherwise to the working
   * directory. A private key that lies beside them is not read.
   *
   * @default - none
   */
  readonly certificatesDirectory?: string;

  /**
   * Where the External Secrets Operator finds the Secret.
   *
   * @default - none: required with `CacertsDelivery.EXTERNAL_SECRET` (MESH701)
   */
  readonly externalSecret?: ExternalSecretProps;

  /**
   * The encrypted private key for the Sealed Secrets controller.
   *
   * @default - the one of the lock file, if the certificates are from there too
   */
  readonly sealedSecret?: SealedSecretProps;

  /**
   * The private key encrypted with SOPS.
   *
   * @default - the one of the lock file, if the certificates are from there too
   */
  readonly sops?: SopsProps;

  /**
   * What cert-manager is asked for.
   *
   * @default - none: required with `CacertsDelivery.CERT_MANAGER` (MESH701)
   */
  readonly certManager?: CertManagerProps;

  /**
   * The private key itself, in PEM, for `CacertsDelivery.PLAINTEXT_SECRET`. It must belong to
   * `ca-cert.pem` (MESH734).
   *
   * @default - none: required with that delivery (MESH701)
   */
  readonly plaintextPrivateKey?: string;
}

/**
 * Public certificates of a cluster's CA, in PEM, under the names that Istio gives to the files.
 *
 * @see https://istio.io/latest/docs/tasks/security/cert-management/plugin-ca-cert/
 */
export interface CacertsCertificates {
  /** `ca-cert.pem`: the intermediate with which the cluster signs, alone. */
  readonly caCert: string;

  /** `cert-chain.pem`: the intermediate, then the CAs between it and the root. */
  readonly certChain: string;

  /** `root-cert.pem`: the roots that the cluster trusts, the same in every cluster. */
  readonly rootCert: string;
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

/**
 * How closely a value is bound to the Secret that it was sealed for.
 *
 * @see https://github.com/bitnami-labs/sealed-secrets#scopes
 */
export enum SealingScope {
  /** To the namespace and the name of the Secret. */
  STRICT = 'strict',
  /** To the namespace. */
  NAMESPACE_WIDE = 'namespace-wide',
  /** To the cluster only. */
  CLUSTER_WIDE = 'cluster-wide',
}

/**
 * A private key for the Sealed Secrets controller, as `mesh ca seal --certificate` or `kubeseal
 * --raw` makes it.
 */
export interface SealedSecretProps {
  /** `ca-key.pem`, sealed for the Secret `cacerts` in the root namespace: base64. */
  readonly encryptedPrivateKey: string;

  /**
   * The scope it was sealed with.
   *
   * @default SealingScope.STRICT
   */
  readonly scope?: SealingScope;
}

/**
 * A private key that SOPS decrypts, as `mesh ca seal --age` makes it.
 */
export interface SopsProps {
  /** `stringData.ca-key.pem` of the Secret `cacerts`: `ENC[AES256_GCM,…]`. */
  readonly encryptedPrivateKey: string;

  /** The object `sops` of the encrypted file, as JSON. */
  readonly metadata: string;
}

/**
 * An intermediate that cert-manager issues in the cluster. All clusters must get theirs from one
 * root.
 *
 * @see https://cert-manager.io/docs/reference/api-docs/#cert-manager.io/v1.CertificateSpec
 */
export interface CertManagerProps {
  /** Name of the issuer. */
  readonly issuer: string;

  /**
   * Kind of the issuer.
   *
   * @default 'ClusterIssuer', with `caSecret` 'Issuer'
   */
  readonly issuerKind?: string;

  /**
   * API group of the issuer.
   *
   * @default 'cert-manager.io'
   */
  readonly issuerGroup?: string;

  /**
   * Name of a Secret in the root namespace with a CA that may sign CAs: an Issuer of that name is
   * written, which signs with it.
   *
   * @default - the issuer is there already
   */
  readonly caSecret?: string;

  /**
   * How long a certificate lives, as a Go duration.
   *
   * @default '8760h0m0s', a year
   */
  readonly duration?: string;

  /**
   * How long before its end it is renewed, as a Go duration.
   *
   * @default '2920h0m0s', a third of a year
   */
  readonly renewBefore?: string;
}

/**
 * The CAs of the whole mesh.
 */
export interface PkiProps {
  /**
   * The file in which `mesh ca` keeps the public state of the CAs, relative to the description's
   * file, otherwise to the working directory. Every cluster must be in it (MESH716), unless it has
   * certificates of its own or cert-manager makes them.
   *
   * @default 'pki.lock.json'
   */
  readonly lockFile?: string;

  /**
   * The day for which the certificates must be valid, e.g. `2026-12-31` (MESH707); a warning tells
   * what ends soon after (MESH718). Synth never looks at the clock.
   *
   * @default - validity is not checked here; `mesh ca status` does
   */
  readonly checkDate?: string;
}
