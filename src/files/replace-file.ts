import { renameSync, rmSync, writeFileSync } from 'fs';
import * as path from 'path';

const TEMPORARY = '.mesh.new';

/**
 * Writes a whole file, into a directory that is there. A reader sees the old bytes or the new ones,
 * never a part.
 *
 * @param mode permissions of the file; the process's default unless given
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
    rmSync(temporary, { force: true }); // left by a run that was killed, or a link
    writeFileSync(temporary, content, { flag: 'wx', mode });
  }
  renameSync(temporary, file);
}
