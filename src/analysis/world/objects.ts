import { Misfit, misfit } from './form';
import { KINDS } from './kinds';
import { Labels, Manifest, Source } from './manifest';

/** What somebody has to know about a file or an object, because it may matter. @internal */
export interface Gap {
  readonly source: Source;
  readonly what: string;
}

/** What does not fit, by the values of a document. @internal */
export type Misfits = Map<unknown, Misfit | undefined>;

/** What a document holds. @internal */
export interface Objects {
  readonly manifests: readonly Manifest[];
  readonly gaps: readonly Gap[];
}

/** Whether a value is a Kubernetes object, or a list of them. @internal */
export const isObject = (values: any): boolean =>
  typeof values?.apiVersion === 'string' && typeof values?.kind === 'string';

/**
 * The objects of a value: one, or those of a `List`, as `kubectl get -o yaml` prints them.
 *
 * @param lineOf the line of an item of the list
 * @param misfits of values that were looked at before: equal documents have the same
 * @internal
 */
export function objectsOf(
  values: any,
  source: Source,
  lineOf: (item: number) => number,
  misfits: Misfits = new Map(),
): Objects {
  if (!/List$/.test(values.kind) || !Array.isArray(values.items)) {
    return objectOf(values, source, misfits);
  }
  const kind = values.kind === 'List' ? undefined : values.kind.replace(/List$/, '');
  const all = values.items.map((item: any, i: number) => {
    const named =
      kind && item && !isObject(item) ? { apiVersion: values.apiVersion, kind, ...item } : item;
    return objectsOf(named ?? {}, { file: source.file, line: lineOf(i) }, () => lineOf(i));
  });
  return {
    manifests: all.flatMap(({ manifests }: Objects) => manifests),
    gaps: all.flatMap(({ gaps }: Objects) => gaps),
  };
}

function objectOf(values: any, source: Source, misfits: Misfits): Objects {
  const wrong = (what: string): Objects => ({ manifests: [], gaps: [{ source, what }] });
  if (!isObject(values)) {
    return wrong('an item of a list is no object: it has no apiVersion or no kind');
  }
  const { apiVersion, kind, metadata, spec, status } = values;
  if (typeof metadata?.name !== 'string' || isNoText(metadata.namespace)) {
    return wrong(`${kind} has no name`);
  }
  if (!isLabels(metadata.labels) || !isLabels(metadata.annotations)) {
    return wrong(`${kind} ${metadata.name} has labels or annotations that are no texts`);
  }
  const [group] = apiVersion.includes('/') ? apiVersion.split('/') : [''];
  const form = KINDS[`${group}/${kind}`];
  if (form && !misfits.has(values)) {
    misfits.set(values, misfit(spec, form, 'spec'));
  }
  const found = misfits.get(values);
  if (found && !found.isField) {
    return wrong(`${kind} ${metadata.name} has a value of a wrong type at ${found.path}`);
  }
  const manifest: Manifest = {
    group,
    kind,
    name: metadata.name,
    namespace: metadata.namespace ?? (isOfCluster(group, kind) ? '' : 'default'),
    labels: metadata.labels ?? {},
    annotations: metadata.annotations ?? {},
    created: Date.parse(metadata.creationTimestamp ?? '') || 0,
    spec: spec ?? {},
    status: status ?? {},
    values,
    source,
    unknownField: found?.path,
  };
  return { manifests: [manifest], gaps: [] };
}

const isNoText = (value: unknown): boolean =>
  value !== undefined && value !== null && typeof value !== 'string';

const isLabels = (value: unknown): value is Labels | undefined | null =>
  value === undefined ||
  value === null ||
  (typeof value === 'object' && Object.values(value).every(item => typeof item === 'string'));

/** Of the kinds that are looked at here. */
const isOfCluster = (group: string, kind: string): boolean =>
  (group === '' && (kind === 'Namespace' || kind === 'Node')) ||
  group === 'apiextensions.k8s.io' ||
  group === 'rbac.authorization.k8s.io';
