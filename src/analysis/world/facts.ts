/**
 * What manifests cannot know about a cluster, from a file `world.yaml`.
 *
 * @internal
 */
export interface ClusterFacts {
  /** Istio's version, e.g. `1.29` */
  readonly istio?: string;
  /** of its nodes, `region` or `region/zone`, where they are all in one */
  readonly locality?: string;
  /** of the SPIFFE IDs of its workloads, where another issuer than istiod gives them */
  readonly spiffeIdTemplate?: string;
  /** names by which namespaces ask for a revision of its control plane */
  readonly revisionTags: readonly string[];
  readonly gateways: readonly GatewayFacts[];
  readonly workloads: readonly WorkloadFacts[];
}

/** Where a gateway is reached. @internal */
export interface GatewayFacts {
  /** of its Service, which is the name of the Helm release */
  readonly name: string;
  readonly namespace: string;
  /**
   * as those call it who come from outside of the cluster, e.g. `203.0.113.20`,
   * `gw.example.com:443`
   */
  readonly addresses: readonly string[];
  /** as the pods of the cluster call it */
  readonly localAddresses: readonly string[];
  /** where a load balancer has other ports than the Service: which port leads to which one of it */
  readonly ports: { readonly [port: string]: number };
}

/** Pods whose manifests are kept somewhere else. @internal */
export interface WorkloadFacts {
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly labels: { readonly [label: string]: string };
  /** container ports by name; those without a name under their number */
  readonly ports: { readonly [name: string]: number };
  /** whether it has a sidecar; as its namespace says, where this is left out */
  readonly sidecar?: boolean;
  /** cluster-local address, where it is known */
  readonly address?: string;
  /** whether nobody gave it, and it is taken to be there */
  readonly isAssumed?: true;
}

/** @internal */
export const NO_FACTS: ClusterFacts = { revisionTags: [], gateways: [], workloads: [] };
