package main

import (
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"math/rand/v2"
	"time"
)

// constraint is one general name of a subtree.
type constraint struct {
	name  string
	value []byte
}

func text(form string, tag int, values ...string) []constraint {
	all := []constraint{}
	for _, v := range values {
		all = append(all, constraint{fmt.Sprintf("%s:%q", form, v), tlv(tag, false, []byte(v))})
	}
	return all
}

func address(name string, bytes ...byte) constraint {
	return constraint{"IP:" + name, tlv(7, false, bytes)}
}

func directory(organization string) constraint {
	name := der(pkix.Name{Organization: []string{organization}}.ToRDNSequence(), "")
	return constraint{"directory:" + organization, tlv(4, true, name)}
}

func zeros(n int, first ...byte) []byte { return append(first, make([]byte, n-len(first))...) }

// constraints has all name forms of RFC 5280, 4.2.1.6.
func constraints() []constraint {
	all := []constraint{}
	all = append(all, text("DNS", 2, "", "svc", ".svc", "istio-system.svc", ".istio-system.svc", "SVC", "istiod.istio-system.svc",
		".istiod.istio-system.svc", "a.istiod.istio-system.svc", "stem.svc", "example.com", "*.svc", ".", "a..b", "svc.", "b\xfccher.svc", "a b")...)
	all = append(all, text("email", 1, "", "example.com", ".example.com", "a@example.com", "a@b@c", "a b", "@")...)
	all = append(all, text("URI", 6, "", "cluster.local", ".cluster.local", "CLUSTER.local", "local", ".local", "example.com", "10.0.0.1",
		"::1", "spiffe://cluster.local", "cluster.local:80", "cluster.local.", "*.local", "b\xfccher.local")...)
	all = append(all,
		address("10.0.0.0/8", 10, 0, 0, 0, 255, 0, 0, 0), address("0.0.0.0/0", zeros(8)...), address("::/0", zeros(32)...),
		address("fd00::/8", append(zeros(16, 0xfd), zeros(16, 0xff)...)...), address("mask with a hole", 10, 0, 0, 0, 255, 0, 255, 0),
		address("of 4 bytes", 10, 0, 0, 0), address("of 5 bytes", 10, 0, 0, 0, 8), address("none"),
		directory("Istio"), directory("Other"), constraint{"directory:none", tlv(4, true, sequence())},
		constraint{"other name", tlv(0, true, append(oidDER(1, 3, 6, 1, 4, 1, 311, 20, 2, 3), tlv(0, true, der("x", "utf8"))...))},
		constraint{"X.400", tlv(3, true, sequence())},
		constraint{"EDI party", tlv(5, true, tlv(1, true, der("x", "utf8")))},
		constraint{"registered ID", tlv(8, false, oidDER(1, 2, 3)[2:])},
		constraint{"an unknown form", tlv(9, false, []byte("x"))},
	)
	return all
}

func subtree(base []byte, more ...[]byte) []byte { return sequence(append([][]byte{base}, more...)...) }

func nameConstraints(critical bool, parts ...[]byte) pkix.Extension {
	return pkix.Extension{Id: oidNames, Critical: critical, Value: sequence(parts...)}
}

func permitted(trees ...[]byte) []byte { return tlv(0, true, join(trees)) }
func excluded(trees ...[]byte) []byte  { return tlv(1, true, join(trees)) }

func extra(extensions ...pkix.Extension) spec { return spec{extra: extensions} }

func chains() []chain {
	all := []chain{{Name: "sound"}}
	all = append(all, byNames()...)
	all = append(all, byManyNames()...)
	for _, place := range places {
		all = append(all, byCA(place)...)
	}
	all = append(all, byPathLength()...)
	return append(all, byChance(150)...)
}

// place puts a departure into one of the three CAs.
type place struct {
	name string
	put  func(spec) chain
}

var places = []place{
	{"root", func(s spec) chain { return chain{root: s} }},
	{"organization", func(s spec) chain { return chain{org: s} }},
	{"cluster", func(s spec) chain { return chain{ca: s} }},
}

func byNames() []chain {
	all := []chain{}
	add := func(name string, s spec) { all = append(all, chain{Name: name, root: s}) }
	for _, c := range constraints() {
		for _, critical := range []bool{true, false} {
			word := map[bool]string{true: "critical ", false: ""}[critical]
			add(word+"permitted "+c.name, extra(nameConstraints(critical, permitted(subtree(c.value)))))
			add(word+"excluded "+c.name, extra(nameConstraints(critical, excluded(subtree(c.value)))))
		}
	}
	return all
}

func byManyNames() []chain {
	dns := func(s string) []byte { return subtree(tlv(2, false, []byte(s))) }
	uri := func(s string) []byte { return subtree(tlv(6, false, []byte(s))) }
	mail := func(s string) []byte { return subtree(tlv(1, false, []byte(s))) }
	with := func(name string, ca spec, parts ...[]byte) chain {
		return chain{Name: name, root: extra(nameConstraints(true, parts...)), ca: ca}
	}
	of := func(names ...[]byte) spec { return extra(san(names...)) }
	address := tlv(7, false, []byte{10, 1, 2, 3})
	all := []chain{
		with("no subtree at all", spec{}),
		with("an empty list of permitted", spec{}, permitted()),
		with("an empty list of excluded", spec{}, excluded()),
		with("permitted and excluded the other way around", spec{}, excluded(dns("example.com")), permitted(dns("svc"))),
		with("two permitted, one fits", spec{}, permitted(dns("example.com"), dns("svc"))),
		with("permitted, and excluded below", spec{}, permitted(dns("svc")), excluded(dns("istio-system.svc"))),
		with("permitted, and excluded beside", spec{}, permitted(dns("svc")), excluded(dns("other.svc"))),
		with("permitted host and trust domain", spec{}, permitted(dns("svc"), uri("cluster.local"))),
		with("permitted host and another trust domain", spec{}, permitted(dns("svc"), uri("example.com"))),
		with("excluded trust domain beside", spec{}, permitted(dns("svc")), excluded(uri("example.com"))),
		with("a minimum of zero", spec{}, permitted(subtree(dnsName("svc"), tlv(0, false, []byte{0})))),
		with("a minimum of one", spec{}, permitted(subtree(dnsName("svc"), tlv(0, false, []byte{1})))),
		with("a maximum", spec{}, permitted(subtree(dnsName("svc"), tlv(1, false, []byte{3})))),
		with("permitted, the cluster has the name", of(dnsName("istiod.istio-system.svc")), permitted(dns("svc"))),
		with("permitted, the cluster has another name", of(dnsName("example.com")), permitted(dns("svc"))),
		with("permitted, the cluster has a wildcard", of(dnsName("*.istio-system.svc")), permitted(dns("svc"))),
		with("excluded below the wildcard of the cluster", of(dnsName("*.example.com")), excluded(dns("a.example.com"))),
		with("excluded, the cluster has the name", of(dnsName("a.example.com")), excluded(dns("example.com"))),
		with("excluded beside, the cluster has a name", of(dnsName("a.example.com")), excluded(dns("b.example.com"))),
		with("permitted mail, the cluster has it", of(tlv(1, false, []byte("ca@example.com"))), permitted(mail("example.com"))),
		with("permitted mail, the cluster has another", of(tlv(1, false, []byte("ca@other.com"))), permitted(mail("example.com"))),
		with("excluded mail, the cluster has it", of(tlv(1, false, []byte("ca@example.com"))), excluded(mail("example.com"))),
		with("permitted mailbox, the cluster has it", of(tlv(1, false, []byte("ca@example.com"))), permitted(mail("ca@example.com"))),
		with("permitted trust domain, the cluster has it", of(uriName("spiffe://cluster.local/x")), permitted(uri("cluster.local"))),
		with("permitted trust domain, the cluster has another", of(uriName("spiffe://example.com/x")), permitted(uri("cluster.local"))),
		with("excluded trust domain, the cluster has it", of(uriName("spiffe://example.com/x")), excluded(uri("example.com"))),
		with("a URI without a host", of(uriName("urn:x")), permitted(dns("svc"))),
		with("a URI with an address", of(uriName("https://10.1.2.3/x")), excluded(uri("example.com"))),
		with("a URI with a port", of(uriName("https://cluster.local:8443/x")), permitted(uri("cluster.local"))),
		with("permitted address, the cluster has it", of(address), permitted(subtree(tlv(7, false, []byte{10, 0, 0, 0, 255, 0, 0, 0})))),
		with("permitted address, the cluster has another", of(address), permitted(subtree(tlv(7, false, []byte{11, 0, 0, 0, 255, 0, 0, 0})))),
		with("excluded address, the cluster has it", of(address), excluded(subtree(tlv(7, false, []byte{10, 0, 0, 0, 255, 0, 0, 0})))),
		with("excluded IPv6, the cluster has IPv4", of(address), excluded(subtree(tlv(7, false, zeros(32))))),
		with("permitted IPv6, the cluster has IPv4", of(address), permitted(subtree(tlv(7, false, zeros(32))))),
		with("an address of 5 bytes in the cluster", of(tlv(7, false, []byte{1, 2, 3, 4, 5})), permitted(dns("svc"))),
		with("a mail address that is none in the cluster", of(tlv(1, false, []byte("nobody"))), permitted(dns("svc"))),
		with("a DNS name that is none in the cluster", of(dnsName("a b")), excluded(dns("example.com"))),
	}
	for _, p := range places {
		c := p.put(extra(nameConstraints(true, permitted(dns("example.com")))))
		c.Name = "permitted another host, in the " + p.name
		all = append(all, c)
		c = p.put(extra(nameConstraints(true, permitted(uri("example.com")))))
		c.Name = "permitted another trust domain, in the " + p.name
		all = append(all, c)
	}
	return all
}

func byCA(p place) []chain {
	all := []chain{}
	add := func(name string, s spec) {
		c := p.put(s)
		c.Name = p.name + ": " + name
		all = append(all, c)
	}
	word := map[bool]string{true: "critical ", false: ""}
	for _, critical := range []bool{true, false} {
		for _, e := range []struct {
			name  string
			id    asn1.ObjectIdentifier
			value []byte
		}{
			{"unknown extension", asn1.ObjectIdentifier{1, 2, 3, 4}, der("x", "utf8")},
			{"policies", asn1.ObjectIdentifier{2, 5, 29, 32}, sequence(sequence(oidDER(1, 2, 3)))},
			{"policy constraints", asn1.ObjectIdentifier{2, 5, 29, 36}, sequence(tlv(0, false, []byte{0}))},
			{"inhibit any policy", asn1.ObjectIdentifier{2, 5, 29, 54}, der(0, "")},
			{"distribution points", asn1.ObjectIdentifier{2, 5, 29, 31}, sequence(sequence(tlv(0, true, tlv(0, true, uriName("http://x.example.com/crl")))))},
			{"authority access", asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 1, 1}, sequence(sequence(oidDER(1, 3, 6, 1, 5, 5, 7, 48, 1), uriName("http://x.example.com")))},
		} {
			add(word[critical]+e.name, extra(pkix.Extension{Id: e.id, Critical: critical, Value: e.value}))
		}
		purpose := func(last int) []byte { return oidDER(1, 3, 6, 1, 5, 5, 7, 3, last) }
		for _, u := range []struct {
			name   string
			usages [][]byte
		}{
			{"servers only", [][]byte{purpose(1)}},
			{"clients only", [][]byte{purpose(2)}},
			{"servers and clients", [][]byte{purpose(1), purpose(2)}},
			{"any use", [][]byte{oidDER(2, 5, 29, 37, 0)}},
			{"signing of code", [][]byte{purpose(3)}},
		} {
			add(word[critical]+u.name, extra(pkix.Extension{Id: oidEKU, Critical: critical, Value: sequence(u.usages...)}))
		}
		add(word[critical]+"key usage without keyCertSign", spec{keyUsage: &extension{critical, usage(digitalSignature)}})
		add(word[critical]+"key usage of keyCertSign only", spec{keyUsage: &extension{critical, usage(keyCertSign)}})
		add(word[critical]+"no CA", spec{basic: &extension{critical, basic(false, -1)}})
		add(word[critical]+"CA", spec{basic: &extension{critical, basic(true, -1)}})
	}
	add("no key usage", spec{keyUsage: &extension{}})
	add("no basic constraints", spec{basic: &extension{}})
	add("expired", spec{to: now.Add(-time.Hour)})
	add("not yet valid", spec{from: now.Add(time.Hour)})
	add("expires at this moment", spec{to: now})
	add("valid from this moment", spec{from: now})
	return all
}

func byPathLength() []chain {
	all := []chain{}
	length := func(n int) spec { return spec{basic: &extension{true, basic(true, n)}} }
	for _, lengths := range [][3]int{{-1, -1, -1}, {0, -1, -1}, {1, -1, -1}, {2, -1, -1}, {3, 1, 0}, {2, 0, -1}, {2, 0, 0}, {2, 1, 0}, {1, 1, 0}, {2, 5, 5}, {-1, 0, 0}} {
		all = append(all, chain{
			Name: fmt.Sprintf("path lengths %d, %d, %d", lengths[0], lengths[1], lengths[2]),
			root: length(lengths[0]), org: length(lengths[1]), ca: length(lengths[2]),
		})
	}
	return all
}

// byChance mixes constraints in two CAs with names in the third. The seed is fixed.
func byChance(count int) []chain {
	random := rand.New(rand.NewPCG(1, 2))
	network := func(first byte, mask byte) []byte { return tlv(7, false, []byte{first, 0, 0, 0, mask, 0, 0, 0}) }
	bases := [][]byte{
		dnsName(""), dnsName("svc"), dnsName(".svc"), dnsName("istio-system.svc"), dnsName("ISTIOD.istio-system.SVC"), dnsName("example.com"),
		dnsName(".example.com"), dnsName("a.example.com"), uriName("cluster.local"), uriName(".local"), uriName("example.com"), uriName(".example.com"),
		tlv(1, false, []byte("example.com")), tlv(1, false, []byte(".example.com")), tlv(1, false, []byte("ca@example.com")), tlv(1, false, []byte("CA@example.com")),
		network(10, 255), network(11, 255), network(0, 0), tlv(7, false, zeros(32)),
	}
	names := [][]byte{
		dnsName("istiod.istio-system.svc"), dnsName("example.com"), dnsName("a.example.com"), dnsName("*.example.com"), dnsName("B.A.Example.COM"),
		uriName("spiffe://cluster.local/x"), uriName("https://example.com/"), uriName("https://a.EXAMPLE.com:443/x"), tlv(1, false, []byte("ca@example.com")),
		tlv(1, false, []byte("ca@a.Example.com")), tlv(7, false, []byte{10, 1, 2, 3}), tlv(7, false, zeros(16, 0xfd)),
	}
	some := func(from [][]byte, most int) [][]byte {
		chosen := [][]byte{}
		for range random.IntN(most + 1) {
			chosen = append(chosen, from[random.IntN(len(from))])
		}
		return chosen
	}
	trees := func(bases [][]byte) [][]byte {
		all := [][]byte{}
		for _, base := range bases {
			all = append(all, subtree(base))
		}
		return all
	}
	constrained := func() spec {
		in, out := some(bases, 3), some(bases, 2)
		parts := [][]byte{}
		if len(in) > 0 {
			parts = append(parts, permitted(trees(in)...))
		}
		if len(out) > 0 {
			parts = append(parts, excluded(trees(out)...))
		}
		if len(parts) == 0 {
			return spec{}
		}
		return extra(nameConstraints(random.IntN(2) == 0, parts...))
	}
	all := []chain{}
	for i := range count {
		c := chain{Name: fmt.Sprintf("by chance %d", i), root: constrained()}
		if random.IntN(2) == 0 {
			c.org = constrained()
		}
		if chosen := some(names, 2); len(chosen) > 0 {
			c.ca = extra(san(chosen...))
		}
		all = append(all, c)
	}
	return all
}
