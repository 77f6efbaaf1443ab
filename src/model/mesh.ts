import { Repository } from './clusters/gitops';
import { Values } from './clusters/helm-values';
import { ClusterDns } from './dns/cluster-dns';
import { ClusterNamespaces } from './hosts/namespaces';
import { Cacerts } from './trust/cacerts';
import { CallerSettings, FaultProps, HeaderChanges } from '../description/call-props';
import {
  AuthorizationMode,
  GatewayRoute,
  GitOpsTool,
  OutboundTrafficPolicy,
  Protocol,
} from '../description/enums';
import {
  ExternalTrafficPolicy,
  GatewayDeploymentProps,
  GatewayServiceType,
} from '../description/gateway-settings';
import { Phase } from '../description/locks/pki-lock';
import { RetryProps, RouteProps, TrafficPolicyProps } from '../description/traffic-props';
import { Problem } from '../problems/problem';
import { Allocation } from '../values/allocate';
import { GatewayAddress } from '../values/gateway-address';
import { Cidr } from '../values/ip';
import { IstioVersion, Profile } from '../values/istio-version';

/**
 * A mesh with every default filled in, every reference resolved and every list in one order.
 * Nothing downstream looks a thing up.
 *
 * @internal
 */
export interface Mesh {
  readonly profile: Profile;
  readonly suffix: string;
  readonly trustDomain: string;
  readonly meshId: string;
  readonly rootNamespace: string;
  /** how far the replacement of the root has come */
  readonly rotation?: Phase;
  /** a change of it restarts control planes and gateways */
  readonly restartMark?: string;
  /** there wherever the `gitops` of a cluster needs it */
  readonly repository?: Repository;
  /** by name */
  readonly clusters: readonly Cluster[];
  /** by host */
  readonly services: readonly Service[];
  /** the services whose pods are in a cluster, by its name; clusters without are left out */
  readonly served: ReadonlyMap<string, readonly Service[]>;
  /** the namespaces that objects are placed in, by the name of the cluster */
  readonly namespaces: ReadonlyMap<string, ClusterNamespaces>;
  /** DNS domain of the clusters themselves */
  readonly clusterDomain: string;
  /** the virtual IPs that were not given by hand */
  readonly allocation: Allocation;
  /** the warnings that were not accepted */
  readonly warnings: readonly Problem[];
}

/** @internal */
export interface Cluster {
  readonly name: string;
  readonly istio: IstioVersion;
  readonly network: string;
  /** `region` or `region/zone`, as Istio writes a locality */
  readonly locality?: string;
  readonly trustDomain: string;
  readonly trustDomainAliases: readonly string[];
  /** of the identities of its workloads */
  readonly spiffeIdTemplate: string;
  readonly gateway?: Gateway;
  readonly egressGateway?: EgressGateway;
  readonly serviceCidr?: Cidr;
  readonly dns: ClusterDns;
  /** how the CA certificate gets there, with everything that takes */
  readonly cacerts: Cacerts;
  readonly namespaces: Namespaces;
  /** what brings its output into it */
  readonly gitops: GitOpsTool;
  readonly revisions: Revisions;
  /** somebody else installs Istio */
  readonly hasIstio: boolean;
  /** other clusters leave it alone */
  readonly draining: boolean;
  /** as declared */
  readonly sidecars: readonly Sidecar[];
  readonly outboundTrafficPolicy?: OutboundTrafficPolicy;
  /** of the chart of the control plane */
  readonly helmValues?: Values;
}

/** What a cluster says of namespaces. @internal */
export interface Namespaces {
  /** something else creates them */
  readonly existing: ReadonlySet<string>;
  /** the root namespace is one of these */
  readonly hasRoot: boolean;
  /** for the root namespace */
  readonly labels: { readonly [label: string]: string };
  /** for the others that the mesh creates */
  readonly labelsOfCreated: { readonly [label: string]: string };
  /** that the mesh creates in any case, with their labels */
  readonly created: ReadonlyMap<string, { readonly [label: string]: string }>;
}

/** The control planes of a cluster. @internal */
export interface Revisions {
  /** of the first one; undefined without a name */
  readonly revision?: string;
  readonly tag?: string;
  /** the second one, which is to take over */
  readonly upgrade?: { readonly istio: IstioVersion; readonly revision: string };
  /** what namespaces and gateways go by; undefined for what has no name */
  readonly chosen?: string;
}

/** @internal */
export interface Sidecar {
  /** `*` for those without one of their own */
  readonly namespace: string;
  readonly egressHosts: readonly string[];
  /** the services that are known, by `<name>.<namespace>`; undefined for all that are granted */
  readonly services?: readonly string[];
}

/** What both kinds of gateways have. @internal */
interface GatewayPods {
  readonly namespace: string;
  /** of its proxy; undefined for the one without a name */
  readonly revision?: string;
  readonly labels: { readonly [key: string]: string };
  readonly deployment?: GatewayDeploymentProps;
  /** of the chart of the gateway */
  readonly helmValues?: Values;
}

/** @internal */
export interface Gateway extends GatewayPods {
  readonly addresses: readonly GatewayAddress[];
  readonly service: GatewayService;
  /** what others let in at the same port; undefined when that is not known */
  readonly otherHosts?: readonly string[];
  /** connections begin with the PROXY protocol */
  readonly proxyProtocol: boolean;
}

/** The Service of an east-west gateway. @internal */
export interface GatewayService {
  readonly type: GatewayServiceType;
  /** they lead to 15443, all of them; that port itself comes first */
  readonly ports: ReadonlyArray<{ readonly port: number; readonly nodePort?: number }>;
  readonly annotations: { readonly [key: string]: string };
  readonly loadBalancerIp?: string;
  readonly loadBalancerClass?: string;
  readonly loadBalancerSourceRanges: readonly string[];
  readonly externalTrafficPolicy?: ExternalTrafficPolicy;
}

/** @internal */
export interface EgressGateway extends GatewayPods {
  readonly address: string;
  readonly serviceAnnotations: { readonly [key: string]: string };
}

/** @internal */
export interface Service extends CallSettings {
  readonly host: string;
  readonly name: string;
  readonly namespace: string;
  /** where its pods and all its objects are */
  readonly workloadNamespace: string;
  /** true for a further name of another service, and for one of its pods */
  readonly isAlias: boolean;
  /** the host is that of a Service of Kubernetes, for clusters that do not serve it */
  readonly isKubernetesName: boolean;
  /** `<name>.<namespace>` under which it is declared */
  readonly declaredAs: string;
  readonly gatewayRoute: GatewayRoute;
  /** by number */
  readonly ports: readonly Port[];
  readonly selector: { readonly [label: string]: string };
  /** SPIFFE IDs of its pods in all clusters: who may answer */
  readonly identities: readonly string[];
  /** by name */
  readonly subsets: readonly Subset[];
  readonly virtualIps: readonly string[];
  /** the clusters that serve it, by name */
  readonly owners: readonly Cluster[];
  /** who may call it, by the name of the cluster; clusters without callers are left out */
  readonly callers: ReadonlyMap<string, Callers>;
  /** every workload of every cluster may call: there is nothing to guard */
  readonly isOpen: boolean;
  readonly authorization: AuthorizationMode;
  /** who may call it inside the clusters that serve it */
  readonly localCallers: readonly Workloads[];
  /** its pods let in the callers of whatever else they serve */
  readonly sharesPods: boolean;
  readonly failover: Failover;
  readonly routes: readonly RouteProps[];
  /** somebody else writes the VirtualService of the host */
  readonly ownVirtualService: boolean;
  /** in the place of its own, for some callers */
  readonly callerSettings: readonly CallerSettings[];
}

/** What callers do with their calls. @internal */
export interface CallSettings {
  readonly timeout?: string;
  readonly retries?: RetryProps;
  readonly headers?: HeaderChanges;
  readonly mirror?: Mirror;
  readonly fault?: FaultProps;
  readonly trafficPolicy: TrafficPolicyProps;
}

/** @internal */
export interface Mirror {
  readonly host: string;
  readonly subset?: string;
  readonly percent: number;
}

/** @internal */
export interface Failover {
  /** names of clusters; empty without an order */
  readonly order: readonly string[];
  /** by name of the cluster */
  readonly weights?: { readonly [cluster: string]: number };
}

/** The callers of a service in one cluster. Equal callers are one object. @internal */
export interface Callers {
  readonly workloads: readonly Workloads[];
  /** their namespaces, in order; `['*']` for all */
  readonly namespaces: readonly string[];
}

/** One workload, or all of a kind. @internal */
export interface Workloads {
  /** undefined means every namespace of the cluster */
  readonly namespace?: string;
  /** undefined means every service account of the namespace */
  readonly serviceAccount?: string;
  /** its identity, where it is no service account; the namespace is where it runs then */
  readonly spiffeId?: string;
}

/** @internal */
export interface Port {
  readonly number: number;
  readonly name: string;
  readonly protocol: Protocol;
  /** undefined when the container port is found by the port's name */
  readonly targetPort?: number;
}

/** @internal */
export interface Subset {
  readonly name: string;
  readonly labels: { readonly [label: string]: string };
  /** names of the clusters that have it; undefined means all that serve */
  readonly clusters?: readonly string[];
}
