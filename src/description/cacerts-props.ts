/**
 * How the Secret `cacerts`, with the CA certificate of a cluster and its private key, gets into the
 * cluster.
 */
export enum CacertsDelivery {
  /** Something else creates it. Nothing is written. */
  EXISTING_SECRET = 'existing-secret',
  /** The External Secrets Operator copies it from a secret store. */
  EXTERNAL_SECRET = 'external-secret',
  /** The private key is encrypted for the Sealed Secrets controller of the cluster. */
  SEALED_SECRET = 'sealed-secret',
  /** The private key is encrypted with SOPS and age; Flux or another tool decrypts it. */
  SOPS = 'sops',
  /** cert-manager issues the certificate in the cluster (Istio 1.15 and later, MESH720). */
  CERT_MANAGER = 'cert-manager',
  /** The private key is written in plaintext. Only for trying things out (warning MESH736). */
  PLAINTEXT_SECRET = 'plaintext-secret',
}

/**
 * The CA certificate of a cluster, and how it gets into the cluster.
 */
export interface CacertsProps {
  /**
   * How the Secret `cacerts` gets into the cluster.
   *
   * @default CacertsDelivery.EXISTING_SECRET
   */
  readonly delivery?: CacertsDelivery;

  /**
   * The public certificates as text. They are checked in the way istiod checks them.
   *
   * @default - those of `certificatesDirectory`, otherwise those of the lock file of the mesh's
   * `pki`, otherwise not known and not checked
   */
  readonly certificates?: CacertsCertificates;

  /**
   * Directory with the public certificates in the files that Istio's own tooling writes:
   * `ca-cert.pem`, `cert-chain.pem` and `root-cert.pem`. Relative to the file of the description,
   * or else to the working directory. A private key next to them is not read. Not together with
   * `certificates` (MESH714).
   *
   * @default - none
   * @form path
   */
  readonly certificatesDirectory?: string;

  /**
   * The secret of a store that the External Secrets Operator copies.
   *
   * @default - none; required with `CacertsDelivery.EXTERNAL_SECRET` (MESH701)
   */
  readonly externalSecret?: ExternalSecretProps;

  /**
   * The private key, encrypted for the Sealed Secrets controller.
   *
   * @default - that of the lock file, if the certificates come from there too
   */
  readonly sealedSecret?: SealedSecretProps;

  /**
   * The private key, encrypted with SOPS.
   *
   * @default - that of the lock file, if the certificates come from there too
   */
  readonly sops?: SopsProps;

  /**
   * The certificate that cert-manager issues.
   *
   * @default - none; required with `CacertsDelivery.CERT_MANAGER` (MESH701)
   */
  readonly certManager?: CertManagerProps;

  /**
   * The private key itself, in PEM, for `CacertsDelivery.PLAINTEXT_SECRET`. It must belong to
   * `ca-cert.pem` (MESH734).
   *
   * @default - none; required with that delivery (MESH701)
   * @form privateKey
   */
  readonly plaintextPrivateKey?: string;
}

/**
 * The public certificates of a cluster's CA, in PEM, by the files that Istio keeps them in.
 *
 * @see https://istio.io/latest/docs/tasks/security/cert-management/plugin-ca-cert/
 */
export interface CacertsCertificates {
  /** `ca-cert.pem`: the intermediate with which the cluster signs, and nothing else. */
  readonly caCert: string;

  /** `cert-chain.pem`: the intermediate, followed by the CAs between it and the root. */
  readonly certChain: string;

  /** `root-cert.pem`: the roots that the cluster trusts, the same in every cluster (MESH710). */
  readonly rootCert: string;
}

/**
 * A secret in an external store that has the four files of `cacerts` as its properties.
 *
 * @see https://external-secrets.io/latest/api/externalsecret/
 */
export interface ExternalSecretProps {
  /**
   * Name of the SecretStore or ClusterSecretStore.
   *
   * @form objectName
   */
  readonly store: string;

  /**
   * Key of the secret in the store, e.g. `istio/cluster1`.
   *
   * @form line
   */
  readonly key: string;

  /**
   * `true` for a ClusterSecretStore, `false` for a SecretStore in the root namespace.
   *
   * @default true
   */
  readonly clusterStore?: boolean;

  /**
   * How often the secret is read from the store, as a Go duration.
   *
   * @default '1h0m0s'
   * @form goDuration
   */
  readonly refreshInterval?: string;
}

/**
 * What a sealed value is bound to.
 *
 * @see https://github.com/bitnami-labs/sealed-secrets#scopes
 */
export enum SealingScope {
  /** The namespace and the name of the Secret. */
  STRICT = 'strict',
  /** The namespace of the Secret. */
  NAMESPACE_WIDE = 'namespace-wide',
  /** The cluster only. */
  CLUSTER_WIDE = 'cluster-wide',
}

/**
 * A private key for the Sealed Secrets controller, as `mesh ca seal --certificate` or `kubeseal
 * --raw` encrypts it.
 */
export interface SealedSecretProps {
  /**
   * `ca-key.pem`, sealed for the Secret `cacerts` in the root namespace, in base64 (MESH701).
   *
   * @form base64
   */
  readonly encryptedPrivateKey: string;

  /**
   * The scope with which it was sealed.
   *
   * @default SealingScope.STRICT
   */
  readonly scope?: SealingScope;
}

/**
 * A private key that SOPS decrypts, as `mesh ca seal --age` encrypts it.
 */
export interface SopsProps {
  /**
   * `stringData.ca-key.pem` of the Secret `cacerts`: `ENC[AES256_GCM,…]` (MESH701).
   *
   * @form encrypted
   */
  readonly encryptedPrivateKey: string;

  /**
   * The object under the key `sops` of the encrypted file, as JSON (MESH701).
   *
   * @form json
   */
  readonly metadata: string;
}

/**
 * An intermediate that cert-manager issues in the cluster. The issuers of all clusters must lead to
 * the same root.
 *
 * @see https://cert-manager.io/docs/reference/api-docs/#cert-manager.io/v1.CertificateSpec
 */
export interface CertManagerProps {
  /**
   * Name of the issuer.
   *
   * @form objectName
   */
  readonly issuer: string;

  /**
   * Kind of the issuer.
   *
   * @default 'ClusterIssuer', or 'Issuer' with `caSecret`
   * @form kind
   */
  readonly issuerKind?: string;

  /**
   * API group of the issuer.
   *
   * @default 'cert-manager.io'
   * @form dnsName
   */
  readonly issuerGroup?: string;

  /**
   * Name of a Secret in the root namespace with a CA that may sign other CAs. An Issuer named
   * `issuer` that signs with it is written.
   *
   * @default - none; the issuer exists already
   * @form objectName
   */
  readonly caSecret?: string;

  /**
   * Lifetime of a certificate, as a Go duration of at least an hour (MESH744).
   *
   * @default '8760h0m0s', a year
   * @form hours
   */
  readonly duration?: string;

  /**
   * How long before its end a certificate is renewed, as a Go duration: at least five minutes, and
   * less than `duration` (MESH744).
   *
   * @default '2920h0m0s', a third of a year
   * @form minutes
   */
  readonly renewBefore?: string;
}

/**
 * The CAs of the mesh, as `mesh ca` manages them.
 */
export interface PkiProps {
  /**
   * The file in which `mesh ca` keeps the public state of the CAs. Relative to the file of the
   * description, or else to the working directory. Every cluster must be in it (MESH716), except
   * for those with certificates of their own or from cert-manager.
   *
   * It must exist (MESH716). One of the default name need not where `checkDate` is given and
   * clusters bring certificates of their own.
   *
   * @default 'pki.lock.json'
   * @form path
   */
  readonly lockFile?: string;

  /**
   * The day on which the certificates must be valid, e.g. `2026-12-31` (MESH707). A warning names
   * those that end soon after (MESH718). Synth never looks at the clock.
   *
   * @default - none; `mesh ca status` checks the validity, synth does not
   * @form day
   */
  readonly checkDate?: string;
}
