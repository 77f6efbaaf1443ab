import { CallerSettings, FaultProps, HeaderChanges, MirrorProps } from './call-props';
import { AuthorizationMode, GatewayRoute, Protocol } from './enums';
import { FailoverProps, RetryProps, RouteProps, TrafficPolicyProps } from './traffic-props';

/**
 * A service that one or more clusters offer to other clusters.
 */
export interface ServiceProps {
  /**
   * Name of the service, the first label of its global host `<name>.<namespace>.<suffix>`. An RFC
   * 1035 label (MESH201).
   *
   * @form service
   */
  readonly name: string;

  /**
   * Namespace of the service, the same in every cluster. An RFC 1123 label (MESH201).
   *
   * @form name
   */
  readonly namespace: string;

  /**
   * Names of the clusters that serve it. At least one (MESH310), each with a gateway (MESH311).
   *
   * @form label
   * @size 1..
   */
  readonly clusters: string[];

  /**
   * The ports that callers use, the same in every cluster. At least one (MESH307) and at most 128
   * (MESH309).
   *
   * @size 1..128
   */
  readonly ports: ServicePort[];

  /**
   * Labels of the pods that serve it, as in the selector of the Kubernetes Service. WorkloadEntries
   * of the namespace with these labels serve it too, such as virtual machines: each needs a
   * `serviceAccount`, without which gateways send it nothing, and proxies of its own.
   *
   * @default - none; required with the modern mechanism (MESH330), not used by the classic one
   * @keys labelKey
   * @form labelValue
   */
  readonly selector?: { [label: string]: string };

  /**
   * Service accounts that the serving pods run as. Callers accept an answer from these identities
   * only, `spiffe://<trust domain>/ns/<namespace>/sa/<service account>`.
   *
   * @default - none; required with the modern mechanism (MESH332). With the classic one, callers do
   * not check who answers
   * @form dnsName
   */
  readonly serviceAccounts?: string[];

  /**
   * SPIFFE IDs of the serving pods, in the place of those that follow from `serviceAccounts`: where
   * the issuer gives them by something else, e.g. `spiffe://example.org/payments/api`. Each is in
   * the trust domain of a serving cluster (MESH447). Not with `serviceAccounts` or
   * `serviceAccountsByCluster` (MESH448). Istio 1.20 and later (MESH508).
   *
   * @default - those of `serviceAccounts`, in the form of the clusters' `spiffeIdTemplate`
   * @form spiffeId
   */
  readonly spiffeIds?: string[];

  /**
   * Service accounts that the pods run as in some of the serving clusters, by the name of the
   * cluster (MESH310), where they are not those of `serviceAccounts`. Where the clusters have trust
   * domains of their own, an account is accepted from the cluster that it is listed for only.
   *
   * @default - `serviceAccounts`, in every serving cluster
   * @keys label
   * @form dnsName
   * @size 1..
   */
  readonly serviceAccountsByCluster?: { [cluster: string]: string[] };

  /**
   * Named subsets of the serving pods, e.g. versions. They are declared once and written in the
   * serving and in the calling clusters.
   *
   * @default - none
   */
  readonly subsets?: SubsetProps[];

  /**
   * Addresses that the global host resolves to in calling clusters: at most one IPv4 and one IPv6
   * address (MESH324). No packet is ever sent to them; the sidecar recognizes the address and sends
   * the call to a gateway. The lock file must not have them for another host (MESH352). Loopback
   * addresses are for Istio 1.1 and 1.2 only, and of these 127.255.0.0/16 (MESH320).
   *
   * @default - from `mesh.lock.json` if the service needs an address, otherwise none. It needs one
   * if a port is not HTTP, if a calling cluster resolves hosts outside of the sidecars or runs
   * Istio older than 1.25, or if a calling cluster is one of several that serve
   * @form ip
   * @size ..2
   */
  readonly virtualIps?: string[];

  /**
   * Namespace of the pods, and of all objects of this service, if it differs from the namespace in
   * the host.
   *
   * @default - `namespace`
   * @form ownNamespace
   */
  readonly workloadNamespace?: string;

  /**
   * The pods of a StatefulSet, each under a host of its own as well:
   * `<pod>.<name>.<namespace>.<suffix>`, e.g. `kafka-0.kafka.shop.global`. For clients that choose
   * a pod, as those of Kafka or Cassandra do; a grant of the service covers all of them. One
   * serving cluster only (MESH440). Istio 1.20 and later (MESH508).
   *
   * @default - none: whoever calls the service reaches any of its pods
   * @see https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id
   */
  readonly members?: MembersProps;

  /**
   * Further names of the service, each as `<name>.<namespace>`. A grant of the service covers all
   * of its names.
   *
   * @default - none
   * @form serviceKey
   */
  readonly aliases?: string[];

  /**
   * Set to `true` to call the service as `<name>.<namespace>.svc.<cluster domain>` as well, in
   * clusters that do not serve it: for clients whose configuration has that name. Short names
   * (`<name>.<namespace>`) work too, by the search domains of the pods. In clusters that serve it,
   * the name stays that of their own Service. In the others, no Service may have it: Istio would
   * prefer that.
   *
   * Callers resolve the name by their sidecars only (MESH455). Not with `subsets`, or a
   * `workloadNamespace` of its own (MESH456). Istio 1.20 and later (MESH508).
   *
   * @default false
   */
  readonly kubernetesName?: boolean;

  /**
   * The name by which the gateways of the serving clusters know the service.
   *
   * @default GatewayRoute.HOST
   */
  readonly gatewayRoute?: GatewayRoute;

  /**
   * Whether the serving pods enforce the grants as well. Not with Istio 1.1 to 1.7 (MESH508).
   *
   * @default - the `authorization` of the mesh
   */
  readonly authorization?: AuthorizationMode;

  /**
   * Who may call the service from within the serving clusters, under any of its names. Used by the
   * AuthorizationPolicy only.
   *
   * @default - nobody; required with `AuthorizationMode.ENFORCE`, even if the list is empty
   * (MESH408)
   */
  readonly localCallers?: LocalCallers[];

  /**
   * Set to `true` if pods of this service are also those of another service, on the same port, and
   * the two have different callers. At such a pod nobody can tell which of the two was called, so
   * the policies of both let in the callers of both.
   *
   * @default false - two services whose selectors say that they share pods and a port must have the
   * same callers (MESH422)
   */
  readonly sharesPods?: boolean;

  /**
   * Which of several serving clusters answers.
   *
   * @default - the caller's own cluster, then those in the caller's region, then the others
   */
  readonly failover?: FailoverProps;

  /**
   * Rules that send some of the calls to certain subsets. The first rule that matches decides. HTTP
   * ports only (MESH340).
   *
   * @default - any serving pod answers any call
   * @size 1..
   */
  readonly routes?: RouteProps[];

  /**
   * Timeout of a call, as a duration, e.g. `5s`. HTTP ports only (MESH340).
   *
   * Set one where calls must fail over from a gateway that goes silent, e.g. because its machine is
   * lost: connections to it stay open, and only calls that time out count as errors that send the
   * next ones to another cluster.
   *
   * @default - none
   * @form duration
   */
  readonly timeout?: string;

  /**
   * When and how often a failed call is retried. HTTP ports only (MESH340).
   *
   * @default - callers of other clusters retry GET, HEAD and OPTIONS up to three times after a
   * gateway error (502, 503, 504) or a lost connection, which are safe to repeat; other calls as
   * Istio does by default
   */
  readonly retries?: RetryProps;

  /**
   * Headers that callers' proxies change. HTTP ports only (MESH340).
   *
   * @default - none
   */
  readonly headers?: HeaderChanges;

  /**
   * Where copies of the calls go. HTTP ports only (MESH340).
   *
   * @default - nowhere
   */
  readonly mirror?: MirrorProps;

  /**
   * Faults that callers' proxies make up, for a test. HTTP ports only (MESH340).
   *
   * @default - none
   */
  readonly fault?: FaultProps;

  /**
   * Settings of some callers, by cluster and namespace, in the place of those of the service.
   *
   * @default - none
   */
  readonly callerSettings?: CallerSettings[];

  /**
   * Set to `true` if the callers' clusters have a VirtualService of your own for the host: none is
   * written for it then, since Istio uses only one for each host, the oldest. Not together with
   * settings that need one (MESH370).
   *
   * @default false
   */
  readonly ownVirtualService?: boolean;

  /**
   * Connection limits, outlier detection and load balancing for callers.
   *
   * @default - Istio's defaults, with outlier detection for callers of other clusters, and failover
   * if there is more than one endpoint
   */
  readonly trafficPolicy?: TrafficPolicyProps;
}

/**
 * The pods of a StatefulSet: `<statefulSet>-<ordinal>`.
 */
export interface MembersProps {
  /**
   * How many pods there are, from 1 to 1000 (MESH441). Calls of a pod that is not there fail, so a
   * StatefulSet that is scaled may have more here than it has now.
   *
   * @form members
   */
  readonly replicas: number;

  /**
   * The first ordinal, `spec.ordinals.start` of the StatefulSet: 0 or more (MESH441).
   *
   * @default 0
   * @form ordinal
   */
  readonly start?: number;

  /**
   * Name of the StatefulSet. With the last ordinal it must be an RFC 1123 label (MESH201).
   *
   * @default - `name` of the service
   * @form label
   */
  readonly statefulSet?: string;
}

/**
 * Workloads in a serving cluster that may call the service there.
 */
export interface LocalCallers {
  /**
   * Namespace of the workloads.
   *
   * @form name
   */
  readonly namespace: string;

  /**
   * Service accounts of the workloads, or `['*']` for every service account of the namespace.
   *
   * @default - none; required unless there are `spiffeIds` (MESH403)
   * @form dnsNameOrAll
   * @all
   */
  readonly serviceAccounts?: string[];

  /**
   * SPIFFE IDs of the workloads, in the place of `serviceAccounts` (MESH448), in the trust domain
   * of a serving cluster (MESH457).
   *
   * @default - those of `serviceAccounts`, in the form of the clusters' `spiffeIdTemplate`
   * @form spiffeId
   * @size 1..
   */
  readonly spiffeIds?: string[];
}

/**
 * A port of a service, as callers see it.
 */
export interface ServicePort {
  /**
   * Port number, 1 to 65535 (MESH303). It is part of the server name that gateways route by, so it
   * is the same in every cluster.
   *
   * @form port
   */
  readonly number: number;

  /** Protocol of the port. */
  readonly protocol: Protocol;

  /**
   * Name of the port, an RFC 1123 label, unique within the service (MESH304).
   *
   * Keep the default if you can. If a pod has a container port of this name, Istio sends traffic
   * there instead of to `targetPort` (MESH306; `convertWorkloadInstanceToServiceInstance` in
   * Istio's service registry).
   *
   * @default - `<protocol>-<number>`, e.g. `http-8000`
   * @form portName
   */
  readonly name?: string;

  /**
   * Number of the container port.
   *
   * @default - `number`
   * @form port
   */
  readonly targetPort?: number;

  /**
   * Name of the container port, for pods that use different numbers. It becomes the name of the
   * port in every cluster. Not together with `targetPort` (MESH308).
   *
   * @default - none
   * @form containerPort
   */
  readonly targetPortName?: string;
}

/**
 * A named subset of the pods of a service.
 */
export interface SubsetProps {
  /**
   * Name of the subset, an RFC 1123 label, unique within the service (MESH333). It is part of the
   * server name that gateways route by.
   *
   * @form name
   */
  readonly name: string;

  /**
   * Labels of the pods in the subset. At least one (MESH333).
   *
   * @keys labelKey
   * @form labelValue
   * @size 1..
   */
  readonly labels: { [label: string]: string };

  /**
   * Names of the serving clusters that have such pods, e.g. for a canary in one cluster.
   *
   * @default - every serving cluster
   * @form label
   * @size 1..
   */
  readonly clusters?: string[];
}

/**
 * Who may call certain services from another cluster. Without a grant, a service cannot be reached
 * from outside its cluster.
 *
 * The hosts that a gateway lets in, `exportTo` in both clusters, the ServiceEntries of the callers
 * and the AuthorizationPolicy at the pods all follow from the grants.
 *
 * A grant says of `clusters`, `namespaces` and `serviceAccounts` which ones, and writes `['*']` for
 * all: what is left out grants nothing but is an error (MESH403), unless the grant is for
 * `everyone`. A name beside the `*` is an error too (MESH420).
 */
export interface GrantProps {
  /**
   * The granted services, each as `<name>.<namespace>` (MESH401).
   *
   * @form serviceKey
   * @size 1..
   */
  readonly services: string[];

  /**
   * Names of the clusters whose workloads may call (MESH402), or `['*']` for every cluster of the
   * mesh.
   *
   * @default - none; required unless the grant is for `everyone` (MESH403)
   * @form labelOrAll
   * @all
   */
  readonly clusters?: string[];

  /**
   * Namespaces whose workloads may call, or `['*']` for every namespace of these clusters.
   *
   * @default - none; required unless the grant is for `everyone` (MESH403)
   * @form nameOrAll
   * @all
   */
  readonly namespaces?: string[];

  /**
   * Service accounts that may call, in each of `namespaces`, which must be names then (MESH405);
   * `['*']` for every service account of these namespaces.
   *
   * @default - none; required unless there are `spiffeIds` or the grant is for `everyone` (MESH403)
   * @form dnsNameOrAll
   * @all
   */
  readonly serviceAccounts?: string[];

  /**
   * SPIFFE IDs that may call, in the place of `serviceAccounts` (MESH448): where the issuer gives
   * them by something else, e.g. `spiffe://example.org/payments/batch`. Each is in the trust domain
   * of one of `clusters` (MESH457). Whoever has the ID may call, wherever it runs; `clusters` and
   * `namespaces` say where the service is known. Istio 1.20 and later (MESH508).
   *
   * @default - those of `serviceAccounts`, in the form of the clusters' `spiffeIdTemplate`
   * @form spiffeId
   * @size 1..
   */
  readonly spiffeIds?: string[];

  /**
   * Set to `true` to let every workload of every cluster call: no AuthorizationPolicy is written
   * for the service. Not together with `clusters`, `namespaces`, `serviceAccounts` or `spiffeIds`
   * (MESH404).
   *
   * @default false
   */
  readonly everyone?: boolean;
}
