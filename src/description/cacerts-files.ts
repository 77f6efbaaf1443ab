import { CacertsCertificates } from './cacerts-props';

/** The Secret in which istiod looks for its CA. @internal */
export const CACERTS = 'cacerts';

/** Its only file that is secret. @internal */
export const PRIVATE_KEY_FILE = 'ca-key.pem';

/** What its public files are called. @internal */
export const PUBLIC_FILES = {
  caCert: 'ca-cert.pem',
  certChain: 'cert-chain.pem',
  rootCert: 'root-cert.pem',
} as const satisfies { readonly [certificate in keyof CacertsCertificates]: string };
