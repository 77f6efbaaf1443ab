import { CacertsCertificates } from './cacerts-props';

/** The Secret from which istiod reads its CA. @internal */
export const CACERTS = 'cacerts';

/** The file of the Secret that has the private key. @internal */
export const PRIVATE_KEY_FILE = 'ca-key.pem';

/** The names of its public files. @internal */
export const PUBLIC_FILES = {
  caCert: 'ca-cert.pem',
  certChain: 'cert-chain.pem',
  rootCert: 'root-cert.pem',
} as const satisfies { readonly [certificate in keyof CacertsCertificates]: string };
