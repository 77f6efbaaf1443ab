package main

import (
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"time"

	"istio.io/istio/security/pkg/pki/ca"
	"istio.io/istio/security/pkg/pki/util"
)

const spiffeID = "spiffe://cluster.local/ns/foo/sa/default"

// loadCacerts starts istiod's CA from the files as istiod does with its defaults, lets it sign a workload's certificate (left in the
// directory as workload.pem), and verifies that as a peer.
func loadCacerts(directory string) answer {
	file := func(name string) string { return filepath.Join(directory, name) }
	options, err := ca.NewPluggedCertIstioCAOptions(ca.SigningCAFileBundle{
		SigningCertFile: file(ca.CACertFile),
		SigningKeyFile:  file(ca.CAPrivateKeyFile),
		CertChainFiles:  []string{file(ca.CertChainFile)},
		RootCertFile:    file(ca.RootCertFile),
	}, 24*time.Hour, 90*24*time.Hour, 2048)
	if err != nil {
		return answer{Error: err.Error()}
	}
	istiod, err := ca.NewIstioCA(options)
	if err != nil {
		return answer{Error: err.Error()}
	}
	return answer{Peers: message(signAndVerify(istiod, file("workload.pem")))}
}

func signAndVerify(istiod *ca.IstioCA, file string) error {
	csr, _, err := util.GenCSR(util.CertOptions{Host: spiffeID, ECSigAlg: util.EcdsaSigAlg})
	if err != nil {
		return err
	}
	chain, err := istiod.SignWithCertChain(csr, ca.CertOpts{SubjectIDs: []string{spiffeID}, TTL: time.Hour})
	if err != nil {
		return err
	}
	if err := os.WriteFile(file, []byte(chain[0]), 0o600); err != nil {
		return err
	}
	return verifyAsPeer([]byte(chain[0]), istiod.GetCAKeyCertBundle().GetRootCertPem())
}

// verifyAsPeer takes what a workload presents, as a server and as a client.
func verifyAsPeer(chain, roots []byte) error {
	block, rest := pem.Decode(chain)
	leaf, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		return err
	}
	anchors, intermediates := x509.NewCertPool(), x509.NewCertPool()
	anchors.AppendCertsFromPEM(roots)
	intermediates.AppendCertsFromPEM(rest)
	for _, usage := range []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth} {
		options := x509.VerifyOptions{Roots: anchors, Intermediates: intermediates, KeyUsages: []x509.ExtKeyUsage{usage}}
		if _, err := leaf.Verify(options); err != nil {
			return err
		}
	}
	return nil
}
