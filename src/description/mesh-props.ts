import { IConstruct } from 'constructs';
import { PkiProps } from './cacerts-props';
import { ClusterDefaults, ClusterProps } from './cluster-props';
import { AuthorizationMode, GitOpsTool, SourceRenderer } from './enums';
import { InventoryProps } from './inventory/inventory-props';
import { RepositoryProps } from './repository-props';
import { RolloutProps } from './rollout/rollout-props';
import { GrantProps, ServiceProps } from './service-props';

/**
 * The description of a mesh: everything that the output depends on.
 *
 * The same description can be written as a YAML file; see `MulticlusterMesh.fromFile`.
 */
export interface MulticlusterMeshProps {
  /** The clusters of the mesh, in any order. At least two (MESH203). */
  readonly clusters: ClusterProps[];

  /**
   * Settings for all clusters, or for those with certain labels, so that they are said once. Of
   * entries that say the same, the later one wins, and the cluster itself wins over all.
   *
   * @default - none
   */
  readonly clusterDefaults?: ClusterDefaults[];

  /**
   * A file that says which clusters there are, and what their infrastructure decides, such as the
   * addresses of their gateways. What the description says of a cluster wins over it, and it wins
   * over `clusterDefaults`.
   *
   * @default - none: clusters are those of the description
   */
  readonly inventory?: InventoryProps;

  /**
   * A version of Istio, or addresses of gateways, that reach the clusters wave by wave.
   *
   * @default - every cluster is as it says itself
   */
  readonly rollout?: RolloutProps;

  /**
   * The services that clusters offer to other clusters, in any order.
   *
   * @default - none
   */
  readonly services?: ServiceProps[];

  /**
   * Who may call which service from another cluster, in any order. A service without a grant cannot
   * be reached from outside its cluster (MESH406).
   *
   * @default - none
   */
  readonly grants?: GrantProps[];

  /**
   * Directories of existing Kubernetes manifests. Services that are marked for export there become
   * services of the mesh.
   *
   * @default - none
   */
  readonly serviceSources?: ServiceSourceProps[];

  /**
   * What every global host ends in, without a leading dot: `<name>.<namespace>.<suffix>`. A
   * lower-case DNS name (MESH204) that does not overlap with the names of Kubernetes itself
   * (MESH205).
   *
   * Prefer a private name such as `mesh.internal`: `global` is a public top-level domain, so a pod
   * whose DNS does not know the mesh asks the internet (MESH207).
   *
   * @default 'global'
   * @form suffix
   */
  readonly suffix?: string;

  /**
   * Trust domain of all workload identities, as in `spiffe://<trust domain>/ns/…/sa/…`. Lower-case
   * letters, digits, `.`, `-` and `_` (MESH208).
   *
   * @default 'cluster.local'
   * @form trustDomain
   */
  readonly trustDomain?: string;

  /**
   * Istio's mesh ID (`global.meshID`), the same in every cluster. At most 63 letters, digits, `-`,
   * `_` and `.` (MESH211).
   *
   * @default - the trust domain
   * @form labelValue
   */
  readonly meshId?: string;

  /**
   * Istio's root namespace, in which its control plane runs. The same in every cluster.
   *
   * @default 'istio-system'
   * @form ownNamespace
   */
  readonly rootNamespace?: string;

  /**
   * Whether the serving pods enforce the grants as well, for services that do not set their own
   * `authorization`. With Istio 1.1 to 1.7 no AuthorizationPolicy is written.
   *
   * @default AuthorizationMode.AUDIT
   */
  readonly authorization?: AuthorizationMode;

  /**
   * Address ranges, as CIDRs, from which virtual IPs are allocated for services that need one and
   * do not set `virtualIps`: at most one IPv4 range and one IPv6 range. Nothing else may use these
   * addresses; they must lie outside of every `serviceCidr` and of the ranges that Istio allocates
   * from, `240.240.0.0/16` and `2001:2::/48` (MESH326), and only in a mesh of Istio 1.1 and 1.2 may
   * they be `127.255.0.0/16`. The first address of a range names the network, and the last one of
   * IPv4 is for broadcast: no service gets them.
   *
   * @default ['240.0.0.0/16']
   * @form cidr
   * @size ..2
   */
  readonly virtualIpRanges?: string[];

  /**
   * The lock file, which records the virtual IPs of each service so that an address never moves.
   * Relative to the file of the description, or else to the working directory. Commit it.
   *
   * `mesh update` writes the file. Synth only reads it, and fails if it is out of date (MESH325),
   * has marks of a Git conflict (MESH350) or gives one address to two hosts (MESH351).
   *
   * @default 'mesh.lock.json'
   * @form path
   */
  readonly lockFile?: string;

  /**
   * The CAs of the mesh, if `mesh ca` manages them.
   *
   * @default - nothing is known of the CAs beyond the `cacerts` of each cluster
   */
  readonly pki?: PkiProps;

  /**
   * DNS domain of the Kubernetes clusters themselves.
   *
   * @default 'cluster.local'
   * @form dnsName
   */
  readonly clusterDomain?: string;

  /**
   * What brings the output, and Istio itself, into the clusters that do not say so themselves.
   *
   * @default GitOpsTool.NONE
   */
  readonly gitops?: GitOpsTool;

  /**
   * Where the output is committed to. Argo CD and Flux need it (MESH850).
   *
   * @default - none
   */
  readonly repository?: RepositoryProps;

  /**
   * Warnings that you have reviewed and accept. They are no longer shown.
   *
   * @default - every warning is shown
   */
  readonly acceptedWarnings?: AcceptedWarning[];

  /**
   * What looks like a secret, is none, and may stand in the output. Everything else that looks like
   * one is an error (MESH809).
   *
   * @default - nothing that looks like a secret may stand in the output
   */
  readonly acceptedSecrets?: AcceptedSecret[];
}

/**
 * Something in the output that looks like a secret and is accepted, and the reason.
 */
export interface AcceptedSecret {
  /**
   * The place, as the error says it: `<cluster>/<kind>/<namespace>/<name>:<field>` in an object,
   * e.g. `east/ConfigMap/shop/settings:data.example`, and `<cluster>/<path>` or
   * `<cluster>/<path>:<field>` in any other file. A place where nothing is found is an error
   * (MESH841).
   */
  readonly place: string;

  /**
   * Why it may stand there. Must not be empty (MESH840).
   *
   * @form reason
   */
  readonly reason: string;
}

/**
 * A warning that is accepted, and the reason.
 */
export interface AcceptedWarning {
  /**
   * The code of the warning, e.g. `MESH207`. An error cannot be accepted (MESH107).
   *
   * @form warning
   */
  readonly code: string;

  /**
   * Why the warning is acceptable here. Must not be empty (MESH107).
   *
   * @form reason
   */
  readonly reason: string;
}

/**
 * A directory of Kubernetes manifests, or a construct with them, in which some Services are marked
 * for export.
 *
 * A Service is exported if it has the label or annotation `mesh.cdk8s-istio-multicluster/export:
 * "true"`, or if there is a `ServiceExport` with its name and namespace, of the group
 * `multicluster.x-k8s.io` or that of GKE, Azure Fleet or AWS Cloud Map. A mark that exports nothing
 * is told (MESH177 to MESH180).
 *
 * Where a kustomization.yaml lists files, these are read, and its `namespace` counts. One that does
 * more than that is an error (MESH181), and so is a Helm chart (MESH183): what counts is what is
 * applied. Name a directory of rendered manifests then, or let `render` say what renders it.
 */
export interface ServiceSourceProps {
  /**
   * The directory, which is read with all its subdirectories. Relative to the file of the
   * description, or else to the working directory.
   *
   * @default - a program may give a `construct` in its place; one of the two is required (MESH103)
   */
  readonly directory?: string;

  /**
   * Charts of your own, or anything else with ApiObjects below it: Services and workloads of
   * cdk8s-plus, of `cdk8s import`, of `Include` and `Helm`. They are read when the mesh is made, so
   * make it last: what is exported must not change any more until synth, which looks again. Only
   * for programs (MESH102), and without `directory` and what belongs to it (MESH185).
   *
   * @default - a directory is read
   */
  readonly construct?: IConstruct;

  /**
   * Names of the clusters that the manifests are deployed to, and that serve what is found.
   *
   * @form label
   * @size 1..
   */
  readonly clusters: string[];

  /**
   * Name of the source, by which `joins` of another one refers to it. Unique in the mesh (MESH164).
   *
   * @default - none
   */
  readonly name?: string;

  /**
   * The namespace that manifests are applied to which have none, as `kubectl apply --namespace`
   * does (MESH201). It says nothing about whom the source may speak for; see `namespaces`.
   *
   * @default - a Service that is marked for export has to have one (MESH151)
   * @form name
   */
  readonly namespace?: string;

  /**
   * Patterns of files and directories that are not read, relative to the directory: `*` stands for
   * any text within one name, and `**` for any number of directories. One that matches nothing is
   * warned of (MESH186). Not with `render` (MESH185).
   *
   * @default - everything is read
   */
  readonly exclude?: string[];

  /**
   * The program that renders the directory, whose output is read in place of the files: kustomize
   * for a directory with a kustomization.yaml, Helm for a chart. It is looked for in the `PATH`,
   * and gets two minutes (MESH184). Nothing is run for a source that does not say so.
   *
   * Only `mesh.yaml` itself and programs may say it (MESH132), and one owner has to own the whole
   * directory (MESH187), who speaks for all that is rendered. The same description gives the same
   * output as far as the program does.
   *
   * @default - the files are read as they are
   */
  readonly render?: SourceRenderer;

  /**
   * The name of the release, with `SourceRenderer.HELM`, which also needs the `namespace` of the
   * release (MESH103). At most 53 characters (MESH185).
   *
   * @default - none
   * @form release
   */
  readonly release?: string;

  /**
   * Files with values for the chart, with `SourceRenderer.HELM` (MESH185). Of files that say the
   * same, the later one wins. Relative to the file of the description, or else to the working
   * directory.
   *
   * @default - the chart's own values
   * @form path
   */
  readonly valuesFiles?: string[];

  /**
   * Namespaces that the source may speak for (MESH201). A Service, a ServiceExport or a workload of
   * another namespace in it is an error (MESH161). Set it wherever others than the owners of the
   * mesh write to the directory.
   *
   * @default - every namespace
   * @form name
   */
  readonly namespaces?: string[];

  /**
   * Names of the sources (MESH164) whose clusters serve the Services of this source too, where they
   * have a Service of the same name and namespace marked for export. Without it, a second
   * declaration of a host is an error (MESH301): a host has one owner, and only the owner says who
   * else serves it.
   *
   * The Services must agree on ports (MESH302) and selector (MESH162). Their service accounts may
   * differ: each counts for its own clusters. Who may call is said here; a joined Service may only
   * repeat it (MESH163).
   *
   * @default - none
   */
  readonly joins?: string[];
}
