import { existsSync, readdirSync, statSync } from 'fs';
import * as path from 'path';
import type { LiveFiles } from '../../analysis/check/live';
import { readLive } from '../../analysis/check/read-live';
import { textFiles } from '../../analysis/world/read-directory';
import { DISK_FILES } from '../../files/file-tree';
import { Problems } from '../../problems/problems';
import { readStandardInput, STANDARD_INPUT } from '../standard-input';

const FILE = /\.(ya?ml|json)$/;

/** Where the objects of a cluster are. */
interface Place {
  readonly cluster: string;
  readonly path: string;
}

/**
 * Reads what was seen of clusters: from standard input, from a file or directory of one cluster, or
 * from a directory with one for each.
 *
 * @param clusters those that were written
 * @param only what is not named by its path belongs to this one
 * @internal
 */
export function readLiveFiles(
  paths: readonly string[],
  clusters: readonly string[],
  only: string | undefined,
  problems: Problems,
): LiveFiles[] {
  const places = paths.flatMap(named => placesOf(named, clusters, only, problems));
  return places.flatMap(({ cluster, path: place }) => {
    const files =
      place === STANDARD_INPUT
        ? [{ file: place, text: readStandardInput() }]
        : textFiles(place, DISK_FILES, problems);
    const live = readLive(cluster, files, problems);
    if (!problems.hasErrors && live.manifests.length === 0 && live.asked.size === 0) {
      problems.report('MESH901', `there are no objects in "${place}"`, NOTHING);
    }
    return [live];
  });
}

/** @internal */
export function notWritten(name: string, clusters: readonly string[], problems: Problems): void {
  problems.report(
    'MESH860',
    `"${name}" is not the name of a cluster that was written: these are ${clusters.join(', ')}`,
  );
}

const NOTHING =
  'Give what `kubectl get -o yaml` prints; `mesh check --print-kubectl` has the commands.';

function placesOf(
  named: string,
  clusters: readonly string[],
  only: string | undefined,
  problems: Problems,
): Place[] {
  const isThere = named === STANDARD_INPUT || existsSync(named);
  if (!isThere) {
    problems.report('MESH901', `there is no file or directory "${named}"`);
    return [];
  }
  const ofEach = only === undefined ? placesBelow(named, clusters) : [];
  if (ofEach.length > 0) {
    return ofEach;
  }
  const cluster = only ?? clusterOf(named, clusters);
  if (cluster === undefined || !clusters.includes(cluster)) {
    notWritten(cluster ?? named, clusters, problems);
    return [];
  }
  return [{ cluster, path: named }];
}

function placesBelow(directory: string, clusters: readonly string[]): Place[] {
  if (directory === STANDARD_INPUT || !statSync(directory).isDirectory()) {
    return [];
  }
  return readdirSync(directory)
    .sort()
    .map(entry => ({ cluster: withoutEnding(entry), path: path.join(directory, entry) }))
    .filter(({ cluster }) => clusters.includes(cluster));
}

/** By the name of the file or directory; the only cluster that there is needs no name. */
function clusterOf(named: string, clusters: readonly string[]): string | undefined {
  const name =
    named === STANDARD_INPUT ? undefined : withoutEnding(path.basename(path.resolve(named)));
  const isKnown = name !== undefined && clusters.includes(name);
  return clusters.length === 1 && !isKnown ? clusters[0] : name;
}

const withoutEnding = (file: string): string => file.replace(FILE, '');
