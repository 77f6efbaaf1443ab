package oracle

// world is what there is, and what is asked about it. Addresses are facts that no manifest has; everything else is decided by Istio.
type world struct {
	Name     string
	Clusters []clusterFiles
	Calls    []call
}

type clusterFiles struct {
	Name    string
	Network string
	// where its nodes are
	Region, Zone string
	// labels of namespaces
	Namespaces map[string]map[string]string
	// meshConfig, as YAML
	MeshConfig string
	// how an issuer that is not istiod forms identities; empty for istiod's own form
	SpiffeIdTemplate string
	// objects of Istio's groups, as YAML
	Configs string
	// objects of Kubernetes, as YAML: Namespaces, Services, EndpointSlices, Pods that run
	Objects string
	// sidecars capture DNS
	Dns bool
	// networks that sidecars ask for
	NetworkView []string
	Pods        []pod
	Gateways    []gateway
}

// pod is a pod with a proxy, or one without.
type pod struct {
	Name, Namespace, Account, Address string
	Labels                            map[string]string
	Sidecar                           bool
}

type gateway struct {
	Name, Namespace, Address string
	Labels                   map[string]string
	NetworkView              []string
	// where it is dialed: `203.0.113.20:15443` and the port of its pods that this leads to
	Dialed map[string]int
	// the same, from inside of its own cluster only
	DialedInside map[string]int
}

type call struct {
	Cluster string
	// of the calling pod
	Pod      string
	Host     string
	Port     int
	Protocol string
	Path     string
	Method   string
	Headers  map[string]string
}

type answer struct {
	Name     string
	Error    string `json:",omitempty"`
	Verdicts []verdict
}

// verdict is `yes`, `no`, `partly`, or `unknown` where something leaves the mesh.
type verdict struct {
	Verdict string
	// the hop that broke it, and what judged it
	Hop string `json:",omitempty"`
	By  string `json:",omitempty"`
	Why string `json:",omitempty"`
}

func yes() verdict                        { return verdict{Verdict: "yes"} }
func no(hop, by, why string) verdict      { return verdict{"no", hop, by, why} }
func unknown(hop, by, why string) verdict { return verdict{"unknown", hop, by, why} }

// together is the verdict of calls of which any may be made.
func together(all []verdict) verdict {
	first := map[string]*verdict{}
	for i := range all {
		if first[all[i].Verdict] == nil {
			first[all[i].Verdict] = &all[i]
		}
	}
	switch {
	case first["partly"] != nil:
		return *first["partly"]
	case first["yes"] != nil && first["no"] != nil:
		mixed := *first["no"]
		mixed.Verdict = "partly"
		return mixed
	case first["unknown"] != nil:
		return *first["unknown"]
	case first["yes"] != nil:
		return *first["yes"]
	}
	return *first["no"]
}
