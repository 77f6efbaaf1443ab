import type { Problem } from './problem';

/**
 * The one error that this library throws for bad input. It carries every problem of the run, sorted
 * by place.
 *
 * The message has one paragraph for each problem: code, place, what is wrong, what to do. There is
 * no stack: what is wrong is in the input, not in the code that found it.
 *
 * @see docs/errors.md for the closed list of codes
 * @internal
 */
export class MeshError extends Error {
  public readonly problems!: readonly Problem[];

  public constructor(problems: readonly Problem[]) {
    const heading = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
    super(`${heading}\n\n${problems.map(formatProblem).join('\n\n')}\n`);
    this.name = 'MeshError';
    this.stack = `${this.name}: ${this.message}`;
    // else Node prints them once more
    Object.defineProperty(this, 'problems', { value: problems, enumerable: false });
  }

  /** The codes of all problems, in the order of the message. */
  public get codes(): string[] {
    return this.problems.map(p => p.code);
  }
}

/** @internal */
export function formatProblem({
  code,
  where,
  message,
  remedy,
}: Pick<Problem, 'code' | 'where' | 'message' | 'remedy'>): string {
  return `${code}${where === '' ? '' : ` at ${where}`}\n  ${message}\n  → ${remedy}`;
}

/**
 * Reads problems back from a text that holds formatted ones, e.g. what a program printed.
 *
 * @internal
 */
export function parseProblems(
  text: string,
): Array<{ code: string; where: string; message: string; remedy: string }> {
  return [...text.matchAll(/^(MESH\d{3})(?: at (.*))?\n {2}(.*)\n {2}→ (.*)$/gm)].map(
    ([, code, where = '', message, remedy]) => ({ code, where, message, remedy }),
  );
}
