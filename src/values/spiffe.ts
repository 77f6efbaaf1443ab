import { TRUST_DOMAIN } from './names';

/** What Istio gives workloads, and other issuers if they are told so. @internal */
export const ISTIO_TEMPLATE = 'spiffe://{trustDomain}/ns/{namespace}/sa/{serviceAccount}';

const SCHEME = 'spiffe://';
const NAMESPACE = '{namespace}';
const ACCOUNT = '{serviceAccount}';

/** Of the SPIFFE specification, without `.` and `..`. @internal */
export const SEGMENT = /^(?!\.\.?$)[A-Za-z0-9._-]+$/;

/**
 * Why identities cannot be made by a template, undefined if they can.
 *
 * A namespace is told apart by what its identities begin with, so it has a segment to itself, and
 * so has the account, behind it.
 *
 * @internal
 */
export function flawOfTemplate(template: string): string | undefined {
  const begin = `${SCHEME}{trustDomain}/`;
  if (!template.startsWith(begin)) {
    return `does not begin with "${begin}"`;
  }
  const segments = template.slice(begin.length).split('/');
  const wrong = segments.find(
    segment => segment !== NAMESPACE && segment !== ACCOUNT && !SEGMENT.test(segment),
  );
  if (wrong !== undefined) {
    return `has the segment "${wrong}"`;
  }
  const [namespaces, accounts] = [NAMESPACE, ACCOUNT].map(
    name => segments.filter(segment => segment === name).length,
  );
  if (namespaces !== 1 || accounts !== 1) {
    return `has not "${NAMESPACE}" and "${ACCOUNT}" once each`;
  }
  return segments.indexOf(ACCOUNT) < segments.indexOf(NAMESPACE)
    ? `has "${ACCOUNT}" before "${NAMESPACE}"`
    : undefined;
}

/** How many segments stand between trust domain and namespace. @internal */
export const segmentsBeforeNamespace = (template: string): number =>
  template.slice(SCHEME.length).split('/').indexOf(NAMESPACE) - 1;

/** The trust domain of an identity; undefined if it is not a SPIFFE ID with a path. @internal */
export function trustDomainOf(id: string): string | undefined {
  const [domain, ...path] = id.startsWith(SCHEME) ? id.slice(SCHEME.length).split('/') : [];
  const isSound = TRUST_DOMAIN.test(domain ?? '') && path.length > 0;
  return isSound && path.every(segment => SEGMENT.test(segment)) ? domain : undefined;
}

/** Who issues the identities of a cluster, and in what form. @internal */
export interface Issuer {
  readonly trustDomain: string;
  readonly spiffeIdTemplate: string;
}

/** The identity of a service account. @internal */
export const spiffeId = (issuer: Issuer, namespace: string, serviceAccount: string): string =>
  SCHEME + principal(issuer, namespace, serviceAccount);

/** As policies have identities. @internal */
export const withoutScheme = (id: string): string => id.slice(SCHEME.length);

/** The same as policies have it, without the scheme. @internal */
export const principal = (issuer: Issuer, namespace: string, serviceAccount: string): string =>
  inDomain(issuer).replace(NAMESPACE, namespace).replace(ACCOUNT, serviceAccount);

/** What the identities of a namespace have in common, with a `/` at the end. @internal */
export function namespacePrefix(issuer: Issuer, namespace: string): string {
  return `${domainPrefix(issuer)}${namespace}/`;
}

/** What all identities of a trust domain have in common, with a `/` at the end. @internal */
export function domainPrefix(issuer: Issuer): string {
  const text = inDomain(issuer);
  return text.slice(0, text.indexOf(NAMESPACE));
}

const inDomain = ({ trustDomain, spiffeIdTemplate }: Issuer): string =>
  spiffeIdTemplate.slice(SCHEME.length).replace('{trustDomain}', trustDomain);
