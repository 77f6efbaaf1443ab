import { Platform } from './platform';

/**
 * What the CoreDNS of a cluster should know about the names of the mesh: either `forwardTo` or
 * `records` (MESH609).
 */
export interface CoreDnsGlobalZoneProps {
  /**
   * IP address of the DNS server that knows the zone, with `:port` unless it is 53; an IPv6 address
   * with a port stands in brackets. Not the cluster's own DNS (MESH610).
   *
   * @default - none; the zone answers from `records`
   */
  readonly forwardTo?: string;

  /**
   * IP addresses of each host, e.g. `{ 'httpbin.bar.mesh.internal': ['240.0.0.1'] }`. For every
   * other name in the zone the answer is that it does not exist (NXDOMAIN).
   *
   * @default - none; queries for the zone go to `forwardTo`
   */
  readonly records?: { [host: string]: string[] };

  /**
   * The zone: the suffix of the mesh.
   *
   * @default 'global'
   */
  readonly zone?: string;

  /**
   * The platform that runs the cluster. It decides the form in which CoreDNS is configured.
   *
   * @default Platform.KUBEADM
   */
  readonly platform?: Platform;

  /**
   * The current Corefile of the cluster. Everything in it is kept except for the blocks of the
   * zone.
   *
   * @default - that of `defaultCorefileOf`; one of the two is required on platforms where the whole
   * Corefile is written (MESH603)
   */
  readonly corefile?: string;

  /**
   * The Kubernetes version with which kubeadm installed the cluster, e.g. `1.33`, if the Corefile
   * has not been changed since. Instead of `corefile`.
   *
   * @default - not known
   */
  readonly defaultCorefileOf?: string;

  /**
   * The version of CoreDNS in the cluster, e.g. `1.11.3`. The Corefile is checked against it
   * (MESH605).
   *
   * @default - that of `defaultCorefileOf`, otherwise not known and not checked
   */
  readonly coreDnsVersion?: string;

  /**
   * Remove from the Corefile what this version of CoreDNS refuses to start with, where that loses
   * nothing: `proxy` becomes `forward`; `upstream`, `resyncperiod` and `federation` are removed.
   *
   * @default false
   */
  readonly modernize?: boolean;

  /**
   * DNS domain of the Kubernetes cluster itself.
   *
   * @default 'cluster.local'
   */
  readonly clusterDomain?: string;

  /**
   * The object that keeps the settings of the cluster's CoreDNS, as it is in the cluster now: the
   * text that `kubectl get … -o yaml` or `aws eks describe-addon` prints (MESH233), or `none`. See
   * `DnsProps.existing`.
   *
   * @default - not known: a warning names what may be lost (MESH234), unless the Corefile, or the
   * list of zones, is given otherwise
   */
  readonly existing?: string;

  /**
   * Zones that the cluster's DNS already forwards, each with 1 to 15 servers in the form of
   * `forwardTo` (MESH604). Needed on platforms that keep all zones in one list: RKE2, OpenShift and
   * ACK. None may take names of `zone` (MESH219).
   *
   * @default - none
   */
  readonly otherZones?: { [zone: string]: string[] };

  /**
   * Set to `true` if the nodes run NodeLocal DNSCache. On RKE2 it is part of the same Helm chart
   * and stays enabled; on other platforms you need a `KubeDnsStub` as well.
   *
   * @default false
   */
  readonly nodeLocalDns?: boolean;

  /**
   * IP address of the cluster's own DNS, which must not be configured to query itself (MESH610).
   *
   * @default - the address that the platform usually gives it
   */
  readonly clusterDnsIp?: string;
}
