import { error, warning } from './code-info';

/** 7xx: trust. @internal */
export const TRUST = {
  MESH701: error(
    'Delivery of `cacerts` is not complete',
    'Without the Secret istiod makes a root of its own, which no other cluster trusts.',
    'Say where the Secret comes from, or create it yourself.',
  ),
  MESH702: error(
    'Certificates cannot be read',
    'istiod skips or refuses what it cannot read: it would not start, or would hand out identities without their chain.',
    'Give certificates in PEM, with the beginning and the end of each block on a line of its own.',
    'istio/istio security/pkg/pki/util/crypto.go; Go: encoding/pem',
  ),
  MESH703: error(
    'Certificate may not sign for a mesh',
    'istiod refuses it when it starts, or every proxy refuses what it signs.',
    'Issue it as a CA certificate: basic constraints with CA, key usage with keyCertSign, no extended key usage.',
    'istio/istio security/pkg/pki/util/verify_cert.go',
  ),
  MESH704: error(
    'Chain does not lead to a root',
    'istiod does not start, and other clusters could not verify the identities.',
    "Put every CA between the cluster's and the root into cert-chain.pem, and the root into root-cert.pem.",
    'Go: crypto/x509',
  ),
  MESH705: error(
    'Path length is exceeded',
    'istiod starts, and then every proxy refuses the identities that it signs.',
    'Issue the CA above with a larger path length, or sign with it directly.',
    'RFC 5280, 4.2.1.9',
  ),
  MESH706: error(
    'Certificates are in the wrong file or order',
    'istiod signs with the first certificate of ca-cert.pem, and workloads present cert-chain.pem as it is.',
    "ca-cert.pem: the cluster's certificate alone. cert-chain.pem: the same one first, then the CAs above it.",
    'istio/istio security/pkg/pki/ca',
  ),
  MESH707: error(
    'Certificate is not valid on the date',
    'istiod does not start with it.',
    'Renew it: `mesh ca renew`.',
    'Go: crypto/x509',
  ),
  MESH708: error(
    'Key or signature is too weak, or of a kind that some part of a mesh does not accept',
    'Go and Envoy refuse small keys and SHA-1, and Ed25519 does not work everywhere.',
    'Use RSA of at least 2048 bits, or ECDSA on P-256 or P-384, signed with SHA-256 or better.',
    'istio/istio security/pkg/pki; BoringSSL',
  ),
  MESH709: error(
    "CA is one of Istio's public samples",
    'Anyone who downloads Istio has its private key, and could impersonate every workload of the mesh.',
    'Create a CA of your own: `mesh ca init`.',
    'istio/istio samples/certs',
  ),
  MESH710: error(
    'Clusters trust different roots',
    'Calls between them would fail in the TLS handshake.',
    'Give every cluster the same root-cert.pem.',
    'Istio: Plug in CA Certificates',
  ),
  MESH711: error(
    'Two clusters sign with one key',
    'Whoever breaks into one of them can sign for the other, and the key can only be withdrawn from both.',
    'Issue an intermediate for each cluster: `mesh ca issue`.',
    'Istio: Plug in CA Certificates',
  ),
  MESH712: error(
    'Root and intermediate are mixed up',
    'Whoever breaks into a cluster that signs with the root can sign for every cluster, and the root cannot be replaced without replacing the trust of all of them. A certificate that is no root may expire early.',
    'root-cert.pem: self-signed roots. ca-cert.pem: an intermediate that one of them signed.',
    'Istio: Plug in CA Certificates',
  ),
  MESH713: error(
    'Certificate has something that Go refuses',
    'istiod does not start with it, although OpenSSL may accept it.',
    'Issue the certificate without it.',
    'Go: crypto/x509',
  ),
  MESH714: error(
    'Certificates of a cluster are given twice, or not at all',
    'It is not clear which ones are meant, or unchecked ones would reach the cluster.',
    'Give them once: in the lock file, in a directory, or as text.',
  ),
  MESH716: error(
    'The lock file of the CAs lacks something for a cluster',
    'Without it there is nothing to deliver and nothing to check.',
    'Run the command named.',
  ),
  MESH717: error(
    'The lock file of the CAs cannot be read',
    'The Secrets of the clusters are made from it.',
    'Restore pki.lock.json from version control.',
  ),
  MESH718: warning(
    'Certificate expires soon, or later than the one that signed it',
    'When the first certificate of a chain expires, every call between clusters fails.',
    'Renew it: `mesh ca renew`.',
  ),
  MESH719: warning(
    'cert-chain.pem holds more than the chain, or in another order',
    'Every workload of the cluster sends all of it with every connection, and some old clients cannot follow another order.',
    'Put in only the CAs from ca-cert.pem up to the root, each before the one that signed it.',
    'RFC 5246, 7.4.2',
  ),
  MESH720: error(
    'Istio version cannot read the Secret in this form',
    'Istio before 1.15 knows only the four files of `cacerts`, and would make a root of its own.',
    'Use another delivery.',
    'istio/istio#39732',
  ),
  MESH721: warning(
    'Certificate does not follow RFC 5280',
    'istiod accepts it, but OpenSSL and other strict verifiers refuse it.',
    'Issue it anew, e.g. with `mesh ca`.',
    'RFC 5280, 4.1 and 4.2.1.1',
  ),
  MESH730: error(
    'Not possible in the present state of the CAs',
    'A CA that is created twice, or from nothing, would not be the one that the clusters trust.',
    'See `mesh ca status`.',
  ),
  MESH731: error(
    'Private key is not kept safely',
    'A key that is in a repository, or that others can read, is no longer private.',
    'Keep private keys in a directory outside every repository, readable only by its owner.',
  ),
  MESH732: error(
    'Step of the rotation is out of order',
    'Clusters would meet identities under a root that they do not trust.',
    'Take the step named.',
    'Istio: Plug in CA Certificates',
  ),
  MESH733: error(
    'A cluster has not arrived at the last step of the rotation',
    'The next step would cut it off.',
    'Apply the last step there, and confirm it.',
    'Istio: Plug in CA Certificates',
  ),
  MESH734: error(
    'Certificate and private key do not belong together',
    'istiod refuses a certificate that does not match its private key.',
    'Sign the latest request of the cluster with the current root.',
  ),
  MESH735: error(
    'Private key cannot be encrypted for its recipient',
    'A recipient that cannot decrypt it would leave the cluster without its CA, and istiod would make a root of its own.',
    'Fetch the current certificate of the controller, or correct the recipient.',
  ),
  MESH736: warning(
    'A private key is in the output in plaintext',
    'The output is meant to be committed, and a private key that was ever in a repository has to be replaced.',
    'Use another delivery. Plaintext is for trying things out on your own machine.',
  ),
  MESH740: warning(
    'Certificate ends sooner than it was asked to, because the root that signs it does',
    'No identity can be verified after the end of its root: that day every call between clusters fails.',
    'Replace the root soon enough: `mesh ca rotate bundle`.',
    'RFC 5280, 6.1',
  ),
  MESH741: error(
    'Organization cannot stand in a certificate',
    'Verifiers may refuse a name that is longer than the standard allows, and people read it in logs, where a line break forges a line.',
    'Name one of 1 to 64 characters, without line breaks and control characters.',
    'X.520: ub-organization-name; RFC 5280, appendix A',
  ),
  MESH742: error(
    'Recipients of a private key are not confirmed',
    'Everyone who may change the lock file could add a recipient of their own there, and would get the next private key of the cluster, with which they can be any workload of it.',
    'Compare the recipients with what their owners told you, and confirm them.',
  ),
  MESH743: error(
    'Evidence does not show the whole of this cluster',
    'A proxy that was left out would be cut off by the next step of the rotation, and so would a cluster that was taken for another.',
    "Run the commands in the cluster's README.md, all of them, against this cluster, and pass what they print.",
    'Istio: Plug in CA Certificates',
  ),
  MESH744: error(
    'cert-manager refuses the terms of a certificate',
    'Its webhook would refuse the Certificate, and the cluster would have no CA.',
    'Let a certificate live for an hour at least (`duration`), and have it renewed at least five minutes, but less than its life, before its end (`renewBefore`).',
    'cert-manager internal/apis/certmanager/validation/certificate.go',
  ),
} as const;
