/**
 * Labels of endpoints, by which Istio tells gateways apart. Pods and proxies carry none of them.
 *
 * @internal
 */
export const endpointLabels = {
  /** On the gateways that come after those of a lower number. */
  failover: (priority: number): string => `failover.mesh.cdk8s-istio-multicluster/${priority}`,

  /** On the gateways of clusters that have the subset. */
  subset: (name: string): string => `subset.mesh.cdk8s-istio-multicluster/${name}`,
};
