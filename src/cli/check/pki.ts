import { existsSync } from 'fs';
import * as path from 'path';
import type { CacertsFiles } from '../../analysis/check/context';
import { lockedCertificates } from '../../description/locks/pki-lock';
import { PKI_LOCK_FILE, readPkiLock, requirePkiLock } from '../../description/locks/pki-lock-file';
import { Problems } from '../../problems/problems';

/** What the PKI has for each cluster, and the file that says so, if there is one. @internal */
export interface WrittenPki {
  readonly pki: ReadonlyMap<string, CacertsFiles>;
  readonly pkiFile?: string;
}

/**
 * Reads the lock file of the CAs: the one that is named, otherwise the one here or beside the
 * output.
 *
 * @internal
 */
export function readPki(named: string | undefined, dist: string, problems: Problems): WrittenPki {
  const usual = [PKI_LOCK_FILE, path.join(path.dirname(dist), PKI_LOCK_FILE)];
  const file = named ?? usual.find(one => existsSync(one));
  if (file === undefined) {
    return { pki: new Map() };
  }
  const read = named === undefined ? readPkiLock : requirePkiLock;
  const lock = read(file, problems);
  const names = Object.keys(lock?.clusters ?? {});
  return {
    pki: new Map(names.map(name => [name, lockedCertificates(lock!, name)!])),
    pkiFile: file,
  };
}
