import { readdirSync, renameSync, rmSync, writeFileSync } from 'fs';
import * as path from 'path';
import { hasEnded, ownedName, ownerOf } from './owner';

const TEMPORARY = '.mesh-new';

/**
 * Writes a file into an existing directory. Readers see either the old bytes or all of the new
 * ones.
 *
 * @param mode permissions of the file, by default those of the process
 * @internal
 */
export function replaceFile(file: string, content: string | Buffer, mode?: number): void {
  const directory = path.dirname(file);
  removeLeftovers(directory);
  const temporary = path.join(directory, ownedName(TEMPORARY));
  try {
    writeFileSync(temporary, content, { flag: 'wx', mode });
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Of processes that were killed here: it may be a key. */
function removeLeftovers(directory: string): void {
  for (const name of readdirSync(directory)) {
    const owner = ownerOf(TEMPORARY, name);
    if (owner && hasEnded(owner)) {
      rmSync(path.join(directory, name), { force: true });
    }
  }
}
