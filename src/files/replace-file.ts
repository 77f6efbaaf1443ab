import { renameSync, rmSync, writeFileSync } from 'fs';
import * as path from 'path';
import { leftoversIn } from './leftovers';
import { ownedName } from './owner';

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
  // it may be a key
  leftoversIn(directory, TEMPORARY).forEach(leftover => rmSync(leftover, { force: true }));
  const temporary = path.join(directory, ownedName(TEMPORARY));
  try {
    writeFileSync(temporary, content, { flag: 'wx', mode });
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
