import { CACERTS } from '../../description/cacerts-files';
import { IssuedCertificate } from '../../model/trust/cacerts';
import { MANAGED_BY } from '../../values/ownership';
import { Manifest } from '../manifest';

/**
 * What cert-manager is asked for, and the issuer where it is still to be created.
 *
 * @param cluster its name; undefined where it is not known
 * @internal
 */
export function certManagerObjects(
  namespace: string,
  cluster: string | undefined,
  cacerts: IssuedCertificate,
): Manifest[] {
  const { issuer, caSecret } = cacerts;
  const certificate = intermediate(namespace, cluster, cacerts);
  return caSecret === undefined
    ? [certificate]
    : [caIssuer(namespace, issuer.name, caSecret), certificate];
}

const caIssuer = (namespace: string, name: string, caSecret: string): Manifest => ({
  apiVersion: 'cert-manager.io/v1',
  kind: 'Issuer',
  metadata: { name, namespace, labels: MANAGED_BY },
  spec: { ca: { secretName: caSecret } },
});

/** cert-manager cannot set a path length. The names are those that Istio's own tooling gives. */
const intermediate = (
  namespace: string,
  cluster: string | undefined,
  { issuer, duration, renewBefore }: IssuedCertificate,
): Manifest => ({
  apiVersion: 'cert-manager.io/v1',
  kind: 'Certificate',
  metadata: { name: CACERTS, namespace, labels: MANAGED_BY },
  spec: {
    secretName: CACERTS,
    isCA: true,
    commonName: 'Intermediate CA',
    subject: {
      organizations: ['Istio'],
      localities: cluster === undefined ? undefined : [cluster],
    },
    dnsNames: [`istiod.${namespace}.svc`],
    duration,
    renewBefore,
    privateKey: { algorithm: 'RSA', size: 4096, encoding: 'PKCS8', rotationPolicy: 'Always' },
    usages: ['digital signature', 'key encipherment', 'cert sign', 'crl sign'],
    issuerRef: issuer,
  },
});
