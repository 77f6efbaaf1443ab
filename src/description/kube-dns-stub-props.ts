/**
 * What the ConfigMap `kube-dns` of a cluster should say.
 *
 * The ConfigMap keeps each of these in one string, so everything that it already says has to be
 * repeated here.
 */
export interface KubeDnsStubProps {
  /**
   * DNS servers for each domain, e.g. `{ global: ['10.0.0.200'] }`, including those that the
   * ConfigMap has already. Domains are lower-case names without a trailing dot, each with 1 to 15
   * IP addresses. An IPv4 address may have a `:port`, an IPv6 address may not (MESH604).
   *
   * A server may also be given by its host name, without a port: kube-dns looks it up when it
   * starts (kubernetes/dns pkg/dnsmasq/nanny.go). NodeLocal DNSCache takes none; see
   * `nodeLocalDns`.
   */
  readonly stubDomains: { [domain: string]: string[] };

  /**
   * DNS servers for all other names, including those that the ConfigMap has already: at most three,
   * by their addresses (MESH604).
   *
   * @default - those of the node
   */
  readonly upstreamNameservers?: string[];

  /**
   * The ConfigMap as it is in the cluster now: the text that `kubectl -n kube-system get configmap
   * kube-dns -o yaml` prints (MESH233), or `none`. Everything in it is kept, but for the domains in
   * `stubDomains`.
   *
   * @default - none: what the ConfigMap has already is in the other options
   */
  readonly existing?: string;

  /**
   * Federations that the ConfigMap has already: from a name, a DNS label, to a domain, a lower-case
   * DNS name (MESH604).
   *
   * @default - none
   */
  readonly federations?: { [name: string]: string };

  /**
   * DNS domain of the Kubernetes cluster itself. No stub domain may be equal to it or contain it
   * (MESH604).
   *
   * @default 'cluster.local'
   */
  readonly clusterDomain?: string;

  /**
   * Set to `true` if the nodes run NodeLocal DNSCache, which reads the ConfigMap too. One host name
   * in place of an address makes it refuse all of the ConfigMap (MESH604).
   *
   * @default false
   */
  readonly nodeLocalDns?: boolean;

  /**
   * IP address of the cluster's own DNS, which must not be configured to query itself (MESH610).
   *
   * @default - not known; loopback addresses and the address of NodeLocal DNSCache are always
   * refused
   */
  readonly clusterDnsIp?: string;
}
