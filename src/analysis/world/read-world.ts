import { existsSync, readdirSync, statSync } from 'fs';
import * as path from 'path';
import { DocumentParser, documentsOf } from './documents';
import { allFacts, NamedFacts } from './facts-reader';
import { readCluster, WORLD_FILE } from './read-cluster';
import { TextFile, textFiles, textOf } from './read-directory';
import { World } from './world';
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

/**
 * Reads a world. What cannot be read is an error; what cannot be understood is a gap of its
 * cluster, and makes verdicts unknown.
 *
 * @internal
 */
export function readWorld({ directories, worldFile }: WorldPlace, problems: Problems): World {
  const parser = new DocumentParser();
  const facts = readFacts(worldFile ?? besideClusters(directories), parser, problems);
  const places =
    facts.length > 0 && directories.length <= 1 ? facts : clusterPlaces(directories, problems);
  const clusters = places.map(({ name, directory, facts: given }) => {
    const files = textFiles(directory, problems);
    return readCluster({ name, root: posix(directory), files }, parser, given, problems);
  });
  if (!problems.hasErrors && clusters.every(({ manifests }) => manifests.length === 0)) {
    problems.report(
      'MESH901',
      `there are no manifests in ${directories.map(name => `"${name}"`).join(', ')}`,
    );
  }
  return { clusters };
}

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

function clusterPlaces(directories: readonly string[], problems: Problems): ClusterPlace[] {
  return directories.flatMap(directory => {
    if (!existsSync(directory)) {
      problems.report('MESH901', `there is no directory "${directory}"`);
      return [];
    }
    const below = isOfCluster(directory) ? [] : subdirectories(directory);
    return below.length > 0
      ? below.map(name => ({ name, directory: path.join(directory, name) }))
      : [{ name: path.basename(path.resolve(directory)), directory }];
  });
}

/** Objects, or a list of what to apply, stand in a directory of a cluster only. */
function isOfCluster(directory: string): boolean {
  return (
    !statSync(directory).isDirectory() ||
    readdirSync(directory).some(
      name => /\.ya?ml$/.test(name) && name !== WORLD_FILE && name !== 'mesh.yaml',
    ) ||
    existsSync(path.join(directory, 'manifests'))
  );
}

const subdirectories = (directory: string): string[] =>
  readdirSync(directory, { withFileTypes: true })
    .filter(entry => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .sort();

function besideClusters(directories: readonly string[]): string | undefined {
  const file = path.join(directories[0] ?? '.', WORLD_FILE);
  return directories.length === 1 && existsSync(file) && !isOfCluster(directories[0])
    ? file
    : undefined;
}

function readFacts(
  file: string | undefined,
  parser: DocumentParser,
  problems: Problems,
): Array<NamedFacts & ClusterPlace> {
  const text = file === undefined ? undefined : textOf(file, problems);
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
