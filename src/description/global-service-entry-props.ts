import { GatewayRoute } from './enums';
import { ServicePort, SubsetProps } from './service-props';
import { RetryProps, RouteProps, TrafficPolicyProps } from './traffic-props';
import { GatewayAddress } from '../values/gateway-address';

/**
 * One global host, as one cluster is to see it.
 */
export interface GlobalServiceEntryProps {
  /** Name of the service: the first label of the host. */
  readonly name: string;

  /**
   * Namespace of the service: the second label of the host, and where the objects are placed. It
   * must exist in the cluster.
   */
  readonly namespace: string;

  /**
   * Namespace of the pods and of the objects, where it is not the one that the host says.
   *
   * @default - `namespace`
   */
  readonly workloadNamespace?: string;

  /** The ports that callers see. At least one. The same numbers and names on all sides. */
  readonly ports: ServicePort[];

  /**
   * What the host ends in.
   *
   * @default 'global'
   */
  readonly suffix?: string;

  /**
   * Istio version of the cluster. It decides the mechanism and the API versions.
   *
   * @default - the newest version known
   */
  readonly istioVersion?: string;

  /**
   * Labels of the pods in this cluster that serve the host.
   *
   * @default - none of this cluster's pods serve it
   */
  readonly workloadSelector?: { [label: string]: string };

  /**
   * Gateways of the other clusters that serve the host.
   *
   * @default - no other cluster serves it
   */
  readonly endpoints?: GlobalEndpoint[];

  /**
   * Identities that may answer, as `spiffe://<trust domain>/ns/<namespace>/sa/<service account>`.
   *
   * @default - none: required with the modern mechanism (MESH332)
   */
  readonly subjectAltNames?: string[];

  /**
   * Namespaces that may see the host. In a serving cluster the gateway's namespace must be among
   * them.
   *
   * @default ['*']
   */
  readonly exportTo?: string[];

  /**
   * Addresses that the host resolves to inside the cluster; at most one IPv4 and one IPv6.
   *
   * @default - the ones that Istio allocates by itself
   */
  readonly virtualIps?: string[];

  /**
   * Named parts of the pods, the same on all sides.
   *
   * @default - none
   */
  readonly subsets?: SubsetProps[];

  /**
   * By which name the gateways of the endpoints know the service.
   *
   * @default GatewayRoute.HOST
   */
  readonly gatewayRoute?: GatewayRoute;

  /**
   * DNS domain of the clusters themselves. Only `GatewayRoute.SNI` needs it.
   *
   * @default 'cluster.local'
   */
  readonly clusterDomain?: string;

  /**
   * Share of the calls in per cent by locality, e.g. `{ 'eu-west1/*': 80, 'us-east1/*': 20 }`.
   * Localities that are not named get none.
   *
   * @default - the nearest first
   */
  readonly localityWeights?: { [locality: string]: number };

  /**
   * Where parts of the calls go, in order. HTTP ports only.
   *
   * @default - any pod answers any call
   */
  readonly routes?: RouteProps[];

  /**
   * Time for a call, e.g. `5s`. HTTP ports only.
   *
   * @default - none
   */
  readonly timeout?: string;

  /**
   * How often a failed call is tried again. HTTP ports only.
   *
   * @default - Istio's
   */
  readonly retries?: RetryProps;

  /**
   * Connections, broken endpoints and load balancing.
   *
   * @default - Istio's, and failover where there is more than one endpoint
   */
  readonly trafficPolicy?: TrafficPolicyProps;

  /**
   * Address of the egress gateway through which the calls leave. Istio 1.1 to 1.7 only.
   *
   * @default - sidecars call the remote gateways themselves
   */
  readonly egressAddress?: string;
}

/**
 * A gateway behind which another cluster serves the host.
 */
export interface GlobalEndpoint {
  /** Where the gateway is reached. */
  readonly address: GatewayAddress;

  /**
   * Name of the cluster behind the gateway.
   *
   * @default - unknown
   */
  readonly cluster?: string;

  /**
   * Istio network id of that cluster. Must differ from this cluster's own.
   *
   * @default - the cluster's name
   */
  readonly network?: string;

  /**
   * `region` or `region/zone` of that cluster.
   *
   * @default - unknown
   */
  readonly locality?: string;

  /**
   * 0 is tried first, after this cluster's own pods; a whole number. Not with addresses that are
   * host names.
   *
   * @default 0
   */
  readonly priority?: number;
}
