import { LineCounter } from 'yaml';
import { isNamespace, KubernetesObject, Manifest } from './manifest';
import { misshapen } from './shape';
import { Problems } from '../../problems/problems';
import { readYaml, YamlDocument } from '../../values/yaml-reader';
import { inManifest } from '../located';

/** Which namespace objects are put into. @internal */
export interface Placement {
  /** by kustomize, even if they have another one */
  readonly forced?: string;
  /** of those that have none */
  readonly fallback?: string;
}

/** A text with Kubernetes objects. @internal */
export interface ManifestText {
  readonly text: string;
  readonly file: string;
  /** e.g. `file:line` */
  readonly whereIs: (line: number) => string;
}

/** @internal */
export const fileText = (file: string, text: string): ManifestText => ({
  text,
  file,
  whereIs: line => `${file}:${line}`,
});

/** A document of a text. @internal */
export interface LocatedYaml extends YamlDocument {
  readonly where: string;
}

/** The Kubernetes objects of a text. Other YAML, such as Helm values, is ignored. @internal */
export function manifestsIn(
  manifest: ManifestText,
  placement: Placement,
  problems: Problems,
): Manifest[] {
  return yamlIn(manifest, problems).flatMap(({ values, where }) =>
    objectsIn(values, inManifest(where, problems)).map(object => ({
      ...placed(object, placement),
      file: manifest.file,
      where,
    })),
  );
}

/**
 * The documents of a text. The first problem of each is reported: others may follow from it.
 *
 * @internal
 */
export function yamlIn({ text, whereIs }: ManifestText, problems: Problems): LocatedYaml[] {
  const lines = new LineCounter();
  const at = (offset: number) => whereIs(lines.linePos(offset).line);
  return readYaml(text, lines, { mergeKeys: true }).map(document => {
    const first = document.problems.find(({ isWarning }) => !isWarning);
    if (first) {
      inManifest(at(first.offset), problems).report(first.code ?? 'MESH150', first.message);
    }
    return { ...document, where: at(document.offset) };
  });
}

/**
 * The objects that a value is or lists, without those that Kubernetes would refuse, which are
 * reported.
 *
 * @internal
 */
export function objectsIn(values: unknown, problems: Problems): KubernetesObject[] {
  return items(withoutNulls(values)).filter(
    value => isObject(value, problems) && isWellShaped(value, problems),
  );
}

/** Kubernetes treats a key without a value as if it were absent. */
function withoutNulls(value: unknown): any {
  return value === undefined
    ? undefined
    : JSON.parse(JSON.stringify(value), (_, item) => item ?? undefined);
}

/**
 * What a list of any kind holds. Items of e.g. a ServiceList need not say that they are Services.
 *
 * @see `UnstructuredJSONScheme` in k8s.io/apimachinery
 */
function items(value: any): any[] {
  if (typeof value?.kind !== 'string' || !value.kind.endsWith('List')) {
    return [value];
  }
  const kind = value.kind.slice(0, -'List'.length);
  const typed = kind === '' ? {} : { apiVersion: value.apiVersion, kind };
  return Array.isArray(value.items)
    ? value.items.flatMap((item: any) => items(isTyped(item) ? item : { ...typed, ...item }))
    : [value];
}

const isTyped = (value: any): boolean =>
  value?.apiVersion !== undefined || value?.kind !== undefined;

function isObject(value: any, problems: Problems): value is KubernetesObject {
  const missing = [
    ...(typeof value?.metadata?.name === 'string' ? [] : ['name; is it a template?']),
    ...(typeof value?.apiVersion === 'string' ? [] : ['apiVersion']),
  ];
  if (value?.kind === 'Service') {
    missing.forEach(what => problems.report('MESH150', `a Service has no ${what}`));
  }
  return missing.length === 0 && typeof value.kind === 'string';
}

function isWellShaped(object: KubernetesObject, problems: Problems): boolean {
  const flaw = misshapen(object);
  if (flaw !== undefined) {
    problems.report('MESH150', `${object.kind} "${object.metadata.name}" is not one: ${flaw}`);
  }
  return flaw === undefined;
}

/**
 * An object where it is applied. A Namespace is in itself, and kustomize names it after the one
 * that it puts objects into.
 *
 * @internal
 */
export function placed(
  object: KubernetesObject,
  { forced, fallback }: Placement,
): Pick<Manifest, 'object' | 'namespace'> {
  if (!isNamespace(object)) {
    return { object, namespace: forced ?? (object.metadata.namespace || fallback) };
  }
  const name = forced ?? object.metadata.name;
  return { object: { ...object, metadata: { ...object.metadata, name } }, namespace: name };
}
