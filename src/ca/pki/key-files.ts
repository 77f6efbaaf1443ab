import { createPrivateKey, KeyObject } from 'crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, realpathSync, rmSync, statSync } from 'fs';
import * as path from 'path';
import { PRIVATE_KEY_FILE, PUBLIC_FILES } from '../../description/cacerts-files';
import { CacertsCertificates } from '../../description/cacerts-props';
import { replaceFile } from '../../files/replace-file';
import { INDEX_FILE } from '../../output/index-file';
import { Problems } from '../../problems/problems';

const PRIVATE_FILE = 0o600;
const PRIVATE_DIRECTORY = 0o700;
const OTHERS = 0o077;

/**
 * The directory in which private keys are kept: outside every repository, and readable only by its
 * owner.
 *
 *     <directory>/<root>.root-key.pem  a root's key
 *     <directory>/<cluster>/           exactly the files of the Secret `cacerts`
 *     <directory>/<cluster>.key.pem    a key that waits for its certificate
 *     <directory>/<cluster>.csr        the request to have signed for it
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

  private constructor(
    private readonly directory: string,
    private readonly problems: Problems,
  ) {}

  public rootKey(root: string): string {
    return path.join(this.directory, `${root}.root-key.pem`);
  }

  public clusterKey(cluster: string): string {
    return path.join(this.directory, cluster, PRIVATE_KEY_FILE);
  }

  public waitingKey(cluster: string): string {
    return path.join(this.directory, `${cluster}.key.pem`);
  }

  public request(cluster: string): string {
    return path.join(this.directory, `${cluster}.csr`);
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
    this.write(file, key.export({ type: 'pkcs8', format: 'pem' }).toString());
  }

  /** The public files, so that the cluster's Secret can be created from its directory as it is. */
  public writePublic(cluster: string, certificates: CacertsCertificates): void {
    for (const which of Object.keys(PUBLIC_FILES) as Array<keyof CacertsCertificates>) {
      this.write(path.join(this.directory, cluster, PUBLIC_FILES[which]), certificates[which]);
    }
  }

  /** @throws MeshError when the file would end up in a repository */
  public write(file: string, content: string): void {
    checkPlace(path.dirname(file), this.problems); // a cluster's directory may be a link
    this.problems.throwIfErrors();
    for (const directory of [this.directory, path.dirname(file)]) {
      mkdirSync(directory, { recursive: true, mode: PRIVATE_DIRECTORY });
      chmodSync(directory, PRIVATE_DIRECTORY); // it may have been there before
    }
    replaceFile(file, content, PRIVATE_FILE);
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
