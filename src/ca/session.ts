import { KeyObject } from 'crypto';
import { readFileSync } from 'fs';
import { CaOptions, required } from './options';
import { Problems } from '../problems/problems';
import { KeyFiles } from './pki/key-files';
import { lockedCertificates, PkiLock } from '../description/locks/pki-lock';
import { readPkiLock, writePkiLock } from '../description/locks/pki-lock-file';

/**
 * What the commands have in common: the lock, the private keys, and the problems. A command writes
 * nothing until it has everything that it will write.
 *
 * @internal
 */
export class Session {
  public readonly problems = new Problems();
  /** the same for the whole run */
  public readonly now = new Date();
  private found?: PkiLock;

  public constructor(public readonly options: CaOptions) {}

  /** The lock, if there is one. */
  public lock(): PkiLock | undefined {
    this.found = readPkiLock(this.options.lock, this.problems);
    this.problems.throwIfErrors();
    return this.found;
  }

  /** The lock, which the command needs. */
  public existingLock(): PkiLock {
    const lock = this.lock();
    if (!lock) {
      this.problems.report(
        'MESH730',
        `"${this.options.lock}" does not exist`,
        'Start with `mesh ca init`.',
      );
    }
    this.problems.throwIfErrors();
    return lock!;
  }

  public checkKnown({ clusters }: PkiLock, names: readonly string[]): void {
    for (const name of names.filter(cluster => !Object.hasOwn(clusters, cluster))) {
      this.problems
        .at(name)
        .report(
          'MESH730',
          `the lock has no cluster "${name}"`,
          `Its clusters are ${Object.keys(clusters).join(', ') || 'none'}; \`mesh ca issue\` adds new ones.`,
        );
    }
    this.problems.throwIfErrors();
  }

  public keys(): KeyFiles {
    const keys = KeyFiles.open(required(this.options.keys, '--keys'), this.problems);
    this.problems.throwIfErrors();
    return keys!;
  }

  /** A private key that must exist. Undefined after reporting. */
  public key(keys: KeyFiles, file: string, ...place: string[]): KeyObject | undefined {
    const problems = this.problems.at(...place);
    if (!keys.has(file)) {
      problems.report(
        'MESH731',
        `"${file}" does not exist`,
        'Pass the directory where it is kept with --keys.',
      );
    }
    return keys.read(file, problems);
  }

  public text(file: string): string {
    try {
      return readFileSync(file, 'utf8');
    } catch (error) {
      this.problems.report(
        'MESH106',
        `"${file}" cannot be read: ${(error as NodeJS.ErrnoException).code}`,
        'Name an existing file that you may read.',
      );
      return this.problems.throwIfErrors() as never;
    }
  }

  /** Writes the lock last: an interrupted run can simply be repeated. */
  public save(lock: PkiLock, keys?: KeyFiles): void {
    this.checkUnchanged();
    for (const cluster of keys ? Object.keys(lock.clusters) : []) {
      keys!.writePublic(cluster, lockedCertificates(lock, cluster)!);
    }
    writePkiLock(this.options.lock, lock);
  }

  /** Making keys takes a while, and what another run wrote meanwhile must not get lost. */
  private checkUnchanged(): void {
    if (
      JSON.stringify(readPkiLock(this.options.lock, this.problems)) !== JSON.stringify(this.found)
    ) {
      this.problems.report(
        'MESH730',
        `"${this.options.lock}" has changed since this run started`,
        'Run the command again.',
      );
    }
    this.problems.throwIfErrors();
  }

  public say(line: string): void {
    process.stdout.write(`${line}\n`);
  }
}
