import { FileContent, OutputFile } from './file-content';
import { checkFiles, kustomization, Layouter, ObjectFile, SEPARATOR } from './layout';
import { describeObject, PrintedObject } from './printed-object';
import { placeInFile, placeInObject, SecretExceptions } from './secrets/exceptions';
import { searchText, searchYaml } from './secrets/search';
import { OutputLayout } from '../description/mesh-app-props';
import { Problems } from '../problems/problems';
import { byText } from '../values/order';
import { Overlaps } from '../values/overlaps';

/** What goes into the directory of one cluster. @internal */
export interface ClusterDirectory {
  readonly name: string;
  /** directories with the same objects share the list of them */
  readonly lists: ReadonlyArray<readonly PrintedObject[]>;
  /** files other than those of objects */
  readonly files: ReadonlyArray<{ readonly path: string; readonly content: string }>;
  /** the path of the construct that made an object */
  readonly makerOf: (object: PrintedObject) => string;
  /** the objects that have to come before an object; undefined when nothing depends on anything */
  readonly before?: (object: PrintedObject) => readonly PrintedObject[];
}

/** How directories are written. @internal */
export interface DirectoryOptions {
  readonly layout: OutputLayout;
  /** true to list the files of objects in a `kustomization.yaml` */
  readonly kustomization: boolean;
}

/**
 * The files of all clusters, and everything that is wrong with them.
 *
 * @param exceptions secrets that may stand in it
 * @internal
 */
export function directoryFiles(
  directories: readonly ClusterDirectory[],
  options: DirectoryOptions,
  exceptions: SecretExceptions,
  problems: Problems,
): OutputFile[] {
  const layouter = new Layouter(options.layout);
  const overlaps = new Overlaps(
    directories.map(({ lists }) => lists),
    list => list.map(({ identity }) => identity),
  );
  const all = directories.flatMap(directory => {
    const { name, lists, makerOf, before } = directory;
    const at = problems.at(name);
    if (!/^[a-z0-9][a-z0-9.-]*$/.test(name)) {
      at.report('MESH803', `the chart "${name}" would be written to a directory of that name`);
    }
    reportRepeated(overlaps.among(lists).flat(), makerOf, at);
    const objects = layouter.files(lists, makerOf, at, before);
    const hasList = options.kustomization && objects.length > 0;
    const files = [...objects, ...(hasList ? [kustomization(objects)] : [])];
    const others = directory.files
      .map(({ path, content }) => ({ path, content: new FileContent(content) }))
      .sort(byText(file => file.path));
    checkFiles(files, others, at);
    objects.forEach(file => reportSecretsOfObjects(name, file, exceptions, problems));
    directory.files.forEach(file => reportSecretsOfFile(name, file, exceptions, problems));
    return [...files, ...others].map(file => ({ ...file, path: `${name}/${file.path}` }));
  });
  exceptions.reportUnused(problems);
  return all;
}

/** Reports objects that two constructs make. */
function reportRepeated(
  objects: readonly PrintedObject[],
  makerOf: ClusterDirectory['makerOf'],
  problems: Problems,
): void {
  const seen = new Map<string, PrintedObject>();
  for (const object of objects) {
    const { identity } = object;
    const other = seen.get(identity);
    if (other) {
      const makers = `"${makerOf(other)}" and by "${makerOf(object)}"`;
      problems.report('MESH801', `${describeObject(object)} is made by ${makers}`);
    }
    seen.set(identity, other ?? object);
  }
}

/** Reports secrets: where they are and of what kind, never the secret itself. */
function reportSecretsOfObjects(
  name: string,
  { path, objects, hasSecrets }: ObjectFile,
  exceptions: SecretExceptions,
  problems: Problems,
): void {
  if (!hasSecrets) {
    return;
  }
  const file = `${name}/${path}`;
  let above = 0;
  for (const object of objects) {
    for (const { line, what, field } of object.secrets) {
      const message = `line ${above + line} of "${file}" holds ${what}`;
      exceptions.report(placeInObject(name, object, field), message, problems.at(file));
    }
    above += (object.yaml + SEPARATOR).split('\n').length - 1;
  }
}

function reportSecretsOfFile(
  name: string,
  { path, content }: ClusterDirectory['files'][number],
  exceptions: SecretExceptions,
  problems: Problems,
): void {
  const file = `${name}/${path}`;
  const search = /\.(?:ya?ml|json)$/.test(path) ? searchYaml : searchText;
  for (const { line, what, field } of search(content, exceptions.plaintext)) {
    const message = `line ${line} of "${file}" holds ${what}`;
    exceptions.report(placeInFile(file, field), message, problems.at(file));
  }
}
