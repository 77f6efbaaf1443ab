import { readdirSync, readFileSync } from 'fs';
import * as path from 'path';
import { LineCounter } from 'yaml';
import { misshapen } from './shape';
import { Problems } from '../../problems/problems';
import { byText } from '../../values/order';
import { readYaml, YamlDocument } from '../../values/yaml-reader';
import { inManifest } from '../located';

/**
 * A Kubernetes object that was found in a directory, and where.
 *
 * @internal
 */
export interface Manifest {
  readonly object: KubernetesObject;
  /** undefined if neither the object nor a kustomization.yaml above it sets one */
  readonly namespace?: string;
  readonly file: string;
  /** `file:line` */
  readonly where: string;
}

/** The parts of an object that are used here. Nothing is known of the rest. @internal */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: { readonly [key: string]: string };
    readonly annotations?: { readonly [key: string]: string };
  };
  readonly spec?: any;
}

/**
 * All Kubernetes objects below a directory, in order of file names. Other YAML files, such as Helm
 * values, are ignored; links are not followed.
 *
 * @param problems of manifests, at their files
 * @param at of the directory as a whole
 * @internal
 */
export function readManifests(directory: string, problems: Problems, at: Problems): Manifest[] {
  try {
    return readDirectory(directory, undefined, problems);
  } catch (error) {
    at.report(
      'MESH106',
      `directory "${directory}" cannot be read: ${(error as NodeJS.ErrnoException).code}`,
    );
    return [];
  }
}

function readDirectory(
  directory: string,
  inherited: string | undefined,
  problems: Problems,
): Manifest[] {
  const entries = readdirSync(directory, { withFileTypes: true }).sort(byText(entry => entry.name));
  const namespace =
    kustomizedNamespace(
      directory,
      entries.map(entry => entry.name),
      problems,
    ) ?? inherited;
  return entries.flatMap(entry => {
    const file = path.join(directory, entry.name);
    if (entry.isDirectory()) {
      return readDirectory(file, namespace, problems);
    }
    return entry.isFile() && /\.(ya?ml|json)$/.test(entry.name) && !isKustomization(entry.name)
      ? readObjects(file, namespace, problems)
      : [];
  });
}

/**
 * @param kustomized the namespace that kustomize sets on every object, even if it has another one
 */
function readObjects(file: string, kustomized: string | undefined, problems: Problems): Manifest[] {
  return yamlIn(file, problems).flatMap(({ values, where }) => {
    const value = withoutNulls(values);
    if (value?.kind === 'Service' && typeof value.metadata?.name !== 'string') {
      inManifest(where, problems).report('MESH150', 'a Service has no name; is it a template?');
    }
    return items(value)
      .filter(object => isWellShaped(object, inManifest(where, problems)))
      .map(object => ({ object, namespace: kustomized ?? object.metadata.namespace, file, where }));
  });
}

interface LocatedYaml extends YamlDocument {
  /** `file:line` */
  readonly where: string;
}

/** The documents of a file. The first problem of each is reported: others may follow from it. */
function yamlIn(file: string, problems: Problems): LocatedYaml[] {
  const lines = new LineCounter();
  const whereIs = (offset: number) => `${file}:${lines.linePos(offset).line}`;
  return readYaml(readFileSync(file, 'utf8'), lines).map(document => {
    const first = document.problems.find(({ isWarning }) => !isWarning);
    if (first) {
      inManifest(whereIs(first.offset), problems).report(first.code ?? 'MESH150', first.message);
    }
    return { ...document, where: whereIs(document.offset) };
  });
}

/** Kubernetes treats a key without a value as if it were absent. */
function withoutNulls(value: unknown): any {
  return value === undefined
    ? undefined
    : JSON.parse(JSON.stringify(value), (_, item) => item ?? undefined);
}

function isWellShaped(object: KubernetesObject, problems: Problems): boolean {
  const flaw = misshapen(object);
  if (flaw !== undefined) {
    problems.report('MESH150', `${object.kind} "${object.metadata.name}" is not one: ${flaw}`);
  }
  return flaw === undefined;
}

function items(value: any): KubernetesObject[] {
  if (value?.kind === 'List' && Array.isArray(value.items)) {
    return value.items.flatMap(items);
  }
  return typeof value?.apiVersion === 'string' &&
    typeof value.kind === 'string' &&
    typeof value.metadata?.name === 'string'
    ? [value]
    : [];
}

/** @internal */
export function isServiceExport({ apiVersion, kind }: KubernetesObject): boolean {
  return apiVersion.startsWith('multicluster.x-k8s.io/') && kind === 'ServiceExport';
}

const isKustomization = (name: string): boolean =>
  /^(kustomization\.ya?ml|Kustomization)$/.test(name);

function kustomizedNamespace(
  directory: string,
  names: readonly string[],
  problems: Problems,
): string | undefined {
  const name = names.find(isKustomization);
  if (name === undefined) {
    return undefined;
  }
  const file = path.join(directory, name);
  const [{ values }] = yamlIn(file, problems) as Array<{ values: any }>;
  return typeof values?.namespace === 'string' ? values.namespace : undefined;
}
