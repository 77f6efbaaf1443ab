import { meshProblem } from './mesh-problem';
import type { Problem } from './problem';
import { problemReport } from './problem-text';

/** What shows the problems that the message leaves out. */
const LISTED_BY = 'MeshProblems.of(error) lists them all';

/**
 * The one error that this library throws for bad input. It carries every problem of the run, sorted
 * by place.
 *
 * The message has one paragraph for each problem: code, place, what is wrong, what to do; of very
 * many, only the first of each code. There is no stack: what is wrong is in the input, not in the
 * code that found it.
 *
 * @see docs/errors.md for the closed list of codes
 * @internal
 */
export class MeshError extends Error {
  public readonly problems!: readonly Problem[];

  public constructor(problems: readonly Problem[]) {
    super(`${problemReport(problems.map(meshProblem), LISTED_BY)}\n`);
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
