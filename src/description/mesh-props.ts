import { PkiProps } from './cacerts-props';
import { ClusterProps } from './cluster-props';
import { AuthorizationMode } from './enums';
import { GrantProps, ServiceProps } from './service-props';

/**
 * The description of a mesh of clusters: everything that the output depends on.
 *
 * The same description can be a file; see `MulticlusterMesh.fromFile`.
 */
export interface MulticlusterMeshProps {
  /** The clusters, in any order. At least two. */
  readonly clusters: ClusterProps[];

  /**
   * The services that clusters offer to each other, in any order.
   *
   * @default - none
   */
  readonly services?: ServiceProps[];

  /**
   * Who may call which service, in any order. A service without a grant is not reachable from
   * outside its cluster.
   *
   * @default - none
   */
  readonly grants?: GrantProps[];

  /**
   * Directories of existing Kubernetes manifests whose exported Services become services of the
   * mesh.
   *
   * @default - none
   */
  readonly serviceSources?: ServiceSourceProps[];

  /**
   * What every global host name ends in, without a leading dot: `<name>.<namespace>.<suffix>`.
   *
   * `global` is a public top-level domain: a pod whose DNS does not know the mesh asks the internet
   * (MESH207).
   *
   * @default 'global'
   */
  readonly suffix?: string;

  /**
   * Trust domain of the workloads' identities.
   *
   * @default 'cluster.local'
   */
  readonly trustDomain?: string;

  /**
   * Istio's `global.meshID`, the same in all clusters. Up to 63 letters, digits, `-`, `_`, `.`.
   *
   * @default - the trust domain
   */
  readonly meshId?: string;

  /**
   * Istio's root namespace, where its control plane runs.
   *
   * @default 'istio-system'
   */
  readonly rootNamespace?: string;

  /**
   * Whether the grants are enforced at the serving pods too, where a service does not say
   * otherwise. Nothing is written with Istio 1.1 to 1.7.
   *
   * @default AuthorizationMode.AUDIT
   */
  readonly authorization?: AuthorizationMode;

  /**
   * Ranges from which services get virtual IPs when they need one and do not name it, as CIDR: at
   * most one of IPv4 and one of IPv6. They must be nobody else's.
   *
   * @default ['240.0.0.0/16']
   */
  readonly virtualIpRanges?: string[];

  /**
   * The file that remembers which service got which virtual IP, relative to the description's file,
   * otherwise to the working directory. Commit it. `mesh update` writes it; synth only reads it and
   * fails when it would have to change (MESH325).
   *
   * @default 'mesh.lock.json'
   */
  readonly lockFile?: string;

  /**
   * The CAs of the mesh, when `mesh ca` looks after them.
   *
   * @default - each cluster's `cacerts` says all that is known
   */
  readonly pki?: PkiProps;

  /**
   * DNS domain of the clusters themselves. Only `GatewayRoute.SNI` needs it.
   *
   * @default 'cluster.local'
   */
  readonly clusterDomain?: string;

  /**
   * Warnings that were looked at and are meant to be so.
   *
   * @default - every warning is shown
   */
  readonly acceptedWarnings?: AcceptedWarning[];
}

/**
 * A warning that is not shown any more, and why.
 */
export interface AcceptedWarning {
  /** The warning's code, e.g. `MESH207`. */
  readonly code: string;

  /** Why it is right here. Must not be empty. */
  readonly reason: string;
}

/**
 * A directory of Kubernetes manifests in which some Services are marked for export.
 */
export interface ServiceSourceProps {
  /**
   * The directory, relative to the description's file, otherwise to the working directory. Read
   * with all its subdirectories.
   */
  readonly directory: string;

  /** The clusters to which these manifests are deployed: the ones that serve the services found. */
  readonly clusters: string[];
}
