import { closeSync, lstatSync, openSync, readFileSync, readSync, Stats } from 'fs';
import * as path from 'path';

/** What is at a path. A link is `other`, whatever it points to. */
type Kind = 'directory' | 'file' | 'nothing' | 'other';

/**
 * What is below a directory. Each directory is looked up once, even if thousands of files are in
 * it. Links are not followed.
 *
 * @internal
 */
export class Tree {
  private readonly directories = new Map<string, Kind>();
  /** for comparing: thousands of buffers would live until the garbage is collected */
  private buffer = Buffer.alloc(0);

  /** @param root the directory, which may itself be a link, since the user named it */
  public constructor(private readonly root: string) {
    this.directories.set('.', statIfAny(path.join(root, '.')) ? 'directory' : 'nothing');
  }

  /**
   * The first thing on the path of a file that prevents writing it: something above it that is not
   * a directory, or something in its place that is not a regular file. Undefined if there is none.
   *
   * @param file relative to the root
   */
  public obstacleTo(file: string): string | undefined {
    const above = path.dirname(file);
    if (above !== '.') {
      const obstacle = this.obstacleAbove(above);
      if (obstacle !== undefined) {
        return obstacle;
      }
    }
    const kind = this.kindOf(file);
    return kind === 'file' || kind === 'nothing' ? undefined : path.join(this.root, file);
  }

  /** The bytes of a regular file, undefined if there is none. */
  public read(file: string): Buffer | undefined {
    return this.kindOf(file) === 'file' ? readFileSync(path.join(this.root, file)) : undefined;
  }

  /** Whether a regular file has these bytes; undefined if there is none. */
  public holds(file: string, bytes: Buffer): boolean | undefined {
    return this.kindOf(file) === 'file'
      ? this.isEqual(path.join(this.root, file), bytes)
      : undefined;
  }

  /** The nearest directory above a file that exists. It may be above the root. */
  public nearestDirectory(file: string): string {
    const directory = path.dirname(file);
    if (this.kindOfDirectory(directory) !== 'nothing') {
      return path.join(this.root, directory);
    }
    return directory === '.' ? nearestAbove(this.root) : this.nearestDirectory(directory);
  }

  private isEqual(file: string, bytes: Buffer): boolean {
    // one more, to see that the file ends there
    const length = bytes.length + 1;
    if (this.buffer.length < length) {
      this.buffer = Buffer.alloc(length);
    }
    const descriptor = openSync(file, 'r');
    try {
      const read = readSync(descriptor, this.buffer, 0, length, 0);
      return bytes.equals(this.buffer.subarray(0, read));
    } finally {
      closeSync(descriptor);
    }
  }

  private obstacleAbove(directory: string): string | undefined {
    const above = path.dirname(directory);
    const obstacle = above === '.' ? undefined : this.obstacleAbove(above);
    const kind = this.kindOfDirectory(directory);
    const isFree = kind === 'directory' || kind === 'nothing';
    return obstacle ?? (isFree ? undefined : path.join(this.root, directory));
  }

  private kindOfDirectory(directory: string): Kind {
    const known = this.directories.get(directory) ?? this.kindOf(directory);
    this.directories.set(directory, known);
    return known;
  }

  private kindOf(file: string): Kind {
    return this.kindOfDirectory(path.dirname(file)) === 'directory'
      ? kindOf(statIfAny(path.join(this.root, file)))
      : 'nothing';
  }
}

function nearestAbove(file: string): string {
  const directory = path.dirname(file);
  return statIfAny(directory) ? directory : nearestAbove(directory);
}

function kindOf(stats: Stats | undefined): Kind {
  if (!stats) {
    return 'nothing';
  }
  if (stats.isDirectory()) {
    return 'directory';
  }
  return stats.isFile() ? 'file' : 'other';
}

/** @internal */
export function statIfAny(file: string): Stats | undefined {
  try {
    return lstatSync(file, { throwIfNoEntry: false });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') {
      return undefined; // below a file
    }
    throw error;
  }
}
