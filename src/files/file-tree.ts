import { readdirSync, readFileSync, statSync } from 'fs';
import { byText } from '../values/order';

/** Something in a directory. @internal */
export interface FileEntry {
  readonly name: string;
  /** `other` for what is not looked at, such as a link */
  readonly kind: 'file' | 'directory' | 'other';
}

/**
 * Where files are read from: the disk, or a commit of Git. What cannot be read is an error with a
 * `code`, as of the file system.
 *
 * @internal
 */
export interface FileTree {
  /** undefined where there is nothing */
  kindOf(path: string): FileEntry['kind'] | undefined;
  /** in the order of their names */
  entries(directory: string): readonly FileEntry[];
  /** in bytes */
  sizeOf(file: string): number;
  textOf(file: string): string;
}

const kind = (one: { isFile(): boolean; isDirectory(): boolean }): FileEntry['kind'] => {
  if (one.isDirectory()) {
    return 'directory';
  }
  return one.isFile() ? 'file' : 'other';
};

/** @internal */
export const DISK_FILES: FileTree = {
  kindOf: path => {
    const found = statSync(path, { throwIfNoEntry: false });
    return found && kind(found);
  },
  entries: directory =>
    readdirSync(directory, { withFileTypes: true })
      .map(entry => ({ name: entry.name, kind: kind(entry) }))
      .sort(byText(({ name }) => name)),
  sizeOf: file => statSync(file).size,
  textOf: file => readFileSync(file, 'utf8'),
};
