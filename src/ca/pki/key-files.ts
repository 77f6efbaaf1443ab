import { createPrivateKey, KeyObject, X509Certificate } from 'crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, realpathSync, rmSync, statSync } from 'fs';
import * as path from 'path';
import { SecretDirectory } from './secret-directory';
import { PRIVATE_KEY_FILE } from '../../description/cacerts-files';
import { CacertsCertificates } from '../../description/cacerts-props';
import { PRIVATE_DIRECTORY, PRIVATE_FILE } from '../../files/permissions';
import { textIfAny } from '../../files/read-text';
import { replaceFile } from '../../files/replace-file';
import { INDEX_FILE } from '../../output/index-file';
import { Problems } from '../../problems/problems';

const OTHERS = 0o077;

/**
 * The directory in which private keys are kept: outside every repository, and readable only by its
 * owner.
 *
 *     <directory>/<root>.root-key.pem  a root's key
 *     <directory>/<cluster>/           exactly the files of the Secret `cacerts`, as one set
 *     <directory>/<cluster>.key.pem    a key that waits for its certificate
 *     <directory>/<cluster>.csr        the request to have signed for it
 *     <directory>/<cluster>.recipients for whom its key may be encrypted
 *
 * @internal
 */
export class KeyFiles {
  /**
   * @returns undefined after reporting that the directory is not safe
   */
  public static open(directory: string, problems: Problems): KeyFiles | undefined {
    checkPlace(directory, problems);
    if (existsSync(directory) && !isPrivate(directory)) {
      problems.report('MESH731', `"${directory}" is open to others`, `chmod 700 ${directory}`);
    }
    return problems.errors.length > 0 ? undefined : new KeyFiles(directory, problems);
  }

  private readonly newKeys = new Map<string, KeyObject>();
  private readonly newRecipients = new Map<string, readonly string[]>();
  private readonly staged: Array<readonly [SecretDirectory, string]> = [];

  private constructor(
    private readonly directory: string,
    private readonly problems: Problems,
  ) {}

  public rootKey(root: string): string {
    return path.join(this.directory, `${root}.root-key.pem`);
  }

  public secretOf(cluster: string): string {
    return path.join(this.directory, cluster);
  }

  public clusterKey(cluster: string): string {
    return path.join(this.secretOf(cluster), PRIVATE_KEY_FILE);
  }

  public waitingKey(cluster: string): string {
    return path.join(this.directory, `${cluster}.key.pem`);
  }

  public request(cluster: string): string {
    return path.join(this.directory, `${cluster}.csr`);
  }

  private recipientsFile(cluster: string): string {
    return path.join(this.directory, `${cluster}.recipients`);
  }

  /** Those confirmed for the private key of a cluster; undefined before the first time. */
  public recipients(cluster: string): readonly string[] | undefined {
    return textIfAny(this.recipientsFile(cluster))
      ?.split('\n')
      .filter(line => line !== '');
  }

  /** They were confirmed, and are kept as soon as the lock is written. */
  public setRecipients(cluster: string, lines: readonly string[]): void {
    this.newRecipients.set(cluster, lines);
  }

  public has(file: string): boolean {
    return existsSync(file);
  }

  public remove(file: string): void {
    rmSync(file);
  }

  /** Undefined when there is no such file, or after reporting that it cannot be used. */
  public read(file: string, problems: Problems): KeyObject | undefined {
    if (!existsSync(file)) {
      return undefined;
    }
    if (!isPrivate(file)) {
      problems.report('MESH731', `"${file}" is open to others`, `chmod 600 ${file}`);
      return undefined;
    }
    try {
      return createPrivateKey(readFileSync(file));
    } catch {
      problems.report('MESH731', `"${file}" is not a private key in PEM without a passphrase`);
      return undefined;
    }
  }

  public writeKey(file: string, key: KeyObject): void {
    this.write(file, pemOf(key));
  }

  /** A new private key of a cluster, which is written with the certificates that belong to it. */
  public setClusterKey(cluster: string, key: KeyObject): void {
    this.newKeys.set(cluster, key);
  }

  /**
   * Prepares the files of a cluster's Secret, so that it can be created from its directory as it
   * is. They come into use with `useStaged`.
   *
   * @returns false if the private key that is there belongs to another certificate, and the files
   * stay as they are
   */
  public stage(cluster: string, certificates: CacertsCertificates): boolean {
    const directory = this.secret(cluster);
    const key = this.newKeys.get(cluster);
    const text = key ? pemOf(key) : textIfAny(this.clusterKey(cluster));
    if (text !== undefined && !belongsTo(text, certificates.caCert)) {
      return false;
    }
    if (key || !directory.holds(certificates)) {
      this.makeDirectory();
      this.staged.push([directory, directory.stage(certificates, text)]);
    }
    return true;
  }

  /** What belongs to the lock that has just been written. What another run left is removed. */
  public useStaged(clusters: readonly string[]): void {
    this.staged.forEach(([directory, set]) => directory.use(set));
    clusters.forEach(cluster => this.secret(cluster).tidy());
    this.newRecipients.forEach((lines, cluster) =>
      this.write(this.recipientsFile(cluster), lines.map(line => `${line}\n`).join('')),
    );
  }

  /** Removes what was staged. */
  public discardStaged(): void {
    this.staged.forEach(([, set]) => rmSync(set, { recursive: true, force: true }));
  }

  /**
   * Does what an interrupted run was about to do when it had written the lock.
   *
   * @returns whether there was something to do
   */
  public finish(cluster: string, certificates: CacertsCertificates): boolean {
    const directory = this.secret(cluster);
    const set = directory.holds(certificates) ? undefined : directory.unusedWith(certificates);
    if (set === undefined) {
      return false;
    }
    directory.use(set);
    return true;
  }

  public write(file: string, content: string): void {
    this.makeDirectory();
    replaceFile(file, content, PRIVATE_FILE);
  }

  private makeDirectory(): void {
    mkdirSync(this.directory, { recursive: true, mode: PRIVATE_DIRECTORY });
    chmodSync(this.directory, PRIVATE_DIRECTORY); // it may have been there before
  }

  /** @throws MeshError when its files would end up in a repository, or anywhere else */
  private secret(cluster: string): SecretDirectory {
    const directory = new SecretDirectory(this.secretOf(cluster));
    checkPlace(directory.place, this.problems);
    this.problems.throwIfErrors();
    const elsewhere = directory.foreignTarget;
    if (elsewhere !== undefined) {
      this.problems.report(
        'MESH731',
        `"${directory.place}" is a link to "${elsewhere}"`,
        'Move the directory itself there, or pass the one that it is in with --keys.',
      );
      this.problems.throwIfErrors();
    }
    return directory;
  }
}

const pemOf = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();

function belongsTo(key: string, certificate: string): boolean {
  try {
    return new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key));
  } catch {
    return false;
  }
}

function isPrivate(file: string): boolean {
  return process.platform === 'win32' || (statSync(file).mode & OTHERS) === 0;
}

/** What Git, Mercurial, Sapling, Subversion and others leave in a working copy. */
const WORKING_COPY = [
  '.git',
  '.hg',
  '.sl',
  '.svn',
  '.jj',
  '.bzr',
  '.pijul',
  '_darcs',
  '.fslckout',
  '_FOSSIL_',
  'CVS',
];

/** What marks a directory whose content is shared, and what to call it. */
const SHARED: ReadonlyArray<readonly [mark: string, what: string]> = [
  ...WORKING_COPY.map(mark => [mark, 'the repository'] as const),
  [INDEX_FILE, 'the output directory'],
];

function checkPlace(directory: string, problems: Problems): void {
  for (const [mark, what] of SHARED) {
    const above = nearestWith(mark, path.resolve(directory));
    if (above !== undefined) {
      problems.report('MESH731', `"${directory}" lies inside ${what} "${above}"`);
    }
  }
}

/**
 * The nearest directory, from this one upward, that has such an entry. Links are followed: what
 * counts is where the bytes end up.
 */
function nearestWith(entry: string, directory: string): string | undefined {
  const existing = existsSync(directory) ? realpathSync(directory) : directory;
  const parent = path.dirname(existing);
  if (existsSync(path.join(existing, entry))) {
    return existing;
  }
  return parent === existing ? undefined : nearestWith(entry, parent);
}
