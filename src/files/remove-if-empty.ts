import { Disk } from './disk';

/**
 * Removes a directory unless something is in it.
 *
 * @returns whether it is gone
 * @internal
 */
export function removeIfEmpty(directory: string, disk: Disk): boolean {
  try {
    disk.removeDirectory(directory);
    return true;
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (IN_USE.includes(code)) {
      return false;
    }
    if (code === 'ENOENT') {
      return true;
    }
    throw error;
  }
}

/** It holds something, or something is mounted there. */
const IN_USE = ['ENOTEMPTY', 'EEXIST', 'EBUSY'];
