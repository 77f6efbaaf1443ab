import { AuthorizationMode, GatewayRoute, Protocol } from './enums';
import { FailoverProps, RetryProps, RouteProps, TrafficPolicyProps } from './traffic-props';

/**
 * A service that one or more clusters offer to the others.
 */
export interface ServiceProps {
  /** Name of the service, as callers say it: `<name>.<namespace>.<suffix>`. An RFC 1035 label. */
  readonly name: string;

  /** Namespace of the service. The same in every cluster. An RFC 1123 label. */
  readonly namespace: string;

  /** Names of the clusters that serve it. At least one, and each needs a gateway. */
  readonly clusters: string[];

  /** The ports that callers see. At least one. Number and name are the same in every cluster. */
  readonly ports: ServicePort[];

  /**
   * Labels of the pods that serve it: the selector of the Kubernetes Service.
   *
   * @default - none: required with the modern mechanism (MESH330), not used by the classic one
   */
  readonly selector?: { [label: string]: string };

  /**
   * Service accounts that its pods run as. Callers accept no other identity
   * (`subjectAltNames: spiffe://<trust domain>/ns/<namespace>/sa/<service account>`).
   *
   * @default - none: required with the modern mechanism (MESH332); with the classic one nobody
   * checks who answers, as documented then
   */
  readonly serviceAccounts?: string[];

  /**
   * Named parts of the service's pods, e.g. versions. Declared once, written on the serving and on
   * the calling side.
   *
   * @default - none
   */
  readonly subsets?: SubsetProps[];

  /**
   * Addresses that the name resolves to inside a calling cluster; at most one IPv4 and one IPv6.
   * Never routed: the sidecar recognises them and sends the call to the gateway.
   *
   * @default - none where Istio allocates addresses itself and every port is HTTP, otherwise the
   * one in `mesh.lock.json`
   */
  readonly virtualIps?: string[];

  /**
   * Namespace of the pods, and of every object of this service, where it is not the one that the
   * name says.
   *
   * @default - `namespace`
   */
  readonly workloadNamespace?: string;

  /**
   * Further names of the service, each as `<name>.<namespace>`. A grant of the service is a grant
   * of all its names.
   *
   * @default - none
   */
  readonly aliases?: string[];

  /**
   * By which name the serving clusters' gateways know the service.
   *
   * @default GatewayRoute.HOST
   */
  readonly gatewayRoute?: GatewayRoute;

  /**
   * Whether the grants are enforced at the pods too. Not with Istio 1.1 to 1.7.
   *
   * @default - the mesh's `authorization`
   */
  readonly authorization?: AuthorizationMode;

  /**
   * Who may call it inside the serving clusters, by whatever name. Only the AuthorizationPolicy
   * heeds it.
   *
   * @default - nobody: has to be said, if only as an empty list, with `AuthorizationMode.ENFORCE`
   * (MESH408)
   */
  readonly localCallers?: LocalCallers[];

  /**
   * Which of several clusters answers.
   *
   * @default - the caller's own, then the caller's region, then the others
   */
  readonly failover?: FailoverProps;

  /**
   * Where parts of the calls go, in order. HTTP ports only.
   *
   * @default - any pod answers any call
   */
  readonly routes?: RouteProps[];

  /**
   * Time for a call, e.g. `5s`. HTTP ports only.
   *
   * Where a gateway falls silent instead of refusing (its machine is lost, its packets are
   * dropped), the connections to it stay open: only calls that end by this count as errors and move
   * the next ones to another cluster.
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
   * Connections, broken endpoints and load balancing, on the caller's side.
   *
   * @default - Istio's, and failover where several clusters serve
   */
  readonly trafficPolicy?: TrafficPolicyProps;
}

/**
 * Workloads of a serving cluster that may call a service there.
 */
export interface LocalCallers {
  /** Their namespace. */
  readonly namespace: string;

  /**
   * Their service accounts.
   *
   * @default - every service account of the namespace
   */
  readonly serviceAccounts?: string[];
}

/**
 * A port of a service, as callers see it.
 */
export interface ServicePort {
  /**
   * Port number, 1 to 65535: part of the name that the gateway routes by, so it is the same on all
   * sides.
   */
  readonly number: number;

  /**
   * Protocol that the port speaks.
   */
  readonly protocol: Protocol;

  /**
   * Name of the port, an RFC 1123 label, unique in the service.
   *
   * Istio sends traffic to the container port of this name if the pod has one, before it looks at
   * `targetPort` (`convertWorkloadInstanceToServiceInstance` in Istio's service registry). Keep the
   * default unless you want that.
   *
   * @default - `<protocol>-<number>`, e.g. `http-8000`
   */
  readonly name?: string;

  /**
   * Number of the container port in the pods.
   *
   * @default - the same as `number`
   */
  readonly targetPort?: number;

  /**
   * Name of the container port in the pods, for pods that disagree on its number. It becomes the
   * port's name on all sides.
   *
   * @default - none
   */
  readonly targetPortName?: string;
}

/**
 * A named part of a service's pods.
 */
export interface SubsetProps {
  /**
   * Name of the subset, an RFC 1123 label, unique in the service. Part of the name that the gateway
   * routes by.
   */
  readonly name: string;

  /** Labels that the pods of the subset carry. At least one. */
  readonly labels: { [label: string]: string };

  /**
   * Names of the serving clusters that have such pods. For a canary in one cluster.
   *
   * @default - all that serve
   */
  readonly clusters?: string[];
}

/**
 * Who may call which services from another cluster. Without a grant a service is not reachable from
 * outside its cluster.
 *
 * A grant is the one source of the gateway's host list, of `exportTo` on both sides and of the
 * callers' ServiceEntries. What is left out does not restrict: `{ services, namespaces: ['shop'] }`
 * is namespace `shop` of every cluster.
 */
export interface GrantProps {
  /** The services granted, each as `<name>.<namespace>`. */
  readonly services: string[];

  /**
   * Clusters whose workloads may call.
   *
   * @default - every cluster of the mesh
   */
  readonly clusters?: string[];

  /**
   * Namespaces whose workloads may call.
   *
   * @default - every namespace of those clusters
   */
  readonly namespaces?: string[];

  /**
   * Service accounts that may call, in each of `namespaces`.
   *
   * @default - every service account of those namespaces
   */
  readonly serviceAccounts?: string[];

  /**
   * Every workload of every cluster may call. Must be written as `true`, and then nothing else
   * beside `services`.
   *
   * @default false
   */
  readonly everyone?: boolean;
}
