import { FaultProps, HeaderChanges } from './call-props';
import { GatewayRoute } from './enums';
import { ServicePort, SubsetProps } from './service-props';
import { RetryProps, RouteProps, TrafficPolicyProps } from './traffic-props';
import { GatewayAddress } from '../values/gateway-address';

/**
 * One global host, as one cluster sees it.
 *
 * At least one of `workloadSelector` and `endpoints` is needed (MESH334).
 */
export interface GlobalServiceEntryProps {
  /** Name of the service, the first label of the host. An RFC 1035 label (MESH201). */
  readonly name: string;

  /**
   * Namespace of the service, the second label of the host. The objects are placed there, so it
   * must exist in the cluster. An RFC 1123 label (MESH201).
   */
  readonly namespace: string;

  /**
   * Namespace of the pods and of the objects, if it differs from the namespace in the host.
   *
   * @default - `namespace`
   */
  readonly workloadNamespace?: string;

  /**
   * The ports that callers use. At least one (MESH307), with the same numbers and names in every
   * cluster.
   */
  readonly ports: ServicePort[];

  /**
   * What the host ends in, without a leading dot: `<name>.<namespace>.<suffix>`.
   *
   * @default 'global'
   */
  readonly suffix?: string;

  /**
   * Istio version of the cluster, e.g. `1.29`. It decides the mechanism and the API versions.
   *
   * @default - the newest version that this library knows
   */
  readonly istioVersion?: string;

  /**
   * Labels of the pods in this cluster that serve the host.
   *
   * @default - no pod of this cluster serves it
   */
  readonly workloadSelector?: { [label: string]: string };

  /**
   * Gateways of the other clusters that serve the host.
   *
   * @default - no other cluster serves it
   */
  readonly endpoints?: GlobalEndpoint[];

  /**
   * Identities that callers accept an answer from, as `spiffe://<trust
   * domain>/ns/<namespace>/sa/<service account>`.
   *
   * @default - none; required with the modern mechanism (MESH332)
   */
  readonly subjectAltNames?: string[];

  /**
   * Namespaces to which the host is visible (MESH201); `['*']` is all of them, `.` that of the host
   * itself. In a serving cluster, the namespace of the east-west gateway must be among them.
   *
   * @default ['*']
   */
  readonly exportTo?: string[];

  /**
   * Addresses that the host resolves to inside of the cluster: at most one IPv4 and one IPv6
   * address (MESH324).
   *
   * @default - those that Istio allocates, if it does
   */
  readonly virtualIps?: string[];

  /**
   * Named subsets of the serving pods, the same in every cluster.
   *
   * @default - none
   */
  readonly subsets?: SubsetProps[];

  /**
   * The name by which the gateways of the endpoints know the service.
   *
   * @default GatewayRoute.HOST
   */
  readonly gatewayRoute?: GatewayRoute;

  /**
   * DNS domain of the Kubernetes clusters themselves.
   *
   * @default 'cluster.local'
   */
  readonly clusterDomain?: string;

  /**
   * Share of the calls for each locality in percent, e.g. `{ 'eu-west1/*': 80, 'us-east1/*': 20 }`.
   * Localities that are not listed get no calls.
   *
   * @default - the nearest locality first
   */
  readonly localityWeights?: { [locality: string]: number };

  /**
   * Rules that send some of the calls to certain subsets. The first rule that matches decides. HTTP
   * ports only (MESH340).
   *
   * @default - any serving pod answers any call
   */
  readonly routes?: RouteProps[];

  /**
   * Timeout of a call, as a duration, e.g. `5s`. HTTP ports only (MESH340).
   *
   * @default - none
   */
  readonly timeout?: string;

  /**
   * When and how often a failed call is retried. HTTP ports only (MESH340).
   *
   * @default - calls to other clusters retry GET, HEAD and OPTIONS up to three times after a
   * gateway error (502, 503, 504) or a lost connection; other calls as Istio does by default
   */
  readonly retries?: RetryProps;

  /**
   * Headers that callers' proxies change. HTTP ports only (MESH340).
   *
   * @default - none
   */
  readonly headers?: HeaderChanges;

  /**
   * Faults that callers' proxies make up, for a test. HTTP ports only (MESH340).
   *
   * @default - none
   */
  readonly fault?: FaultProps;

  /**
   * Set to `true` if the cluster has a VirtualService of your own for the host: none is written
   * then. Not together with settings that need one (MESH370).
   *
   * @default false
   */
  readonly ownVirtualService?: boolean;

  /**
   * Connection limits, outlier detection and load balancing.
   *
   * @default - Istio's defaults, with outlier detection for calls to other clusters, and failover
   * if there is more than one endpoint
   */
  readonly trafficPolicy?: TrafficPolicyProps;

  /**
   * Address of the egress gateway through which calls leave. Istio 1.1 to 1.7 only (MESH508).
   *
   * @default - none; sidecars connect to the gateways of other clusters directly
   */
  readonly egressAddress?: string;
}

/**
 * The gateway of another cluster that serves the host.
 */
export interface GlobalEndpoint {
  /** The address of the gateway, as this cluster dials it. */
  readonly address: GatewayAddress;

  /**
   * Name of the cluster behind the gateway.
   *
   * @default - not known
   */
  readonly cluster?: string;

  /**
   * Locality of that cluster, as `<region>` or `<region>/<zone>`.
   *
   * @default - not known
   */
  readonly locality?: string;

  /**
   * Whole number that ranks the endpoints: 0 is used first, after the pods of this cluster. Not
   * with addresses that are host names (MESH337), nor with `localityWeights` (MESH335).
   *
   * @default 0
   */
  readonly priority?: number;
}
