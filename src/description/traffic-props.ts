/**
 * Which of several clusters answers. Without it: the caller's own cluster first, then the caller's
 * region, then the others.
 */
export interface FailoverProps {
  /**
   * Names of serving clusters, the preferred one first; the caller's own cluster still comes before
   * all. Clusters that are not named come last. Needs gateways with IP addresses.
   *
   * @default - the clusters of the caller's region first
   */
  readonly order?: string[];

  /**
   * Share of the calls by serving cluster, relative to each other; the caller's own cluster is no
   * exception. Every serving cluster has to be named, and their localities have to differ. Not
   * together with `order`.
   *
   * @default - none: a cluster further away gets calls only when the nearer ones fail
   */
  readonly weights?: { [cluster: string]: number };
}

/**
 * Where a part of the calls goes, on the caller's side. The first rule that matches decides; the
 * last one must match everything.
 */
export interface RouteProps {
  /**
   * Headers that a call must have, all of them.
   *
   * @default - any
   */
  readonly headers?: HeaderMatch[];

  /**
   * What the path of a call must begin with.
   *
   * @default - any
   */
  readonly pathPrefix?: string;

  /** Where the calls go. At least one. */
  readonly destinations: RouteDestination[];
}

/**
 * A condition on one header. Exactly one of `exact`, `prefix` and `regex`.
 */
export interface HeaderMatch {
  /** Name of the header, in lower case. */
  readonly name: string;

  /**
   * The whole value.
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
   * RE2 expression for the whole value.
   *
   * @default - none
   */
  readonly regex?: string;
}

/**
 * A share of the calls.
 */
export interface RouteDestination {
  /** Name of a subset of the service. */
  readonly subset: string;

  /**
   * Share in per cent. The shares of a rule add up to 100.
   *
   * @default 100
   */
  readonly weight?: number;
}

/**
 * How often, and when, a caller tries again.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRetry
 */
export interface RetryProps {
  /** How often a failed call is tried again. 0 turns retries off. */
  readonly attempts: number;

  /**
   * Time for each try, e.g. `2s`.
   *
   * @default - the timeout of the call
   */
  readonly perTryTimeout?: string;

  /**
   * Conditions, as Envoy names them, e.g. `connect-failure`, `5xx`.
   *
   * @default - Istio's own
   */
  readonly retryOn?: string[];
}

/**
 * Settings that are merged into the one DestinationRule of the host. Mutual TLS is not among them:
 * it always stays.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/
 */
export interface TrafficPolicyProps {
  /**
   * Limits for connections.
   *
   * @default - Istio's
   */
  readonly connectionPool?: ConnectionPoolProps;

  /**
   * When an endpoint counts as broken.
   *
   * @default - with more than one endpoint: two gateway errors in a row, for 30 seconds, all
   * endpoints if need be; otherwise none
   */
  readonly outlierDetection?: OutlierDetectionProps;

  /**
   * How an endpoint is chosen.
   *
   * @default - Istio's (LEAST_REQUEST)
   */
  readonly loadBalancer?: LoadBalancerProps;
}

/**
 * Limits for connections to a host, for each calling proxy.
 */
export interface ConnectionPoolProps {
  /**
   * Connections at a time.
   *
   * @default - no limit
   */
  readonly maxConnections?: number;

  /**
   * Time to connect, e.g. `3s`.
   *
   * @default - Istio's 10s
   */
  readonly connectTimeout?: string;

  /**
   * Calls that wait for a connection.
   *
   * @default - no limit
   */
  readonly http1MaxPendingRequests?: number;

  /**
   * Calls at a time.
   *
   * @default - no limit
   */
  readonly http2MaxRequests?: number;

  /**
   * Calls for each connection.
   *
   * @default - no limit
   */
  readonly maxRequestsPerConnection?: number;

  /**
   * Retries at a time.
   *
   * @default - no limit
   */
  readonly maxRetries?: number;

  /**
   * How long a connection without calls stays open, e.g. `10m`.
   *
   * @default - Istio's 1h
   */
  readonly idleTimeout?: string;
}

/**
 * When an endpoint counts as broken, and for how long. Behind a gateway's address stands the whole
 * cluster: Envoy sees one endpoint.
 */
export interface OutlierDetectionProps {
  /**
   * Errors 502, 503, 504 and connection failures in a row. 0 turns the check off.
   *
   * @default 2
   */
  readonly consecutiveGatewayErrors?: number;

  /**
   * Errors 5xx in a row. 0 turns the check off: errors of the application itself then move no calls
   * elsewhere.
   *
   * @default 0
   */
  readonly consecutive5xxErrors?: number;

  /**
   * Time between checks, e.g. `5s`.
   *
   * @default 5s
   */
  readonly interval?: string;

  /**
   * Shortest time for which a broken endpoint is left out, e.g. `30s`.
   *
   * @default 30s
   */
  readonly baseEjectionTime?: string;

  /**
   * Share of the endpoints that may be left out, in per cent. With less than 100 the only gateway
   * of a cluster could never be left out.
   *
   * @default 100
   */
  readonly maxEjectionPercent?: number;
}

/**
 * How an endpoint is chosen.
 */
export interface LoadBalancerProps {
  /**
   * The algorithm.
   *
   * @default - Istio's (LEAST_REQUEST)
   */
  readonly algorithm?: LoadBalancerAlgorithm;

  /**
   * Calls with the same value of this header go to the same endpoint. Not together with
   * `algorithm`.
   *
   * @default - none
   */
  readonly hashHeader?: string;
}

/**
 * How an endpoint is chosen, as Istio names it.
 */
export enum LoadBalancerAlgorithm {
  /** The endpoint with the fewest open calls of two. */
  LEAST_REQUEST = 'LEAST_REQUEST',
  /** One after the other. */
  ROUND_ROBIN = 'ROUND_ROBIN',
  /** By chance. */
  RANDOM = 'RANDOM',
}
