import { error, warning } from './code-info';

/** 3xx: services, ports and addresses. @internal */
export const SERVICES = {
  MESH301: error(
    'Host has more than one owner declaration',
    'Two definitions of one host make Istio merge them by age, or reject the whole gateway listener; and a copy would let its own callers in, and take calls.',
    'Declare the service once and list all clusters that serve it. Of several sources, let the owner name the others in `joins`.',
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
    "It must be a plain unicast address that no network routes: 127/8 is redirected to the pod itself (since Istio 1.3; before, 127.255/16 is for hosts), 224/4 is multicast, 240.240.0.0/16 and 2001:2::/48 are Istio's own. The first address of a range names the network, and the last one of IPv4 is for broadcast.",
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
    'Give a larger range in `virtualIpRanges`. Addresses that lie in both ranges stay. `npx mesh update --reuse` gives away the released ones.',
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
    'Weights go by locality. That of a gateway is ours to choose; that of the own pods of a cluster that calls is the one of their nodes, and without it they would get no calls.',
    'Give the cluster the `region` that its nodes are labeled with, or leave the weights out.',
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
  MESH350: error(
    'Lock file has the marks of a Git conflict',
    'Two branches changed the same lines, e.g. both gave one address to a new service.',
    'Run `npx mesh update` and commit the lock file: it reads both sides, and says which service moves.',
  ),
  MESH351: error(
    'Lock file gives one address to two hosts',
    'Two branches gave it, and Git merged them without a conflict. TCP calls for one service would arrive at the other.',
    'Run `npx mesh update` and commit the lock file: the service that had the address before the branches parted keeps it, the other one moves.',
  ),
  MESH352: error(
    'Virtual IP by hand belongs to another host in the lock file',
    'Clients that have the name of the other host cached would reach this service.',
    'Choose an address that the lock file does not have. `npx mesh update --reuse` gives away what no service needs any more.',
  ),
  MESH370: error(
    'VirtualService is said to be your own',
    'Istio uses one VirtualService for each host, the oldest: either yours or the one with these settings would be ignored without a word.',
    'Move the settings into your VirtualService, or drop `ownVirtualService` and yours.',
    'Istio: VirtualService, PushContext.initVirtualServices',
  ),
  MESH371: error(
    'Settings of some callers hold for nobody',
    'The first entry that names a caller holds for it. An entry without a setting, of an unknown cluster, or behind one that has taken its callers changes nothing, without a word.',
    'Name declared clusters, put entries with namespaces before those without, and each caller into one entry.',
  ),
  MESH372: error(
    'Copies of calls would not arrive',
    'A proxy throws copies away without a word if it does not know their host, port or subset; and pods refuse callers without a grant.',
    'Mirror to a declared service or subset with the same HTTP ports, and grant that service to the same callers.',
    'Istio: VirtualService, mirror',
  ),
  MESH373: error(
    'Change of headers is not usable',
    'Envoy refuses the routes of the proxy as a whole, or the change would do nothing.',
    'Use names in lower case, each once and not `host`; values in printable ASCII, with `%%` for a `%`.',
    'Istio: ValidateHTTPHeaderOperationName, ValidateHTTPHeaderValue; Envoy: custom request/response headers',
  ),
} as const;
