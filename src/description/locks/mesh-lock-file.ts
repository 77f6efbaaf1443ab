import { readFileSync } from 'fs';
import { contestedIps, settle, SettledLock } from './contested-ips';
import { formatMeshLock, LockedIp, parseMeshLock } from './mesh-lock';
import { atMergeBase } from '../../files/merge-base';
import { textIfAny } from '../../files/read-text';
import { replaceFile } from '../../files/replace-file';
import { Problems } from '../../problems/problems';
import { baseSide, bothSides } from '../../values/conflict';

/** Name of the file unless the description sets another one. @internal */
export const LOCK_FILE = 'mesh.lock.json';

const EMPTY: SettledLock = { ips: [], lost: [] };

/**
 * The addresses that earlier runs gave. None if there is no file.
 *
 * @param isUpdate what two branches claim is settled; otherwise it is a problem
 * @internal
 */
export function readLock(file: string, isUpdate: boolean, problems: Problems): SettledLock {
  const text = readText(file, problems);
  if (text === undefined) {
    return EMPTY;
  }
  const sides = bothSides(text);
  if (sides && !isUpdate) {
    problems.report('MESH350', `"${file}" has the marks of a Git conflict`);
    return EMPTY;
  }
  const locks = (sides ?? [text]).map(parseMeshLock);
  const claims = locks.flatMap(lock => lock ?? []);
  if (locks.includes(undefined)) {
    problems.report('MESH328', `"${file}" is not a lock file of this library`);
    return EMPTY;
  }
  if (!isUpdate) {
    reportContested(file, claims, problems);
  }
  return settle(claims, () => (isUpdate ? lockedBefore(file, text) : []));
}

function readText(file: string, problems: Problems): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT') {
      problems.report('MESH328', `"${file}" cannot be read: ${code}`);
    }
    return undefined;
  }
}

/** Git knows best; marks tell only of the lines that it could not merge. */
function lockedBefore(file: string, text: string): readonly LockedIp[] {
  const known = atMergeBase(file);
  const marked = baseSide(text);
  const texts = known.length === 0 && marked !== undefined ? [marked] : known;
  return texts.flatMap(before => parseMeshLock(before) ?? []);
}

function reportContested(file: string, claims: readonly LockedIp[], problems: Problems): void {
  for (const [ip, hosts] of contestedIps(claims)) {
    const names = hosts.map(host => `"${host}"`).join(' and ');
    problems.report('MESH351', `"${file}" gives ${ip} to ${names}`);
  }
}

/**
 * Writes a lock file if it changed, completely or not at all. A file with no virtual IPs is not
 * created.
 *
 * @returns true if it changed
 * @internal
 */
export function writeLock(file: string, text: string, problems: Problems): boolean {
  const present = textIfAny(file) ?? formatMeshLock([]);
  if (present === text) {
    return false;
  }
  try {
    replaceFile(file, text);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    problems.report('MESH329', `"${file}" cannot be written: ${code}`);
  }
  return true;
}
