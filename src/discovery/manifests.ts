import { readdirSync, readFileSync } from 'fs';
import * as path from 'path';
import { LineCounter, parseAllDocuments } from 'yaml';
import { byText } from '../mesh/order';
import { Problems } from '../mesh/problems';

/**
 * A Kubernetes object of a directory, and where it stands.
 *
 * @internal
 */
export interface Manifest {
  readonly object: KubernetesObject;
  /** undefined when neither the object nor a kustomization.yaml above it says */
  readonly namespace?: string;
  /** `file:line` */
  readonly where: string;
}

/** As much of an object as is looked at here. Nothing else is known of it. @internal */
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
 * All Kubernetes objects below a directory, by file name. Other YAML files, e.g. Helm values, are passed over; links are not followed.
 *
 * @internal
 */
export function readManifests(directory: string, problems: Problems): Manifest[] {
  try {
    return readDirectory(directory, undefined, problems);
  } catch (error) {
    problems.report('MESH106', `directory "${directory}" cannot be read: ${(error as NodeJS.ErrnoException).code}`);
    return [];
  }
}

function readDirectory(directory: string, inherited: string | undefined, problems: Problems): Manifest[] {
  const entries = readdirSync(directory, { withFileTypes: true }).sort(byText(entry => entry.name));
  const namespace = kustomizedNamespace(directory, entries.map(entry => entry.name)) ?? inherited;
  return entries.flatMap(entry => {
    const file = path.join(directory, entry.name);
    if (entry.isDirectory()) {
      return readDirectory(file, namespace, problems);
    }
    return entry.isFile() && /\.(ya?ml|json)$/.test(entry.name) && !isKustomization(entry.name) ? readObjects(file, namespace, problems) : [];
  });
}

function readObjects(file: string, inherited: string | undefined, problems: Problems): Manifest[] {
  const lines = new LineCounter();
  const documents = parseAllDocuments(readFileSync(file, 'utf8'), { lineCounter: lines, prettyErrors: false, logLevel: 'error' });
  return (Array.isArray(documents) ? documents : []).flatMap(document => {
    const where = `${file}:${lines.linePos(document.contents?.range?.[0] ?? document.range[0]).line}`;
    if (document.errors.length > 0) {
      problems.at(where).report('MESH150', document.errors[0].message);
      return [];
    }
    const value = document.toJS();
    if (value?.kind === 'Service' && typeof value.metadata?.name !== 'string') {
      problems.at(where).report('MESH150', 'a Service has no name; is it a template?');
    }
    return items(value).map(object => ({ object, namespace: object.metadata.namespace ?? inherited, where }));
  });
}

function items(value: any): KubernetesObject[] {
  if (value?.kind === 'List' && Array.isArray(value.items)) {
    return value.items.flatMap(items);
  }
  return typeof value?.apiVersion === 'string' && typeof value.kind === 'string' && typeof value.metadata?.name === 'string' ? [value] : [];
}

const isKustomization = (name: string): boolean => /^(kustomization\.ya?ml|Kustomization)$/.test(name);

function kustomizedNamespace(directory: string, names: readonly string[]): string | undefined {
  const name = names.find(isKustomization);
  const [document] = name ? parseAllDocuments(readFileSync(path.join(directory, name), 'utf8')) : [];
  const namespace = document?.toJS()?.namespace;
  return typeof namespace === 'string' ? namespace : undefined;
}
