import { Platform } from '../../description/platform';
import { addressAt, Cidr } from '../../values/ip';

/**
 * The place of the cluster's own DNS in the service range, by convention of every distribution.
 *
 * @internal
 */
export const CLUSTER_DNS_OFFSET = 10n;

/** @internal */
export const clusterDnsIp = (serviceCidr: Cidr): string =>
  addressAt(serviceCidr, CLUSTER_DNS_OFFSET);

/**
 * The same in the service ranges that each platform uses unless it is told another.
 *
 * Source: kubeadm `networking.serviceSubnet`; k3s and RKE2 `cluster-dns`; AKS `--dns-service-ip`;
 * EKS `serviceIpv4Cidr`; OpenShift `serviceNetwork`; Gardener `networking.services`; GKE
 * "GKE-managed service range"; DigitalOcean and OVHcloud, networking of their clusters.
 *
 * @internal
 */
export const USUAL_CLUSTER_DNS_IPS: { readonly [platform in Platform]: readonly string[] } = {
  [Platform.KUBEADM]: ['10.96.0.10'],
  [Platform.GKE]: ['34.118.224.10'],
  [Platform.GKE_AUTOPILOT]: ['34.118.224.10'],
  [Platform.EKS]: ['10.100.0.10', '172.20.0.10'],
  [Platform.RKE2]: ['10.43.0.10'],
  [Platform.OPENSHIFT]: ['172.30.0.10'],
  [Platform.ACK]: [],
  [Platform.AKS]: ['10.0.0.10'],
  [Platform.K3S]: ['10.43.0.10'],
  [Platform.DIGITALOCEAN]: ['10.245.0.10'],
  [Platform.OVH]: ['10.3.0.10'],
  [Platform.GARDENER]: ['100.64.0.10'],
};
