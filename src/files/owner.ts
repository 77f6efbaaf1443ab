import { randomBytes } from 'crypto';
import { readFileSync, readlinkSync } from 'fs';
import { hostname } from 'os';

/**
 * The process that something temporary on disk belongs to. It stands in the name, since a name is
 * there as soon as the thing is, and all of it.
 *
 * @internal
 */
export interface Owner {
  readonly pid: number;
  /** when the process started, since numbers are used again; empty where the system does not say */
  readonly started: string;
  /** and, on Linux, its namespace of processes: containers can have the name of their host */
  readonly host: string;
}

/**
 * A name that nothing else has, for something of this process.
 *
 * @param purpose what it is, of at least one character; only its first may be a dot
 * @internal
 */
export function ownedName(purpose: string): string {
  const { pid } = process;
  const random = randomBytes(6).toString('hex');
  return [purpose, pid, startOf(pid) ?? '', thisHost(), random].join('.');
}

/** Whose this is; undefined if the name is not one of `ownedName`. @internal */
export function ownerOf(purpose: string, name: string): Owner | undefined {
  const [, of, pid, started, host] = OWNED.exec(name) ?? [];
  return of === purpose ? { pid: Number(pid), started, host } : undefined;
}

const OWNED = /^(\.?[^.]+)\.(\d+)\.(\d*)\.(.+)\.[0-9a-f]{12}$/;

/**
 * Whether the process has ended for certain. What runs on another host cannot be seen from here.
 *
 * @internal
 */
export function hasEnded({ pid, started, host }: Owner): boolean {
  if (host !== thisHost()) {
    return false;
  }
  return !exists(pid) || (startOf(pid) ?? started) !== started;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** In the units of Linux. A process that has ended, and whose parent has not noticed, has none. */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // the name of the program, in parentheses, may hold anything; then come state, …, start
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? 'ended' : fields[19];
  } catch {
    return undefined;
  }
}

function thisHost(): string {
  return encodeURIComponent(`${hostname()}${processNamespace()}`);
}

function processNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid').replace(/^pid:/, '');
  } catch {
    return '';
  }
}
