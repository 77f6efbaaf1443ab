/**
 * Application protocol of a service port, in Istio's spelling.
 *
 * UDP is missing on purpose: an `AUTO_PASSTHROUGH` gateway carries TLS over TCP only.
 *
 * @see https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/
 */
export enum Protocol {
  /** HTTP/1.1 */
  HTTP = 'HTTP',
  /** HTTP/2 without gRPC semantics */
  HTTP2 = 'HTTP2',
  /** gRPC over HTTP/2 */
  GRPC = 'GRPC',
  /** Any bytes over TCP. A remote TCP service needs a virtual IP of its own. */
  TCP = 'TCP',
  /** TLS that the application itself starts; carried inside Istio's mutual TLS. */
  TLS = 'TLS',
  /** MongoDB's wire protocol */
  MONGO = 'MONGO',
  /** Redis' wire protocol */
  REDIS = 'REDIS',
  /** MySQL's wire protocol */
  MYSQL = 'MYSQL',
}

/**
 * How a cluster's workloads join the mesh.
 */
export enum DataPlaneMode {
  /** An Envoy sidecar in each pod. */
  SIDECAR = 'sidecar',
  /**
   * Istio's ambient mode. Refused (MESH507): ztunnel cannot originate the SNI-routed mutual TLS
   * that a `.global` call needs, and the gateway drops ambient endpoints.
   */
  AMBIENT = 'ambient',
}

/**
 * Where the answer to a DNS query for a global host comes from, in one cluster.
 */
export enum DnsMode {
  /**
   * The DNS proxy in each sidecar (Istio 1.20 and later). Nothing to install in the cluster's DNS.
   */
  SIDECAR = 'sidecar',
  /**
   * The cluster's CoreDNS itself, from a zone with the virtual IPs of the hosts that the cluster
   * may call. Nothing else to install.
   */
  ZONE = 'zone',
  /**
   * A small CoreDNS of the mesh with a pinned ClusterIP, to which the cluster's DNS forwards the
   * suffix.
   */
  SERVER = 'server',
  /** A server of yours with a pinned ClusterIP, to which the cluster's DNS forwards the suffix. */
  FORWARD = 'forward',
  /**
   * `istiocoredns` of the Istio 1.1 to 1.7 charts with a pinned ClusterIP, to which the cluster's
   * DNS forwards the suffix.
   */
  ISTIOCOREDNS = 'istiocoredns',
  /** The mesh does not touch DNS in this cluster; something else resolves the suffix. */
  NONE = 'none',
}

/**
 * Whether the grants are also enforced at the serving pods, by an AuthorizationPolicy.
 *
 * The gateway's host list, visibility and identity checks of the callers hold in every mode.
 */
export enum AuthorizationMode {
  /** No AuthorizationPolicy. */
  NONE = 'none',
  /**
   * The policy is evaluated and counted but stops nobody (annotation `istio.io/dry-run`): to see
   * who would be cut off.
   */
  AUDIT = 'audit',
  /** The pods refuse everybody but the granted callers and the local callers that are declared. */
  ENFORCE = 'enforce',
}

/**
 * By which name a serving cluster's gateway knows a service.
 */
export enum GatewayRoute {
  /** By its global host: the serving cluster has a ServiceEntry of that name. */
  HOST = 'host',
  /**
   * By the Kubernetes Service's own name, which callers set as TLS server name. For serving
   * clusters that already run a stock east-west gateway: they need nothing else.
   */
  SNI = 'sni',
}
