import { Yaml } from 'cdk8s';
import { ClusterObject } from './cluster-object';
import { isInside } from './index-file';
import { Problems } from '../problems/problems';

/**
 * How the objects of a cluster are spread over files, below the cluster's directory.
 */
export enum OutputLayout {
  /** `<layer>/<namespace>.yaml`, cluster-scoped objects in `<layer>/_cluster.yaml`. */
  FILE_PER_NAMESPACE = 'file-per-namespace',
  /** `<layer>/<namespace>/<kind>-<name>.yaml`, cluster-scoped objects in `<layer>/_cluster/`. */
  FILE_PER_RESOURCE = 'file-per-resource',
  /** `objects.yaml`. The directories that a cluster's README.md names are not there then. */
  FILE_PER_CLUSTER = 'file-per-cluster',
}

/** A file to be written. @internal */
export interface OutputFile {
  /** relative to the output directory, with `/` */
  readonly path: string;
  readonly content: string;
}

/**
 * The YAML files of one cluster's objects. Objects arrive sorted, and stay in that order within a
 * file.
 *
 * @internal
 */
export function layOut(
  objects: readonly ClusterObject[],
  layout: OutputLayout,
  problems: Problems,
): OutputFile[] {
  const files = new Map<string, { readonly path: string; readonly documents: string[] }>();
  for (const object of objects) {
    const path = pathOf(object, layout);
    checkPath(path, object, problems);
    const file = files.get(path.toLowerCase()) ?? { path, documents: [] };
    if (
      file.path !== path ||
      (layout === OutputLayout.FILE_PER_RESOURCE && file.documents.length > 0)
    ) {
      problems.report(
        'MESH802',
        `"${object.path}" and another object would both be written to "${path}"`,
      );
    }
    file.documents.push(object.yaml);
    files.set(path.toLowerCase(), file);
  }
  return [...files.values()].map(({ path, documents }) => ({
    path,
    content: documents.join('---\n'),
  }));
}

/**
 * Lists the files in the order in which they have to be applied.
 *
 * @internal
 */
export function kustomization(files: readonly OutputFile[]): OutputFile {
  return {
    path: 'kustomization.yaml',
    content: Yaml.stringify({
      apiVersion: 'kustomize.config.k8s.io/v1beta1',
      kind: 'Kustomization',
      resources: files.map(file => file.path),
    }),
  };
}

/**
 * Files beside the objects, whose paths anybody may choose: none may lead out of the cluster's
 * directory or overwrite another one.
 *
 * @internal
 */
export function checkFiles(
  files: readonly OutputFile[],
  others: readonly OutputFile[],
  problems: Problems,
): void {
  const paths = new Set(files.map(({ path }) => path.toLowerCase()));
  for (const { path } of others) {
    if (!isInside(path)) {
      problems.report('MESH803', `the file "${path}" lies outside of the directory`);
    }
    if (paths.has(path.toLowerCase())) {
      problems.report('MESH802', `two files would both be written to "${path}"`);
    }
    paths.add(path.toLowerCase());
  }
}

const CLUSTER_SCOPED = '_cluster';

function pathOf(
  { layer, namespace = CLUSTER_SCOPED, kind, name, apiVersion, isEncrypted }: ClusterObject,
  layout: OutputLayout,
): string {
  if (isEncrypted) {
    return `${layer}/${namespace}.${name}.sops.yaml`;
  }
  switch (layout) {
    case OutputLayout.FILE_PER_CLUSTER:
      return 'objects.yaml';
    case OutputLayout.FILE_PER_NAMESPACE:
      return `${layer}/${namespace}.yaml`;
    case OutputLayout.FILE_PER_RESOURCE:
      return `${layer}/${namespace}/${kind.toLowerCase()}${groupSuffix(apiVersion)}-${name.replace(/:/g, '_')}.yaml`;
  }
}

/** `Gateway` exists in two API groups; one file name must not stand for both. */
function groupSuffix(apiVersion: string): string {
  return apiVersion.includes('/') ? `.${apiVersion.split('/')[0]}` : '';
}

function checkPath(path: string, object: ClusterObject, problems: Problems): void {
  const unsafe = path
    .split('/')
    .find(segment => !/^[A-Za-z0-9_][A-Za-z0-9._-]{0,254}$/.test(segment));
  if (unsafe !== undefined) {
    problems.report('MESH803', `"${object.path}" would be written to "${path}"`);
  }
}
