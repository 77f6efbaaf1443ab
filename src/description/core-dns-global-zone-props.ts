import { Platform } from './platform';

/**
 * What the CoreDNS of a cluster should know about the names of the mesh.
 */
export interface CoreDnsGlobalZoneProps {
  /**
   * IP address of the server that knows the zone, with `:port` if it is not 53 (IPv6 then in
   * brackets). Not the cluster's own DNS (MESH610).
   *
   * @default - none: the zone answers from `records`
   */
  readonly forwardTo?: string;

  /**
   * IP addresses of each host, e.g. `{ 'httpbin.bar.mesh.internal': ['240.0.0.1'] }`. All other
   * names of the zone do not exist (NXDOMAIN).
   *
   * @default - none: the zone asks `forwardTo`
   */
  readonly records?: { [host: string]: string[] };

  /**
   * The zone: the suffix of the mesh.
   *
   * @default 'global'
   */
  readonly zone?: string;

  /**
   * Who runs the cluster's DNS.
   *
   * @default Platform.KUBEADM
   */
  readonly platform?: Platform;

  /**
   * The cluster's current Corefile. All of it is kept, except the blocks of the zone.
   *
   * @default - the one of `defaultCorefileOf`; required on platforms where the whole Corefile is
   * one value (MESH603)
   */
  readonly corefile?: string;

  /**
   * The Kubernetes version with which kubeadm installed the cluster, e.g. `1.33`, if nobody has
   * changed the Corefile since. Use it instead of `corefile`.
   *
   * @default - not known
   */
  readonly defaultCorefileOf?: string;

  /**
   * Version of the cluster's CoreDNS, e.g. `1.11.3`: the Corefile is checked against it (MESH605).
   *
   * @default - the one of `defaultCorefileOf`, otherwise not known and not checked
   */
  readonly coreDnsVersion?: string;

  /**
   * Remove from the Corefile what that version of CoreDNS refuses to start with, where nothing is
   * lost: `proxy` becomes `forward`; `upstream`, `resyncperiod` and `federation` go.
   *
   * @default false
   */
  readonly modernize?: boolean;

  /**
   * DNS domain of the cluster itself.
   *
   * @default 'cluster.local'
   */
  readonly clusterDomain?: string;

  /**
   * Zones that the cluster forwards already, each with one to 15 servers in the form of
   * `forwardTo`. Needed where the platform keeps all zones in one list: RKE2, OpenShift, ACK. An
   * entry for `zone` itself is replaced.
   *
   * @default - none
   */
  readonly otherZones?: { [zone: string]: string[] };

  /**
   * True when the nodes run NodeLocal DNSCache. On RKE2 that is a value of the same chart, and is
   * kept. Elsewhere it needs a `KubeDnsStub` as well.
   *
   * @default false
   */
  readonly nodeLocalDns?: boolean;

  /**
   * Address of the cluster's own DNS, which must not be told to ask itself (MESH610).
   *
   * @default - the usual address on the platform
   */
  readonly clusterDnsIp?: string;
}
