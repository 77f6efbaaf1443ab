/**
 * What the ConfigMap `kube-dns` of a cluster should say.
 */
export interface KubeDnsStubProps {
  /**
   * Servers to ask for each domain, e.g. `{ global: ['10.0.0.200'] }`: lower-case names without a
   * trailing dot, each with one to 15 IP addresses. An IPv4 address may have a port, an IPv6
   * address must not (MESH604).
   *
   * Name all of them, including those that the ConfigMap has already: it holds them in one string.
   */
  readonly stubDomains: { [domain: string]: string[] };

  /**
   * Servers for everything else, including those that the ConfigMap has already; at most three, in
   * the same form.
   *
   * @default - the node's
   */
  readonly upstreamNameservers?: string[];

  /**
   * Federations that the ConfigMap has already: name, a DNS label, to domain, a lower-case DNS
   * name.
   *
   * @default - none
   */
  readonly federations?: { [name: string]: string };

  /**
   * DNS domain of the cluster itself, which no stub domain may be or contain.
   *
   * @default 'cluster.local'
   */
  readonly clusterDomain?: string;

  /**
   * Address of the cluster's own DNS, which must not be told to ask itself (MESH610).
   *
   * @default - not known; loopback addresses and that of NodeLocal DNSCache are refused in any case
   */
  readonly clusterDnsIp?: string;
}
