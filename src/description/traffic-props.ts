/**
 * Which of several serving clusters answers. Without any of this: the caller's own cluster first,
 * then those in the caller's region, then the others.
 */
export interface FailoverProps {
  /**
   * Names of serving clusters, the preferred one first. The caller's own cluster still comes before
   * all of them; clusters that are not listed come last. Needs gateways with IP addresses
   * (MESH337).
   *
   * @default - the clusters in the caller's region first
   * @form label
   */
  readonly order?: string[];

  /**
   * How the calls are shared out: a weight from 1 to 1000 for each serving cluster, relative to
   * each other, the caller's own cluster included. Each serving cluster needs a weight (MESH335),
   * and one that calls as well needs a `region` (MESH336). Not together with `order` (MESH335).
   *
   * @default - none; a farther cluster gets calls only when the nearer ones fail
   * @keys label
   * @form weight
   */
  readonly weights?: { [cluster: string]: number };
}

/**
 * A rule that says where matching calls go. The first rule that matches decides. The last rule, and
 * only that one, must match every call (MESH340).
 */
export interface RouteProps {
  /**
   * Conditions on headers, all of which must hold.
   *
   * @default - any headers
   */
  readonly headers?: HeaderMatch[];

  /**
   * What the path begins with, e.g. `/api/`.
   *
   * @default - any path
   * @form pathPrefix
   */
  readonly pathPrefix?: string;

  /**
   * Where the calls go. At least one destination.
   *
   * @size 1..
   */
  readonly destinations: RouteDestination[];
}

/**
 * A condition on one header: exactly one of `exact`, `prefix` and `regex` (MESH340).
 */
export interface HeaderMatch {
  /**
   * Name of the header, in lower case.
   *
   * @form header
   */
  readonly name: string;

  /**
   * The whole value of the header.
   *
   * @default - none
   */
  readonly exact?: string;

  /**
   * What the value begins with.
   *
   * @default - none
   */
  readonly prefix?: string;

  /**
   * An RE2 regular expression that matches the whole value.
   *
   * @default - none
   */
  readonly regex?: string;
}

/**
 * A share of the calls that a rule matches.
 */
export interface RouteDestination {
  /**
   * Name of a subset of the service (MESH340).
   *
   * @form name
   */
  readonly subset: string;

  /**
   * Share of the calls in percent. The shares of a rule add up to 100 (MESH340).
   *
   * @default 100
   * @form percentage
   */
  readonly weight?: number;
}

/**
 * When and how often a caller retries a failed call.
 *
 * A retry goes to another endpoint if there is one, and in HTTP/1.1 it takes a new connection,
 * which may lead to another pod behind the same gateway.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRetry
 */
export interface RetryProps {
  /**
   * Number of retries. 0 turns retries off.
   *
   * @form count
   */
  readonly attempts: number;

  /**
   * HTTP methods of the calls for which this holds, in upper case. Other calls are retried as Istio
   * does by default.
   *
   * @default - every method
   * @form method
   * @size 1..
   */
  readonly methods?: string[];

  /**
   * Timeout of each attempt, as a duration, e.g. `2s`.
   *
   * @default - the timeout of the call
   * @form duration
   */
  readonly perTryTimeout?: string;

  /**
   * Conditions for a retry, as Envoy names them, e.g. `connect-failure` or `5xx`, or HTTP status
   * codes.
   *
   * @default - Istio's defaults
   * @form retryCondition
   */
  readonly retryOn?: string[];
}

/**
 * Settings that are merged into the DestinationRule of the host. Mutual TLS is not one of them; it
 * always stays on.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/
 */
export interface TrafficPolicyProps {
  /**
   * Connection limits.
   *
   * @default - Istio's defaults
   */
  readonly connectionPool?: ConnectionPoolProps;

  /**
   * When an endpoint is ejected, that is, left out of load balancing.
   *
   * @default - for callers of other clusters, the defaults of `OutlierDetectionProps`
   */
  readonly outlierDetection?: OutlierDetectionProps;

  /**
   * How an endpoint is chosen for a call.
   *
   * @default - Istio's default, LEAST_REQUEST
   */
  readonly loadBalancer?: LoadBalancerProps;
}

/**
 * Connection limits for calls to one host, for each calling proxy. Counts are whole numbers,
 * durations are written as in `5s` or `1m30s` (MESH341).
 */
export interface ConnectionPoolProps {
  /**
   * Maximum number of connections at a time.
   *
   * @default - no limit
   * @form count
   */
  readonly maxConnections?: number;

  /**
   * Timeout for establishing a connection, as a duration, e.g. `3s`.
   *
   * @default - Istio's default, 10s
   * @form duration
   */
  readonly connectTimeout?: string;

  /**
   * Maximum number of calls that wait for a connection.
   *
   * @default - no limit
   * @form count
   */
  readonly http1MaxPendingRequests?: number;

  /**
   * Maximum number of calls at a time.
   *
   * @default - no limit
   * @form count
   */
  readonly http2MaxRequests?: number;

  /**
   * Maximum number of calls over one connection.
   *
   * @default - no limit
   * @form count
   */
  readonly maxRequestsPerConnection?: number;

  /**
   * Maximum number of retries at a time.
   *
   * @default - no limit
   * @form count
   */
  readonly maxRetries?: number;

  /**
   * How long a connection may be used, as a duration, e.g. `30m`. It then takes no more calls; a
   * TCP connection is closed. A new one may lead to another pod, and costs a TLS handshake.
   *
   * @default - no limit
   * @form duration
   */
  readonly maxConnectionDuration?: string;

  /**
   * TCP keepalive, by which dead connections are found that nothing is sent over, and which keeps
   * firewalls from forgetting quiet ones.
   *
   * @default - none is sent
   */
  readonly tcpKeepalive?: TcpKeepaliveProps;

  /**
   * Whether calls in HTTP/1.1 go to the other side in HTTP/2. HTTP ports only (MESH340).
   *
   * @default - as the mesh config of Istio says, which is not to
   */
  readonly http2Upgrade?: Http2Upgrade;

  /**
   * How long a connection without calls stays open, as a duration, e.g. `10m`.
   *
   * @default - Istio's default, 1h
   * @form duration
   */
  readonly idleTimeout?: string;
}

/**
 * TCP keepalive of the connections to one host. At least one setting (MESH341).
 */
export interface TcpKeepaliveProps {
  /**
   * How long a connection is quiet before the first probe, as a duration of at least `1s`: Envoy
   * counts whole seconds.
   *
   * @default - that of the operating system, 2h on Linux
   * @form seconds
   */
  readonly time?: string;

  /**
   * Time between two probes, as a duration of at least `1s`.
   *
   * @default - that of the operating system, 75s on Linux
   * @form seconds
   */
  readonly interval?: string;

  /**
   * Number of probes without an answer after which the connection is dead.
   *
   * @default - that of the operating system, 9 on Linux
   * @form count
   */
  readonly probes?: number;
}

/**
 * Whether calls in HTTP/1.1 go to the other side in HTTP/2, as Istio names it.
 */
export enum Http2Upgrade {
  /** They do. Over one connection, all calls of a proxy's worker go to one pod. */
  UPGRADE = 'UPGRADE',
  /** They do not, whatever the mesh config of Istio says. */
  DO_NOT_UPGRADE = 'DO_NOT_UPGRADE',
}

/**
 * When an endpoint is ejected, and for how long. To a caller, the address of a gateway is one
 * endpoint that stands for the whole cluster behind it.
 *
 * A gateway shares out connections, not calls: over one connection, all calls go to one pod. When
 * an endpoint is ejected, Envoy also gives up the connections to it
 * (`ClusterManagerImpl::ThreadLocalClusterManagerImpl::onHostHealthFailure`), and the next one may
 * lead to another pod. So ejection also frees a caller from a pod that fails while the other pods
 * of the cluster do well.
 */
export interface OutlierDetectionProps {
  /**
   * Ejects an endpoint after this many consecutive gateway errors: 502, 503, 504 and failed
   * connections. 0 turns this off.
   *
   * @default 2
   * @form count
   */
  readonly consecutiveGatewayErrors?: number;

  /**
   * Ejects an endpoint after this many consecutive 5xx errors. 0 turns this off, so that errors of
   * the application itself do not move calls to another cluster.
   *
   * @default 0
   * @form count
   */
  readonly consecutive5xxErrors?: number;

  /**
   * Time between two sweeps, as a duration.
   *
   * @default 5s
   * @form duration
   */
  readonly interval?: string;

  /**
   * Shortest time for which an endpoint is ejected, as a duration. It grows by the same time with
   * each further ejection, up to five minutes.
   *
   * @default 5s
   * @form duration
   */
  readonly baseEjectionTime?: string;

  /**
   * Largest share of the endpoints that may be ejected, in percent. With less than 100, the only
   * gateway of a cluster could never be ejected.
   *
   * @default 100
   * @form percentage
   */
  readonly maxEjectionPercent?: number;

  /**
   * Share of the endpoints in percent that must be left, or else all of them are used, also the
   * ejected ones. With 0, calls fail with `no healthy upstream` while all are ejected, which one
   * failing pod can do: behind two gateway addresses, it may answer over both.
   *
   * @default 1
   * @form percentage
   */
  readonly minHealthPercent?: number;
}

/**
 * How an endpoint is chosen for a call: either `algorithm` or `hashHeader` (MESH341).
 */
export interface LoadBalancerProps {
  /**
   * The load balancing algorithm.
   *
   * @default - Istio's default, LEAST_REQUEST
   */
  readonly algorithm?: LoadBalancerAlgorithm;

  /**
   * Name of a header: calls with the same value go to the same endpoint.
   *
   * @default - none
   */
  readonly hashHeader?: string;
}

/**
 * Load balancing algorithms, as Istio names them.
 */
export enum LoadBalancerAlgorithm {
  /** The one of two random endpoints that has fewer open calls. */
  LEAST_REQUEST = 'LEAST_REQUEST',
  /** Each endpoint in turn. */
  ROUND_ROBIN = 'ROUND_ROBIN',
  /** A random endpoint. */
  RANDOM = 'RANDOM',
}
