import { inner, IP4, IP6, oneOf, PORT } from './patterns';
import { TextForm } from './text-form';
import { MAX_RELEASE } from '../src/description/sources/check-source';
import { DECIDED } from '../src/model/clusters/namespaces';
import { CONTAINER_PORT_NAME, MAX_NAME } from '../src/model/services/ports';
import {
  isDnsLabel,
  KEYS_OF_EVERY_OBJECT,
  LABEL,
  MAX_HOST,
  OBJECT,
  QUALIFIED_NAME,
  SERVICE,
  TRUST_DOMAIN,
} from '../src/values/names';
import { LONGEST } from '../src/values/revision';
import { SEGMENT } from '../src/values/spiffe';

const label = inner(LABEL);
const dnsName = `${label}(?:\\.${label})*`;
/** cdk8s cannot write it. */
const writable = `(?!${oneOf(...KEYS_OF_EVERY_OBJECT.filter(isDnsLabel))}$)`;
const name = `${writable}${label}`;
/** The rest of a text is no longer than a DNS name. */
const short = `(?=.{1,${MAX_HOST}}$)`;
const serviceKey = `${inner(SERVICE)}\\.${name}`;
const qualified = inner(QUALIFIED_NAME);
const labelKey = `${writable}(?:(?=[^/]{1,${MAX_HOST}}/)${dnsName}/)?${qualified}`;
const segment = inner(SEGMENT).replace('$', '(?:/|$)');

/** A host that other clusters can dial, with the text, a port or a bracket behind it. */
const dialable = oneOf(
  IP4,
  `(?=[^:\\]]{1,${MAX_HOST}}(?:[:\\]]|$))(?:${label}\\.)+(?!\\d+(?:[:\\]]|$))${label}`,
);
const gatewayAddress = oneOf(
  IP6,
  `${oneOf(dialable, `\\[${oneOf(IP6, dialable)}\\]`)}(?::${PORT})?`,
);

const ip4Server = `${IP4}(?::${PORT})?`;
const ip6Server = `\\[${IP6}\\]:${PORT}`;
/** kube-dns takes no port with an IPv6 address. */
const upstream = oneOf(ip4Server, `\\[${IP4}\\]:${PORT}`, IP6);

const whole = (pattern: string): string => `^${pattern}$`;

/** The forms of names and addresses. */
export const NAME_FORMS: { readonly [form: string]: TextForm } = {
  label: { pattern: whole(label), is: 'a DNS label in lower case' },
  name: { pattern: whole(name), is: 'a DNS label in lower case' },
  labelOrAll: { pattern: whole(oneOf('\\*', label)), is: 'a DNS label in lower case, or "*"' },
  nameOrAll: { pattern: whole(oneOf('\\*', name)), is: 'a DNS label in lower case, or "*"' },
  ownNamespace: {
    pattern: whole(`(?!kube-)${name}`),
    is: 'the name of a namespace that is not one of Kubernetes itself',
  },
  newNamespace: {
    pattern: whole(`(?!kube-|default$)${name}`),
    is: 'the name of a namespace that is not there already',
  },
  service: { pattern: SERVICE.source, is: 'a DNS label in lower case that begins with a letter' },
  serviceKey: {
    pattern: whole(serviceKey),
    is: 'of the form <name>.<namespace>',
    examples: ['cart.shop'],
  },
  ownedHost: { pattern: whole(`${label}\\.${label}`), is: 'of the form <name>.<namespace>' },
  portName: { pattern: whole(name), maxLength: MAX_NAME, is: 'a DNS label in lower case' },
  containerPort: {
    pattern: whole(`${writable}${inner(CONTAINER_PORT_NAME)}`),
    is: 'the name of a container port',
  },
  release: { pattern: whole(dnsName), maxLength: MAX_RELEASE, is: 'a name that Helm takes' },
  revision: {
    pattern: whole(`(?!default$)${label}`),
    maxLength: LONGEST.revision,
    is: 'a DNS label in lower case, and not "default"',
    examples: ['1-29-2'],
  },
  revisionOrTag: { pattern: whole(label), maxLength: LONGEST.revision, is: 'a revision or a tag' },
  revisionTag: {
    pattern: whole(label),
    maxLength: LONGEST.tag,
    is: 'a DNS label in lower case',
    examples: ['stable'],
  },
  objectName: {
    pattern: OBJECT.source,
    maxLength: MAX_HOST,
    is: 'what an object of Kubernetes can be called',
  },
  kind: { pattern: SERVICE.source.replaceAll('a-z', 'A-Za-z'), is: 'a kind of objects' },

  dnsNameOrAll: {
    pattern: whole(oneOf('\\*', dnsName)),
    maxLength: MAX_HOST,
    is: 'a DNS name in lower case, or "*"',
  },
  dnsName: { pattern: whole(dnsName), maxLength: MAX_HOST, is: 'a DNS name in lower case' },
  suffix: {
    pattern: whole(`(?!(?:.*\\.)?\\d+$)${dnsName}`),
    maxLength: MAX_HOST,
    is: 'a DNS name in lower case',
    examples: ['mesh.internal'],
  },
  hostPattern: {
    pattern: whole(oneOf('\\*', `(?:\\*\\.)?${short}${dnsName}`)),
    is: 'a DNS name, or "*." and a DNS name',
    examples: ['*.local'],
  },
  egressHost: {
    pattern: whole(`${oneOf('[.*~]', label)}/${oneOf('\\*', `(?:\\*\\.)?${short}${dnsName}`)}`),
    is: 'of the form <namespace>/<DNS name>',
    examples: ['./*', 'istio-system/*', '~/*'],
  },

  labelKey: { pattern: whole(labelKey), is: 'the key of a label' },
  freeLabelKey: {
    pattern: whole(`(?!${oneOf(...[...DECIDED].map(escaped))}$)${labelKey}`),
    is: 'the key of a label that is free',
  },
  labelValue: { pattern: whole(`(?:${qualified})?`), is: 'the value of a label' },
  locality: {
    pattern: QUALIFIED_NAME.source,
    is: 'a region or zone as nodes have it in a label',
    examples: ['us-east1'],
  },

  trustDomain: { pattern: TRUST_DOMAIN.source, is: 'a trust domain' },
  spiffeId: {
    pattern: whole(`spiffe://${inner(TRUST_DOMAIN)}(?:/${segment})+`),
    is: 'a SPIFFE ID with a path',
    examples: ['spiffe://example.org/payments/api'],
  },
  spiffeIdTemplate: {
    pattern: whole(
      `spiffe://\\{trustDomain\\}/(?:${segment}/)*\\{namespace\\}/(?:${segment}/)*\\{serviceAccount\\}(?:/${segment})*`,
    ),
    is: 'the form of SPIFFE IDs, with {namespace} and after it {serviceAccount}',
    examples: ['spiffe://{trustDomain}/k8s/{namespace}/{serviceAccount}'],
  },

  ip: { pattern: whole(oneOf(IP4, IP6)), is: 'an IP address', examples: ['10.96.0.53'] },
  cidr: {
    pattern: whole(
      `${oneOf(`${IP4}/(?!\\d{4})0*(?:3[0-2]|[12]?\\d)`, `${IP6}/(?!\\d{4})0*(?:12[0-8]|1[01]\\d|\\d?\\d)`)}`,
    ),
    is: 'a range of addresses',
    examples: ['10.96.0.0/12'],
  },
  address: {
    pattern: whole(oneOf(IP6, dnsName)),
    maxLength: MAX_HOST,
    is: 'an IP address or a DNS name in lower case',
    examples: ['10.96.0.20', 'istio-egressgateway.istio-egress.svc.cluster.local'],
  },
  gatewayAddress: {
    pattern: whole(gatewayAddress),
    is: 'an IP address or a fully qualified host name, with ":port" unless it is 15443',
    examples: ['203.0.113.10', 'gateway.example.com:443', '[2001:db8::1]:32443'],
  },
  nameServer: {
    pattern: whole(oneOf(upstream, ip6Server)),
    is: 'an IP address, with ":port" unless it is 53',
    examples: ['10.0.0.53', '10.0.0.53:5353'],
  },
  upstreamServer: {
    pattern: whole(upstream),
    is: 'an IP address, with ":port" unless it is 53',
    examples: ['10.0.0.53'],
  },
  stubServer: {
    pattern: whole(oneOf(upstream, `(?=.*[a-z])${short}${dnsName}`)),
    is: 'an IP address or a host name',
    examples: ['10.0.0.53', 'dns.example.com'],
  },
};

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
