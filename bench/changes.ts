import { spawnSync } from 'child_process';
import * as path from 'path';
import { inTemporaryFolder, run } from './measure';
import { script } from './subjects';
import { table, thousands } from './tables';

/**
 * Five changes of a mesh of 200 clusters, as subjects/fleet.js calls them. In how many clusters two
 * files have to change: where a gateway lets a new service in, which is in the gateway's namespace.
 */
const CHANGES: Readonly<Record<string, number>> = {
  'one more caller namespace of a service': 0,
  'one more gateway address of a cluster': 0,
  'a new Istio minor': 0,
  'one more service': 3,
  'one more cluster, which serves and calls': 0,
};

/** One for each cluster that is concerned, and the index. */
export const filesAllowed = ({ change, clusters }: Diff): number => clusters + CHANGES[change] + 1;

/** What a pull request with one change shows. The same on every machine. */
export interface Diff {
  readonly change: string;
  /** clusters in whose directories something changes */
  readonly clusters: number;
  /** that were there before */
  readonly changed: number;
  readonly added: number;
  /** added and removed */
  readonly lines: number;
  /** of these, those of the index */
  readonly indexLines: number;
  /** what they would be with a line for each file, as before */
  readonly lineForEachFile: number;
}

export function diffs(): Diff[] {
  return inTemporaryFolder(folder => {
    const synth = (name: string, change: string) =>
      run([process.execPath, script('fleet'), path.join(folder, name), change]);
    synth('before', 'nothing');
    return Object.keys(CHANGES).map((change, i) => {
      synth(`after${i}`, change);
      return diffOf(change, filesChanged(folder, 'before', `after${i}`));
    });
  });
}

interface ChangedFile {
  readonly path: string;
  readonly isNew: boolean;
  /** added and removed */
  readonly lines: number;
}

function filesChanged(folder: string, before: string, after: string): ChangedFile[] {
  const options = ['--no-index', '--no-renames', '--numstat', '-z'];
  const { stdout } = spawnSync('git', ['diff', ...options, before, after], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1e9,
  });
  // "<added>\t<removed>\t", then the file in both trees, one of which may be /dev/null
  const fields = stdout.split('\0').slice(0, -1);
  return fields.flatMap((field, i) => {
    const [, added, removed] = /^(\d+)\t(\d+)\t$/.exec(field) ?? [];
    const [old, now] = [fields[i + 1], fields[i + 2]];
    const file = now === '/dev/null' ? old : now;
    return added === undefined
      ? []
      : [
          {
            path: file.replace(/^[^/]*\//, ''),
            isNew: old === '/dev/null',
            lines: Number(added) + Number(removed),
          },
        ];
  });
}

function diffOf(change: string, files: readonly ChangedFile[]): Diff {
  const linesOf = (some: readonly ChangedFile[]) => some.reduce((sum, { lines }) => sum + lines, 0);
  const [index, others] = [
    files.filter(file => file.path === 'mesh.index.json'),
    files.filter(file => file.path !== 'mesh.index.json'),
  ];
  return {
    change,
    clusters: new Set(others.map(file => file.path.split('/')[0])).size,
    changed: files.filter(({ isNew }) => !isNew).length,
    added: files.filter(({ isNew }) => isNew).length,
    lines: linesOf(files),
    indexLines: linesOf(index),
    lineForEachFile: others.reduce((sum, { isNew }) => sum + (isNew ? 1 : 2), 0),
  };
}

export function changesTable(all: readonly Diff[]): string {
  const head = ['clusters', 'files changed', 'new', 'lines', 'of the index', 'before'];
  return table(
    ['one change at 200 clusters', ...head],
    all.map(({ change, ...counts }) => [change, ...Object.values(counts).map(thousands)]),
  );
}
