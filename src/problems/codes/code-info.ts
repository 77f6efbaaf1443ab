/** @internal */
export type Severity = 'error' | 'warning';

/** @internal */
export interface CodeInfo {
  readonly severity: Severity;
  /** The rule in one line, as a heading. */
  readonly title: string;
  /** Why the rule exists: what would happen without it. */
  readonly why: string;
  /** What to do, when the problem itself does not know better. */
  readonly remedy: string;
  /** Document or source file that the rule was taken from. */
  readonly source?: string;
}

/** @internal */
export const error = (title: string, why: string, remedy: string, source?: string): CodeInfo => ({
  severity: 'error',
  title,
  why,
  remedy,
  source,
});

/** @internal */
export const warning = (title: string, why: string, remedy: string, source?: string): CodeInfo => ({
  severity: 'warning',
  title,
  why,
  remedy,
  source,
});
