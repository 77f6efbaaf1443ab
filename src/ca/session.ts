import { KeyObject } from 'crypto';
import { readFileSync } from 'fs';
import { CaOptions, required } from './options';
import { Problems } from '../problems/problems';
import { KeyFiles } from './pki/key-files';
import { Terminal } from './terminal';
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
  private opened?: KeyFiles;

  public constructor(
    public readonly options: CaOptions,
    public readonly terminal: Terminal,
  ) {}

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

  /** The private keys. What an interrupted run left undone there is done first. */
  public keys(): KeyFiles {
    if (!this.opened) {
      this.opened = KeyFiles.open(required(this.options.keys, '--keys'), this.problems);
      this.problems.throwIfErrors();
      this.finishInterrupted(this.opened!);
    }
    return this.opened!;
  }

  private finishInterrupted(keys: KeyFiles): void {
    for (const cluster of Object.keys(this.found?.clusters ?? {})) {
      if (keys.finish(cluster, lockedCertificates(this.found!, cluster)!)) {
        this.say(`${keys.secretOf(cluster)}: now has the files that an interrupted run had made`);
      }
    }
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

  /**
   * Writes the lock, and with it the files of the Secrets. These are complete before the lock is
   * written, and come into use after it: a run that is interrupted before can simply be repeated,
   * and one that is interrupted after is finished by the next.
   */
  public save(lock: PkiLock, keys?: KeyFiles): void {
    this.checkUnchanged();
    const clusters = keys ? Object.keys(lock.clusters) : [];
    try {
      clusters.forEach(cluster => this.stage(cluster, lock, keys!));
      writePkiLock(this.options.lock, lock);
    } catch (error) {
      keys?.discardStaged();
      throw error;
    }
    keys?.useStaged(clusters);
  }

  private stage(cluster: string, lock: PkiLock, keys: KeyFiles): void {
    if (!keys.stage(cluster, lockedCertificates(lock, cluster)!)) {
      this.say(
        `${keys.secretOf(cluster)}: stays as it is, since its private key belongs to another certificate than the one in ${this.options.lock}`,
      );
    }
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
