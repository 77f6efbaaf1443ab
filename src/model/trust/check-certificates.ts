import { createPrivateKey } from 'crypto';
import { CA_POLICY } from './ca-policy';
import { PUBLIC_FILES } from '../../description/cacerts-files';
import { CacertsCertificates } from '../../description/cacerts-props';
import { Problems } from '../../problems/problems';
import { Chain, checkChain } from '../../x509/check-chain';
import { IssuedNames } from '../../x509/check-names';

/**
 * Checks the public files of one cluster as istiod does when it loads them, and beyond that what
 * breaks only later, at the workloads: key usage, path length, key identifiers.
 *
 * @param at when the certificates must be valid; undefined to leave that open
 * @param issued the names in what the CA is going to sign; left open without
 * @returns undefined when no chain was found, which was reported
 * @see istio/istio security/pkg/pki/util/verify_cert.go, Go's crypto/x509
 * @internal
 */
export function checkCertificates(
  certificates: CacertsCertificates,
  at: Date | undefined,
  problems: Problems,
  issued?: IssuedNames,
): Chain | undefined {
  const file = (which: keyof CacertsCertificates) => ({
    name: PUBLIC_FILES[which],
    text: certificates[which],
    problems: problems.at(which),
  });
  const files = { signing: file('caCert'), chain: file('certChain'), roots: file('rootCert') };
  return checkChain(files, CA_POLICY, at, issued);
}

/** @internal */
export function checkPrivateKey(privateKey: string, { signing }: Chain, problems: Problems): void {
  if (!belongsTo(privateKey, signing.x509)) {
    problems.report(
      'MESH734',
      `the private key does not belong to "${signing.name}"`,
      'Give the key of ca-cert.pem.',
    );
  }
}

function belongsTo(privateKey: string, certificate: Chain['signing']['x509']): boolean {
  try {
    return certificate.checkPrivateKey(createPrivateKey(privateKey));
  } catch {
    return false;
  }
}
