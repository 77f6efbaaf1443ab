/**
 * What can be wrong, as a closed list. A code never changes its meaning and is never used again for
 * another one.
 *
 * 1xx the form of the description · 2xx clusters and names · 3xx services, ports and addresses ·
 * 4xx grants 5xx Istio versions and mechanisms · 6xx DNS · 7xx trust · 8xx output
 *
 * `docs/errors.md` is generated from this list; `test/problems/codes.test.ts` demands a test for
 * each code.
 */

/** @internal */
export type Severity = 'error' | 'warning';

/** @internal */
export interface CodeInfo {
  readonly severity: Severity;
  /** The rule in one line, as a heading. */
  readonly title: string;
  /** Why the rule exists: what would happen without it. */
  readonly why: string;
  /** What to do, when the problem itself does not know better. */
  readonly remedy: string;
  /** Document or source file that the rule was taken from. */
  readonly source?: string;
}

const error = (title: string, why: string, remedy: string, source?: string): CodeInfo => ({
  severity: 'error',
  title,
  why,
  remedy,
  source,
});
const warning = (title: string, why: string, remedy: string, source?: string): CodeInfo => ({
  severity: 'warning',
  title,
  why,
  remedy,
  source,
});

/** @internal */
export const CODES = {
  // 1xx the form of the description
  MESH101: error(
    'The description is not valid YAML',
    'Nothing can be read from it.',
    'Correct the syntax at the place named.',
  ),
  MESH102: error(
    'Unknown key',
    'A misspelt key would be ignored without a word, and the mesh would lack what it asks for.',
    'Remove the key or correct its spelling.',
  ),
  MESH103: error(
    'Required key is missing',
    'There is no default that would be right for everyone.',
    'Add the key.',
  ),
  MESH104: error(
    'Wrong type or value',
    'The value cannot mean what the key needs.',
    'Give a value of the type named.',
  ),
  MESH105: error(
    'A shell placeholder was left in a value',
    'Nothing here runs a shell: the text itself would reach the clusters, and the name would not resolve or the call go nowhere.',
    'Put the value itself there.',
    'istio/istio#22852',
  ),
  MESH106: error(
    'The file cannot be read',
    'The description is not there, or may not be read.',
    'Name an existing file that may be read.',
  ),
  MESH107: error(
    'An accepted warning is unknown or has no reason',
    'A warning that nobody explained hides the next one; an error cannot be accepted.',
    'Name the code of a warning and write down why it is right here.',
  ),
  MESH108: warning(
    'An accepted warning does not occur',
    'It would hide the warning if it came back for another reason.',
    'Remove it from `acceptedWarnings`.',
  ),

  // 15x manifests of a service source
  MESH150: error(
    'Manifest is not valid',
    'A Service in it would be missed without a word.',
    'Correct it, or keep templates out of the directory.',
  ),
  MESH151: error(
    'Exported Service has no namespace',
    'The namespace is part of the host.',
    'Set `metadata.namespace`, or `namespace` in a kustomization.yaml above it.',
  ),
  MESH152: error(
    'Exported Service has no selector',
    'The gateway routes to pods, and it is not known which.',
    'Export a Service with a selector.',
  ),
  MESH153: error(
    'No workload behind an exported Service',
    'The service account, which callers check, comes from the workload.',
    "Put the workload's manifest into the directory, or declare the service in the description.",
  ),
  MESH154: error(
    'Named target port is not found',
    'Traffic would end nowhere.',
    'Name the container port in the workload, or use its number in the Service.',
  ),
  MESH155: warning(
    'Port does not say its protocol',
    "Istio would look at the first bytes; a caller's cluster cannot, so the port is plain TCP there, without HTTP routing and metrics.",
    'Set `appProtocol`, or begin the port\'s name with the protocol, e.g. "http-web".',
    'Istio: protocol selection',
  ),
  MESH156: error(
    'Exported Service has no TCP port',
    'Only TCP can cross the gateway.',
    'Do not export it.',
  ),
  MESH157: warning(
    'UDP port is left out',
    'The gateway routes by the TLS server name, which UDP has not.',
    'Callers in other clusters must not need it.',
  ),
  MESH158: error(
    'Grants annotation cannot be read',
    'Nobody, or the wrong ones, would be let in.',
    'Write `cluster/namespace/serviceaccount` joined by commas, `*` for any, or `everyone`.',
  ),
  MESH159: error(
    'Workload cannot take part in the mesh',
    'A gateway sends only to pods with a sidecar.',
    'Let the sidecar be injected, or do not export the Service.',
    'Istio: EndpointsWithMTLSFilter',
  ),
  MESH160: error(
    'A container port has the name of a service port',
    'Istio prefers the container port of that name over the target port.',
    'Rename the container port.',
    'Istio: convertWorkloadInstanceToServiceInstance',
  ),

  // 2xx clusters and names
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
    'Give all clusters one trust domain, or list the other in `trustDomainAliases`.',
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
    'Set `dns.serverIp` to a free address of the service range, best one of its first 256.',
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

  // 3xx services, ports and addresses
  MESH301: error(
    'Host has more than one owner declaration',
    'Two definitions of one host make Istio merge them by age, or reject the whole gateway listener.',
    'Declare the service once and list all clusters that serve it.',
    'istio/istio#44356, deckhouse/deckhouse#4886',
  ),
  MESH302: error(
    'Owners of one host declare different ports',
    'Port number and name are part of the route through the gateway; they must be the same on all sides.',
    'Make the ports equal, or give the services different names.',
    'istio/istio#55776',
  ),
  MESH303: error(
    'Port number is out of range',
    'A port is a number from 1 to 65535.',
    'Use a whole number from 1 to 65535.',
  ),
  MESH304: error(
    'Two ports of a service share number or name',
    'Istio refuses the ServiceEntry.',
    'Give each port its own number and name.',
    'Istio: ValidateServiceEntry',
  ),
  MESH305: error(
    'Protocol cannot cross the gateway',
    'The gateway routes by the TLS server name; UDP has none, and an unknown protocol is treated as opaque bytes.',
    'Use HTTP, HTTP2, GRPC, TCP, TLS, MONGO, REDIS or MYSQL.',
    'Istio: builtAutoPassthroughFilterChains skips UDP ports',
  ),
  MESH306: warning(
    'Port name may be taken for a container port',
    'Istio prefers the container port that has the name of the service port over `targetPort`: traffic may end at the wrong port.',
    'Leave `name` out (`<protocol>-<number>`), or say `targetPortName` if that container port is meant.',
    'Istio: convertWorkloadInstanceToServiceInstance',
  ),
  MESH307: error('Service has no port', 'There is nothing to call.', 'Declare at least one port.'),
  MESH308: error(
    'Target port is given twice',
    'Name and number could disagree.',
    'Keep either `targetPort` or `targetPortName`.',
  ),
  MESH309: error(
    'Service has too many ports',
    'Kubernetes refuses the ServiceEntry of the callers.',
    'Declare at most 128 ports: an endpoint of a ServiceEntry takes no more.',
    'Istio: CRD of ServiceEntry, endpoints.ports',
  ),
  MESH310: error(
    'Service names an unknown cluster, or none',
    'Somebody has to serve it.',
    'Use the names of declared clusters.',
  ),
  MESH311: error(
    'Serving cluster has no gateway',
    'Other clusters can reach its workloads through a gateway only.',
    "Declare the cluster's gateway with an address, or serve from another cluster.",
  ),
  MESH312: error(
    'Gateway address is neither an IP address nor a host name',
    'Proxies could not dial it.',
    'Write an IPv4 or IPv6 address or a lower-case DNS name, with ":port" if it is not 15443.',
    'deckhouse/deckhouse pull request 19395',
  ),
  MESH313: error(
    'Gateway address cannot be reached from another cluster',
    'Loopback, link-local, multicast, broadcast and unspecified addresses mean something else on every machine.',
    "Use the address of the gateway's load balancer, or of a node with a node port.",
  ),
  MESH314: warning(
    'Gateway address is reserved for documentation',
    'No such address exists outside of examples (RFC 5737, RFC 3849).',
    "Put the gateway's real address there.",
  ),
  MESH315: warning(
    'Gateway address is private',
    'It works only where all clusters share that private address space.',
    "Use a routable address, or accept this warning if the clusters' networks are joined.",
  ),
  MESH316: error(
    'Gateway address is used twice',
    'Calls for one cluster would arrive at another.',
    'Give each gateway its own address and port.',
  ),
  MESH317: error(
    'Gateway has no address',
    'Other clusters have nothing to dial.',
    'Add an address, or leave `gateway` out if the cluster only calls.',
  ),
  MESH320: error(
    'Virtual IP is not a usable address',
    "It must be a plain unicast address that no network routes: 127/8 is redirected to the pod itself, 224/4 is multicast, 240.240.0.0/16 and 2001:2::/48 are Istio's own.",
    'Use an address of 240.0.0.0/16 or of another range that is yours alone.',
    'Istio: sidecar redirection, PILOT_IP_AUTOALLOCATE',
  ),
  MESH321: error(
    'Virtual IP is used twice',
    'TCP calls for one service would arrive at the other.',
    'Give each service its own virtual IP.',
    'istio/istio#48055',
  ),
  MESH322: error(
    "Virtual IP lies in a cluster's service range",
    'Kubernetes may give the same address to a local Service.',
    "Choose an address outside of every cluster's `serviceCidr`.",
  ),
  MESH324: error(
    'More than one virtual IP of a family',
    'A name of the mesh resolves to one address in each family.',
    'Keep at most one IPv4 and one IPv6 address.',
  ),
  MESH325: error(
    'Lock file of the virtual IPs would change',
    'A name without an address resolves nowhere: Istio older than 1.25 allocates none by default, a CoreDNS zone needs one, and TCP ports are told apart by address only. An address that moves sends open connections and cached names elsewhere, so no run does that by the way.',
    'Run `npx mesh update` and commit the lock file, or set `virtualIps` of the service.',
    'Istio: PILOT_ENABLE_IP_AUTOALLOCATE',
  ),
  MESH326: error(
    'Range of virtual IPs is not usable',
    'Its addresses have another meaning somewhere.',
    'Use at most one range of IPv4 and one of IPv6 that are yours alone, outside of every `serviceCidr`, 240.240.0.0/16 and 2001:2::/48.',
  ),
  MESH327: error(
    'No virtual IP is left',
    'The range is smaller than the number of services that need an address.',
    'Give a larger range in `virtualIpRanges`. Addresses that lie in both ranges stay.',
  ),
  MESH328: error(
    'Lock file cannot be read',
    'Without it every virtual IP could move.',
    'Restore it from version control, or delete it and run `npx mesh update` to begin anew.',
  ),
  MESH329: error(
    'Lock file cannot be written',
    'The addresses that were given would be given to others next time.',
    'Let `lockFile` name a file of an existing directory that may be written to.',
  ),
  MESH330: error(
    'Service has no selector',
    'The gateway routes to the pods themselves, so the serving cluster must know which they are.',
    'Set `selector` to the selector of the Kubernetes Service.',
  ),
  MESH332: error(
    'Service has no service account',
    'Callers could not check who answers: any workload of the mesh would do.',
    'List the service accounts that the pods run as in `serviceAccounts`.',
    'Istio: cluster_tls.go, an empty subjectAltNames list accepts every identity',
  ),
  MESH333: error(
    'Subset is not usable',
    "Istio builds the gateway's route from the subset's name, and its labels select pods.",
    'Give each subset a name of its own and at least one label.',
    'istio/istio#40673',
  ),
  MESH334: error(
    'Nothing serves the host',
    'An entry without pods and without gateways would swallow every call.',
    'Give `workloadSelector` where this cluster serves the host, `endpoints` where others do.',
  ),

  MESH335: error(
    'Failover is contradictory',
    'Calls would go elsewhere than the description says.',
    'Name serving clusters, each once, in either `order` or `weights`; weights are whole numbers from 1 to 1000, one for each serving cluster.',
  ),
  MESH336: error(
    'Failover needs regions',
    'Weights, and gateways that have to be resolved, go by locality: where it is missing or the same, calls are spread over all clusters.',
    'Give the clusters different regions (or zones), the ones that their nodes are labelled with, or use IP addresses and no weights.',
    'istio/istio#35410',
  ),
  MESH337: error(
    'Order of clusters needs gateways with IP addresses',
    'Istio ignores `failoverPriority` where a gateway has to be resolved, and mispairs the endpoints from 1.30.',
    "Give the gateways' IP addresses, or leave `order` out and give the clusters regions.",
    'Istio: cluster_traffic_policy.go, ApplyLocalityLoadBalancer',
  ),
  MESH338: error(
    'Draining leaves a service without a cluster',
    'Every call would fail.',
    'Serve it from another cluster first, or remove its grants.',
  ),
  MESH340: error(
    'Route is not usable',
    'Istio would refuse it, or calls would be answered with 404.',
    'Send to declared subsets, shares of each rule adding up to 100; the last rule, and only that one, matches everything; routes, timeouts and retries are for HTTP ports.',
    'Istio: VirtualService',
  ),
  MESH341: error(
    'Traffic setting is out of range',
    'Istio refuses the DestinationRule or VirtualService.',
    'Durations as `5s` or `1m30s`, counts as whole numbers, percentages from 0 to 100.',
    'Istio: DestinationRule, VirtualService',
  ),
  MESH342: error(
    'Namespace is reserved',
    "Objects in Istio's root namespace hold for the whole mesh, and those of Kubernetes belong to the cluster.",
    'Serve from a namespace of your own.',
  ),

  // 4xx grants
  MESH401: error(
    'Grant names an unknown service',
    'It would grant nothing.',
    'Write `<name>.<namespace>` of a declared service.',
  ),
  MESH402: error(
    'Grant names an unknown cluster',
    'It would grant nothing.',
    'Use the names of declared clusters.',
  ),
  MESH403: error(
    'Grant does not say to whom',
    'An empty grant could be read as nobody or as everybody.',
    'Name clusters, namespaces or service accounts, or write `everyone: true`.',
  ),
  MESH404: error(
    'Grant is to everyone and to somebody',
    'One of the two is not meant.',
    'Remove `everyone`, or what stands beside it.',
  ),
  MESH405: error(
    'Grant names service accounts without a namespace',
    'A service account belongs to a namespace; the same name elsewhere is another identity.',
    'Name the namespaces of the service accounts.',
  ),
  MESH406: warning(
    'Service has no grant',
    'No other cluster can reach it.',
    'Add a grant, or remove the service.',
  ),
  MESH407: error(
    'A list is empty',
    'Nothing would match; leaving the key out means everything, which is hardly the same.',
    'Leave the key out or fill the list.',
  ),
  MESH408: error(
    'Enforcing needs the local callers',
    'The policy holds for calls inside the cluster too: whoever is not named is cut off.',
    'List who calls it there in `localCallers` (an empty list if nobody does), or use AuthorizationMode.AUDIT to find out.',
  ),
  MESH409: error(
    'Enforcing needs port numbers',
    'The policy is limited to the ports of the service, so that metrics and probes stay reachable, and it knows ports by number only.',
    'Use `targetPort` instead of `targetPortName`, or AuthorizationMode.AUDIT.',
    'Istio: AuthorizationPolicy, operation.ports',
  ),
  MESH410: error(
    'Sidecar is not usable',
    'Istio takes one Sidecar for each namespace, with hosts of the form `<namespace>/<DNS name>`.',
    'Merge the two, or correct the host, e.g. "./*" or "shop/*".',
    'Istio: Sidecar',
  ),

  // 5xx Istio versions and mechanisms
  MESH501: error(
    'Not an Istio version',
    'The version decides the mechanism and the API versions.',
    'Write major and minor, e.g. "1.29" or "1.29.2".',
  ),
  MESH502: error(
    'Istio version is not supported',
    'Istio 1.8 turned the meaning of network views round, the fix in 1.8.6 and 1.9.5 broke the classic form (CVE-2021-31921), and the modern one needs what came by 1.20.',
    'Use 1.20 or later, or 1.1 to 1.7 for the classic form.',
    'istio/istio#32848, #29335, #40624',
  ),
  MESH503: warning(
    'Istio version is newer than the ones known here',
    'It is treated like the newest known version.',
    'Read the release notes, then accept this warning, or update this library.',
  ),
  MESH504: error(
    'Classic and modern Istio in one mesh',
    "The two do not understand each other's routes.",
    'Bring all clusters to one side: 1.1 to 1.7, or 1.20 and later.',
  ),
  MESH505: error(
    'Kubernetes is too old for the Istio version',
    'istioctl and the charts refuse to install.',
    'Upgrade Kubernetes, or use an older Istio.',
    'Istio: MinK8SVersion',
  ),
  MESH506: error(
    'Not a Kubernetes version',
    'The version decides DNS defaults and API versions.',
    'Write major and minor, e.g. "1.33".',
  ),
  MESH507: error(
    'Ambient mode cannot take part',
    'ztunnel speaks HBONE and cannot originate the SNI-routed mutual TLS of a global host; the gateway drops ambient endpoints.',
    'Use sidecars in the clusters and namespaces that share services.',
    'Istio: EndpointsWithMTLSFilter, buildWaypointTLSContext',
  ),
  MESH508: error(
    'Not possible with this Istio version',
    'The mechanism of that version has no place for it.',
    'Remove it, or move the mesh to Istio 1.20 or later.',
  ),
  MESH509: error(
    'Egress gateway needs a namespace of its own',
    'What the gateway knows of the other clusters is visible in its namespace: callers there would go past it, other gateways would pass calls on.',
    'Install the egress gateway in a namespace where nothing else runs.',
  ),
  MESH510: error(
    'Grant to a whole cluster behind an egress gateway',
    'The egress gateway would see what is meant for the callers, and call itself.',
    'Name the namespaces of that cluster in the grant.',
  ),
  MESH511: error(
    "Not possible by the Service's own name",
    "With GatewayRoute.SNI the serving cluster's gateway knows nothing but its Kubernetes Services.",
    'Use GatewayRoute.HOST.',
  ),

  // 6xx DNS
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

  // 7xx trust
  MESH701: error(
    'Delivery of `cacerts` is not complete',
    'Without the Secret istiod makes a root of its own, which no other cluster trusts.',
    'Say where the Secret comes from, or create it yourself.',
  ),
  MESH702: error(
    'Certificates cannot be read',
    'istiod skips or refuses what it cannot read: it would not start, or would hand out identities without their chain.',
    'Give certificates in PEM, with the beginning and the end of each block on a line of its own.',
    'istio/istio security/pkg/pki/util/crypto.go; Go: encoding/pem',
  ),
  MESH703: error(
    'Certificate may not sign for a mesh',
    'istiod refuses it when it starts, or every proxy refuses what it signs.',
    'Issue it as a CA certificate: basic constraints with CA, key usage with keyCertSign, no extended key usage.',
    'istio/istio security/pkg/pki/util/verify_cert.go',
  ),
  MESH704: error(
    'Chain does not lead to a root',
    'istiod does not start, and other clusters could not verify the identities.',
    "Put every CA between the cluster's and the root into cert-chain.pem, and the root into root-cert.pem.",
    'Go: crypto/x509',
  ),
  MESH705: error(
    'Path length is exceeded',
    'istiod starts, and then every proxy refuses the identities that it signs.',
    'Issue the CA above with a larger path length, or sign with it directly.',
    'RFC 5280, 4.2.1.9',
  ),
  MESH706: error(
    'Certificates are in the wrong file or order',
    'istiod signs with the first certificate of ca-cert.pem, and workloads present cert-chain.pem as it is.',
    "ca-cert.pem: the cluster's certificate alone. cert-chain.pem: the same one first, then the CAs above it.",
    'istio/istio security/pkg/pki/ca',
  ),
  MESH707: error(
    'Certificate is not valid on the date',
    'istiod does not start with it.',
    'Renew it: `mesh ca renew`.',
    'Go: crypto/x509',
  ),
  MESH708: error(
    'Key or signature is too weak, or of a kind that some part of a mesh does not accept',
    'Go and Envoy refuse small keys and SHA-1, and Ed25519 does not work everywhere.',
    'Use RSA of at least 2048 bits, or ECDSA on P-256 or P-384, signed with SHA-256 or better.',
    'istio/istio security/pkg/pki; BoringSSL',
  ),
  MESH709: error(
    "CA is one of Istio's public samples",
    'Anyone who downloads Istio has its private key, and could impersonate every workload of the mesh.',
    'Create a CA of your own: `mesh ca init`.',
    'istio/istio samples/certs',
  ),
  MESH710: error(
    'Clusters trust different roots',
    'Calls between them would fail in the TLS handshake.',
    'Give every cluster the same root-cert.pem.',
    'Istio: Plug in CA Certificates',
  ),
  MESH711: error(
    'Two clusters sign with one key',
    'Whoever breaks into one of them can sign for the other, and the key can only be withdrawn from both.',
    'Issue an intermediate for each cluster: `mesh ca issue`.',
    'Istio: Plug in CA Certificates',
  ),
  MESH712: error(
    'Root and intermediate are mixed up',
    'Whoever breaks into a cluster that signs with the root can sign for every cluster, and the root cannot be replaced without replacing the trust of all of them. A certificate that is no root may expire early.',
    'root-cert.pem: self-signed roots. ca-cert.pem: an intermediate that one of them signed.',
    'Istio: Plug in CA Certificates',
  ),
  MESH713: error(
    'Certificate has something that Go refuses',
    'istiod does not start with it, although OpenSSL may accept it.',
    'Issue the certificate without it.',
    'Go: crypto/x509',
  ),
  MESH714: error(
    'Certificates of a cluster are given twice, or not at all',
    'It is not clear which ones are meant, or unchecked ones would reach the cluster.',
    'Give them once: in the lock file, in a directory, or as text.',
  ),
  MESH716: error(
    'The lock file of the CAs lacks something for a cluster',
    'Without it there is nothing to deliver and nothing to check.',
    'Run the command named.',
  ),
  MESH717: error(
    'The lock file of the CAs cannot be read',
    'The Secrets of the clusters are made from it.',
    'Restore pki.lock.json from version control.',
  ),
  MESH718: warning(
    'Certificate expires soon, or later than the one that signed it',
    'When the first certificate of a chain expires, every call between clusters fails.',
    'Renew it: `mesh ca renew`.',
  ),
  MESH719: warning(
    'cert-chain.pem holds more than the chain, or in another order',
    'Every workload of the cluster sends all of it with every connection, and some old clients cannot follow another order.',
    'Put in only the CAs from ca-cert.pem up to the root, each before the one that signed it.',
    'RFC 5246, 7.4.2',
  ),
  MESH720: error(
    'Istio version cannot read the Secret in this form',
    'Istio before 1.15 knows only the four files of `cacerts`, and would make a root of its own.',
    'Use another delivery.',
    'istio/istio#39732',
  ),
  MESH721: warning(
    'Certificate does not follow RFC 5280',
    'istiod accepts it, but OpenSSL and other strict verifiers refuse it.',
    'Issue it anew, e.g. with `mesh ca`.',
    'RFC 5280, 4.1 and 4.2.1.1',
  ),
  MESH730: error(
    'Not possible in the present state of the CAs',
    'A CA that is created twice, or from nothing, would not be the one that the clusters trust.',
    'See `mesh ca status`.',
  ),
  MESH731: error(
    'Private key is not kept safely',
    'A key that is in a repository, or that others can read, is no longer private.',
    'Keep private keys in a directory outside every repository, readable only by its owner.',
  ),
  MESH732: error(
    'Step of the rotation is out of order',
    'Clusters would meet identities under a root that they do not trust.',
    'Take the step named.',
    'Istio: Plug in CA Certificates',
  ),
  MESH733: error(
    'A cluster has not arrived at the last step of the rotation',
    'The next step would cut it off.',
    'Apply the last step there, and confirm it.',
    'Istio: Plug in CA Certificates',
  ),
  MESH734: error(
    'Certificate and private key do not belong together',
    'istiod refuses a certificate that does not match its private key.',
    'Sign the latest request of the cluster with the current root.',
  ),
  MESH735: error(
    'Private key cannot be encrypted for its recipient',
    'A recipient that cannot decrypt it would leave the cluster without its CA, and istiod would make a root of its own.',
    'Fetch the current certificate of the controller, or correct the recipient.',
  ),
  MESH736: warning(
    'A private key is in the output in plaintext',
    'The output is meant to be committed, and a private key that was ever in a repository has to be replaced.',
    'Use another delivery. Plaintext is for trying things out on your own machine.',
  ),

  // 8xx output
  MESH801: error(
    'Two constructs make one object',
    'In the cluster, and in some layouts on disk, the second would overwrite the first.',
    'Remove one of them, or give it another name or namespace.',
  ),
  MESH802: error(
    'Two objects have one file',
    'On a file system that ignores case one would overwrite the other.',
    'Rename one of the objects, or use the layout FILE_PER_NAMESPACE.',
  ),
  MESH803: error(
    'Name cannot be part of a path',
    'The file would end up elsewhere, or nowhere.',
    'Use lower-case letters, digits, "-" and "." in names of charts and namespaces.',
  ),
  MESH804: error(
    'Index of the output directory cannot be trusted',
    'It says which files may be removed; with a wrong one, files of others would be.',
    'Restore mesh.index.json from version control, or empty the output directory.',
  ),
  MESH805: error(
    'A file that is not ours stands where we would write',
    "Somebody else's work would be lost.",
    'Move or remove the file, or write to another directory.',
  ),
  MESH806: error(
    'Something that is not a plain file or directory is in the way',
    'Writing through a link or replacing a directory could touch what is not ours.',
    'Move it away, or write to another directory.',
  ),
  MESH807: error(
    'A file edited by hand would be removed',
    'It holds work that exists nowhere else.',
    'Move the edit to where it belongs, then delete the file.',
  ),
  MESH808: error(
    'A construct is not valid',
    'It says so itself, through `node.addValidation`.',
    'See the message.',
  ),
  MESH809: error(
    'A secret would be written to the output',
    'The output is kept in a repository, and what was once in there has to be replaced everywhere.',
    'Let the cluster get the secret from an external store, or encrypt it.',
  ),
  MESH810: error(
    'Output is larger than its budget',
    'Every host of a mesh costs memory in every proxy that sees it, and time at every change.',
    'Narrow the grants to the namespaces that call, use Sidecars, or raise the budget.',
    'Istio: performance and scalability',
  ),
  MESH811: error(
    'Output directory cannot be written',
    'An output of which a part is old and a part new could be applied to a cluster.',
    'Give write permission on what is named, or free space on the disk, and run again: it finishes what was begun.',
  ),
} as const satisfies Record<string, CodeInfo>;

/** @internal */
export type Code = keyof typeof CODES;

/** @internal */
export interface RetiredCode {
  /** The release that does not have it any more. */
  readonly since: string;
  readonly title: string;
  /** Why the rule was given up. */
  readonly why: string;
  /** The code that took its place. */
  readonly replacedBy?: Code;
}

/**
 * Codes that are reported no more, and never get another meaning.
 *
 * @internal
 */
export const RETIRED: { readonly [code: string]: RetiredCode } = {
  MESH715: {
    since: '0.1.0',
    title: 'A private key in plaintext is refused in CI',
    why: 'Whether a run took place in CI had to be guessed from its environment, which no longer decides anything.',
    replacedBy: 'MESH736',
  },
};
