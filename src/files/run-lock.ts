import { readdirSync } from 'fs';
import * as path from 'path';
import { Disk } from './disk';
import { leftoversIn } from './leftovers';
import { ownedName, ownerOf } from './owner';
import { PRIVATE_DIRECTORY } from './permissions';
import { removeIfEmpty } from './remove-if-empty';
import { RunDirectory } from './run-directory';
import { statIfAny } from './tree';
import { Problems } from '../problems/problems';

const LOCK = 'lock';

/** A run writes for less than that. */
const ATTEMPTS = 100;
const PAUSE_MS = 50;

/**
 * Keeps other runs out of a directory, on all hosts that see it. Each run puts up a lock of its own
 * and then looks for others: of two that come at once, none misses the other. The lock of a process
 * that has ended counts for nothing, so nobody has to take it away first.
 *
 * @returns the lock
 * @throws MeshError when another run goes on writing
 * @internal
 */
export function lockRun(run: RunDirectory, problems: Problems, disk: Disk): string {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const lock = otherLock(run) === undefined ? putUp(run, problems, disk) : undefined;
    if (lock !== undefined && otherLock(run, lock) === undefined) {
      return lock;
    }
    if (lock !== undefined) {
      disk.remove(lock);
    }
    disk.pause(PAUSE_MS + (process.pid % PAUSE_MS)); // two runs that met do not meet again
  }
  reportOther(run, problems);
  return problems.throwIfErrors() as never;
}

/** The locks of runs that have ended. @internal */
export function deadLocks(run: RunDirectory): string[] {
  return leftoversIn(run.path, LOCK);
}

function putUp(run: RunDirectory, problems: Problems, disk: Disk): string | undefined {
  if (statIfAny(run.path)?.isDirectory() === false) {
    problems.report('MESH806', `"${run.path}" stands in the way of the run`);
    problems.throwIfErrors();
  }
  disk.makeDirectory(run.path, PRIVATE_DIRECTORY);
  const lock = path.join(run.path, ownedName(LOCK));
  try {
    disk.write(lock, '');
    return lock;
  } catch (error) {
    disk.removeAll(lock);
    removeIfEmpty(run.path, disk);
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return undefined; // another run has just ended and removed the directory
    }
    throw error;
  }
}

function otherLock(run: RunDirectory, own?: string): string | undefined {
  const dead = deadLocks(run);
  return locksIn(run).find(lock => lock !== own && !dead.includes(lock));
}

function locksIn({ path: directory }: RunDirectory): string[] {
  return statIfAny(directory)?.isDirectory()
    ? readdirSync(directory)
        .filter(name => name.startsWith(`${LOCK}.`))
        .map(name => path.join(directory, name))
    : [];
}

function reportOther(run: RunDirectory, problems: Problems): void {
  const lock = otherLock(run) ?? path.join(run.path, LOCK);
  const owner = ownerOf(LOCK, path.basename(lock));
  const who = owner ? `process ${owner.pid} on ${decodeURIComponent(owner.host)}` : 'another run';
  problems.report('MESH821', `${who} is writing here: "${lock}"`);
}
