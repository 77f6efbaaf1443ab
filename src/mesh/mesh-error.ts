import type { Problem } from './problems';

/**
 * The one error that this library throws for bad input. It carries every problem of the run, sorted by place.
 *
 * The message has one paragraph for each problem: code, place, what is wrong, what to do.
 *
 * @see docs/errors.md for the closed list of codes
 * @internal
 */
export class MeshError extends Error {
  public readonly problems: readonly Problem[];

  public constructor(problems: readonly Problem[]) {
    const heading = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
    super(`${heading}:\n\n${problems.map(formatProblem).join('\n\n')}\n`);
    this.name = 'MeshError';
    this.problems = problems;
  }

  /** The codes of all problems, in the order of the message. */
  public get codes(): string[] {
    return this.problems.map(p => p.code);
  }
}

/** @internal */
export function formatProblem(problem: Problem): string {
  const where = problem.where === '' ? '' : ` at ${problem.where}`;
  return `${problem.code}${where}\n  ${problem.message}\n  → ${problem.remedy}`;
}
