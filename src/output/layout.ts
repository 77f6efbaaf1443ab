import { FileContent, OutputFile } from './file-content';
import { groupOf, PrintedObject } from './printed-object';
import { OutputLayout } from '../description/mesh-app-props';
import { isInside } from '../files/inside';
import { Problems } from '../problems/problems';
import { DIRECTORIES } from '../values/directories';
import { remember } from '../values/remember';
import { printYaml } from '../values/yaml-printer';

/** A file of objects. @internal */
export interface ObjectFile extends OutputFile {
  readonly objects: readonly PrintedObject[];
}

/**
 * Spreads the objects of clusters over files. Files with the same objects share their content.
 *
 * @internal
 */
export class Layouter {
  private readonly targets = new Map<PrintedObject, Target>();
  private readonly contents = new Map<string, FileContent>();

  public constructor(private readonly layout: OutputLayout) {}

  /**
   * The files of one cluster.
   *
   * @param objects in the order in which they are written
   * @param makerOf the path of the construct that made an object
   * @param problems at the cluster
   */
  public files(
    objects: readonly PrintedObject[],
    makerOf: (object: PrintedObject) => string,
    problems: Problems,
  ): ObjectFile[] {
    const files = new Map<string, { readonly path: string; readonly objects: PrintedObject[] }>();
    for (const object of objects) {
      const { path, key, isUnsafe } = this.targetOf(object);
      if (isUnsafe) {
        problems.report('MESH803', `"${makerOf(object)}" would be written to "${path}"`);
      }
      const file = files.get(key) ?? { path, objects: [] };
      const isTaken = this.layout === OutputLayout.FILE_PER_RESOURCE && file.objects.length > 0;
      if (file.path !== path || isTaken) {
        const maker = makerOf(object);
        problems.report(
          'MESH802',
          `"${maker}" and another object would both be written to "${path}"`,
        );
      }
      file.objects.push(object);
      files.set(key, file);
    }
    return [...files.values()].map(file => ({ ...file, content: this.contentOf(file.objects) }));
  }

  private targetOf(object: PrintedObject): Target {
    return remember(this.targets, object, () =>
      target(this.targets.size, pathOf(object, this.layout)),
    );
  }

  private contentOf(objects: readonly PrintedObject[]): FileContent {
    const key = objects.map(object => this.targets.get(object)!.id).join();
    const make = () => new FileContent(objects.map(({ yaml }) => yaml).join(SEPARATOR));
    return remember(this.contents, key, make);
  }
}

/** Between two YAML documents. @internal */
export const SEPARATOR = '---\n';

interface Target {
  /** the number of the object */
  readonly id: number;
  readonly path: string;
  /** the path as a file system that ignores case knows it */
  readonly key: string;
  readonly isUnsafe: boolean;
}

function target(id: number, path: string): Target {
  const isUnsafe = path.split('/').some(segment => !SAFE_SEGMENT.test(segment));
  return { id, path, key: path.toLowerCase(), isUnsafe };
}

const SAFE_SEGMENT = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,254}$/;

/**
 * Lists the files for kustomize, in the order in which they have to be applied.
 *
 * @internal
 */
export function kustomization(files: readonly OutputFile[]): OutputFile {
  return {
    path: 'kustomization.yaml',
    content: new FileContent(
      printYaml({
        apiVersion: 'kustomize.config.k8s.io/v1beta1',
        kind: 'Kustomization',
        resources: files.map(file => file.path),
      }),
    ),
  };
}

/**
 * Checks the files other than those of objects, whose paths can be chosen freely: none may leave
 * the cluster's directory or overwrite another file.
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
  { layer, namespace = CLUSTER_SCOPED, kind, name, apiVersion, isEncrypted }: PrintedObject,
  layout: OutputLayout,
): string {
  if (isEncrypted) {
    // no manifest: an API server does not know the field `sops`
    return `${DIRECTORIES.other}/${namespace}.${name}.sops.yaml`;
  }
  switch (layout) {
    case OutputLayout.FILE_PER_CLUSTER:
      return `${DIRECTORIES.manifests}/objects.yaml`;
    case OutputLayout.FILE_PER_NAMESPACE:
      return `${DIRECTORIES.manifests}/${layer}/${namespace}.yaml`;
    case OutputLayout.FILE_PER_RESOURCE:
      return `${DIRECTORIES.manifests}/${layer}/${namespace}/${kind.toLowerCase()}${groupSuffix(apiVersion)}-${name.replace(/:/g, '_')}.yaml`;
  }
}

/** Keeps kinds of the same name apart: there is a `Gateway` in two API groups. */
function groupSuffix(apiVersion: string): string {
  const group = groupOf(apiVersion);
  return group === '' ? '' : `.${group}`;
}
