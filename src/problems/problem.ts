import { Code, Severity } from './codes';
import { Place } from './place';

/**
 * One thing that is wrong, or doubtful, in what the user gave us.
 *
 * @internal
 */
export interface Problem {
  readonly code: Code;
  readonly severity: Severity;
  readonly place: Place;
  /** Human form of the place; with line and column when the description is a file. */
  readonly where: string;
  readonly message: string;
  readonly remedy: string;
}
