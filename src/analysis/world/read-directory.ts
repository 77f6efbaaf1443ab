import * as path from 'path';
import { FileTree } from '../../files/file-tree';
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
export function textFiles(root: string, tree: FileTree, problems: Problems): TextFile[] {
  return pathsBelow(root, tree, problems).flatMap(file => {
    const text = textOf(file, tree, problems);
    return text === undefined ? [] : [{ file: shown(file), text }];
  });
}

/** The text of a file; undefined after reporting that it cannot be read. @internal */
export function textOf(file: string, tree: FileTree, problems: Problems): string | undefined {
  try {
    if (tree.sizeOf(file) > MAX_FILE) {
      problems.report('MESH902', `"${shown(file)}" is larger than 256 MB`);
      return undefined;
    }
    return tree.textOf(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    problems.report('MESH901', `"${shown(file)}" cannot be read: ${code}`);
    return undefined;
  }
}

function pathsBelow(root: string, tree: FileTree, problems: Problems): string[] {
  try {
    if (tree.kindOf(root) !== 'directory') {
      return [root];
    }
    return tree.entries(root).flatMap(({ name, kind }) => {
      const below = path.join(root, name);
      if (kind === 'directory') {
        return name.startsWith('.') ? [] : pathsBelow(below, tree, problems);
      }
      return kind === 'file' && NAMES.test(name) ? [below] : [];
    });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    problems.report('MESH901', `"${root}" cannot be read: ${code}`);
    return [];
  }
}

const shown = (file: string): string => file.split(path.sep).join('/');
