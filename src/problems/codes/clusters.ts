import { error, warning } from './code-info';

/** 2xx: clusters and names. @internal */
export const CLUSTERS = {
  MESH201: error(
    'Not a DNS label',
    'Names of clusters, namespaces, services, ports, subsets and service accounts become parts of host names or object names.',
    'Use at most 63 lower-case letters, digits and "-", beginning and ending with a letter or digit.',
    'RFC 1123, section 2.1',
  ),
  MESH202: error(
    'Cluster is declared twice',
    'Each cluster has one directory and one identity.',
    'Give every cluster a name of its own.',
  ),
  MESH203: error(
    'A mesh has at least two clusters',
    'With one cluster there is nobody to call.',
    'Declare the other clusters.',
  ),
  MESH204: error(
    'Suffix is not a DNS name',
    'Every host of the mesh ends in it; kube-dns and CoreDNS need it in lower case and without a trailing dot.',
    'Use lower-case DNS labels joined by dots, e.g. "mesh.internal".',
    'kubernetes/dns pkg/dns/config',
  ),
  MESH205: error(
    'Suffix belongs to Kubernetes',
    'Names under the cluster domain, "localhost" and the reverse zones are answered by the cluster or the machine itself.',
    'Choose a suffix outside of the cluster domain, "localhost", "in-addr.arpa" and "ip6.arpa", e.g. "mesh.internal".',
  ),
  MESH206: error(
    'Host name is longer than 253 characters',
    'No DNS message can carry it.',
    'Shorten the suffix.',
    'RFC 1035, section 2.3.4',
  ),
  MESH207: warning(
    'The suffix "global" is a public top-level domain',
    'A pod whose DNS does not know the mesh asks the internet, where somebody may own the name.',
    'Use a private suffix such as "mesh.internal", or accept this warning.',
  ),
  MESH208: error(
    'Not a trust domain',
    'It is the host part of every workload identity, `spiffe://<trust domain>/…`.',
    'Use lower-case letters, digits, ".", "-" and "_".',
    'SPIFFE ID specification, section 2.1',
  ),
  MESH209: error(
    'Trust domains differ without an alias',
    'A workload refuses callers of a trust domain that is neither its own nor an alias.',
    'List the trust domain of the callers in the `trustDomainAliases` of the cluster that serves them.',
    'istio/istio#39204',
  ),
  MESH210: error(
    'Two clusters have one network id',
    'Gateways tell local from remote endpoints by it: a call could go from gateway to gateway without end.',
    'Leave `network` out, or give every cluster a network of its own.',
  ),
  MESH211: error(
    'Not a label',
    'Kubernetes refuses the object.',
    'Keys: an optional DNS prefix and "/", then up to 63 of letters, digits, "-", "_", "."; values: up to 63 of the same, or empty.',
    'Kubernetes: labels and selectors',
  ),
  MESH212: error(
    'Locality is not complete',
    'Istio reads a locality as region/zone, and a "/" separates them.',
    'Give `region` with `zone`, each without "/" and "*".',
    'Istio: DestinationRule, LocalityLoadBalancerSetting',
  ),
  MESH213: error(
    'Not a CIDR',
    'Addresses cannot be checked against it.',
    'Write network and prefix length, e.g. "10.96.0.0/12".',
  ),
  MESH214: error(
    'DNS server needs a pinned ClusterIP',
    "The cluster's DNS forwards to an address, and that address must be known before anything is installed.",
    'Set `dns.serverIp` to the address of the server: that of an `istiocoredns` or of a server of yours which runs already, otherwise a free one of the service range.',
    'Kubernetes: Service ClusterIP allocation',
  ),
  MESH215: error(
    'Pinned ClusterIP is not usable',
    'Kubernetes refuses a ClusterIP outside the service range; two servers cannot share one.',
    'Choose a free address inside `serviceCidr`.',
  ),
  MESH216: warning(
    'Pinned ClusterIP lies outside the static band',
    'Kubernetes hands out the addresses beyond the band first: another Service may have it already.',
    'Choose an address of the band: the first 16 to 256 of the service range, a sixteenth of it.',
    'Kubernetes: Service ClusterIP allocation',
  ),
  MESH217: error(
    'DNS server that nothing asks',
    'In this mode nothing forwards to a server, so its address would be left out without a word.',
    'Remove `dns.serverIp`, or choose the mode that asks it: `forward`, `server`, or with classic Istio `istiocoredns`.',
  ),
  MESH218: error(
    'Objects of two services have one name',
    'The name of an object joins those of the service and of its namespace, e.g. `x` of `ns1` and `x-ns1` in one namespace of workloads. One of the objects would overwrite the other, and its host would be lost.',
    'Rename one of the services, or place its workloads in another namespace.',
  ),
  MESH219: error(
    'A forwarded zone takes names of the mesh',
    'A DNS server goes by the longest zone that matches, so it would ask somebody else for these names, and their calls would fail or go astray.',
    'Remove the zone, or choose a suffix that nobody else has a zone in.',
  ),
  MESH220: error(
    'Not the reference of an image',
    'Kubernetes would take the Deployment, and no node could pull the image.',
    'Write `[registry/]name[:tag][@digest]`, e.g. "coredns/coredns:1.12.1".',
    'distribution/reference',
  ),
  MESH230: error(
    "Corefile is not that of the cluster's own DNS",
    'It takes the place of the present one. When it is empty (as what a failed `kubectl get` leaves behind) or that of another server, no name of the cluster resolves any more.',
    'Give what `kubectl -n kube-system get configmap coredns -o yaml` prints under `Corefile`. It has the plugin `kubernetes` with the domain of the cluster (`clusterDomain`).',
    'CoreDNS: plugin kubernetes',
  ),
  MESH231: error(
    'Corefile is that of NodeLocal DNSCache',
    "It belongs into the ConfigMap `node-local-dns`. In the ConfigMap `coredns`, the cluster's DNS would ask itself, or listen nowhere.",
    'Give the Corefile of the ConfigMap `coredns`, and set `nodeLocalDns`.',
    'kubernetes: cluster/addons/dns/nodelocaldns/nodelocaldns.yaml',
  ),
  MESH232: error(
    'DNS option that nothing reads',
    "It would be left out without a word, and the cluster's DNS would lack what it says.",
    "Remove it. What the cluster's DNS has already goes into `existing`.",
  ),
  MESH233: error(
    "Existing DNS settings are not those of the cluster's platform",
    'What is kept of them would be missing in what is written, and applying it would remove that from the cluster.',
    'Give what `kubectl get … -o yaml` prints for the object that the platform keeps its DNS settings in, or "none": see `existing` of `DnsProps` in API.md.',
  ),
  MESH234: warning(
    'Existing DNS settings are not known',
    "Others keep theirs in the same object. `kubectl apply` removes what came by `kubectl apply` before and is not written now, also with `--server-side` and under any field manager; what is one value there (a list, a chart's values, the configuration of an add-on) is replaced by any tool.",
    'Set `existing`.',
    'kubectl: pkg/cmd/apply/apply.go, migrateToSSAIfNecessary',
  ),
  MESH235: error(
    'Existing DNS settings are said twice, or contradict others',
    'One of the two would be left out without a word.',
    'Keep `existing`, and remove the other option.',
  ),
  MESH236: error(
    'Zone of the mesh shares its entry with others',
    'The entry would have to be split, and only you know what the others need; a second entry for the zone stops CoreDNS.',
    'Give the zone an entry of its own, or take it out.',
    'CoreDNS: core/dnsserver/register.go',
  ),
} as const;
