import { existsSync, mkdirSync, readFileSync } from 'fs';
import * as path from 'path';
import { isPkiLock } from './is-pki-lock';
import { PkiLock } from './pki-lock';
import { replaceFile } from '../../files/replace-file';
import { Problems } from '../../problems/problems';
import { sortedRecord } from '../../values/order';

/** Name of the file unless another one is given. @internal */
export const PKI_LOCK_FILE = 'pki.lock.json';

/**
 * Reads the lock file.
 *
 * @returns undefined if there is no such file, or after reporting that it cannot be read
 * @internal
 */
export function readPkiLock(file: string, problems: Problems): PkiLock | undefined {
  if (!existsSync(file)) {
    return undefined;
  }
  const lock = parse(file);
  if (!lock) {
    problems.report('MESH717', `"${file}" is not a lock file of the CAs, or cannot be read`);
  }
  return lock;
}

/** The same, but a missing file is reported. @internal */
export function requirePkiLock(file: string, problems: Problems): PkiLock | undefined {
  if (!existsSync(file)) {
    problems.report(
      'MESH716',
      `"${file}" does not exist`,
      'Run `mesh ca init`, or correct the path.',
    );
  }
  return readPkiLock(file, problems);
}

function parse(file: string): PkiLock | undefined {
  try {
    const { schema, ...lock } = JSON.parse(readFileSync(file, 'utf8'));
    return schema === SCHEMA && isPkiLock(lock) ? lock : undefined;
  } catch {
    return undefined;
  }
}

const SCHEMA = 1;

/** @internal */
export function writePkiLock(file: string, lock: PkiLock): void {
  const { roots, signer, restartMark, rotation, clusters } = lock;
  const ordered = {
    schema: SCHEMA,
    roots,
    signer,
    restartMark,
    rotation,
    clusters: sortedRecord(clusters),
  };
  mkdirSync(path.dirname(file), { recursive: true });
  replaceFile(file, `${JSON.stringify(ordered, undefined, 2)}\n`);
}
