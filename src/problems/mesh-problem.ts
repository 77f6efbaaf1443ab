import type { Problem } from './problem';

/**
 * One thing that is wrong, or doubtful, in a description.
 */
export interface MeshProblem {
  /**
   * The code, e.g. `MESH207`: `mesh explain MESH207` prints its page. A code never changes its
   * meaning and is never used again.
   */
  readonly code: string;

  /** True for a warning, which does not stop the run. */
  readonly isWarning: boolean;

  /**
   * Where it is: `mesh.yaml:12:5 (clusters[0].name)` when the description is a file, otherwise the
   * keys from the top of the props, e.g. `clusters[0].name`. Empty for the description as a whole.
   */
  readonly place: string;

  /** What is wrong, in one line. */
  readonly message: string;

  /** What to do about it, in one line. */
  readonly remedy: string;
}

/**
 * The problems behind an error of this library.
 */
export class MeshProblems {
  /**
   * The problems that an error carries, in the order of its message.
   *
   * @param error whatever was caught
   * @returns nothing when the error is not one of this library
   */
  public static of(error: any): MeshProblem[] {
    const problems: unknown = error?.problems;
    return error?.name === 'MeshError' && Array.isArray(problems) ? problems.map(meshProblem) : [];
  }

  private constructor() {}
}

/** @internal */
export function meshProblem({ code, severity, where, message, remedy }: Problem): MeshProblem {
  return { code, isWarning: severity === 'warning', place: where, message, remedy };
}
