import { error } from './code-info';

/** 6xx: DNS. @internal */
export const DNS = {
  MESH601: error(
    'Corefile cannot be read',
    "A block written into a file that is read wrongly could end up inside another one, and stop the cluster's DNS.",
    'Correct the Corefile at the place named.',
    'CoreDNS: Caddyfile lexer and parser',
  ),
  MESH602: error(
    'Corefile leaves open where the zone belongs',
    'CoreDNS refuses to start when one zone has two server blocks on one port.',
    'Give the zone a server block of its own, or remove what hides it.',
    'CoreDNS: core/dnsserver/register.go',
  ),
  MESH603: error(
    'Corefile is not known',
    "The ConfigMap holds the whole Corefile: writing it without knowing the present one would replace the cluster's DNS.",
    'Give the present Corefile in `dns.corefile`.',
  ),
  MESH604: error(
    'Zone or name server is not valid',
    'When one entry is wrong, kube-dns ignores the whole update without a word, and CoreDNS does not start.',
    'Zones: lower-case DNS names. Name servers: IP addresses with an optional port, but IPv6 without one for kube-dns.',
    'kubernetes/dns pkg/dns/config, pkg/dnsmasq/nanny.go',
  ),
  MESH605: error(
    'Corefile does not fit the version of CoreDNS',
    'CoreDNS refuses the whole file for one plugin or option that it does not know: at the next restart the cluster has no DNS.',
    'Correct the line, or set `modernize` to have it removed where nothing is lost.',
    'CoreDNS release notes; coredns/corefile-migration',
  ),
  MESH606: error(
    'Platform has no such DNS',
    'What would be written there is not read by anything, or is reverted.',
    'Use the form of that platform.',
  ),
  MESH607: error(
    'Cluster has two definitions of its DNS',
    'Both are one object in the cluster: the second would overwrite the first.',
    'Put all stub domains, or all zones, into one construct.',
  ),
  MESH608: error(
    'Not a CoreDNS version',
    'The version decides which plugins and options exist.',
    'Write all three numbers, e.g. "1.11.3".',
  ),
  MESH609: error(
    'Zone needs either a server to ask or records to answer with',
    'With both, or neither, it is not clear what CoreDNS should do.',
    'Give `forwardTo` or `records`.',
  ),
  MESH610: error(
    "Cluster's DNS would ask itself",
    'A question that goes in a circle is never answered; where the plugin `loop` sees it, CoreDNS stops.',
    "Give the address of the server that knows the zone. If the cluster's own DNS is not at its usual address, set `clusterDnsIp` or `serviceCidr`.",
    'CoreDNS: plugin loop; Kubernetes: NodeLocal DNSCache',
  ),
} as const;
