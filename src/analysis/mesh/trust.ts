import { Problems } from '../../problems/problems';
import { dayOf } from '../../values/day';
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

/** What a certificate is shown as, and when. @internal */
export interface Shown {
  readonly as: 'server' | 'client';
  /** on which all of the path have to be valid; unless given, no day is looked at */
  readonly day?: Date;
}

/** Object ids of extended key usages (RFC 5280, 4.2.1.12). */
const USAGE = { server: '1.3.6.1.5.5.7.3.1', client: '1.3.6.1.5.5.7.3.2' };
const ANY_USAGE = '2.5.29.37.0';

/**
 * Whether a certificate that one CA signed leads to a root that others trust (RFC 5280, 6.1).
 *
 * @internal
 */
export function accepts({ roots, hidden: own }: Trust, other: Trust, shown: Shown): Accepts {
  const { signing, chain } = other;
  if (!signing || !roots) {
    const why = (signing ? undefined : other.hidden) ?? (roots ? undefined : own);
    return why === undefined ? { is: 'open' } : { is: 'unclear', why };
  }
  const isValid = ({ notBefore, notAfter }: Certificate) =>
    !shown.day || (notBefore <= shown.day && shown.day < notAfter);
  const path =
    isValid(signing) && pathToRoot(signing, chain.filter(isValid), roots.filter(isValid));
  if (!path) {
    const ended = pathToRoot(signing, chain, roots)?.find(one => !isValid(one));
    const why = ended
      ? `"${ended.name}" is valid from ${dayOf(ended.notBefore)} to ${dayOf(ended.notAfter)}`
      : whyNoPath(signing, [...chain, ...roots], 'the roots');
    return { is: 'no', why };
  }
  return mayLead(path, shown);
}

/** Whether each certificate of a path may sign what is below it, for this use. */
function mayLead(path: readonly Certificate[], { as }: Shown): Accepts {
  const refused = path.find(
    ({ isCa, maySignCertificates, pathLength }, below) =>
      !isCa || maySignCertificates === false || (pathLength !== undefined && below > pathLength),
  );
  if (refused) {
    return { is: 'no', why: `"${refused.name}" may not sign what is below it` };
  }
  const useless = path.find(({ extendedKeyUsage: usages }) =>
    usages?.every(usage => usage !== USAGE[as] && usage !== ANY_USAGE),
  );
  if (useless) {
    return { is: 'no', why: `"${useless.name}" may not sign for ${as}s (extended key usage)` };
  }
  const open = path.find(
    ({ nameConstraints, unknownCritical, hasPolicyConstraints, extendedKeyUsage }) =>
      nameConstraints ||
      hasPolicyConstraints ||
      unknownCritical.length > 0 ||
      extendedKeyUsage?.includes(USAGE[as]) === false,
  );
  return open
    ? { is: 'unclear', why: `"${open.name}" restricts what may be below it` }
    : { is: 'yes', root: path[path.length - 1].name };
}
