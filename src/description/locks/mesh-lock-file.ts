import { existsSync, readFileSync } from 'fs';
import { replaceFile } from '../../files/replace-file';
import { Problems } from '../../problems/problems';
import { ipFamily } from '../../values/ip';
import { sortedRecord } from '../../values/order';

/** The virtual IPs of each host. @internal */
export type Allocation = ReadonlyMap<string, readonly string[]>;

/** Name of the file unless the description sets another one. @internal */
export const LOCK_FILE = 'mesh.lock.json';

const SCHEMA = 1;

/**
 * The allocation of earlier runs. Empty if there is no file.
 *
 * @internal
 */
export function readLock(file: string, problems: Problems): Allocation {
  try {
    const lock = parseLock(readFileSync(file, 'utf8'));
    if (!lock) {
      problems.report('MESH328', `"${file}" is not a lock file of this library`);
    }
    return lock ?? new Map();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT') {
      problems.report('MESH328', `"${file}" cannot be read: ${code}`);
    }
    return new Map();
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
  const present = existsSync(file) ? readFileSync(file, 'utf8') : formatLock(new Map());
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

/** @internal */
export function formatLock(allocation: Allocation): string {
  return `${JSON.stringify({ schema: SCHEMA, virtualIps: sortedRecord(Object.fromEntries(allocation)) }, undefined, 2)}\n`;
}

function parseLock(text: string): Allocation | undefined {
  try {
    const { schema, virtualIps } = JSON.parse(text);
    const entries = Object.entries<unknown>(virtualIps);
    const isValid =
      schema === SCHEMA &&
      entries.every(
        ([, ips]) => Array.isArray(ips) && ips.every(ip => typeof ip === 'string' && ipFamily(ip)),
      );
    return isValid ? new Map(entries as Array<[string, string[]]>) : undefined;
  } catch {
    return undefined;
  }
}
