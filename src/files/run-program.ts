import { spawnSync } from 'child_process';

/** What a program printed, or why there is nothing. @internal */
export type Ran =
  { readonly output: string } | { readonly failure: string; readonly isMissing: boolean };

/** What a program may take. @internal */
export interface ProgramLimits {
  readonly seconds: number;
  readonly bytes: number;
}

/**
 * Runs a program of the user's `PATH`, without a shell: nothing in the arguments is anything but
 * text.
 *
 * @internal
 */
export function runProgram(
  program: string,
  args: readonly string[],
  { seconds, bytes }: ProgramLimits,
): Ran {
  const { error, status, signal, stdout, stderr } = spawnSync(program, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: seconds * 1000,
    killSignal: 'SIGKILL',
    maxBuffer: bytes,
  });
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (error === undefined && status === 0) {
    return { output: stdout };
  }
  const words = new Map([
    ['ENOENT', 'is not installed'],
    ['ETIMEDOUT', `has not ended after ${seconds} s`],
    ['ENOBUFS', `printed more than ${bytes} bytes`],
  ]);
  const ended = words.get(code ?? '') ?? `ended with ${code ?? signal ?? `status ${status}`}`;
  const said = stderr?.trim()
    ? `: ${stderr
        .trim()
        .split(/\s*\n\s*/)
        .join('; ')}`
    : '';
  return { failure: `"${program}" ${ended}${said}`, isMissing: code === 'ENOENT' };
}
