import { Disk } from './disk';
import { removeIfEmpty } from './remove-if-empty';
import { rollBack } from './roll-back';
import { RunDirectory } from './run-directory';
import { deadLocks, lockRun } from './run-lock';
import { statIfAny } from './tree';
import { MeshError } from '../problems/mesh-error';
import { Problems } from '../problems/problems';

/**
 * Does work on a directory while no other run does. What a run that was killed has left is undone
 * first, and what this one has done when it fails.
 *
 * @param work gets whether a run was undone
 * @throws MeshError, or what work throws; then the directory is as it was
 * @internal
 */
export function inRun<T>(
  root: string,
  problems: Problems,
  disk: Disk,
  work: (wasUndone: boolean) => T,
): T {
  const run = new RunDirectory(root);
  const lock = lockRun(run, problems, disk);
  try {
    const wasUndone = undo(root, problems, disk);
    clear(run, disk);
    return orUndone(
      () => work(wasUndone),
      ({ message }) => undo(root, problems, disk, `${message}; then `),
    );
  } finally {
    end(run, lock, problems, disk);
  }
}

function orUndone<T>(work: () => T, undoWork: (cause: Error) => void): T {
  try {
    return work();
  } catch (error) {
    undoWork(error as Error);
    throw error;
  }
}

function undo(root: string, problems: Problems, disk: Disk, before = ''): boolean {
  try {
    return rollBack(root, problems, disk);
  } catch (error) {
    if (!(error instanceof MeshError)) {
      const { message } = error as Error;
      problems.report('MESH822', `"${root}": ${before}not everything could be undone: ${message}`);
    }
    return problems.throwIfErrors() as never;
  }
}

/** Reports only: whatever the run was for is done, or has failed for a better reason. */
function end(run: RunDirectory, lock: string, problems: Problems, disk: Disk): void {
  try {
    if (!statIfAny(run.journal)) {
      clear(run, disk);
    }
  } catch (error) {
    reportLeftover(run, error as Error, problems);
  }
  try {
    disk.remove(lock);
    removeIfEmpty(run.path, disk);
  } catch (error) {
    reportLeftover(run, error as Error, problems);
  }
}

function reportLeftover({ path }: RunDirectory, { message }: Error, problems: Problems): void {
  problems.report('MESH823', `"${path}" could not be removed: ${message}`);
}

function clear(run: RunDirectory, disk: Disk): void {
  const { staging, keeping, newJournal, ignore } = run;
  [staging, keeping, newJournal, ...deadLocks(run), ignore]
    .filter(path => statIfAny(path))
    .forEach(path => disk.removeAll(path));
}
