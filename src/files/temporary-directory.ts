import { mkdirSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import * as path from 'path';
import { leftoversIn } from './leftovers';
import { ownedName } from './owner';
import { PRIVATE_DIRECTORY } from './permissions';
import { statIfAny } from './tree';

const PURPOSE = 'mesh-run';

/**
 * Makes a temporary directory that only the user may read. What earlier processes of the user could
 * not remove, since they were killed, is removed first: it may hold a key.
 *
 * @internal
 */
export function makeTemporaryDirectory(): string {
  leftoversIn(tmpdir(), PURPOSE).filter(isOurs).forEach(removeIfPossible);
  const directory = path.join(tmpdir(), ownedName(PURPOSE));
  mkdirSync(directory, { mode: PRIVATE_DIRECTORY });
  return directory;
}

/** @internal */
export function removeTemporaryDirectory(directory: string): void {
  rmSync(directory, { recursive: true, force: true });
}

function removeIfPossible(directory: string): void {
  try {
    removeTemporaryDirectory(directory);
  } catch {
    // another run is removing it, or a process that outlived the run writes to it: next time
  }
}

/** Others may write to that place too. */
function isOurs(directory: string): boolean {
  const stats = statIfAny(directory);
  return stats?.isDirectory() === true && stats.uid === (process.getuid?.() ?? stats.uid);
}
