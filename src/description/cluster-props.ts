import { CacertsProps } from './cacerts-props';
import { DataPlaneMode, DnsMode, GitOpsTool } from './enums';
import { ExistingIstioProps } from './existing-istio-props';
import { EgressServiceProps, GatewayServiceProps, GatewaySettings } from './gateway-settings';
import { IstiodProps } from './istiod-props';
import { NamespaceProps } from './namespace-props';
import { Platform } from './platform';
import { GatewayAddress } from '../values/gateway-address';

/**
 * A Kubernetes cluster of the mesh. What it does not say itself, `clusterDefaults` of the mesh may
 * say for it.
 */
export interface ClusterProps extends ClusterSettings {
  /**
   * Name of the cluster: its directory in the output, Istio's `clusterName`, and how services and
   * grants refer to it. An RFC 1123 label (MESH201), unique in the mesh (MESH202).
   *
   * @form name
   */
  readonly name: string;

  /**
   * Labels of the cluster, by which entries of `clusterDefaults` are for it: Kubernetes label keys
   * and values (MESH211). They are not written anywhere.
   *
   * @default - none
   * @keys labelKey
   * @form labelValue
   */
  readonly labels?: { [label: string]: string };

  /**
   * Istio's network ID of the cluster, the value of `topology.istio.io/network`. Each cluster needs
   * its own (MESH210): it is what keeps a call from passing through two gateways.
   *
   * @default - the name of the cluster
   * @form labelValue
   */
  readonly network?: string;

  /**
   * The east-west gateway through which other clusters reach this one. A cluster that serves needs
   * one (MESH311).
   *
   * @default - none; the cluster can call other clusters but not serve them
   */
  readonly gateway?: GatewayProps;
}

/**
 * What a cluster and the defaults of clusters can both say.
 */
export interface ClusterSettings {
  /**
   * Istio version of the cluster, e.g. `1.29` or `1.29.2`. It decides the mechanism and the API
   * versions.
   *
   * Supported are 1.20 and later (the modern mechanism) and 1.1 to 1.7 (the classic one); any other
   * version is refused (MESH502). All clusters of a mesh must use the same mechanism (MESH504).
   *
   * @default - none; required for every cluster, here or in the mesh's `clusterDefaults` (MESH103)
   * @form istioVersion
   */
  readonly istio?: string;

  /**
   * Kubernetes version of the cluster, e.g. `1.33`. It must be one that the Istio version supports
   * (MESH505).
   *
   * @default - not known; checks that depend on it are skipped
   * @form kubernetesVersion
   */
  readonly kubernetes?: string;

  /**
   * The platform that runs the cluster. It decides the form in which the cluster's DNS is
   * configured.
   *
   * @default Platform.KUBEADM
   */
  readonly platform?: Platform;

  /**
   * Region of the cluster, as in the label `topology.kubernetes.io/region` of its nodes.
   *
   * @default - none; the clusters count as equally near
   * @form locality
   */
  readonly region?: string;

  /**
   * Zone of the cluster, as in the label `topology.kubernetes.io/zone` of its nodes. Needs `region`
   * (MESH212).
   *
   * @default - none
   * @form locality
   */
  readonly zone?: string;

  /**
   * The egress gateway through which calls from this cluster leave.
   *
   * @default - none; sidecars connect to the gateways of other clusters directly
   */
  readonly egressGateway?: EgressGatewayProps;

  /**
   * Settings of the control plane: its revision, an upgrade, further Helm values.
   *
   * @default - none
   */
  readonly istiod?: IstiodProps;

  /**
   * An Istio that somebody else installs. Its root namespace is there then, and settings that would
   * be Helm values are refused (MESH291).
   *
   * @default - none: Helm values are written, and the README of the cluster installs Istio
   */
  readonly existingIstio?: ExistingIstioProps;

  /**
   * How global hosts resolve in this cluster.
   *
   * @default - by the DNS proxy of the sidecars (modern) or by `istiocoredns` (classic)
   */
  readonly dns?: DnsProps;

  /**
   * The range from which the cluster allocates ClusterIPs, as a CIDR, e.g. `10.96.0.0/12`. Virtual
   * IPs must lie outside of it (MESH322), pinned ClusterIPs inside (MESH215).
   *
   * @default - not known; checks that depend on it are skipped
   * @form cidr
   */
  readonly serviceCidr?: string;

  /**
   * Trust domain of the cluster's workloads. Every other cluster must use the same one or list it
   * in `trustDomainAliases` (MESH209).
   *
   * @default - the trust domain of the mesh
   * @form trustDomain
   */
  readonly trustDomain?: string;

  /**
   * The form of the workloads' SPIFFE IDs, where another issuer than istiod gives them, e.g. SPIRE:
   * `spiffe://{trustDomain}/k8s/{namespace}/{serviceAccount}`. It begins with
   * `spiffe://{trustDomain}/`, and `{namespace}` and after it `{serviceAccount}` are segments of
   * their own (MESH445). Clusters of one trust domain have one form (MESH446). Istio 1.20 and later
   * (MESH508).
   *
   * It decides whom callers accept and whom the policies let in. What issues the identities is
   * yours to install; istiod must know proxies by their tokens, as it does by default.
   *
   * @default 'spiffe://{trustDomain}/ns/{namespace}/sa/{serviceAccount}'
   * @see https://istio.io/latest/docs/ops/integrations/spire/
   * @form spiffeIdTemplate
   */
  readonly spiffeIdTemplate?: string;

  /**
   * Further trust domains whose identities this cluster accepts, Istio's
   * `meshConfig.trustDomainAliases`.
   *
   * @default - none
   * @form trustDomain
   */
  readonly trustDomainAliases?: string[];

  /**
   * Namespaces that something else creates in this cluster.
   *
   * The objects of a host are placed in the namespace of its service. Where the cluster may call a
   * service that it does not serve, the mesh creates that namespace, unless it must be there
   * already: because it is listed here, may call a service, has a `Sidecar` or a gateway, or is one
   * of Kubernetes' own. Namespaces that the mesh does not create are never written; the README of
   * the cluster names those that it needs.
   *
   * With the root namespace in the list, its network label is a command in the README.
   *
   * @default - none
   * @form name
   */
  readonly existingNamespaces?: string[];

  /**
   * Namespaces that the mesh creates in this cluster, although it would not otherwise, or with
   * labels of their own.
   *
   * @default - none
   */
  readonly namespaces?: NamespaceProps[];

  /**
   * Labels of every namespace that the mesh creates in this cluster, the root namespace included.
   * Not those by which Istio or this library decide something (MESH281).
   *
   * @default - none
   * @keys freeLabelKey
   * @form labelValue
   */
  readonly namespaceLabels?: { [label: string]: string };

  /**
   * How the Secret `cacerts`, with the CA certificate and key of the cluster, gets into the
   * cluster.
   *
   * @default - something else creates it
   */
  readonly cacerts?: CacertsProps;

  /**
   * Remove the cluster from the endpoints of all other clusters, e.g. before an upgrade or before
   * it is taken out of the mesh. Its own objects stay as they are, and callers in the cluster still
   * reach its pods. At least one cluster must remain for every service that is called (MESH338).
   *
   * @default false
   */
  readonly draining?: boolean;

  /**
   * Namespaces whose proxies are configured with only the hosts that they need, by an Istio
   * `Sidecar`. The global hosts that a namespace may call are added to its list.
   *
   * @default - none; proxies know every host that is visible to them
   */
  readonly sidecars?: SidecarProps[];

  /**
   * How workloads join the mesh.
   *
   * @default DataPlaneMode.SIDECAR
   */
  readonly dataPlaneMode?: DataPlaneMode;

  /**
   * What brings the output, and Istio itself, into the cluster. Its objects are written to
   * `gitops/`. Istio 1.20 and later (MESH852), the Sail operator 1.24 and later (MESH853). Argo CD
   * and Flux need the `repository` of the mesh (MESH850). A second control plane, and with Argo CD
   * and Flux the tag of a revision, are not theirs to bring (MESH856), and an Istio that is
   * somebody else's is not Sail's (MESH857).
   *
   * @default - `gitops` of the mesh
   */
  readonly gitops?: GitOpsTool;
}

/**
 * Settings for all clusters of the mesh, or for those with certain labels.
 *
 * For each cluster the entries that are for it are applied in their order, and then what the
 * cluster says itself: the later one wins. Structs such as `dns` and `cacerts` are merged key by
 * key. Everything else is replaced as a whole: values, lists, and maps whose keys you choose, such
 * as `dns.otherZones`. A later entry can override a value, not remove it.
 *
 * What is wrong with a value is told once, at the place where it was written.
 */
export interface ClusterDefaults extends ClusterSettings {
  /**
   * Labels of the clusters that the entry is for: those that have all of them, at least one
   * (MESH136). Must not be empty (MESH407).
   *
   * @default - the entry is for every cluster
   * @keys labelKey
   * @form labelValue
   * @size 1..
   */
  readonly matchLabels?: { [label: string]: string };

  /**
   * Settings for the gateways of the clusters. A cluster without a `gateway` of its own gets none.
   *
   * @default - none
   */
  readonly gateway?: GatewayDefaults;
}

/**
 * What a gateway and the defaults of gateways can both say.
 */
export interface GatewayDefaults extends GatewaySettings {
  /**
   * Namespace of the gateway's pods.
   *
   * @default - the root namespace of the mesh
   * @form ownNamespace
   */
  readonly namespace?: string;

  /**
   * Labels that select the gateway's pods. Must not be empty (MESH407).
   *
   * @default - `istio: eastwestgateway` (modern) or `istio: ingressgateway` (classic)
   * @keys labelKey
   * @form labelValue
   * @size 1..
   */
  readonly labels?: { [label: string]: string };

  /**
   * Hosts of `Gateway` objects that somebody else has for the same pods and port 15443, with
   * AUTO_PASSTHROUGH: `*.local` of the `cross-network-gateway` in Istio's documentation, for
   * example. Each is a DNS name or `*.` and a DNS name (MESH266). `[]` says that there are none.
   *
   * What these hosts hold is left out of the `Gateway` of the mesh: Envoy refuses the whole
   * listener that has a host twice. It is open already, and so is every Service of the cluster that
   * they hold, to everybody who reaches the gateway. So the pods have to decide who may call. Istio
   * 1.20 and later (MESH508).
   *
   * @default - not known; a host that `*.local` holds is warned of (MESH267)
   * @form hostPattern
   */
  readonly otherGatewayHosts?: string[];

  /**
   * The gateway's Service. Istio 1.20 and later (MESH508).
   *
   * @default - a load balancer, or node ports, at the ports of the gateway's addresses
   */
  readonly service?: GatewayServiceProps;

  /**
   * Set to `true` if the load balancer puts the PROXY protocol before each connection: then the
   * gateway reads the caller's address from it, and refuses connections without. It is for the load
   * balancer to be told, mostly by an annotation of the Service. Istio 1.20 and later (MESH508).
   *
   * @default false
   */
  readonly proxyProtocol?: boolean;
}

/**
 * The east-west gateway through which other clusters reach a cluster.
 */
export interface GatewayProps extends GatewayDefaults {
  /**
   * Addresses of the gateway as other clusters dial them, at least one (MESH317). Calls are spread
   * over all of them, so an address can be replaced in two safe steps: add the new one, then remove
   * the old one.
   *
   * @size 1..
   */
  readonly addresses: GatewayAddress[];
}

/**
 * An Istio `Sidecar` for a namespace. Istio allows one per namespace (MESH410).
 *
 * @see https://istio.io/latest/docs/reference/config/networking/sidecar/
 */
export interface SidecarProps {
  /**
   * The namespace. Not the root namespace, where a `Sidecar` applies to the mesh (MESH410). `*` is
   * for each namespace that the description names for the cluster and that has no entry of its own:
   * that calls, that serves, in `namespaces` or in `existingNamespaces`.
   *
   * @form nameOrAll
   */
  readonly namespace: string;

  /**
   * Services of the mesh that its proxies know, each as `<name>.<namespace>` of a service that it
   * may call (MESH450). For services that are granted to everybody, and that not everybody calls.
   *
   * @default - all that it may call
   * @form serviceKey
   */
  readonly services?: string[];

  /**
   * Hosts that its proxies know in addition to the granted ones, each as `<namespace>/<DNS name>`.
   * The namespace `.` means the namespace itself, `*` any; the DNS name `*` means all hosts.
   * `['~/*']` adds none.
   *
   * @default - `./*` and `<root namespace>/*`
   * @form egressHost
   * @size 1..
   */
  readonly egressHosts?: string[];
}

/**
 * The egress gateway through which calls from a cluster leave.
 */
export interface EgressGatewayProps extends GatewaySettings {
  /**
   * Address of the egress gateway inside the cluster: the ClusterIP or the DNS name of its Service.
   *
   * @form address
   */
  readonly address: string;

  /**
   * Namespace of the gateway's pods. With Istio 1.20 and later nothing else may run there
   * (MESH509): the entries for the other clusters' gateways are written to this namespace, and
   * callers must not see them.
   *
   * @default - `istio-egress` (modern) or the root namespace of the mesh (classic)
   * @form ownNamespace
   */
  readonly namespace?: string;

  /**
   * Labels that select the gateway's pods. Must not be empty (MESH407).
   *
   * @default - `istio: egressgateway`
   * @keys labelKey
   * @form labelValue
   * @size 1..
   */
  readonly labels?: { [label: string]: string };

  /**
   * The gateway's Service. Istio 1.20 and later (MESH508).
   *
   * @default - one of the type ClusterIP at port 15443
   */
  readonly service?: EgressServiceProps;
}

/**
 * How global hosts resolve in a cluster.
 *
 * An option that nothing reads, in the mode and on the platform of the cluster, is refused
 * (MESH232).
 */
export interface DnsProps {
  /**
   * Where the cluster gets the answer from.
   *
   * @default - DnsMode.SIDECAR (modern) or DnsMode.ISTIOCOREDNS (classic)
   */
  readonly mode?: DnsMode;

  /**
   * IP address of the DNS server in the modes `server`, `forward` and `istiocoredns`; in the other
   * modes nothing would query it, so it is refused (MESH217).
   *
   * It is a ClusterIP that is pinned: a free address in the cluster's `serviceCidr`, and neither
   * its first address nor that of the cluster's own DNS (MESH215). Choose one from the static band,
   * the first 16 to 256 addresses of the range, because Kubernetes hands out the others first
   * (MESH216).
   *
   * @default - none; required in these modes (MESH214)
   * @form ip
   */
  readonly serverIp?: string;

  /**
   * The current Corefile of the cluster, on platforms where the whole Corefile is written.
   * Everything in it is kept except for the blocks of the suffix.
   *
   * @default - none; on these platforms either this or `defaultCorefile` is required if the
   * cluster's DNS answers or forwards queries for the suffix (MESH603)
   */
  readonly corefile?: string;

  /**
   * Set to `true` if the Corefile is still the one that kubeadm wrote when it installed the
   * cluster, with the Kubernetes version given in `kubernetes`. Instead of `corefile`.
   *
   * @default false
   */
  readonly defaultCorefile?: boolean;

  /**
   * The version of CoreDNS in the cluster, e.g. `1.11.3`. The Corefile is checked against it
   * (MESH605).
   *
   * @default - that of `defaultCorefile`, otherwise not known and not checked
   * @form coreDnsVersion
   */
  readonly coreDnsVersion?: string;

  /**
   * Remove from the Corefile what this version of CoreDNS refuses to start with, where that loses
   * nothing.
   *
   * @default false
   */
  readonly modernize?: boolean;

  /**
   * The object that keeps the cluster's DNS settings, as it is in the cluster now. Everything in it
   * stays in what is written, but for what it says of the suffix.
   *
   * It is text, as a program prints it: `kubectl -n kube-system get configmap <name> -o yaml` with
   * the ConfigMap `coredns` (kubeadm), `coredns-custom` (AKS, k3s, DigitalOcean, OVH, Gardener) or
   * `kube-dns` (GKE; NodeLocal DNSCache), `kubectl -n kube-system get helmchartconfig rke2-coredns
   * -o yaml` (RKE2), `kubectl get dns.operator.openshift.io default -o yaml` (OpenShift), `kubectl
   * get customdnsconfig default -o yaml` (ACK), or `aws eks describe-addon --cluster-name <name>
   * --addon-name coredns` (EKS); two objects as a list or one after the other (MESH233). What it
   * says must not be said again in the other options (MESH235). Write `none` where there is no such
   * object yet.
   *
   * Without it, `kubectl apply` removes what came by `kubectl apply` before and is not written
   * here, client-side and server-side, under any field manager (kubectl pkg/cmd/apply/apply.go,
   * `migrateToSSAIfNecessary`), and what is one value is replaced.
   *
   * @default - not known: a warning names what may be lost (MESH234), unless the Corefile, or the
   * list of zones, is given otherwise
   */
  readonly existing?: string;

  /**
   * Zones that the cluster's DNS already forwards, each with 1 to 15 servers: IP addresses, with
   * `:port` unless it is 53 (MESH604). Needed on platforms that keep all zones in one list: RKE2,
   * OpenShift and ACK. None may take names of the mesh (MESH219).
   *
   * @default - none
   * @keys dnsName
   * @form nameServer
   * @size 1..15
   */
  readonly otherZones?: { [zone: string]: string[] };

  /**
   * Stub domains that the ConfigMap `kube-dns` has already, each with its DNS servers, by address
   * or (not with `nodeLocalDns`) by host name; the ConfigMap keeps all of them in one string. None
   * may take names of the mesh (MESH219). See `KubeDnsStub`.
   *
   * @default - none
   * @keys dnsName
   * @form stubServer
   * @size 1..15
   */
  readonly stubDomains?: { [domain: string]: string[] };

  /**
   * DNS servers that the ConfigMap `kube-dns` has already for all other names, at most three
   * (MESH604).
   *
   * @default - those of the node
   * @form upstreamServer
   * @size ..3
   */
  readonly upstreamNameservers?: string[];

  /**
   * Federations that the ConfigMap `kube-dns` has already, from name to domain.
   *
   * @default - none
   * @keys label
   * @form dnsName
   */
  readonly federations?: { [name: string]: string };

  /**
   * Image of the CoreDNS of the mesh in mode `server` (MESH220). CoreDNS 1.5 or later; it must be
   * able to run as a user other than root.
   *
   * @default 'coredns/coredns:1.12.1'
   * @form image
   */
  readonly serverImage?: string;

  /**
   * Set to `true` if the nodes run NodeLocal DNSCache, which queries the upstream servers and not
   * the cluster's CoreDNS. Then the ConfigMap `kube-dns` is written as well, and mode `zone` is
   * refused (MESH606).
   *
   * @default false
   */
  readonly nodeLocalDns?: boolean;
}
