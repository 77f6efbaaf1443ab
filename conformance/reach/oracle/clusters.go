package oracle

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	cluster "github.com/envoyproxy/go-control-plane/envoy/config/cluster/v3"
	core "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	endpoint "github.com/envoyproxy/go-control-plane/envoy/config/endpoint/v3"
	core1 "k8s.io/api/core/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"

	meshconfig "istio.io/api/mesh/v1alpha1"
	"istio.io/istio/pilot/pkg/config/kube/crd"
	"istio.io/istio/pilot/pkg/model"
	"istio.io/istio/pilot/pkg/simulation"
	"istio.io/istio/pilot/pkg/xds/endpoints"
	"istio.io/istio/pilot/test/xds"
	istiocluster "istio.io/istio/pkg/cluster"
	objects "istio.io/istio/pkg/config"
	"istio.io/istio/pkg/config/mesh"
	"istio.io/istio/pkg/config/mesh/meshwatcher"
	dnsproto "istio.io/istio/pkg/dns/proto"
	"istio.io/istio/pkg/dns/server"
	"istio.io/istio/pkg/kube"
	"istio.io/istio/pkg/kube/kclient"
	"istio.io/istio/pkg/kube/namespace"
	"istio.io/istio/pkg/network"
	"istio.io/istio/pkg/spiffe"
	"istio.io/istio/pkg/test"
)

// istiod is one cluster's, with what it makes for each proxy.
type istiod struct {
	t       *testing.T
	files   clusterFiles
	server  *xds.FakeDiscoveryServer
	mesh    string
	proxies map[string]*proxy
}

// proxy is what istiod sends to one.
type proxy struct {
	*simulation.Simulation
	node *model.Proxy
	of   *istiod
}

func newIstiod(t *testing.T, files clusterFiles) *istiod {
	config, err := mesh.ApplyMeshConfigDefaults(files.MeshConfig)
	if err != nil {
		panic(err)
	}
	// as the webhook of istiod judges them
	configs, _, err := crd.ParseInputs(files.Configs)
	if err != nil {
		panic(err)
	}
	return &istiod{
		t:     t,
		files: files,
		mesh:  config.TrustDomain,
		server: xds.NewFakeDiscoveryServer(t, xds.FakeOptions{
			DefaultClusterName:     istiocluster.ID(files.Name),
			Configs:                discovered(t, files.Namespaces, config, configs),
			KubernetesObjectString: files.Objects,
			MeshConfig:             config,
		}),
		proxies: map[string]*proxy{},
	}
}

// discovered are the objects of namespaces that istiod looks at: its store in memory has no filter of its own.
func discovered(t *testing.T, labels map[string]map[string]string, config *meshconfig.MeshConfig, all []objects.Config) []objects.Config {
	if len(config.DiscoverySelectors) == 0 {
		return all
	}
	var namespaces []runtime.Object
	for name, labels := range labels {
		namespaces = append(namespaces, &core1.Namespace{ObjectMeta: meta.ObjectMeta{Name: name, Labels: labels}})
	}
	client := kube.NewFakeClient(namespaces...)
	stop := test.NewStop(t)
	known := kclient.New[*core1.Namespace](client)
	client.RunAndWait(stop)
	filter := namespace.NewDiscoveryNamespacesFilter(known, meshwatcher.NewTestWatcher(config), stop)
	return slices.DeleteFunc(all, func(one objects.Config) bool { return !filter.Filter(one.Namespace) })
}

// identityOf is what the certificate of a pod says; another issuer may have a form of its own.
func (i *istiod) identityOf(p pod) string {
	form := i.files.SpiffeIdTemplate
	if form == "" {
		form = "spiffe://{trustDomain}/ns/{namespace}/sa/{serviceAccount}"
	}
	return strings.NewReplacer("{trustDomain}", i.mesh, "{namespace}", p.Namespace, "{serviceAccount}", p.Account).Replace(form)
}

func (i *istiod) sidecar(p pod) *proxy {
	return i.proxy(p.Name+"."+p.Namespace, model.SidecarProxy, p.Namespace, p.Account, p.Address, p.Labels, i.files.NetworkView)
}

func (i *istiod) gateway(g gateway) *proxy {
	return i.proxy(g.Name+"."+g.Namespace, model.Router, g.Namespace, g.Name, g.Address, g.Labels, g.NetworkView)
}

func (i *istiod) proxy(id string, kind model.NodeType, namespace, account, address string, labels map[string]string, view []string) *proxy {
	if known := i.proxies[id]; known != nil {
		return known
	}
	metadata := &model.NodeMetadata{
		IstioVersion:         "1.29.0",
		Namespace:            namespace,
		ServiceAccount:       account,
		ClusterID:            istiocluster.ID(i.files.Name),
		Network:              network.ID(i.files.Network),
		Labels:               labels,
		DNSCapture:           model.StringBool(i.files.Dns && kind == model.SidecarProxy),
		RequestedNetworkView: view,
	}
	node := i.server.SetupProxy(&model.Proxy{
		ID:              id,
		Type:            kind,
		ConfigNamespace: namespace,
		IPAddresses:     []string{address},
		Labels:          labels,
		Locality:        &core.Locality{Region: i.files.Region, Zone: i.files.Zone},
		Metadata:        metadata,
		VerifiedIdentity: &spiffe.Identity{
			TrustDomain: i.mesh, Namespace: namespace, ServiceAccount: account,
		},
	})
	made := &proxy{simulation.NewSimulation(i.t, i.server, node), node, i}
	i.proxies[id] = made
	return made
}

// resolve is what the agent of a sidecar answers for a name.
func (p *proxy) resolve(host string) []string {
	table := server.BuildNameTable(server.Config{Node: p.node, Push: p.of.server.PushContext()})
	return addressesOf(table, host)
}

func addressesOf(table *dnsproto.NameTable, host string) []string {
	if info := table.Table[host]; info != nil {
		return info.Ips
	}
	return nil
}

func (p *proxy) cluster(name string) *cluster.Cluster {
	for _, c := range p.Clusters {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// endpoints are those that a proxy balances over: of EDS, or inline where names are resolved.
func (p *proxy) endpoints(c *cluster.Cluster) []*endpoint.LbEndpoint {
	assignment := c.GetLoadAssignment()
	if c.GetType() == cluster.Cluster_EDS {
		builder := endpoints.NewEndpointBuilder(c.Name, p.node, p.of.server.PushContext())
		assignment = builder.BuildClusterLoadAssignment(p.of.server.Discovery.Env.EndpointIndex)
	}
	var all []*endpoint.LbEndpoint
	for _, locality := range assignment.GetEndpoints() {
		all = append(all, locality.LbEndpoints...)
	}
	return all
}

func addressOf(e *endpoint.LbEndpoint) (string, int) {
	socket := e.GetEndpoint().GetAddress().GetSocketAddress()
	return socket.GetAddress(), int(socket.GetPortValue())
}

func dialed(address string, port int) string { return fmt.Sprintf("%s:%d", address, port) }
