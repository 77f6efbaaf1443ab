package main

import (
	"crypto/rsa"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"strings"
	"time"

	"filippo.io/age"
	"filippo.io/age/armor"
	"github.com/bitnami-labs/sealed-secrets/pkg/apis/sealedsecrets/v1alpha1"
	"github.com/bitnami-labs/sealed-secrets/pkg/crypto"
	"k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/util/cert"
	"k8s.io/client-go/util/keyutil"
)

type ageQuestion struct {
	File     string
	Identity string
}

func (q ageQuestion) open() ([]byte, error) {
	identity, err := age.ParseX25519Identity(q.Identity)
	if err != nil {
		return nil, err
	}
	plain, err := age.Decrypt(armor.NewReader(strings.NewReader(q.File)), identity)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(plain)
}

type sealedQuestion struct {
	// a whole SealedSecret
	Object v1alpha1.SealedSecret
	// the controller's private key, in PEM
	Key string
}

// open unseals as the controller does and gives the data of the Secret as JSON.
func (q sealedQuestion) open() ([]byte, error) {
	parsed, err := keyutil.ParsePrivateKeyPEM([]byte(q.Key))
	if err != nil {
		return nil, err
	}
	key, isRSA := parsed.(*rsa.PrivateKey)
	if !isRSA {
		return nil, fmt.Errorf("a key of type %T", parsed)
	}
	fingerprint, err := crypto.PublicKeyFingerprint(&key.PublicKey)
	if err != nil {
		return nil, err
	}
	secret, err := q.Object.Unseal(scheme.Codecs, map[string]*rsa.PrivateKey{fingerprint: key})
	if err != nil {
		return nil, err
	}
	return json.Marshal(secret.Data)
}

// newSealingKey gives a private key and a certificate as the controller makes them, in PEM and in this order.
func newSealingKey(bits int) ([]byte, error) {
	key, certificate, err := crypto.GeneratePrivateKeyAndCert(bits, 24*time.Hour, "")
	if err != nil {
		return nil, err
	}
	encoded, err := keyutil.MarshalPrivateKeyToPEM(key)
	if err != nil {
		return nil, err
	}
	return append(encoded, pem.EncodeToMemory(&pem.Block{Type: cert.CertificateBlockType, Bytes: certificate.Raw})...), nil
}

// ageTakes tells whether age itself encrypts to a recipient.
func ageTakes(recipient string) error {
	parsed, err := age.ParseX25519Recipient(recipient)
	if err != nil {
		return err
	}
	_, err = age.Encrypt(io.Discard, parsed)
	return err
}
