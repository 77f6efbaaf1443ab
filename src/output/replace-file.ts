import { mkdirSync, renameSync, writeFileSync } from 'fs';
import * as path from 'path';

/**
 * Writes a whole file. A reader sees the old bytes or the new ones, never a part.
 *
 * @param mode permissions of the file; the process's default unless given
 * @internal
 */
export function replaceFile(file: string, content: string, mode?: number): void {
  mkdirSync(path.dirname(file), { recursive: true });
  const temporary = path.join(path.dirname(file), `.${path.basename(file)}.new`);
  writeFileSync(temporary, content, { mode });
  renameSync(temporary, file);
}
