import { FileContent, OutputFile } from './file-content';
import { afterWhatTheyNeed, inWritingOrder, sortKey } from './object-order';
import { groupOf, PrintedObject } from './printed-object';
import { OutputLayout } from '../description/mesh-app-props';
import { isInside } from '../files/inside';
import { Problems } from '../problems/problems';
import { DIRECTORIES } from '../values/directories';
import { groupBy } from '../values/group-by';
import { byText } from '../values/order';
import { remember } from '../values/remember';
import { printYaml } from '../values/yaml-printer';

/** A file of objects. @internal */
export interface ObjectFile extends OutputFile {
  readonly objects: readonly PrintedObject[];
  /** true if one of the objects holds what must not get into a repository */
  readonly hasSecrets: boolean;
}

/**
 * Spreads the objects of clusters over files. Lists that clusters share are looked at once, and
 * files with the same objects share their content.
 *
 * @internal
 */
export class Layouter {
  private readonly parts = new Map<readonly PrintedObject[], readonly Part[]>();
  private readonly filesOfParts = new Map<string, FileOfParts>();
  private partCount = 0;

  public constructor(private readonly layout: OutputLayout) {}

  /**
   * The files of one cluster, in the order in which they are applied.
   *
   * @param makerOf the path of the construct that made an object
   * @param problems at the cluster
   * @param before the objects that have to come before an object, if anything depends on anything
   */
  public files(
    lists: ReadonlyArray<readonly PrintedObject[]>,
    makerOf: (object: PrintedObject) => string,
    problems: Problems,
    before?: (object: PrintedObject) => readonly PrintedObject[],
  ): ObjectFile[] {
    const parts = before
      ? this.split(afterWhatTheyNeed(inWritingOrder(lists.flat()), before))
      : lists.flatMap(list => this.partsOf(list));
    const files = [...groupBy(parts, ({ key }) => key).values()].map(own => this.fileOf(own));
    files.forEach(file => reportPaths(file, makerOf, problems));
    return before ? files : files.sort(byText(({ first }) => first));
  }

  private partsOf(list: readonly PrintedObject[]): readonly Part[] {
    return remember(this.parts, list, () => this.split(inWritingOrder(list)));
  }

  /** Objects by file, in their order. */
  private split(objects: readonly PrintedObject[]): Part[] {
    const placed = objects.map(object => ({ object, path: pathOf(object, this.layout) }));
    return [...groupBy(placed, ({ path }) => path.toLowerCase())].map(([key, own]) => ({
      id: this.partCount++,
      key,
      placed: own,
    }));
  }

  private fileOf(parts: readonly Part[]): FileOfParts {
    return remember(this.filesOfParts, parts.map(({ id }) => id).join(), () => {
      const joined = parts.flatMap(({ placed }) => placed);
      const placed =
        parts.length > 1 ? joined.sort(byText(({ object }) => sortKey(object))) : joined;
      const [{ object: first, path }, ...others] = placed;
      const objects = placed.map(({ object }) => object);
      const isAlone = this.layout === OutputLayout.FILE_PER_RESOURCE;
      return {
        path,
        objects,
        content: new FileContent(objects.map(({ yaml }) => yaml).join(SEPARATOR)),
        hasSecrets: objects.some(({ secrets }) => secrets.length > 0),
        first: sortKey(first),
        misplaced: others.filter(other => isAlone || other.path !== path),
        isUnsafe: path.split('/').some(segment => !SAFE_SEGMENT.test(segment)),
      };
    });
  }
}

/** Between two YAML documents. @internal */
export const SEPARATOR = '---\n';

/** The objects of a list that go into one file, in the order in which they are written. */
interface Part {
  readonly id: number;
  /** the path of the file as a file system that ignores case knows it */
  readonly key: string;
  readonly placed: ReadonlyArray<{ readonly object: PrintedObject; readonly path: string }>;
}

interface FileOfParts extends ObjectFile {
  /** the order of files is that of their first objects */
  readonly first: string;
  /** objects that belong into a file of their own, of the same name */
  readonly misplaced: Part['placed'];
  readonly isUnsafe: boolean;
}

function reportPaths(
  { path, objects, misplaced, isUnsafe }: FileOfParts,
  makerOf: (object: PrintedObject) => string,
  problems: Problems,
): void {
  for (const object of isUnsafe ? objects : []) {
    problems.report('MESH803', `"${makerOf(object)}" would be written to "${path}"`);
  }
  for (const { object, path: taken } of misplaced) {
    const maker = makerOf(object);
    problems.report('MESH802', `"${maker}" and another object would both be written to "${taken}"`);
  }
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
