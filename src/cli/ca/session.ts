import { readFileSync } from 'fs';
import { CaOptions, required } from './options';
import { Problems } from '../../mesh/problems';
import { KeyFiles } from '../../trust/pki/key-files';
import { readPkiLock, writePkiLock } from '../../trust/pki/lock-file';
import { filesOf, PkiLock } from '../../trust/pki/pki-lock';

/**
 * What the commands have in common: the lock, the keys, and what is wrong. Nothing is written before a command has all that it writes.
 *
 * @internal
 */
export class Session {
  public readonly problems = new Problems();
  /** one moment for the whole run */
  public readonly now = new Date();

  public constructor(public readonly options: CaOptions) {}

  /** The lock, if there is one. */
  public lock(): PkiLock | undefined {
    const lock = readPkiLock(this.options.lock, this.problems);
    this.problems.throwIfErrors();
    return lock;
  }

  /** The lock, without which the command makes no sense. */
  public existingLock(): PkiLock {
    const lock = this.lock();
    if (!lock) {
      this.problems.report('MESH730', `"${this.options.lock}" is not there`, 'Begin with `mesh ca init`.');
    }
    this.problems.throwIfErrors();
    return lock!;
  }

  public keys(): KeyFiles {
    const keys = KeyFiles.open(required(this.options.keys, '--keys'), this.problems);
    this.problems.throwIfErrors();
    return keys!;
  }

  public text(file: string): string {
    try {
      return readFileSync(file, 'utf8');
    } catch (error) {
      this.problems.report('MESH106', `"${file}" cannot be read: ${(error as NodeJS.ErrnoException).code}`, 'Name an existing file that may be read.');
      return this.problems.throwIfErrors() as never;
    }
  }

  /** Writes the lock last: a run that was cut off before is simply done again. */
  public save(lock: PkiLock, keys?: KeyFiles): void {
    for (const cluster of keys ? Object.keys(lock.clusters) : []) {
      keys!.writePublic(cluster, filesOf(lock, cluster)!);
    }
    writePkiLock(this.options.lock, lock);
  }

  public say(line: string): void {
    process.stdout.write(`${line}\n`);
  }
}
