import { CacertsFiles } from './context';
import { isCacerts, publicFile } from '../world/cacerts';
import { Manifest } from '../world/manifest';

/** Names of the files without a private key; the second ones are those of cert-manager. */
const NAMES = {
  caCert: ['ca-cert.pem', 'tls.crt'],
  certChain: ['cert-chain.pem', 'tls.crt'],
  rootCert: ['root-cert.pem', 'ca.crt'],
} as const;

/** Those that may leave a cluster: no private key is among them. @internal */
export const PUBLIC_NAMES: readonly string[] = [...new Set(Object.values(NAMES).flat())];

/** The certificates of a Secret. Undefined if one is missing. @internal */
export function cacertsOf(secret: Manifest): CacertsFiles | undefined {
  const read = (names: readonly string[]) =>
    names.flatMap(name => publicFile(secret, name) ?? [])[0];
  const [caCert, certChain, rootCert] = [NAMES.caCert, NAMES.certChain, NAMES.rootCert].map(read);
  return caCert === undefined || certChain === undefined || rootCert === undefined
    ? undefined
    : { caCert, certChain, rootCert };
}

/**
 * What was written for `cacerts` itself, as far as it can be read: in a Secret, or beside the
 * encrypted key of a SealedSecret.
 *
 * @internal
 */
export function writtenCacerts(manifests: readonly Manifest[]): CacertsFiles | undefined {
  const all = manifests.filter(isCacerts);
  const secret = all.find(({ kind }) => kind === 'Secret');
  const sealed = all.find(({ kind }) => kind === 'SealedSecret');
  const plain = secret?.values.stringData ?? sealed?.spec.template?.data;
  return plain
    ? {
        caCert: pemOf(plain['ca-cert.pem']),
        certChain: pemOf(plain['cert-chain.pem']),
        rootCert: pemOf(plain['root-cert.pem']),
      }
    : secret && cacertsOf(secret);
}

/** A text, whatever somebody wrote in its place. @internal */
export const pemOf = (value: unknown): string => (typeof value === 'string' ? value : '');
