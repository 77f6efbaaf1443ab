import { readdirSync, readFileSync, statSync } from 'fs';
import * as path from 'path';
import { Problems } from '../../problems/problems';

/** A file with its text. @internal */
export interface TextFile {
  /** as it is shown */
  readonly file: string;
  readonly text: string;
}

/** Nothing that a person writes is larger, and nothing larger shall stop the run. */
const MAX_FILE = 256 * 1024 * 1024;

const NAMES = /\.(ya?ml|json)$/;

/** The YAML and JSON files below a directory, or the one file that a path names. @internal */
export function textFiles(root: string, problems: Problems): TextFile[] {
  return pathsBelow(root, problems).flatMap(file => {
    const text = textOf(file, problems);
    return text === undefined ? [] : [{ file: shown(file), text }];
  });
}

/** The text of a file; undefined after reporting that it cannot be read. @internal */
export function textOf(file: string, problems: Problems): string | undefined {
  try {
    if (statSync(file).size > MAX_FILE) {
      problems.report('MESH902', `"${shown(file)}" is larger than 256 MB`);
      return undefined;
    }
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    problems.report('MESH901', `"${shown(file)}" cannot be read: ${code}`);
    return undefined;
  }
}

function pathsBelow(root: string, problems: Problems): string[] {
  try {
    if (!statSync(root).isDirectory()) {
      return [root];
    }
    const entries = readdirSync(root, { withFileTypes: true });
    return entries
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .flatMap(entry => {
        const below = path.join(root, entry.name);
        if (entry.isDirectory()) {
          return entry.name.startsWith('.') ? [] : pathsBelow(below, problems);
        }
        return entry.isFile() && NAMES.test(entry.name) ? [below] : [];
      });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    problems.report('MESH901', `"${root}" cannot be read: ${code}`);
    return [];
  }
}

const shown = (file: string): string => file.split(path.sep).join('/');
