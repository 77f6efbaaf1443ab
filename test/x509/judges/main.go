// Makes chains of certificates, each with one departure from a sound one, and asks Go's crypto/x509
// and the openssl on PATH what they think of it. Prints JSON; keys never leave the process.
//
// A judge accepts a chain if it accepts what the mesh does with it: a workload's certificate, as a
// client's and as a server's, and that of istiod, both signed by the CA of the cluster.
package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

var (
	start = time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	end   = time.Date(2045, 1, 1, 0, 0, 0, 0, time.UTC)
	now   = time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
)

// spec says how a certificate departs from a sound one.
type spec struct {
	basic    *extension // basic constraints
	keyUsage *extension
	extra    []pkix.Extension
	from, to time.Time
}

// extension replaces one that a CA has; without a value it is left out.
type extension struct {
	critical bool
	value    []byte
}

type chain struct {
	Name          string
	root, org, ca spec
}

type verdict struct {
	Name    string `json:"name"`
	CaCert  int    `json:"caCert"`
	Org     int    `json:"org"`
	Root    int    `json:"root"`
	Go      string `json:"go"`
	OpenSSL string `json:"openssl"`
}

type key = *ecdsa.PrivateKey

func newKey() key {
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(err)
	return k
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func der(value any, params string) []byte {
	out, err := asn1.MarshalWithParams(value, params)
	must(err)
	return out
}

func tlv(tag int, constructed bool, content []byte) []byte {
	return der(asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: tag, IsCompound: constructed, Bytes: content}, "")
}

func sequence(parts ...[]byte) []byte {
	return der(asn1.RawValue{Tag: asn1.TagSequence, IsCompound: true, Bytes: join(parts)}, "")
}

func join(parts [][]byte) []byte {
	var all []byte
	for _, part := range parts {
		all = append(all, part...)
	}
	return all
}

var (
	oidBasic    = asn1.ObjectIdentifier{2, 5, 29, 19}
	oidKeyUsage = asn1.ObjectIdentifier{2, 5, 29, 15}
	oidNames    = asn1.ObjectIdentifier{2, 5, 29, 30}
	oidSAN      = asn1.ObjectIdentifier{2, 5, 29, 17}
	oidEKU      = asn1.ObjectIdentifier{2, 5, 29, 37}
)

func boolDER(v bool) []byte { return der(v, "") }

func basic(ca bool, pathLen int) []byte {
	parts := [][]byte{}
	if ca {
		parts = append(parts, boolDER(true))
	}
	if pathLen >= 0 {
		parts = append(parts, der(pathLen, ""))
	}
	return sequence(parts...)
}

func usage(bits byte) []byte {
	return der(asn1.BitString{Bytes: []byte{bits}, BitLength: 7}, "")
}

const (
	digitalSignature = 0x80
	keyCertSign      = 0x04
	crlSign          = 0x02
)

// sign makes a certificate with exactly these extensions.
func sign(subject string, k key, issuer *x509.Certificate, issuerKey key, s spec, extensions []pkix.Extension) *x509.Certificate {
	from, to := start, end
	if !s.from.IsZero() {
		from = s.from
	}
	if !s.to.IsZero() {
		to = s.to
	}
	serial, _ := rand.Int(rand.Reader, big.NewInt(1<<62))
	template := &x509.Certificate{
		SerialNumber:    serial.Add(serial, big.NewInt(1)),
		Subject:         pkix.Name{Organization: []string{"Istio"}, CommonName: subject},
		NotBefore:       from,
		NotAfter:        to,
		ExtraExtensions: extensions,
		SubjectKeyId:    keyID(k),
	}
	parent := template
	if issuer != nil {
		parent = issuer
	}
	out, err := x509.CreateCertificate(rand.Reader, template, parent, &k.PublicKey, issuerKey)
	must(err)
	parsed, err := x509.ParseCertificate(out)
	if err != nil {
		// what Go cannot read others may; only what signing needs
		return &x509.Certificate{Raw: out, RawSubject: rawSubject(subject), Subject: template.Subject, SubjectKeyId: template.SubjectKeyId}
	}
	return parsed
}

func rawSubject(subject string) []byte {
	return der(pkix.Name{Organization: []string{"Istio"}, CommonName: subject}.ToRDNSequence(), "")
}

func keyID(k key) []byte {
	return k.PublicKey.X.Bytes()[:20]
}

func caExtensions(s spec, pathLen int) []pkix.Extension {
	b := &extension{true, basic(true, pathLen)}
	if s.basic != nil {
		b = s.basic
	}
	u := &extension{true, usage(digitalSignature | keyCertSign | crlSign)}
	if s.keyUsage != nil {
		u = s.keyUsage
	}
	all := []pkix.Extension{}
	if b.value != nil {
		all = append(all, pkix.Extension{Id: oidBasic, Critical: b.critical, Value: b.value})
	}
	if u.value != nil {
		all = append(all, pkix.Extension{Id: oidKeyUsage, Critical: u.critical, Value: u.value})
	}
	return append(all, s.extra...)
}

func san(parts ...[]byte) pkix.Extension {
	return pkix.Extension{Id: oidSAN, Value: sequence(parts...)}
}

func dnsName(s string) []byte { return tlv(2, false, []byte(s)) }
func uriName(s string) []byte { return tlv(6, false, []byte(s)) }

func leafExtensions(name []byte) []pkix.Extension {
	n := san(name)
	n.Critical = true
	return []pkix.Extension{
		{Id: oidKeyUsage, Critical: true, Value: usage(digitalSignature)},
		{Id: oidEKU, Value: sequence(oidDER(1, 3, 6, 1, 5, 5, 7, 3, 1), oidDER(1, 3, 6, 1, 5, 5, 7, 3, 2))},
		{Id: oidBasic, Critical: true, Value: sequence()},
		n,
	}
}

func oidDER(arcs ...int) []byte { return der(asn1.ObjectIdentifier(arcs), "") }

// authority has the keys of the CAs and the certificates made so far. All chains have the same keys,
// so they share every certificate that does not depart from a sound one.
type authority struct {
	root, org, ca, leaf key
	sound               map[string]*x509.Certificate
	numbers             map[*x509.Certificate]int
	certificates        [][]byte
	folder              string
}

func (a *authority) make(name string, s spec, pathLen int, k key, issuer *x509.Certificate, issuerKey key) *x509.Certificate {
	isSound := s.basic == nil && s.keyUsage == nil && s.extra == nil && s.from.IsZero() && s.to.IsZero()
	if made, found := a.sound[name]; found && isSound {
		return made
	}
	made := sign(name, k, issuer, issuerKey, s, caExtensions(s, pathLen))
	if isSound {
		a.sound[name] = made
	}
	a.numbers[made] = len(a.certificates)
	a.certificates = append(a.certificates, made.Raw)
	return made
}

// judge makes the certificates of a chain and asks both.
func (a *authority) judge(c chain) verdict {
	root := a.make("Root CA", c.root, -1, a.root, nil, a.root)
	org := a.make("Organization CA", c.org, 1, a.org, root, a.root)
	ca := a.make("Intermediate CA", c.ca, 0, a.ca, org, a.org)
	leaf := func(name []byte) *x509.Certificate {
		return sign("", a.leaf, ca, a.ca, spec{}, leafExtensions(name))
	}
	workload := leaf(uriName("spiffe://cluster.local/ns/foo/sa/bar"))
	istiod := leaf(dnsName("istiod.istio-system.svc"))
	return verdict{
		Name: c.Name, CaCert: a.numbers[ca], Org: a.numbers[org], Root: a.numbers[root],
		Go: firstError(byGo(workload, ca, org, root), byGo(istiod, ca, org, root)),
		OpenSSL: firstError(byOpenSSL(a.folder, "sslclient", workload, ca, org, root),
			byOpenSSL(a.folder, "sslserver", workload, ca, org, root), byOpenSSL(a.folder, "sslserver", istiod, ca, org, root)),
	}
}

func firstError(errs ...string) string {
	for _, err := range errs {
		if err != "ok" {
			return err
		}
	}
	return "ok"
}

func byGo(leaf, ca, org, root *x509.Certificate) string {
	read := func(c *x509.Certificate) (*x509.Certificate, string) {
		parsed, err := x509.ParseCertificate(c.Raw)
		if err != nil {
			return nil, err.Error()
		}
		return parsed, ""
	}
	roots, intermediates := x509.NewCertPool(), x509.NewCertPool()
	for _, c := range []*x509.Certificate{ca, org} {
		parsed, failure := read(c)
		if failure != "" {
			return failure
		}
		intermediates.AddCert(parsed)
	}
	trusted, failure := read(root)
	if failure != "" {
		return failure
	}
	roots.AddCert(trusted)
	parsed, failure := read(leaf)
	if failure != "" {
		return failure
	}
	for _, usage := range []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth} {
		options := x509.VerifyOptions{Roots: roots, Intermediates: intermediates, CurrentTime: now, KeyUsages: []x509.ExtKeyUsage{usage}}
		if _, err := parsed.Verify(options); err != nil {
			return strings.TrimPrefix(err.Error(), "x509: ")
		}
	}
	return "ok"
}

func byOpenSSL(folder, purpose string, leaf, ca, org, root *x509.Certificate) string {
	write := func(name string, certs ...*x509.Certificate) string {
		file := filepath.Join(folder, name)
		var text []byte
		for _, c := range certs {
			text = append(text, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw})...)
		}
		must(os.WriteFile(file, text, 0o600))
		return file
	}
	out, err := exec.Command("openssl", "verify", "-no-CApath", "-no-CAstore", "-purpose", purpose,
		"-attime", fmt.Sprint(now.Unix()), "-CAfile", write("root.pem", root),
		"-untrusted", write("chain.pem", ca, org), write("leaf.pem", leaf)).CombinedOutput()
	if err == nil {
		return "ok"
	}
	for _, line := range strings.Split(string(out), "\n") {
		if _, reason, found := strings.Cut(line, " lookup: "); found {
			return strings.TrimSpace(reason)
		}
	}
	return "unreadable"
}

func main() {
	folder, err := os.MkdirTemp("", "judges-")
	must(err)
	defer os.RemoveAll(folder)
	a := &authority{
		root: newKey(), org: newKey(), ca: newKey(), leaf: newKey(), folder: folder,
		sound: map[string]*x509.Certificate{}, numbers: map[*x509.Certificate]int{},
	}
	verdicts := []verdict{}
	for _, c := range chains() {
		verdicts = append(verdicts, a.judge(c))
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetIndent("", " ")
	encoder.SetEscapeHTML(false)
	must(encoder.Encode(map[string]any{"at": now, "verdicts": verdicts, "certificates": a.certificates}))
}
