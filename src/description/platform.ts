/**
 * The platform that runs a cluster, as far as it decides how the cluster's DNS is configured.
 */
export enum Platform {
  /** kubeadm, kops and other clusters in which the ConfigMap of CoreDNS is yours to edit. */
  KUBEADM = 'kubeadm',
  /** Google Kubernetes Engine, Standard: kube-dns with stub domains. */
  GKE = 'gke',
  /** Google Kubernetes Engine, Autopilot: Cloud DNS, which cannot be configured in the cluster. */
  GKE_AUTOPILOT = 'gke-autopilot',
  /**
   * Amazon EKS with the managed CoreDNS add-on: a configuration value of the add-on. With a
   * self-managed CoreDNS use `Platform.KUBEADM`.
   */
  EKS = 'eks',
  /** RKE2: the HelmChartConfig `rke2-coredns`. */
  RKE2 = 'rke2',
  /** OpenShift: the object `default` of the DNS operator. */
  OPENSHIFT = 'openshift',
  /** Alibaba Cloud Container Service with managed CoreDNS: the CustomDNSConfig `default`. */
  ACK = 'ack',
  /** Azure Kubernetes Service: the ConfigMap `coredns-custom`. */
  AKS = 'aks',
  /** k3s: the ConfigMap `coredns-custom`. */
  K3S = 'k3s',
  /** DigitalOcean Kubernetes: the ConfigMap `coredns-custom`. */
  DIGITALOCEAN = 'digitalocean',
  /** OVHcloud Managed Kubernetes: the ConfigMap `coredns-custom`. */
  OVH = 'ovh',
  /** Gardener: the ConfigMap `coredns-custom`, with server blocks on port 8053. */
  GARDENER = 'gardener',
}
