import { Problems } from '../../problems/problems';
import { Certificate } from '../../x509/certificate';
import { pathToRoot, whyNoPath } from '../../x509/path';
import { readCertificates } from '../../x509/read-certificates';
import { isCacerts, publicFile, publicText, ROOT_MAP } from '../world/cacerts';
import { Manifest, Source } from '../world/manifest';

/**
 * Certificates of a cluster's CA, as far as manifests show them. Private keys are not read.
 *
 * @internal
 */
export interface Trust {
  readonly source?: Source;
  /** that signs the certificates of workloads */
  readonly signing?: Certificate;
  /** sent along with each */
  readonly chain: readonly Certificate[];
  /** that the proxies of the cluster trust; undefined where nobody shows them */
  readonly roots?: readonly Certificate[];
  /** why what is not here cannot be told, though there is an object for it */
  readonly hidden?: string;
}

const FILES = ['ca-cert.pem', 'cert-chain.pem', 'root-cert.pem'] as const;

/**
 * Looks for the Secret `cacerts`, also sealed or encrypted in part, and for the ConfigMap of the
 * roots (Istio: security/pkg/pki/ca, pilot/pkg/bootstrap/istio_ca.go).
 *
 * @internal
 */
export function trustOf(manifests: readonly Manifest[]): Trust {
  const secret = manifests.find(isCacerts);
  const map = manifests.find(
    ({ group, kind, name }) => group === '' && kind === 'ConfigMap' && name === ROOT_MAP,
  );
  const [signing, chain, own] = FILES.map(file => secret && publicFile(secret, file));
  const roots = own ?? publicText(map?.values.data?.['root-cert.pem']);
  const source = (secret ?? map)?.source;
  const problems = new Problems();
  const read = (pem: string | undefined) =>
    pem === undefined ? undefined : readCertificates(pem, 'a file', problems);
  const trust = {
    source,
    signing: read(signing)?.[0],
    chain: read(chain) ?? [],
    roots: read(roots),
  };
  if (problems.hasErrors) {
    return { source, chain: [], hidden: 'its certificates cannot be read' };
  }
  const hidden = secret && 'its certificates are encrypted, or not all of them are there';
  return { ...trust, hidden };
}

/** Whether the proxies of a cluster take certificates of another's CA. @internal */
export type Accepts =
  | { readonly is: 'yes'; readonly root: string }
  | { readonly is: 'no' | 'unclear'; readonly why: string }
  /** nobody shows certificates */
  | { readonly is: 'open' };

/**
 * Whether a certificate that one CA signed leads to a root that others trust (RFC 5280, 6.1; when
 * they are valid is not looked at, since a verdict does not depend on the day).
 *
 * @internal
 */
export function accepts({ roots, hidden: own }: Trust, server: Trust): Accepts {
  const { signing, chain } = server;
  if (!signing || !roots) {
    const why = (signing ? undefined : server.hidden) ?? (roots ? undefined : own);
    return why === undefined ? { is: 'open' } : { is: 'unclear', why };
  }
  const path = pathToRoot(signing, chain, roots);
  if (!path) {
    return { is: 'no', why: whyNoPath(signing, [...chain, ...roots], 'the roots') };
  }
  const refused = path.find(
    ({ isCa, maySignCertificates, pathLength }, below) =>
      !isCa || maySignCertificates === false || (pathLength !== undefined && below > pathLength),
  );
  if (refused) {
    return { is: 'no', why: `"${refused.name}" may not sign what is below it` };
  }
  const open = path.find(one => one.nameConstraints || one.unknownCritical.length > 0);
  return open
    ? { is: 'unclear', why: `"${open.name}" restricts what may be below it` }
    : { is: 'yes', root: path[path.length - 1].name };
}
