import {
  constants,
  copyFileSync,
  linkSync,
  mkdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from 'fs';

/**
 * Everything that replacing files does to a disk, one step each, so that a test can fail or end at
 * each of them.
 *
 * @internal
 */
export interface Disk {
  /**
   * Makes a directory, and those above it.
   *
   * @returns the topmost one that it made, if any
   */
  makeDirectory(directory: string, mode?: number): string | undefined;
  /** Writes a file that does not exist yet. */
  write(file: string, content: string | Buffer): void;
  /** Makes a second file with the same bytes. */
  keep(file: string, as: string): void;
  /** Moves a file, in place of one that may be there. */
  move(file: string, to: string): void;
  remove(file: string): void;
  /** Removes an empty directory. */
  removeDirectory(directory: string): void;
  /** Removes a file or a directory with everything in it, if it exists. */
  removeAll(path: string): void;
  /** Lets another process work. */
  pause(milliseconds: number): void;
}

/** @internal */
export const DISK: Disk = {
  makeDirectory: (directory, mode) => mkdirSync(directory, { recursive: true, mode }),
  write: (file, content) => writeFileSync(file, content, { flag: 'wx' }),
  keep: linkOrCopy,
  move: renameSync,
  remove: unlinkSync,
  removeDirectory: rmdirSync,
  removeAll: path => rmSync(path, { recursive: true, force: true }),
  pause: milliseconds =>
    void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds),
};

/** A link costs nothing, but not every file system has them, nor for files of other users. */
function linkOrCopy(file: string, as: string): void {
  try {
    linkSync(file, as);
  } catch {
    copyFileSync(file, as, constants.COPYFILE_EXCL);
  }
}
