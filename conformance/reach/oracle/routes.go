package oracle

import (
	"net/http"
	"regexp"
	"slices"
	"strings"

	route "github.com/envoyproxy/go-control-plane/envoy/config/route/v3"
	matcher "github.com/envoyproxy/go-control-plane/envoy/type/matcher/v3"

	networking "istio.io/api/networking/v1alpha3"
	"istio.io/istio/pilot/pkg/simulation"
	"istio.io/istio/pilot/test/xdstest"
)

func headersOf(c call) http.Header {
	headers := http.Header{}
	for name, value := range c.Headers {
		headers.Set(name, value)
	}
	return headers
}

// clustersFor are those of the route that takes the request. The simulation finds the virtual host, and looks at paths only.
func (p *proxy) clustersFor(result simulation.Result, c call) []string {
	for _, host := range xdstest.ExtractRouteConfigurations(p.Routes)[result.RouteConfigMatched].GetVirtualHosts() {
		if host.Name != result.VirtualHostMatched {
			continue
		}
		for _, r := range host.Routes {
			if matchesRoute(r.Match, c) {
				return clustersOf(r)
			}
		}
	}
	return nil
}

func clustersOf(r *route.Route) []string {
	if weighted := r.GetRoute().GetWeightedClusters(); weighted != nil {
		var names []string
		for _, one := range weighted.Clusters {
			if one.GetWeight().GetValue() > 0 {
				names = append(names, one.Name)
			}
		}
		return names
	}
	if name := r.GetRoute().GetCluster(); name != "" {
		return []string{name}
	}
	return []string{"no cluster"}
}

func matchesRoute(m *route.RouteMatch, c call) bool {
	path, query, _ := strings.Cut(c.Path, "?")
	switch by := m.GetPathSpecifier().(type) {
	case *route.RouteMatch_Prefix:
		if !strings.HasPrefix(folded(path, m), folded(by.Prefix, m)) {
			return false
		}
	case *route.RouteMatch_Path:
		if folded(path, m) != folded(by.Path, m) {
			return false
		}
	case *route.RouteMatch_PathSeparatedPrefix:
		if path != by.PathSeparatedPrefix && !strings.HasPrefix(path, by.PathSeparatedPrefix+"/") {
			return false
		}
	case *route.RouteMatch_SafeRegex:
		if !whole(by.SafeRegex.Regex, path) {
			return false
		}
	}
	for _, header := range m.Headers {
		value, present := headerOf(c, header.Name)
		if matchesHeader(header, value, present) == header.InvertMatch {
			return false
		}
	}
	for _, parameter := range m.QueryParameters {
		value, present := queryOf(query, parameter.Name)
		switch by := parameter.QueryParameterMatchSpecifier.(type) {
		case *route.QueryParameterMatcher_PresentMatch:
			if present != by.PresentMatch {
				return false
			}
		case *route.QueryParameterMatcher_StringMatch:
			if !present || !matchesText(by.StringMatch, value) {
				return false
			}
		}
	}
	return true
}

func folded(text string, m *route.RouteMatch) string {
	if m.CaseSensitive != nil && !m.CaseSensitive.Value {
		return strings.ToLower(text)
	}
	return text
}

func queryOf(query, name string) (string, bool) {
	for _, pair := range strings.Split(query, "&") {
		if key, value, _ := strings.Cut(pair, "="); key == name && pair != "" {
			return value, true
		}
	}
	return "", false
}

func headerOf(c call, name string) (string, bool) {
	switch name {
	case ":authority":
		return authorityOf(c), true
	case ":method":
		return c.Method, true
	case ":path":
		return c.Path, true
	case ":scheme":
		return "http", true
	}
	for key, value := range c.Headers {
		if strings.EqualFold(key, name) {
			return value, true
		}
	}
	return "", false
}

func authorityOf(c call) string {
	if c.Port == 80 {
		return c.Host
	}
	return dialed(c.Host, c.Port)
}

func matchesHeader(h *route.HeaderMatcher, value string, present bool) bool {
	switch by := h.HeaderMatchSpecifier.(type) {
	case *route.HeaderMatcher_PresentMatch:
		return present == by.PresentMatch
	case *route.HeaderMatcher_StringMatch:
		return present && matchesText(by.StringMatch, value)
	}
	return present
}

func matchesText(m *matcher.StringMatcher, text string) bool {
	if m.IgnoreCase {
		text = strings.ToLower(text)
	}
	fold := func(pattern string) string {
		if m.IgnoreCase {
			return strings.ToLower(pattern)
		}
		return pattern
	}
	switch by := m.MatchPattern.(type) {
	case *matcher.StringMatcher_Exact:
		return text == fold(by.Exact)
	case *matcher.StringMatcher_Prefix:
		return strings.HasPrefix(text, fold(by.Prefix))
	case *matcher.StringMatcher_Suffix:
		return strings.HasSuffix(text, fold(by.Suffix))
	case *matcher.StringMatcher_Contains:
		return strings.Contains(text, fold(by.Contains))
	case *matcher.StringMatcher_SafeRegex:
		return whole(by.SafeRegex.Regex, text)
	}
	return false
}

func whole(expression, text string) bool {
	compiled, err := regexp.Compile("^(?:" + expression + ")$")
	return err == nil && compiled.MatchString(text)
}

// routesTcp says whether a VirtualService of the host may lead elsewhere.
func (p *proxy) routesTcp(host string) bool {
	for _, l := range p.node.SidecarScope.EgressListeners {
		for _, one := range l.VirtualServices() {
			spec := one.Spec.(*networking.VirtualService)
			if len(spec.Tcp) > 0 && slices.Contains(spec.Hosts, host) {
				return true
			}
		}
	}
	return false
}
