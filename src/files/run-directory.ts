import * as path from 'path';
import { statIfAny } from './tree';

/**
 * Where a run keeps its lock, its journal and its bytes while it replaces files: inside of the
 * directory that it writes to, since a file can only be moved within one file system. It exists
 * while a run is going on, and after one was killed.
 *
 * @internal
 */
export class RunDirectory {
  public readonly path: string;
  /** holds new bytes, perhaps a key */
  public readonly staging: string;
  /** holds the bytes that were replaced */
  public readonly keeping: string;
  public readonly journal: string;
  /** a journal that is being written */
  public readonly newJournal: string;
  /** keeps what a killed run leaves out of the repository */
  public readonly ignore: string;

  /** @param root the directory that is written to */
  public constructor(root: string) {
    this.path = path.join(root, NAME);
    this.staging = path.join(this.path, 'new');
    this.keeping = path.join(this.path, 'old');
    this.journal = path.join(this.path, 'journal.json');
    this.newJournal = path.join(this.path, 'journal.new');
    this.ignore = path.join(this.path, '.gitignore');
  }

  public get exists(): boolean {
    return statIfAny(this.path) !== undefined;
  }

  /** Of an entry of the journal, by its number. */
  public stagedBytes(entry: number): string {
    return path.join(this.staging, String(entry));
  }

  /** Of an entry of the journal, by its number. */
  public keptBytes(entry: number): string {
    return path.join(this.keeping, String(entry));
  }

  /** Whether they are there, as a plain file in a plain directory. */
  public hasKeptBytes(entry: number): boolean {
    return [this.path, this.keeping].every(isDirectory) && isFile(this.keptBytes(entry));
  }
}

const isDirectory = (file: string): boolean => statIfAny(file)?.isDirectory() === true;
const isFile = (file: string): boolean => statIfAny(file)?.isFile() === true;

const NAME = '.mesh.run';
