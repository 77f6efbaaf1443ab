import * as path from 'path';
import { DocumentParser, documentsOf } from './documents';
import { allFacts, NamedFacts } from './facts-reader';
import { readCluster, WORLD_FILE } from './read-cluster';
import { TextFile, textFiles, textOf } from './read-directory';
import { World } from './world';
import { DISK_FILES, FileTree } from '../../files/file-tree';
import { Problems } from '../../problems/problems';

/** Where the directories of clusters are. @internal */
export interface WorldPlace {
  /** a directory with one directory for each cluster, or the directories of clusters */
  readonly directories: readonly string[];
  /**
   * a file with what manifests cannot know; `world.yaml` in a directory of clusters unless given
   */
  readonly worldFile?: string;
}

/** From what a world is read. @internal */
export interface Reading {
  readonly tree?: FileTree;
  /** of another world, with which it may have documents in common */
  readonly parser?: DocumentParser;
  /** whether directories may be missing, as in a commit before they were made */
  readonly mayBeEmpty?: boolean;
}

/**
 * Reads a world. What cannot be read is an error; what cannot be understood is a gap of its
 * cluster, and makes verdicts unknown.
 *
 * @internal
 */
export function readWorld(
  { directories, worldFile }: WorldPlace,
  problems: Problems,
  { tree = DISK_FILES, parser = new DocumentParser(), mayBeEmpty = false }: Reading = {},
): World {
  const reading = { tree, parser };
  const isWanted = (directory: string) => !mayBeEmpty || tree.kindOf(directory) !== undefined;
  const facts = readFacts(worldFile ?? besideClusters(directories, tree), reading, problems);
  const places =
    facts.length > 0 && directories.length <= 1
      ? facts
      : clusterPlaces(directories.filter(isWanted), tree, problems);
  const present = places.filter(({ directory }) => isWanted(directory));
  const clusters = present.map(({ name, directory, facts: given }) => {
    const files = textFiles(directory, tree, problems);
    return readCluster({ name, root: posix(directory), files }, parser, given, problems);
  });
  if (
    !mayBeEmpty &&
    !problems.hasErrors &&
    clusters.every(({ manifests }) => manifests.length === 0)
  ) {
    problems.report(
      'MESH901',
      `there are no manifests in ${directories.map(name => `"${name}"`).join(', ')}`,
    );
  }
  return { clusters };
}

/** What is applied to a cluster, in a directory, a file or a text. @internal */
export interface NamedCluster {
  readonly name: string;
  readonly directory?: string;
  readonly text?: string;
}

/**
 * Reads clusters, each of which has to have something.
 *
 * @param worldFile a file with what manifests cannot know
 * @internal
 */
export function readClusters(
  named: readonly NamedCluster[],
  worldFile: string | undefined,
  problems: Problems,
): World {
  const tree = DISK_FILES;
  const parser = new DocumentParser();
  const facts = new Map(
    readFacts(worldFile, { tree, parser }, problems).map(one => [one.name, one.facts] as const),
  );
  const clusters = named.map(({ name, directory, text }) => {
    const root = directory === undefined ? '-' : posix(directory);
    const files = text === undefined ? textFiles(root, tree, problems) : [{ file: root, text }];
    const cluster = readCluster({ name, root, files }, parser, facts.get(name), problems);
    if (!problems.hasErrors && cluster.manifests.length === 0) {
      problems.report('MESH901', `there are no manifests in "${root}"`);
    }
    return cluster;
  });
  return { clusters };
}

/** The directories of clusters, with their names. @internal */
export const clustersIn = (directories: readonly string[], problems: Problems): NamedCluster[] =>
  clusterPlaces(directories, DISK_FILES, problems);

/** A world of one cluster, from a text such as the output of `kubectl get -o yaml`. @internal */
export function readText(name: string, text: string, problems: Problems): World {
  const file: TextFile = { file: '-', text };
  const parser = new DocumentParser();
  const cluster = readCluster({ name, root: '-', files: [file] }, parser, undefined, problems);
  if (!problems.hasErrors && cluster.manifests.length === 0) {
    problems.report('MESH901', 'there are no manifests on standard input');
  }
  return { clusters: [cluster] };
}

interface ClusterPlace {
  readonly name: string;
  readonly directory: string;
  readonly facts?: NamedFacts['facts'];
}

function clusterPlaces(
  directories: readonly string[],
  tree: FileTree,
  problems: Problems,
): ClusterPlace[] {
  return directories.flatMap(directory => {
    if (tree.kindOf(directory) === undefined) {
      problems.report('MESH901', `there is no directory "${directory}"`);
      return [];
    }
    const below = isOfCluster(directory, tree) ? [] : subdirectories(directory, tree);
    return below.length > 0
      ? below.map(name => ({ name, directory: path.join(directory, name) }))
      : [{ name: nameOf(directory, tree), directory }];
  });
}

/** That of the directory, or of the file without what says that it is YAML. */
const nameOf = (directory: string, tree: FileTree): string =>
  path
    .basename(path.resolve(directory))
    .replace(tree.kindOf(directory) === 'file' ? /\.(ya?ml|json)$/ : '', '');

/** Objects, or a list of what to apply, stand in a directory of a cluster only. */
function isOfCluster(directory: string, tree: FileTree): boolean {
  return (
    tree.kindOf(directory) !== 'directory' ||
    tree
      .entries(directory)
      .some(
        ({ name }) =>
          (/\.ya?ml$/.test(name) && name !== WORLD_FILE && name !== 'mesh.yaml') ||
          name === 'manifests',
      )
  );
}

const subdirectories = (directory: string, tree: FileTree): string[] =>
  tree
    .entries(directory)
    .filter(({ name, kind }) => kind === 'directory' && !name.startsWith('.'))
    .map(({ name }) => name);

function besideClusters(directories: readonly string[], tree: FileTree): string | undefined {
  const file = path.join(directories[0] ?? '.', WORLD_FILE);
  return directories.length === 1 &&
    tree.kindOf(file) !== undefined &&
    !isOfCluster(directories[0], tree)
    ? file
    : undefined;
}

function readFacts(
  file: string | undefined,
  { tree, parser }: Required<Pick<Reading, 'tree' | 'parser'>>,
  problems: Problems,
): Array<NamedFacts & ClusterPlace> {
  const text = file === undefined ? undefined : textOf(file, tree, problems);
  return documentsOf(text ?? '').flatMap(({ text: document, line }) => {
    const { values, problem } = parser.parse(document);
    if (problem) {
      problems.at(`${posix(file!)}:${line + problem.line}`).report('MESH902', problem.message);
      return [];
    }
    return allFacts(values, problems.at(posix(file!))).map(cluster => ({
      ...cluster,
      directory: path.join(path.dirname(file!), cluster.directory),
    }));
  });
}

const posix = (file: string): string => path.normalize(file).split(path.sep).join('/');
