import { RouteProps } from '../../description/traffic-props';
import { GatewayAddress } from '../../values/gateway-address';
import { IstioVersion } from '../../values/istio-version';
import { CallSettings, Port, Subset } from '../mesh';

/**
 * One global host as one cluster sees it, with nothing left to decide. What a mechanism turns into
 * objects.
 *
 * @internal
 */
export interface Host extends CallSettings {
  readonly istio: IstioVersion;
  /** `<name>.<namespace>.<suffix>` */
  readonly host: string;
  readonly name: string;
  readonly namespace: string;
  /** namespace of the objects and of the pods */
  readonly placement: string;
  /** what the names of the objects begin with */
  readonly objectName: string;
  readonly ports: readonly Port[];
  /** namespaces that may see the host */
  readonly exportTo: readonly string[];
  readonly virtualIps: readonly string[];
  /** labels of the pods in this cluster; undefined when none of its pods serve the host */
  readonly selector?: { readonly [label: string]: string };
  /** gateways of the other clusters that serve it */
  readonly endpoints: readonly Endpoint[];
  /** identities that may answer */
  readonly subjectAltNames: readonly string[];
  readonly subsets: readonly Subset[];
  /** host that callers put into the TLS server name, where it is not the host itself */
  readonly serverName?: string;
  /** the region that comes next after the caller's own, where localities decide */
  readonly regionFailover?: { readonly from: string; readonly to: string };
  /** share of the calls in per cent, by locality */
  readonly localityWeights?: { readonly [locality: string]: number };
  readonly routes: readonly RouteProps[];
  /** of the callers in certain namespaces, the first that names one holding for it */
  readonly byNamespace: readonly NamespaceSettings[];
  /** true for what an egress gateway knows: it has to keep the endpoints */
  readonly passesOn: boolean;
  /** classic only: ClusterIP or DNS name of the egress gateway through which the calls leave */
  readonly egressAddress?: string;
}

/** @internal */
export interface NamespaceSettings extends CallSettings {
  readonly namespaces: readonly string[];
}

/** @internal */
export interface Endpoint {
  readonly address: GatewayAddress;
  readonly cluster?: string;
  readonly locality?: string;
  /** 0 first, after the pods of the cluster itself; the same for endpoints that are equally good */
  readonly priority: number;
}

/**
 * The east-west gateway of one cluster, and what may pass it.
 *
 * @internal
 */
export interface ExportingGateway {
  readonly istio: IstioVersion;
  readonly rootNamespace: string;
  readonly namespace: string;
  readonly labels: { readonly [label: string]: string };
  readonly suffix: string;
  /** the hosts that other clusters hold a grant for */
  readonly hosts: readonly string[];
}

/**
 * The egress gateway of one cluster, and the hosts that it passes on.
 *
 * @internal
 */
export interface EgressRoutes {
  readonly istio: IstioVersion;
  readonly namespace: string;
  readonly labels: { readonly [label: string]: string };
  readonly hosts: readonly Host[];
}
