import { Disk, DISK } from '../../src/files/disk';

/** What a test does in place of a step, or before it: nothing, throw, end the process. */
export type Fault = (step: number, name: string, args: readonly unknown[]) => void;

/** A disk that counts what is done to it, and asks before each step. */
export function watchedDisk(fault: Fault): Disk & { readonly steps: string[] } {
  const steps: string[] = [];
  const watched = Object.fromEntries(
    Object.entries(DISK).map(([name, work]) => [
      name,
      (...args: unknown[]) => {
        if (name !== 'pause') {
          steps.push(name);
          fault(steps.length, name, args);
        }
        return (work as (...all: unknown[]) => unknown)(...args);
      },
    ]),
  );
  return { ...(watched as unknown as Disk), steps };
}

/** As the system reports it. */
export function systemError(code: string, syscall: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: made by a test, ${syscall}`), { code, syscall });
}
