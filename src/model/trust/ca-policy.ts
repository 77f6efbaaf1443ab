import { CaPolicy } from '../../x509/check-ca';

/**
 * What a mesh asks of every CA.
 *
 * @see istio/istio security/pkg/pki/util/verify_cert.go
 * @internal
 */
export const CA_POLICY: CaPolicy = {
  // istiod asks for serverAuth; the peers of a workload ask for both, and "any" is neither
  usages: { serverAuth: '1.3.6.1.5.5.7.3.1', clientAuth: '1.3.6.1.5.5.7.3.2' },
  minRsaBits: 2048,
  curves: ['prime256v1', 'secp384r1'], // P-256 and P-384
  publishedKeys: {
    owner: "Istio's samples",
    // of istio/istio 1.30.0: samples/certs and tests/testdata/certs/pilot
    fingerprints: [
      'f0592d4d660052580d0c0bfe09f9a4d795ad8ab7c2fa86c33276fbb352145ee5', // root-cert.pem
      '42d8cfd1102e06e3f2579e68f9db4f787ec9cbcd1f19f1bae7934cee918c2fef', // ca-cert.pem
      '42d0f6531c3afb84b72f12f458fa35dc74402771fed9b27ad48a665474dde501', // root-cert-alt.pem
      '88e809261b157f0db238901c0033e6bfeba79793c20ab8af41963cdd41ce6600', // ca-cert-alt.pem
      '7c5f2208b98507d0d6f1fda0a6609e93fbb7fb434d39ed78b71e305e23d7a46d', // ca-cert-alt-2.pem
      '61f107b25c92688bb732fd97cd28a7c7308a3f26e8b7bfb640c34106f8d3d81d', // tests/testdata/certs/pilot
    ],
  },
};
