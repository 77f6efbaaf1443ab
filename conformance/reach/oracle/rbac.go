package oracle

import (
	"net/netip"
	"strings"
	"testing"

	listener "github.com/envoyproxy/go-control-plane/envoy/config/listener/v3"
	rbac "github.com/envoyproxy/go-control-plane/envoy/config/rbac/v3"
	httprbac "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/http/rbac/v3"
	tcprbac "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/rbac/v3"
	tls "github.com/envoyproxy/go-control-plane/envoy/extensions/transport_sockets/tls/v3"

	"istio.io/istio/pilot/test/xdstest"
)

const byRbac = "RBAC of istiod, evaluated as Envoy documents it"

// acceptedNames is nil when a client takes any server of the mesh.
func acceptedNames(context *tls.UpstreamTlsContext) func(string) bool {
	return namesOf(context.GetCommonTlsContext())
}

func namesOf(context *tls.CommonTlsContext) func(string) bool {
	validation := context.GetCombinedValidationContext().GetDefaultValidationContext()
	matchers := validation.GetMatchSubjectAltNames() //nolint: staticcheck // what istiod writes
	typed := validation.GetMatchTypedSubjectAltNames()
	if len(matchers)+len(typed) == 0 {
		return nil
	}
	return func(identity string) bool {
		for _, m := range matchers {
			if matchesText(m, identity) {
				return true
			}
		}
		for _, m := range typed {
			if matchesText(m.Matcher, identity) {
				return true
			}
		}
		return false
	}
}

func acceptsClient(t *testing.T, chain *listener.FilterChain, identity string) bool {
	context := &tls.DownstreamTlsContext{}
	if err := chain.GetTransportSocket().GetTypedConfig().UnmarshalTo(context); err != nil {
		t.Fatal(err)
	}
	accepts := namesOf(context.GetCommonTlsContext())
	return accepts == nil || accepts(identity)
}

// request is a call as the policies of pods see it.
type request struct {
	call
	principal string
	port      int
	sni       string
	// set where a policy asks for an address that is not known
	unknown bool
}

func authorized(t *testing.T, chain *listener.FilterChain, r request) verdict {
	all, custom := rulesOf(t, chain)
	if custom {
		return unknown("authorization", byRbac, "another server decides")
	}
	for _, rules := range all {
		matched := matchesAny(rules, &r)
		if r.unknown {
			return unknown("authorization", byRbac, "depends on an address")
		}
		if matched != (rules.Action == rbac.RBAC_ALLOW) && rules.Action != rbac.RBAC_LOG {
			return no("authorization", byRbac, rules.Action.String())
		}
	}
	return yes()
}

func rulesOf(t *testing.T, chain *listener.FilterChain) (all []*rbac.RBAC, custom bool) {
	for _, filter := range chain.Filters {
		if filter.Name == "envoy.filters.network.rbac" {
			one := &tcprbac.RBAC{}
			if err := filter.GetTypedConfig().UnmarshalTo(one); err != nil {
				t.Fatal(err)
			}
			if one.Rules != nil {
				all = append(all, one.Rules)
			}
		}
		custom = custom || filter.Name == "envoy.filters.network.ext_authz"
	}
	manager := xdstest.ExtractHTTPConnectionManager(t, chain)
	for _, filter := range manager.GetHttpFilters() {
		if filter.Name == "envoy.filters.http.rbac" {
			one := &httprbac.RBAC{}
			if err := filter.GetTypedConfig().UnmarshalTo(one); err != nil {
				t.Fatal(err)
			}
			if one.Rules != nil {
				all = append(all, one.Rules)
			}
		}
		custom = custom || filter.Name == "envoy.filters.http.ext_authz"
	}
	return all, custom
}

func matchesAny(rules *rbac.RBAC, r *request) bool {
	for _, policy := range rules.Policies {
		if anyPermission(policy.Permissions, r) && anyPrincipal(policy.Principals, r) {
			return true
		}
	}
	return false
}

func anyPermission(all []*rbac.Permission, r *request) bool {
	for _, one := range all {
		if permission(one, r) {
			return true
		}
	}
	return false
}

func permission(p *rbac.Permission, r *request) bool {
	switch rule := p.Rule.(type) {
	case *rbac.Permission_Any:
		return rule.Any
	case *rbac.Permission_AndRules:
		for _, one := range rule.AndRules.Rules {
			if !permission(one, r) {
				return false
			}
		}
		return true
	case *rbac.Permission_OrRules:
		return anyPermission(rule.OrRules.Rules, r)
	case *rbac.Permission_NotRule:
		return !permission(rule.NotRule, r)
	case *rbac.Permission_DestinationPort:
		return int(rule.DestinationPort) == r.port
	case *rbac.Permission_Header:
		value, present := headerOf(r.call, rule.Header.Name)
		return matchesHeader(rule.Header, value, present) != rule.Header.InvertMatch
	case *rbac.Permission_UrlPath:
		path, _, _ := strings.Cut(r.Path, "?")
		return matchesText(rule.UrlPath.GetPath(), path)
	case *rbac.Permission_RequestedServerName:
		return matchesText(rule.RequestedServerName, r.sni)
	case *rbac.Permission_DestinationIp:
		r.unknown = true
	}
	return false
}

func anyPrincipal(all []*rbac.Principal, r *request) bool {
	for _, one := range all {
		if principal(one, r) {
			return true
		}
	}
	return false
}

func principal(p *rbac.Principal, r *request) bool {
	switch rule := p.Identifier.(type) {
	case *rbac.Principal_Any:
		return rule.Any
	case *rbac.Principal_AndIds:
		for _, one := range rule.AndIds.Ids {
			if !principal(one, r) {
				return false
			}
		}
		return true
	case *rbac.Principal_OrIds:
		return anyPrincipal(rule.OrIds.Ids, r)
	case *rbac.Principal_NotId:
		return !principal(rule.NotId, r)
	case *rbac.Principal_Authenticated_:
		name := rule.Authenticated.PrincipalName
		return r.principal != "" && (name == nil || matchesText(name, r.principal))
	case *rbac.Principal_FilterState:
		return r.principal != "" && matchesText(rule.FilterState.GetStringMatch(), r.principal)
	case *rbac.Principal_Header:
		value, present := headerOf(r.call, rule.Header.Name)
		return matchesHeader(rule.Header, value, present) != rule.Header.InvertMatch
	case *rbac.Principal_DirectRemoteIp:
		return everywhere(rule.DirectRemoteIp.AddressPrefix, rule.DirectRemoteIp.PrefixLen.GetValue(), r)
	case *rbac.Principal_RemoteIp:
		return everywhere(rule.RemoteIp.AddressPrefix, rule.RemoteIp.PrefixLen.GetValue(), r)
	}
	return false
}

func everywhere(prefix string, length uint32, r *request) bool {
	address, err := netip.ParseAddr(prefix)
	if err == nil && address.Is4() && length == 0 {
		return true
	}
	r.unknown = true
	return false
}
