import { execFileSync } from 'child_process';
import * as path from 'path';
import { Result } from '../results';

/** One of these is asked of the Go programs behind `oracle/`. */
export interface Question {
  /** directory with the files of a Secret `cacerts` */
  readonly cacerts?: string;
  readonly age?: { readonly file: string; readonly identity: string };
  /** a whole SealedSecret, and the controller's private key in PEM */
  readonly sealed?: { readonly object: object; readonly key: string };
  readonly recipient?: string;
  /** bits of a new key of the controller, to be answered with that key and its certificate */
  readonly sealingKey?: number;
}

export interface Answer {
  /** empty when nothing went wrong */
  readonly error: string;
  /** base64 */
  readonly plain?: string;
  /** what peers have against a workload's certificate that this istiod signed */
  readonly peers?: string;
}

export class Oracle {
  public constructor(private readonly cache: string) {}

  public ask(questions: readonly Question[]): Answer[] {
    const options = {
      input: JSON.stringify(questions),
      maxBuffer: 1 << 30,
      encoding: 'utf8',
    } as const;
    return JSON.parse(execFileSync(path.join(this.cache, 'trust-oracle'), options));
  }
}

/** A ciphertext that must be decrypted to `plain`, or refused in these words. */
export type Row = { readonly what: string; readonly question: Question } & (
  { readonly plain: Buffer } | { readonly refusal: RegExp }
);

export function decrypts(oracle: Oracle, rows: readonly Row[]): Result[] {
  const answers = oracle.ask(rows.map(({ question }) => question));
  return rows.map((row, i) => {
    const { error, plain } = answers[i];
    if ('refusal' in row) {
      return {
        what: `${row.what} is refused`,
        problem: row.refusal.test(error) ? undefined : error || 'it was decrypted',
      };
    }
    return {
      what: row.what,
      problem:
        error ||
        (Buffer.from(plain ?? '', 'base64').equals(row.plain)
          ? undefined
          : 'something else came out'),
    };
  });
}
