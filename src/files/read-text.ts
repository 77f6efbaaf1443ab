import { existsSync, readFileSync } from 'fs';
import { Code } from '../problems/codes';
import { Problems } from '../problems/problems';

/** The text of a file; undefined if there is none. @internal */
export function textIfAny(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

/** The text of a file; undefined after reporting that it cannot be read. @internal */
export function readText(file: string, code: Code, problems: Problems): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    problems.report(code, `"${file}" cannot be read: ${(error as NodeJS.ErrnoException).code}`);
    return undefined;
  }
}
