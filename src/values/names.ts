import { Problems } from '../problems/problems';

/** RFC 1123, in lower case. @internal */
export const LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** RFC 1035: the name of a Service begins with a letter. @internal */
export const SERVICE = /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** The value of a label, and what stands behind the `/` in its key. @internal */
export const QUALIFIED_NAME = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;

/** The most characters of a DNS name. @internal */
export const MAX_HOST = 253;

/** True for a lower-case RFC 1123 label, such as the name of a namespace. @internal */
export const isDnsLabel = (text: string): boolean => LABEL.test(text);

/** True for a lower-case RFC 1123 subdomain, without a trailing dot. @internal */
export const isDnsName = (text: string): boolean =>
  text.length <= MAX_HOST && text.split('.').every(isDnsLabel);

/** @internal */
export const KEYS_OF_EVERY_OBJECT: readonly string[] = ['constructor', '__proto__'];

/**
 * True for keys that every JavaScript object has: cdk8s can neither find a construct of such a name
 * nor write a map with such a key.
 *
 * @internal
 */
export const isKeyOfEveryObject = (text: string): boolean => KEYS_OF_EVERY_OBJECT.includes(text);

/** @internal */
export function checkLabelName(text: string, what: string, problems: Problems): void {
  if (!isDnsLabel(text)) {
    problems.report('MESH201', `${what} "${text}" is not a DNS label`);
  } else if (isKeyOfEveryObject(text)) {
    problems.report(
      'MESH201',
      `${what} "${text}" is a name that cdk8s cannot write`,
      'Use another name.',
    );
  }
}

/**
 * True for a namespace that every cluster has: the API server makes it, and the prefix `kube-` is
 * kept for such.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/
 * @internal
 */
export const isKubernetesNamespace = (text: string): boolean =>
  text === 'default' || text.startsWith('kube-');

/** Where parts of Istio run. Its webhook leaves those of Kubernetes itself alone. @internal */
export function checkIstioNamespace(text: string, what: string, problems: Problems): void {
  checkLabelName(text, what, problems);
  if (text.startsWith('kube-')) {
    problems.report(
      'MESH342',
      `${what} "${text}" is one of Kubernetes itself`,
      'Use a namespace of your own.',
    );
  }
}

/** @internal */
export function checkServiceName(text: string, problems: Problems): void {
  if (!SERVICE.test(text)) {
    problems.report(
      'MESH201',
      `service name "${text}" is not a DNS label that begins with a letter`,
    );
  }
}

/** Unlike namespaces, service accounts may have dots in their names. @internal */
export function checkServiceAccountName(text: string, problems: Problems): void {
  if (!isDnsName(text)) {
    problems.report('MESH201', `service account "${text}" is not a DNS name`);
  }
}

/** As long as a DNS name. @internal */
export const OBJECT = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/**
 * True for what most objects may be called: an RFC 1123 subdomain, whose parts may be longer for
 * Kubernetes than they are in DNS.
 *
 * @internal
 */
export const isObjectName = (text: string): boolean => text.length <= MAX_HOST && OBJECT.test(text);

/** True for a kind of objects: a DNS label that begins with a letter, in any case. @internal */
export const isKind = (text: string): boolean => SERVICE.test(text.toLowerCase());

/** @internal */
export function checkLabels(labels: { readonly [key: string]: string }, problems: Problems): void {
  for (const [key, value] of Object.entries(labels)) {
    checkKey(key, 'label', problems.at(key));
    checkLabelValue(value, problems.at(key));
  }
}

/** Annotations have keys like labels, and any text as values. @internal */
export function checkAnnotationKeys(annotations: object, problems: Problems): void {
  Object.keys(annotations).forEach(key => checkKey(key, 'annotation', problems.at(key)));
}

function checkKey(key: string, what: 'label' | 'annotation', problems: Problems): void {
  const [name, prefix] = key.split('/').reverse();
  if (
    key.split('/').length > 2 ||
    !QUALIFIED_NAME.test(name) ||
    (prefix !== undefined && !isDnsName(prefix))
  ) {
    problems.report('MESH211', `"${key}" is not ${what === 'label' ? 'a' : 'an'} ${what} key`);
  } else if (isKeyOfEveryObject(key)) {
    problems.report('MESH211', `"${key}" is a key that cdk8s cannot write`, `Use another ${what}.`);
  }
}

/** @internal */
export function checkLabelValue(value: string, problems: Problems): void {
  if (value !== '' && !QUALIFIED_NAME.test(value)) {
    problems.report('MESH211', `"${value}" is not a label value`);
  }
}

/** The name of a service in grants and in messages. @internal */
export const serviceKey = (service: {
  readonly name: string;
  readonly namespace: string;
}): string => `${service.name}.${service.namespace}`;

/** The host by which other clusters call a service. @internal */
export function globalHost(name: string, namespace: string, suffix: string): string {
  return `${name}.${namespace}.${suffix}`;
}

/**
 * What the names of a service's objects begin with: its namespace is told where they are placed in
 * another one.
 *
 * @param name with a dot, where it is that of one pod
 * @internal
 */
export function objectName(name: string, namespace: string, placement: string): string {
  const joined = name.replace('.', '-');
  return placement === namespace ? joined : `${joined}-${namespace}`;
}

/** The host of a Service inside of its cluster. @internal */
export function serviceHost(
  name: string,
  namespace: string,
  clusterDomain: string = 'cluster.local',
): string {
  return `${name}.${namespace}.svc.${clusterDomain}`;
}

/** @internal */
export function checkHost(host: string, problems: Problems): void {
  if (host.length > MAX_HOST) {
    problems.report('MESH206', `"${host}" has ${host.length} characters`);
  }
}

/** No top-level domain is a number, so this is a misspelled IP address. @internal */
export const ENDS_IN_NUMBER = /(^|\.)\d+$/;

/** @internal */
export function checkSuffix(
  suffix: string,
  problems: Problems,
  clusterDomain: string = 'cluster.local',
): void {
  if (!isDnsName(suffix) || ENDS_IN_NUMBER.test(suffix)) {
    problems.report('MESH204', `suffix "${suffix}" is not a lower-case DNS name`);
    return;
  }
  const zones = [clusterDomain, 'cluster.local', 'in-addr.arpa', 'ip6.arpa', 'localhost'];
  const reserved = zones.find(zone => isWithin(suffix, zone) || isWithin(zone, suffix));
  if (reserved) {
    problems.report('MESH205', `suffix "${suffix}" overlaps "${reserved}"`);
  }
  if (suffix === 'svc') {
    problems.report(
      'MESH205',
      'with the suffix "svc", hosts are the short names of Kubernetes Services',
    );
  }
  checkNotPublic(suffix, problems);
}

/** True if a DNS name is the zone itself or a name in it. @internal */
export const isWithin = (name: string, zone: string): boolean =>
  name === zone || name.endsWith(`.${zone}`);

/** @internal */
export function checkNotPublic(suffix: string, problems: Problems): void {
  if (suffix === 'global') {
    problems.report('MESH207', 'the suffix "global" is a public top-level domain');
  }
}

/** @internal */
export const TRUST_DOMAIN = /^[a-z0-9._-]{1,255}$/;

/** @internal */
export function checkTrustDomain(text: string, problems: Problems): void {
  if (!TRUST_DOMAIN.test(text)) {
    problems.report('MESH208', `"${text}" is not a trust domain`);
  }
}
