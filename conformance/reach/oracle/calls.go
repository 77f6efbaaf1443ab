package oracle

import (
	"errors"
	"strings"
	"testing"

	cluster "github.com/envoyproxy/go-control-plane/envoy/config/cluster/v3"
	endpoint "github.com/envoyproxy/go-control-plane/envoy/config/endpoint/v3"
	listener "github.com/envoyproxy/go-control-plane/envoy/config/listener/v3"
	tls "github.com/envoyproxy/go-control-plane/envoy/extensions/transport_sockets/tls/v3"
	"google.golang.org/protobuf/encoding/prototext"

	"istio.io/istio/pilot/pkg/simulation"
	"istio.io/istio/pilot/test/xdstest"
)

const (
	byIstiod     = "istiod"
	bySimulation = "istiod and its simulation"
	byFacts      = "addresses of the world"
)

// mostGateways is how many a call may come through before it goes in a circle.
const mostGateways = 4

type oracle struct {
	t       *testing.T
	istiods map[string]*istiod
}

func answerOf(t *testing.T, asked world) answer {
	o := &oracle{t, map[string]*istiod{}}
	for _, files := range asked.Clusters {
		o.istiods[files.Name] = newIstiod(t, files)
	}
	given := answer{Name: asked.Name}
	for _, c := range asked.Calls {
		given.Verdicts = append(given.Verdicts, o.judge(c))
	}
	return given
}

// leg is a call on its way.
type leg struct {
	call
	client  *proxy
	caller  pod
	mutual  bool
	sni     string
	alpn    string
	accepts func(identity string) bool
	// by a listener that reads HTTP
	isRouted bool
	gates    int
}

func (o *oracle) judge(c call) verdict {
	own := o.istiods[c.Cluster]
	if own == nil {
		return no("caller", byFacts, "no such cluster")
	}
	for _, p := range own.files.Pods {
		if p.Name == c.Pod {
			if !p.Sidecar {
				return no("caller", byFacts, "no sidecar")
			}
			return o.outbound(leg{call: c, client: own.sidecar(p), caller: p})
		}
	}
	return no("caller", byFacts, "no such pod")
}

func (o *oracle) outbound(l leg) verdict {
	address := "1.3.3.7"
	if ips := l.client.resolve(l.Host); len(ips) > 0 {
		address = ips[0]
	} else if l.client.of.files.Dns {
		return no("name", byIstiod, "no address in the name table")
	}
	result := l.client.Run(simulation.Call{
		Address: address, Port: l.Port, Path: l.Path, Protocol: protocolOf(l.call), HostHeader: dialed(l.Host, l.Port),
		CallMode: simulation.CallModeOutbound, Headers: headersOf(l.call),
	})
	if result.Error != nil {
		return no("listener", bySimulation, result.Error.Error())
	}
	l.isRouted = result.RouteConfigMatched != ""
	l.alpn = "istio"
	if result.VirtualHostMatched != "" {
		l.alpn = "istio-http/1.1"
	}
	names := []string{result.ClusterMatched}
	if l.Protocol == "http" && result.RouteConfigMatched != "" {
		names = l.client.clustersFor(result, l.call)
	}
	var all []verdict
	for _, name := range names {
		all = append(all, o.viaCluster(l, name))
	}
	if len(all) == 0 {
		return no("route", bySimulation, "no route matched")
	}
	return together(all)
}

func (o *oracle) viaCluster(l leg, name string) verdict {
	if !strings.HasPrefix(name, "outbound|") || !strings.Contains(name, "|") {
		return no("listener", bySimulation, "goes to "+name)
	}
	if host := name[strings.LastIndex(name, "|")+1:]; !(l.Protocol == "http" && l.isRouted) && host != l.Host && !l.client.routesTcp(l.Host) {
		return no("listener", bySimulation, "taken by "+host)
	}
	c := l.client.cluster(name)
	if c == nil {
		return no("route", byIstiod, "no cluster "+name)
	}
	found := l.client.endpoints(c)
	if len(found) == 0 {
		return no("endpoints", byIstiod, "no endpoints in "+name)
	}
	var all []verdict
	for _, e := range found {
		next := l
		context, isOther := upstream(o.t, c, e)
		if isOther {
			all = append(all, no("destination rule", byIstiod, "TLS of another kind than the mesh speaks"))
			continue
		}
		next.mutual = context != nil
		if context != nil {
			next.sni = context.Sni
			next.accepts = acceptedNames(context)
		}
		all = append(all, o.dial(next, l.client.of, e))
	}
	return together(all)
}

// upstream is how an endpoint is secured: nil for plain text; TLS without a certificate of the client is none that a proxy of the mesh takes.
func upstream(t *testing.T, c *cluster.Cluster, e *endpoint.LbEndpoint) (context *tls.UpstreamTlsContext, isOther bool) {
	socket := c.GetTransportSocket()
	if len(c.GetTransportSocketMatches()) > 0 {
		mode := e.GetMetadata().GetFilterMetadata()["envoy.transport_socket_match"].GetFields()["tlsMode"].GetStringValue()
		socket = nil
		for _, match := range c.GetTransportSocketMatches() {
			if wanted, ok := match.GetMatch().GetFields()["tlsMode"]; ok && wanted.GetStringValue() == mode {
				socket = match.TransportSocket
				break
			}
		}
	}
	if socket == nil || socket.GetTypedConfig() == nil || !strings.HasSuffix(socket.GetTypedConfig().TypeUrl, "UpstreamTlsContext") {
		return nil, false
	}
	context = &tls.UpstreamTlsContext{}
	if err := socket.GetTypedConfig().UnmarshalTo(context); err != nil {
		t.Fatal(err)
	}
	if len(context.GetCommonTlsContext().GetTlsCertificateSdsSecretConfigs()) == 0 {
		return nil, true
	}
	return context, false
}

func (o *oracle) dial(l leg, from *istiod, e *endpoint.LbEndpoint) verdict {
	address, port := addressOf(e)
	for _, p := range from.files.Pods {
		if p.Address == address {
			return o.inbound(l, from, p, port)
		}
	}
	for _, g := range from.files.Gateways {
		if target, ok := targetOf(g.DialedInside, address, port); ok {
			return o.through(l, from, g, target)
		}
	}
	for _, other := range o.istiods {
		for _, g := range other.files.Gateways {
			if target, ok := targetOf(g.Dialed, address, port); ok {
				return o.through(l, other, g, target)
			}
		}
	}
	return unknown("address", byFacts, "nobody knows "+dialed(address, port))
}

// targetOf is the port of the pods behind a port of an address: negative where the Service has no such port.
func targetOf(known map[string]int, address string, port int) (int, bool) {
	if target, ok := known[dialed(address, port)]; ok {
		return target, true
	}
	target, ok := known[address+":*"]
	return target, ok
}

func (o *oracle) through(l leg, at *istiod, g gateway, port int) verdict {
	if l.gates++; l.gates > mostGateways {
		return no("address", byIstiod, "a circle of gateways")
	}
	if port < 0 {
		return no("address", byFacts, "no such port")
	}
	if !l.mutual {
		return no("gateway", bySimulation, "plain text")
	}
	proxy := at.gateway(g)
	if taken := duplicates(proxy.Listeners, port); taken != "" {
		return no("gateway", byIstiod, "Envoy refuses the listener: two filter chains for "+taken)
	}
	result := proxy.Run(simulation.Call{
		Address: "1.3.3.7", Port: port, Protocol: simulation.TCP, TLS: simulation.MTLS, Alpn: l.alpn, Sni: l.sni,
		CallMode: simulation.CallModeGateway,
	})
	if result.Error != nil {
		return no("gateway", bySimulation, result.Error.Error())
	}
	if !strings.HasPrefix(result.ClusterMatched, "outbound_.") {
		return no("gateway", bySimulation, "goes to "+result.ClusterMatched)
	}
	c := proxy.cluster(result.ClusterMatched)
	if c == nil {
		return no("gateway", byIstiod, "no cluster "+result.ClusterMatched)
	}
	found := proxy.endpoints(c)
	if len(found) == 0 {
		return no("gateway", byIstiod, "no endpoints in "+c.Name)
	}
	var all []verdict
	for _, e := range found {
		all = append(all, o.dial(l, at, e))
	}
	return together(all)
}

// duplicates finds filter chains with equal matches in the listener of a port; Envoy refuses such a listener.
func duplicates(all []*listener.Listener, port int) string {
	for _, l := range all {
		if int(l.GetAddress().GetSocketAddress().GetPortValue()) != port {
			continue
		}
		seen := map[string]bool{}
		for _, chain := range l.FilterChains {
			match := prototext.Format(chain.FilterChainMatch)
			if seen[match] {
				return strings.Join(chain.FilterChainMatch.GetServerNames(), ", ")
			}
			seen[match] = true
		}
	}
	return ""
}

func (o *oracle) inbound(l leg, at *istiod, p pod, port int) verdict {
	server := at.identityOf(p)
	if !p.Sidecar {
		if l.mutual {
			return no("pod", byFacts, "no sidecar")
		}
		return yes()
	}
	proxy := at.sidecar(p)
	asked := simulation.Call{
		Address: p.Address, Port: port, Path: l.Path, Protocol: protocolOf(l.call), HostHeader: dialed(l.Host, l.Port),
		CallMode: simulation.CallModeInbound, Headers: headersOf(l.call),
	}
	if l.mutual {
		asked.TLS = simulation.MTLS
		asked.Alpn = l.alpn
	}
	result := proxy.Run(asked)
	if result.Error != nil {
		hop := "pod"
		if errors.Is(result.Error, simulation.ErrNoRoute) {
			hop = "route"
		}
		return no(hop, bySimulation, result.Error.Error())
	}
	chain := chainOf(proxy.Listeners, result.FilterChainMatched)
	if chain == nil {
		return unknown("pod", bySimulation, "no filter chain "+result.FilterChainMatched)
	}
	client := l.client.of.identityOf(l.caller)
	if l.mutual {
		if chain.GetTransportSocket() == nil {
			return no("pod", byIstiod, "the application gets TLS that it does not speak")
		}
		if l.accepts != nil && !l.accepts(server) {
			return no("identity", byIstiod, "the client does not accept "+server)
		}
		if !acceptsClient(o.t, chain, client) {
			return no("identity", byIstiod, "the server does not accept "+client)
		}
	} else {
		client = ""
	}
	return authorized(o.t, chain, request{call: l.call, principal: client, port: port, sni: l.sni})
}

func chainOf(all []*listener.Listener, name string) *listener.FilterChain {
	inbound := xdstest.ExtractListener("virtualInbound", all)
	for _, chain := range append(inbound.GetFilterChains(), inbound.GetDefaultFilterChain()) {
		if chain.GetName() == name {
			return chain
		}
	}
	return nil
}

func protocolOf(c call) simulation.Protocol {
	if c.Protocol == "http" {
		return simulation.HTTP
	}
	return simulation.TCP
}
