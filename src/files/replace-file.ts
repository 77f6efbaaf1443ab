import { renameSync, rmSync, writeFileSync } from 'fs';
import * as path from 'path';

const TEMPORARY = '.mesh.new';

/**
 * Writes a file into an existing directory. Readers see either the old bytes or all of the new
 * ones.
 *
 * @param mode permissions of the file, by default those of the process
 * @internal
 */
export function replaceFile(file: string, content: string | Buffer, mode?: number): void {
  const temporary = path.join(path.dirname(file), TEMPORARY);
  try {
    writeFileSync(temporary, content, { flag: 'wx', mode });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      throw error;
    }
    rmSync(temporary, { force: true }); // a link, or left over from a run that was killed
    writeFileSync(temporary, content, { flag: 'wx', mode });
  }
  renameSync(temporary, file);
}
