import { CacertsProps } from './cacerts-props';
import { DataPlaneMode, DnsMode } from './enums';
import { Platform } from './platform';
import { GatewayAddress } from '../values/gateway-address';

/**
 * A Kubernetes cluster of the mesh.
 */
export interface ClusterProps {
  /**
   * Name of the cluster: its directory in the output, Istio's `clusterName`, and how services and
   * grants refer to it. An RFC 1123 label.
   */
  readonly name: string;

  /**
   * Istio version of the cluster, e.g. `1.29` or `1.29.2`. It decides the mechanism and the API
   * versions.
   *
   * Supported: 1.1 to 1.7 (classic) and 1.20 and later (modern).
   */
  readonly istio: string;

  /**
   * Kubernetes version of the cluster, e.g. `1.33`.
   *
   * @default - unknown: checks that need it are left out
   */
  readonly kubernetes?: string;

  /**
   * Who runs the cluster's DNS; decides the form of what is written for it.
   *
   * @default Platform.KUBEADM
   */
  readonly platform?: Platform;

  /**
   * Istio network id of the cluster, the value of `topology.istio.io/network`. Clusters must not
   * share one: it is what keeps a call from going through two gateways.
   *
   * @default - the cluster's name
   */
  readonly network?: string;

  /**
   * Region of the cluster, as its nodes' label `topology.kubernetes.io/region` has it.
   *
   * @default - none: all clusters are equally near
   */
  readonly region?: string;

  /**
   * Zone of the cluster, as its nodes' label `topology.kubernetes.io/zone` has it. Needs a region.
   *
   * @default - none
   */
  readonly zone?: string;

  /**
   * The east-west gateway through which other clusters reach this one.
   *
   * @default - none: the cluster can call but not serve
   */
  readonly gateway?: GatewayProps;

  /**
   * The egress gateway through which this cluster's calls leave.
   *
   * @default - none: sidecars call the remote gateways themselves
   */
  readonly egressGateway?: EgressGatewayProps;

  /**
   * DNS of the cluster.
   *
   * @default - the sidecars' DNS proxy (modern), istiocoredns (classic)
   */
  readonly dns?: DnsProps;

  /**
   * Addresses that the cluster gives to Services, as CIDR. Virtual IPs must lie outside, pinned
   * ClusterIPs inside.
   *
   * @default - unknown: checks that need it are left out
   */
  readonly serviceCidr?: string;

  /**
   * Trust domain of the cluster's workloads.
   *
   * @default - the mesh's trust domain
   */
  readonly trustDomain?: string;

  /**
   * Further trust domains that this cluster accepts as its own (`meshConfig.trustDomainAliases`).
   *
   * @default - none
   */
  readonly trustDomainAliases?: string[];

  /**
   * Namespaces that something else creates in this cluster. The mesh creates the namespaces of the
   * services that the cluster calls but does not serve, because the objects of a host are placed in
   * the service's namespace.
   *
   * @default - none
   */
  readonly existingNamespaces?: string[];

  /**
   * How the Secret `cacerts`, the cluster's CA certificate, comes into the cluster.
   *
   * @default - somebody else creates it
   */
  readonly cacerts?: CacertsProps;

  /**
   * Take the cluster out of the endpoints of all others, before an upgrade or a removal. Its own
   * objects stay as they are, and its own callers still reach its pods.
   *
   * @default false
   */
  readonly draining?: boolean;

  /**
   * Namespaces whose proxies know only what they need (Istio's `Sidecar`). The hosts that the
   * namespace may call are added.
   *
   * @default - none: proxies know everything that is visible to them
   */
  readonly sidecars?: SidecarProps[];

  /**
   * How workloads join the mesh.
   *
   * @default DataPlaneMode.SIDECAR
   */
  readonly dataPlaneMode?: DataPlaneMode;
}

/**
 * The gateway through which other clusters reach a cluster.
 */
export interface GatewayProps {
  /** Addresses of the gateway, as the other clusters see them. Several are used side by side. */
  readonly addresses: GatewayAddress[];

  /**
   * Namespace of the gateway's pods.
   *
   * @default - the mesh's root namespace
   */
  readonly namespace?: string;

  /**
   * Labels of the gateway's pods.
   *
   * @default - `istio: eastwestgateway` (modern), `istio: ingressgateway` (classic)
   */
  readonly labels?: { [label: string]: string };
}

/**
 * A `Sidecar` of a whole namespace. Istio takes one for each namespace, so it is written here as a
 * whole.
 */
export interface SidecarProps {
  /** The namespace. */
  readonly namespace: string;

  /**
   * What its proxies know besides the granted hosts, each as `<namespace>/<DNS name>`; `.` is the
   * namespace itself, `*` any.
   *
   * @default - `./*` and everything of the mesh's root namespace
   */
  readonly egressHosts?: string[];
}

/**
 * The gateway through which a cluster's calls to other clusters leave.
 */
export interface EgressGatewayProps {
  /**
   * Address of the egress gateway inside the cluster: its Service's ClusterIP, or its DNS name.
   */
  readonly address: string;

  /**
   * Namespace of the gateway's pods. With Istio 1.20 and later it must be the gateway's alone: what
   * the gateway knows of the other clusters is written there, and nobody else may see it.
   *
   * @default - `istio-egress` (modern), the mesh's root namespace (classic)
   */
  readonly namespace?: string;

  /**
   * Labels of the gateway's pods.
   *
   * @default - `istio: egressgateway`
   */
  readonly labels?: { [label: string]: string };
}

/**
 * How names under the mesh's suffix resolve in a cluster.
 */
export interface DnsProps {
  /**
   * Where the answer comes from.
   *
   * @default - DnsMode.SIDECAR (modern), DnsMode.ISTIOCOREDNS (classic)
   */
  readonly mode?: DnsMode;

  /**
   * IP address of the DNS server in the modes `SERVER`, `FORWARD` and `ISTIOCOREDNS`: a ClusterIP
   * to pin. It must lie in the cluster's service CIDR and be neither its first address nor that of
   * the cluster's own DNS (MESH215). Best is an address of the static band, the first ones, which
   * Kubernetes does not hand out by itself (MESH216). Refused in the other modes, where nothing
   * asks it (MESH217).
   *
   * @default - none: required in those modes (MESH214)
   */
  readonly serverIp?: string;

  /**
   * The cluster's current Corefile, on platforms where the whole ConfigMap has to be written.
   *
   * @default - none: required on those platforms when the cluster's DNS forwards the suffix
   * (MESH603)
   */
  readonly corefile?: string;

  /**
   * True when the Corefile is still the one that kubeadm wrote when it installed the cluster with
   * the `kubernetes` version given. Use it instead of `corefile`.
   *
   * @default false
   */
  readonly defaultCorefile?: boolean;

  /**
   * Version of the cluster's CoreDNS, e.g. `1.11.3`: the Corefile is checked against it (MESH605).
   *
   * @default - the one of `defaultCorefile`, otherwise not known and not checked
   */
  readonly coreDnsVersion?: string;

  /**
   * Remove from the Corefile what that version refuses to start with, where nothing is lost.
   *
   * @default false
   */
  readonly modernize?: boolean;

  /**
   * Zones that the cluster forwards already, each with one to 15 servers: IP addresses, with
   * `:port` if it is not 53 (MESH604). Needed where the platform keeps all zones in one list: RKE2,
   * OpenShift, ACK. An entry for the suffix itself is replaced.
   *
   * @default - none
   */
  readonly otherZones?: { [zone: string]: string[] };

  /**
   * Stub domains that the ConfigMap `kube-dns` has already, with their servers; see `KubeDnsStub`.
   * It holds all of them in one string. An entry for the suffix itself is replaced.
   *
   * @default - none
   */
  readonly stubDomains?: { [domain: string]: string[] };

  /**
   * Servers that the ConfigMap `kube-dns` names for everything else; at most three.
   *
   * @default - the node's
   */
  readonly upstreamNameservers?: string[];

  /**
   * Federations that the ConfigMap `kube-dns` has already: name to domain.
   *
   * @default - none
   */
  readonly federations?: { [name: string]: string };

  /**
   * Image of the mesh's own CoreDNS in mode `SERVER`: 1.5 or later, fit to run without root.
   *
   * @default 'coredns/coredns:1.12.1'
   */
  readonly serverImage?: string;

  /**
   * True when the nodes run NodeLocal DNSCache, which asks the upstream servers instead of the
   * cluster's CoreDNS: the ConfigMap `kube-dns` is then written beside the zone, and mode `ZONE` is
   * refused (MESH606).
   *
   * @default false
   */
  readonly nodeLocalDns?: boolean;
}
