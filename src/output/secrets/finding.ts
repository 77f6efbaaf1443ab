/**
 * Something in the output that must not get into a repository.
 *
 * @internal
 */
export interface Finding {
  /** line of the text, from 1 */
  readonly line: number;
  /** the kind of secret, never the secret itself */
  readonly what: string;
  /** the field that holds it, e.g. `data.key`; undefined for a text that has no fields */
  readonly field?: string;
}

/** A secret in a text, by offset. @internal */
export interface Hit {
  readonly index: number;
  readonly what: string;
}
