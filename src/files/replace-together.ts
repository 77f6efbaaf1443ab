import * as path from 'path';
import { Disk } from './disk';
import { Entry, writeJournal } from './journal';
import { PRIVATE_DIRECTORY } from './permissions';
import { removeIfEmpty } from './remove-if-empty';
import { RunDirectory } from './run-directory';
import { statIfAny } from './tree';

/** What becomes of a file. @internal */
export interface Change {
  /** relative, with `/` */
  readonly path: string;
  /** its new bytes; undefined if it is removed */
  readonly content?: { readonly bytes: Buffer; readonly sha256: string };
}

/**
 * Makes all changes or, together with `rollBack`, none: the new bytes are all on disk, the old ones
 * kept and the journal written, before the first file is moved in place. Each file has either its
 * old bytes or all of its new ones, at any time.
 *
 * Whoever calls this holds the lock, and rolls back when this throws. After the end of the process,
 * the next run does.
 *
 * @internal
 */
export function replaceTogether(root: string, changes: readonly Change[], disk: Disk): void {
  const run = new RunDirectory(root);
  disk.write(run.ignore, '*\n');
  disk.makeDirectory(run.staging, PRIVATE_DIRECTORY);
  disk.makeDirectory(run.keeping, PRIVATE_DIRECTORY);
  const directories = missingDirectories(root, changes);
  const entries = changes.map((change, i) => prepare(root, change, i, run, disk));
  writeJournal(run, { directories, entries }, disk);

  directories.forEach(directory => disk.makeDirectory(path.join(root, directory)));
  changes.forEach(({ path: file, content }, i) => {
    const target = path.join(root, file);
    if (content) {
      disk.move(run.stagedBytes(i), target);
    } else {
      disk.remove(target);
    }
  });
  removeEmptied(root, changes, disk);
  disk.remove(run.journal); // from here on it is done
}

function prepare(
  root: string,
  { path: file, content }: Change,
  number: number,
  run: RunDirectory,
  disk: Disk,
): Entry {
  const target = path.join(root, file);
  if (content) {
    disk.write(run.stagedBytes(number), content.bytes);
  }
  const isKept = statIfAny(target) !== undefined;
  if (isKept) {
    disk.keep(target, run.keptBytes(number));
  }
  return { path: file, isKept, sha256: content?.sha256 };
}

/** Each behind the one that it is in. */
function missingDirectories(root: string, changes: readonly Change[]): string[] {
  const seen = new Set<string>();
  const missing: string[] = [];
  const visit = (directory: string): void => {
    if (directory !== '.' && !seen.has(directory)) {
      seen.add(directory);
      visit(path.posix.dirname(directory));
      if (!statIfAny(path.join(root, directory))) {
        missing.push(directory);
      }
    }
  };
  changes
    .filter(({ content }) => content !== undefined)
    .forEach(({ path: file }) => visit(path.posix.dirname(file)));
  return missing;
}

/** Directories that have become empty, since a file in them was removed. */
function removeEmptied(root: string, changes: readonly Change[], disk: Disk): void {
  for (const { path: file, content } of changes) {
    let directory = content ? '.' : path.dirname(file);
    while (directory !== '.' && removeIfEmpty(path.join(root, directory), disk)) {
      directory = path.dirname(directory);
    }
  }
}
