/**
 * Who runs a cluster: that decides how its DNS can be extended.
 */
export enum Platform {
  /** kubeadm, kops and other clusters where the ConfigMap of CoreDNS is yours to edit. */
  KUBEADM = 'kubeadm',
  /** Google Kubernetes Engine, Standard: kube-dns with stub domains. */
  GKE = 'gke',
  /** Google Kubernetes Engine, Autopilot: Cloud DNS, which nothing in the cluster can change. */
  GKE_AUTOPILOT = 'gke-autopilot',
  /**
   * Amazon EKS with the managed add-on for CoreDNS: a configuration value of the add-on.
   * Self-managed CoreDNS there is KUBEADM.
   */
  EKS = 'eks',
  /** RKE2: HelmChartConfig `rke2-coredns`. */
  RKE2 = 'rke2',
  /** OpenShift: the DNS operator's object `default`. */
  OPENSHIFT = 'openshift',
  /** Alibaba Cloud Container Service, managed CoreDNS: CustomDNSConfig `default`. */
  ACK = 'ack',
  /** Azure Kubernetes Service: ConfigMap `coredns-custom`. */
  AKS = 'aks',
  /** k3s: ConfigMap `coredns-custom`. */
  K3S = 'k3s',
  /** DigitalOcean Kubernetes: ConfigMap `coredns-custom`. */
  DIGITALOCEAN = 'digitalocean',
  /** OVHcloud Managed Kubernetes: ConfigMap `coredns-custom`. */
  OVH = 'ovh',
  /** Gardener: ConfigMap `coredns-custom`, server blocks on port 8053. */
  GARDENER = 'gardener',
}
