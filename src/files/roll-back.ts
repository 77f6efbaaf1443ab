import * as path from 'path';
import { Disk } from './disk';
import { Entry, readJournal } from './journal';
import { removeIfEmpty } from './remove-if-empty';
import { RunDirectory } from './run-directory';
import { Tree } from './tree';
import { Problems } from '../problems/problems';
import { sha256 } from '../values/digest';

/**
 * Undoes a run that did not come to its end. A file that is not as the run left it was changed by
 * somebody since, and stays. May itself be interrupted, and done again.
 *
 * @returns whether there was a run to undo
 * @internal
 */
export function rollBack(root: string, problems: Problems, disk: Disk): boolean {
  const run = new RunDirectory(root);
  const journal = readJournal(run, problems);
  if (!journal) {
    return false; // it touched nothing
  }
  const tree = new Tree(root); // knows what was there before the first step
  journal.entries.forEach((entry, i) => {
    if (tree.obstacleTo(entry.path) === undefined) {
      const kept = run.hasKeptBytes(i) ? run.keptBytes(i) : undefined;
      undo(path.join(root, entry.path), entry, tree.read(entry.path), kept, disk);
    }
  });
  for (const directory of [...journal.directories].reverse()) {
    if (tree.obstacleTo(`${directory}/file`) === undefined) {
      removeIfEmpty(path.join(root, directory), disk);
    }
  }
  disk.remove(run.journal);
  return true;
}

function undo(
  target: string,
  { isKept, sha256: written }: Entry,
  present: Buffer | undefined,
  kept: string | undefined,
  disk: Disk,
): void {
  const isWritten = present !== undefined && sha256(present) === written;
  if (!isKept && isWritten) {
    disk.remove(target);
  }
  const isRemoved = present === undefined;
  if (isKept && (isWritten || isRemoved) && kept !== undefined) {
    disk.makeDirectory(path.dirname(target));
    disk.move(kept, target);
  }
}
