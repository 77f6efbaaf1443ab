import {
  cpSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'fs';
import * as path from 'path';
import { PRIVATE_KEY_FILE, PUBLIC_FILES } from '../../description/cacerts-files';
import { CacertsCertificates } from '../../description/cacerts-props';
import { PRIVATE_FILE } from '../../files/permissions';
import { textIfAny } from '../../files/read-text';

/** The names of clusters have no dots, so no cluster's directory is called like that. */
const SET = '.set-';

/**
 * The directory of a cluster, with exactly the files of its Secret. They change all at once:
 *
 *     <cluster>               a link to the set that counts
 *     <cluster>.set-<random>  a set of files, complete before anything leads to it
 *
 * In the directories of earlier versions `<cluster>` is itself the set.
 *
 * @internal
 */
export class SecretDirectory {
  public constructor(public readonly place: string) {}

  public file(name: string): string {
    return path.join(this.place, name);
  }

  /** Where it leads to, if it is a link that was not made here. */
  public get foreignTarget(): string | undefined {
    const target = this.target;
    return target === undefined || target.startsWith(`${path.resolve(this.place)}${SET}`)
      ? undefined
      : target;
  }

  /** Whether a set has these certificates: the one that counts, unless another is named. */
  public holds(certificates: CacertsCertificates, set: string = this.place): boolean {
    return (Object.keys(PUBLIC_FILES) as Array<keyof CacertsCertificates>).every(
      which => textIfAny(path.join(set, PUBLIC_FILES[which])) === certificates[which],
    );
  }

  /** A complete set with these certificates that an interrupted run did not come to use. */
  public unusedWith(certificates: CacertsCertificates): string | undefined {
    return this.sets.find(
      set => existsSync(path.join(set, PRIVATE_KEY_FILE)) && this.holds(certificates, set),
    );
  }

  /**
   * Writes a new set, which nothing leads to yet.
   *
   * @param key in PEM, undefined if it is kept elsewhere
   * @returns its directory
   */
  public stage(certificates: CacertsCertificates, key: string | undefined): string {
    const set = mkdtempSync(`${this.place}${SET}`);
    const write = (name: string, text: string) =>
      writeFileSync(path.join(set, name), text, { flag: 'wx', mode: PRIVATE_FILE });
    if (key !== undefined) {
      write(PRIVATE_KEY_FILE, key);
    }
    for (const which of Object.keys(PUBLIC_FILES) as Array<keyof CacertsCertificates>) {
      write(PUBLIC_FILES[which], certificates[which]);
    }
    this.notOurs.forEach(name =>
      cpSync(this.file(name), path.join(set, name), { recursive: true }),
    );
    return set;
  }

  /** From now on this set counts. */
  public use(set: string): void {
    const link = `${this.place}.link`;
    rmSync(link, { force: true });
    symlinkSync(path.basename(set), link, 'junction');
    if (this.target === undefined || process.platform === 'win32') {
      this.putAside();
    }
    renameSync(link, this.place);
  }

  /** Removes the sets that do not count. */
  public tidy(): void {
    const target = this.target;
    this.sets
      .filter(set => path.resolve(set) !== target)
      .forEach(set => rmSync(set, { recursive: true }));
  }

  /** No link can replace a directory, so for a moment there is neither. */
  private putAside(): void {
    const aside = `${this.place}${SET}before`;
    if (existsSync(this.place)) {
      rmSync(aside, { recursive: true, force: true });
      renameSync(this.place, aside);
    }
  }

  /** What else somebody keeps in there. */
  private get notOurs(): string[] {
    const ours: readonly string[] = [PRIVATE_KEY_FILE, ...Object.values(PUBLIC_FILES)];
    return existsSync(this.place)
      ? readdirSync(this.place).filter(name => !ours.includes(name) && !name.startsWith('.mesh.'))
      : [];
  }

  private get target(): string | undefined {
    const stats = lstatSync(this.place, { throwIfNoEntry: false });
    return stats?.isSymbolicLink()
      ? path.resolve(path.dirname(this.place), readlinkSync(this.place))
      : undefined;
  }

  private get sets(): string[] {
    const parent = path.dirname(this.place);
    const prefix = `${path.basename(this.place)}${SET}`;
    const entries = existsSync(parent) ? readdirSync(parent, { withFileTypes: true }) : [];
    return entries
      .filter(entry => entry.isDirectory() && entry.name.startsWith(prefix))
      .map(({ name }) => path.join(parent, name));
  }
}
