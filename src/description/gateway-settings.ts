/**
 * What a gateway and its installation can be told beyond what the mesh needs: values of Istio's
 * Helm chart `gateway`, as they are written to the `helm/` directory of the cluster. Istio 1.20 and
 * later (MESH508).
 */
export interface GatewaySettings {
  /**
   * Revision, or tag of one, of the control plane that injects and configures the gateway. One that
   * the cluster has (MESH521).
   *
   * @default - that of the namespaces that the mesh creates: `revisionTag` of `istiod`, or else its
   * `revision`
   * @form revisionOrTag
   */
  readonly revision?: string;

  /**
   * How many pods the gateway has.
   *
   * @default - what the chart does: 1 to 5, by their load
   */
  readonly deployment?: GatewayDeploymentProps;

  /**
   * Further values of the chart, merged with what the mesh writes. A value that the mesh writes
   * itself, or that a key of the description is for, is refused (MESH263), and so is what Helm does
   * not take: only maps, lists, texts, numbers, booleans and null (MESH264).
   *
   * @default - none
   */
  readonly helmValues?: { [key: string]: any };
}

/**
 * How many pods a gateway has: a fixed number, or one that follows their load (MESH262).
 */
export interface GatewayDeploymentProps {
  /**
   * A fixed number of pods, at least 1.
   *
   * @default - the number follows the load
   * @form positive
   */
  readonly replicas?: number;

  /**
   * The least number of pods, at least 1. Not together with `replicas`.
   *
   * @default 1
   * @form positive
   */
  readonly minReplicas?: number;

  /**
   * The greatest number of pods, at least `minReplicas`. Not together with `replicas`.
   *
   * @default 5
   * @form positive
   */
  readonly maxReplicas?: number;

  /**
   * The use of CPU, in percent of what the pods request, at which their number changes. Not
   * together with `replicas`.
   *
   * @default 80
   * @form positive
   */
  readonly targetCpuPercent?: number;
}

/**
 * The Service of an egress gateway, which is of the type ClusterIP.
 */
export interface EgressServiceProps {
  /**
   * Annotations of the Service. Keys as in Kubernetes (MESH211).
   *
   * @default - none
   * @keys labelKey
   */
  readonly annotations?: { [key: string]: string };
}

/**
 * The Service of an east-west gateway.
 */
export interface GatewayServiceProps extends EgressServiceProps {
  /**
   * How the Service is reached from outside of the cluster.
   *
   * @default - GatewayServiceType.NODE_PORT if every address of the gateway has a port from 30000
   * to 32767, otherwise GatewayServiceType.LOAD_BALANCER
   */
  readonly type?: GatewayServiceType;

  /**
   * Ports at which the Service is reached, of the load balancer or, with
   * `GatewayServiceType.NODE_PORT`, of the nodes. All of them lead to port 15443 of the gateway's
   * pods. A number from 1 to 65535 (MESH303), and not 15021, where the gateway tells its health
   * (MESH260).
   *
   * Say it where something in front maps ports by itself: `[15443]` with an address
   * `203.0.113.30:443`, if the load balancer that listens on 443 is not the one of the Service.
   *
   * @default - each port of the gateway's addresses
   * @form gatewayPort
   * @size 1..
   */
  readonly ports?: number[];

  /**
   * The IP address that the load balancer is asked to have (MESH261).
   *
   * @default - one of its own choice
   * @form ip
   */
  readonly loadBalancerIp?: string;

  /**
   * Class of the load balancer. Istio 1.26 and later, whose chart writes it (MESH508).
   *
   * @default - that of the platform
   */
  readonly loadBalancerClass?: string;

  /**
   * Ranges of addresses, as CIDRs, from which the load balancer lets calls in (MESH213). The nodes
   * or NAT gateways of every cluster that calls must be among them.
   *
   * @default - all
   * @form cidr
   * @size 1..
   */
  readonly loadBalancerSourceRanges?: string[];

  /**
   * Whether a node hands calls to the gateway's pods on other nodes.
   *
   * @default - ExternalTrafficPolicy.CLUSTER, Kubernetes' own default
   */
  readonly externalTrafficPolicy?: ExternalTrafficPolicy;
}

/**
 * How the Service of a gateway is reached from outside of the cluster.
 */
export enum GatewayServiceType {
  /** By a load balancer that the platform makes for it. */
  LOAD_BALANCER = 'LoadBalancer',
  /** By a port of every node. */
  NODE_PORT = 'NodePort',
  /** By something else, which is not made for it. */
  CLUSTER_IP = 'ClusterIP',
}

/**
 * Whether a node hands calls from outside to pods on other nodes.
 */
export enum ExternalTrafficPolicy {
  /** It does; the pods see the node's address. */
  CLUSTER = 'Cluster',
  /** It does not; the pods see the caller's address, and nodes without a pod are not used. */
  LOCAL = 'Local',
}
