/**
 * Application protocol of a service port, as Istio spells it.
 *
 * There is no UDP: the gateway routes by the server name (SNI) of a TLS connection, which UDP does
 * not have (MESH305).
 *
 * @see https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/
 */
export enum Protocol {
  /** HTTP/1.1. */
  HTTP = 'HTTP',
  /** HTTP/2 without gRPC semantics. */
  HTTP2 = 'HTTP2',
  /** gRPC over HTTP/2. */
  GRPC = 'GRPC',
  /** Opaque bytes over TCP. Callers need a virtual IP for such a service. */
  TCP = 'TCP',
  /**
   * TLS that the application itself starts, carried inside of Istio's mutual TLS. Callers need a
   * virtual IP for such a service.
   */
  TLS = 'TLS',
  /** The MongoDB wire protocol. Callers need a virtual IP for such a service. */
  MONGO = 'MONGO',
  /** The Redis wire protocol. Callers need a virtual IP for such a service. */
  REDIS = 'REDIS',
  /** The MySQL wire protocol. Callers need a virtual IP for such a service. */
  MYSQL = 'MYSQL',
}

/**
 * What brings the output of a cluster, and Istio itself, into it.
 */
export enum GitOpsTool {
  /**
   * Argo CD: an ApplicationSet for each cluster, whose Applications are synced one after the other.
   *
   * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Progressive-Syncs/
   */
  ARGOCD = 'argocd',
  /**
   * Flux: Kustomizations that wait for each other, and a HelmRelease for each chart of Istio.
   *
   * @see https://fluxcd.io/flux/components/kustomize/kustomizations/
   */
  FLUX = 'flux',
  /**
   * The Sail operator installs istiod, from an `Istio` among the manifests. The rest is applied as
   * with `none`.
   *
   * @see https://github.com/istio-ecosystem/sail-operator
   */
  SAIL = 'sail',
  /** Something of yours, or the commands of the README. */
  NONE = 'none',
}

/**
 * How the workloads of a cluster join the mesh.
 */
export enum DataPlaneMode {
  /** With an Envoy sidecar in each pod. */
  SIDECAR = 'sidecar',
  /**
   * With Istio's ambient mode. Refused (MESH507): ztunnel cannot originate the mutual TLS with the
   * server name that the gateways route by, and gateways skip endpoints in ambient mode.
   */
  AMBIENT = 'ambient',
}

/**
 * Where sidecars send calls of hosts that they do not know.
 */
export enum OutboundTrafficPolicy {
  /** To the address that is called, as without a sidecar. */
  ALLOW_ANY = 'ALLOW_ANY',
  /**
   * Nowhere: only Services, ServiceEntries, and the hosts of the mesh that are granted, can be
   * called.
   */
  REGISTRY_ONLY = 'REGISTRY_ONLY',
}

/**
 * Where a cluster gets the answer to a DNS query for a global host.
 */
export enum DnsMode {
  /**
   * From the DNS proxy in each sidecar (Istio 1.20 and later). Nothing is configured in the
   * cluster's DNS.
   */
  SIDECAR = 'sidecar',
  /**
   * From the cluster's own CoreDNS: a zone with the virtual IPs of the hosts that the cluster may
   * call.
   */
  ZONE = 'zone',
  /**
   * From a small CoreDNS of the mesh with a pinned ClusterIP, to which the cluster's DNS forwards
   * the suffix.
   */
  SERVER = 'server',
  /** From a server of yours, to which the cluster's DNS forwards the suffix. */
  FORWARD = 'forward',
  /**
   * From the `istiocoredns` of the Istio 1.1 to 1.7 charts with a pinned ClusterIP, to which the
   * cluster's DNS forwards the suffix.
   */
  ISTIOCOREDNS = 'istiocoredns',
  /** From something else: the mesh does not touch the DNS of this cluster. */
  NONE = 'none',
}

/**
 * Whether the serving pods enforce the grants as well, by an AuthorizationPolicy.
 *
 * In every mode the gateways let in granted hosts only, a host is visible to granted namespaces
 * only, and callers check who answers.
 */
export enum AuthorizationMode {
  /** No AuthorizationPolicy is written. */
  NONE = 'none',
  /**
   * The policy is evaluated and counted but refuses nobody (annotation `istio.io/dry-run`), to find
   * out who would be cut off.
   */
  AUDIT = 'audit',
  /** The pods refuse everyone except the granted callers and the declared local callers. */
  ENFORCE = 'enforce',
}

/**
 * The name by which the gateways of the serving clusters know a service.
 */
export enum GatewayRoute {
  /** The global host, for which each serving cluster gets a ServiceEntry. */
  HOST = 'host',
  /**
   * The cluster-local name of the Kubernetes Service, which callers send as the TLS server name
   * (SNI). For serving clusters that already run a stock east-west gateway and should get no
   * objects for the service.
   */
  SNI = 'sni',
}

/**
 * A program that makes manifests of what is in a directory.
 */
export enum SourceRenderer {
  /**
   * `kustomize build`, or `kubectl kustomize` where there is no `kustomize`. A kustomization may
   * name resources elsewhere, which it fetches.
   */
  KUSTOMIZE = 'kustomize',
  /** `helm template`, without the tests of the chart. Its dependencies have to be there. */
  HELM = 'helm',
}
