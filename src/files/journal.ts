import * as path from 'path';
import { Disk } from './disk';
import { isInside } from './inside';
import { RunDirectory } from './run-directory';
import { Tree } from './tree';
import { Problems } from '../problems/problems';

/** What a run replaces, which is written down before the first file is touched. @internal */
export interface Journal {
  /** directories that do not exist yet, each behind the one that it is in */
  readonly directories: readonly string[];
  readonly entries: readonly Entry[];
}

/**
 * A file. Its number in the journal is the name of its new bytes and of its old ones.
 *
 * @internal
 */
export interface Entry {
  /** relative, with `/` */
  readonly path: string;
  /** whether the file exists, and its old bytes are kept */
  readonly isKept: boolean;
  /** SHA-256 of the new bytes; undefined if the file is removed */
  readonly sha256?: string;
}

/** Complete, or not at all. @internal */
export function writeJournal(run: RunDirectory, journal: Journal, disk: Disk): void {
  disk.write(run.newJournal, JSON.stringify(journal));
  disk.move(run.newJournal, run.journal);
}

/**
 * Undefined if no file has been touched. A journal is not trusted, since it may have come with a
 * repository.
 *
 * @internal
 */
export function readJournal(run: RunDirectory, problems: Problems): Journal | undefined {
  const bytes = new Tree(run.path).read(path.basename(run.journal));
  if (bytes === undefined) {
    return undefined;
  }
  const journal = parse(bytes.toString());
  if (!journal) {
    problems.report('MESH824', `"${run.journal}" is not the journal of a run`);
    problems.throwIfErrors();
  }
  return journal;
}

function parse(text: string): Journal | undefined {
  try {
    const { directories, entries } = JSON.parse(text) as Journal;
    const paths = [...directories, ...entries.map(entry => entry.path)];
    return paths.every(file => typeof file === 'string' && isInside(file))
      ? { directories, entries }
      : undefined;
  } catch {
    return undefined;
  }
}
