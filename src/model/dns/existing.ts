import { LineCounter } from 'yaml';
import { Problems } from '../../problems/problems';
import { isMap } from '../../values/is-map';
import { isKeyOfEveryObject } from '../../values/names';
import { readYaml } from '../../values/yaml-reader';

/** The objects that platforms keep the settings of their DNS in. @internal */
export type DnsObject =
  | 'coredns'
  | 'coredns-custom'
  | 'kube-dns'
  | 'rke2-coredns'
  | 'openshift-dns'
  | 'ack-custom-dns'
  | 'eks-addon';

interface ObjectFacts {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  /** what prints it */
  readonly command: string;
}

/** @internal */
export const DNS_OBJECTS: { readonly [name in DnsObject]: ObjectFacts } = {
  coredns: configMap('coredns'),
  'coredns-custom': configMap('coredns-custom'),
  'kube-dns': configMap('kube-dns'),
  'rke2-coredns': {
    kind: 'HelmChartConfig',
    name: 'rke2-coredns',
    namespace: 'kube-system',
    command: 'kubectl -n kube-system get helmchartconfig rke2-coredns -o yaml',
  },
  'openshift-dns': {
    kind: 'DNS',
    name: 'default',
    command: 'kubectl get dns.operator.openshift.io default -o yaml',
  },
  'ack-custom-dns': {
    kind: 'CustomDNSConfig',
    name: 'default',
    command: 'kubectl get customdnsconfig default -o yaml',
  },
  'eks-addon': {
    kind: 'add-on',
    name: 'coredns',
    command: 'aws eks describe-addon --cluster-name <cluster> --addon-name coredns',
  },
};

function configMap(name: string): ObjectFacts {
  const command = `kubectl -n kube-system get configmap ${name} -o yaml`;
  return { kind: 'ConfigMap', name, namespace: 'kube-system', command };
}

/** @internal */
export const objectText = (object: DnsObject): string =>
  `${DNS_OBJECTS[object].kind} "${DNS_OBJECTS[object].name}"`;

/** An object that is in the cluster already: what of it is kept. @internal */
export interface ExistingObject {
  readonly labels: { readonly [key: string]: string };
  readonly annotations: { readonly [key: string]: string };
  /** everything else that somebody wrote, e.g. `data` or `spec`; the values of the EKS add-on */
  readonly body: ExistingMap;
}

/** @internal */
export type ExistingMap = { readonly [key: string]: unknown };

/** What is known of a cluster's DNS settings before ours. @internal */
export interface Existing {
  /** true where it is known what the object says, or that there is none */
  knows(object: DnsObject): boolean;
  get(object: DnsObject): ExistingObject | undefined;
}

/** What to write where there is no object yet. */
const NONE = 'none';

/**
 * What a description says is there already: printed by `kubectl get -o yaml` or by
 * `aws eks describe-addon`, several objects as a list or one document after the other.
 *
 * @param kept the objects that are written for the cluster
 * @internal
 */
export function readExisting(
  text: string | undefined,
  kept: readonly DnsObject[],
  problems: Problems,
): Existing {
  const isNone = text?.trim() === NONE;
  const found = new Map<DnsObject, ExistingObject>();
  const at = problems.at('existing');
  for (const value of text === undefined || isNone ? [] : valuesOf(text, kept, at)) {
    const object = kept.find(name => isObject(value, DNS_OBJECTS[name]));
    if (!object) {
      const names = kept.map(objectText).join(' and ');
      const what = 'kind' in value ? describe(value) : 'what is there';
      at.report('MESH233', `${what} is not ${names}`, remedy(kept));
    } else if (found.has(object)) {
      at.report('MESH233', `${objectText(object)} is there twice`);
    } else {
      const existing = object === 'eks-addon' ? addOn(value, at) : kubernetesObject(value, at);
      if (existing) {
        found.set(object, existing);
      }
    }
  }
  return { knows: object => isNone || found.has(object), get: object => found.get(object) };
}

function remedy(kept: readonly DnsObject[]): string {
  const commands = kept.map(object => `\`${DNS_OBJECTS[object].command}\``).join(' and ');
  return `Give in \`existing\` what ${commands} prints, or "${NONE}" where there is no such object.`;
}

/** The objects of a text, those of lists one by one. */
function valuesOf(text: string, kept: readonly DnsObject[], problems: Problems): ExistingMap[] {
  const documents = readYaml(text, new LineCounter());
  const mistake = documents.flatMap(document => document.problems)[0];
  if (mistake) {
    problems.report('MESH233', `it is not YAML or JSON: ${mistake.message}`, remedy(kept));
    return [];
  }
  const values = documents
    .map(document => document.values)
    .filter(value => value !== null)
    .flatMap(value => (isMap(value) && Array.isArray(value.items) ? value.items : [value]));
  if (values.length === 0 || !values.every(isMap)) {
    problems.report('MESH233', 'there is no object in it', remedy(kept));
    return [];
  }
  return values;
}

function isObject(value: ExistingMap, { kind, name, namespace }: ObjectFacts): boolean {
  if (kind === DNS_OBJECTS['eks-addon'].kind) {
    return isMap(value.addon) && value.addon.addonName === name;
  }
  const { metadata } = value;
  return (
    value.kind === kind &&
    isMap(metadata) &&
    metadata.name === name &&
    (metadata.namespace === undefined || metadata.namespace === namespace)
  );
}

function describe({ kind, metadata }: ExistingMap): string {
  const { namespace, name } = isMap(metadata) ? metadata : {};
  const place = namespace === undefined ? '' : ` of "${String(namespace)}"`;
  return `${String(kind)} "${String(name)}"${place}`;
}

/** Notes of tools about what they wrote: theirs alone. */
const BOOKKEEPING =
  /^(kubectl\.kubernetes\.io|objectset\.rio\.cattle\.io)\/|^argocd\.argoproj\.io\/tracking-id$/;

function kubernetesObject(value: ExistingMap, problems: Problems): ExistingObject | undefined {
  const { apiVersion, kind, metadata, status, ...body } = value;
  const { labels = {}, annotations = {} } = metadata as ExistingMap;
  const [texts, maps] = [[labels, annotations, body.data ?? {}], [body.spec ?? {}]];
  if (!texts.every(isTextMap) || !maps.every(isMap) || !isPrintable(value)) {
    problems.report('MESH233', `${describe(value)} is not of its form`);
    return undefined;
  }
  return { labels: others(labels), annotations: others(annotations), body };
}

const others = (texts: unknown): { readonly [key: string]: string } =>
  Object.fromEntries(
    Object.entries(texts as { readonly [key: string]: string }).filter(
      ([key]) => !BOOKKEEPING.test(key),
    ),
  );

/** The values are a text of their own, in JSON or YAML. */
function addOn({ addon }: ExistingMap, problems: Problems): ExistingObject | undefined {
  const { configurationValues: text = '' } = addon as ExistingMap;
  const documents = typeof text === 'string' ? readYaml(text, new LineCounter()) : [];
  const body = documents.length === 0 ? {} : (documents[0].values ?? {});
  const isRead = documents.length <= 1 && documents.every(one => one.problems.length === 0);
  if (typeof text !== 'string' || !isRead || !isMap(body) || !isPrintable(body)) {
    problems.report('MESH233', 'the `configurationValues` of the add-on are not a map');
    return undefined;
  }
  return { labels: {}, annotations: {}, body };
}

/** No object of JavaScript can have a key that all of them have already. */
function isPrintable(value: unknown): boolean {
  return (
    typeof value !== 'object' ||
    value === null ||
    Object.entries(value).every(([key, inside]) => !isKeyOfEveryObject(key) && isPrintable(inside))
  );
}

/** @internal */
export const isTextMap = (value: unknown): value is { readonly [key: string]: string } =>
  isMap(value) && Object.values(value).every(text => typeof text === 'string');

/** Reports what two options say, where one would hide the other. @internal */
export function reportTwice(option: string, object: DnsObject, problems: Problems): void {
  problems
    .at(option)
    .report('MESH235', `\`existing\` has ${objectText(object)}, which says it already`);
}

/** Warns where it is not known what would be lost, and returns the object. @internal */
export function reportUnknown(
  object: DnsObject,
  existing: Existing,
  problems: Problems,
): DnsObject | undefined {
  if (existing.knows(object)) {
    return undefined;
  }
  problems.report(
    'MESH234',
    `it is not known what ${objectText(object)} says already`,
    remedy([object]),
  );
  return object;
}
