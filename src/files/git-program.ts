import { spawnSync } from 'child_process';

/** What Git printed, or why it did not do it. @internal */
export type Answer = { readonly output: Buffer } | { readonly failure: string };

/** Large enough for the names of all files of a repository. */
const MOST_BYTES = 2 ** 30;

/**
 * Asks Git something. It never asks back, locks nothing, and takes each path as it is.
 *
 * @internal
 */
export function askGit(folder: string, args: readonly string[], input = ''): Answer {
  const { error, status, stdout, stderr } = spawnSync('git', ['--literal-pathspecs', ...args], {
    cwd: folder,
    input,
    env: { ...process.env, LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0' },
    maxBuffer: MOST_BYTES,
  });
  if (error) {
    const { code } = error as NodeJS.ErrnoException;
    return { failure: code === 'ENOENT' ? 'git is not installed' : `git: ${code}` };
  }
  const said = stderr.toString().trim().split('\n')[0];
  return status === 0 ? { output: stdout } : { failure: said || `git ended with ${status}` };
}
