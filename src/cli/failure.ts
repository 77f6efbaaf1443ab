import { print } from './color';
import { MeshError } from '../problems/mesh-error';
import { MeshProblem, MeshProblems } from '../problems/mesh-problem';
import { problemReport } from '../problems/problem-text';
import { FAILED } from '../values/exit-status';
import { inFormat, OutputFormat } from '../values/output-format';

/** What shows what a text leaves out. @internal */
export const LISTED_BY = '--output json lists them all';

/** How a run ended that went wrong when it had begun to write. */
const OUTCOMES: { readonly [code: string]: string | undefined } = {
  MESH329: 'it did not finish',
  MESH811: 'the output is as it was',
  MESH822: 'a part of the output is new and a part old',
  MESH823: 'the output is complete, with leftovers beside it',
};

/** Why a command could not do its work. @internal */
export class Failure extends Error {
  /** as far as they are known as such */
  public readonly problems: readonly MeshProblem[];
  /** what else there is to read, e.g. what an app printed */
  public readonly more: string;
  /** how it ended, where a command does not know better */
  public readonly outcome?: string;

  /** @param text the whole story, for programs */
  public constructor(
    text: string,
    told: {
      readonly problems?: readonly MeshProblem[];
      readonly more?: string;
      readonly outcome?: string;
    },
  ) {
    super(text);
    this.problems = told.problems ?? [];
    this.more = told.more ?? '';
    this.outcome = told.outcome;
  }
}

/** How a command tells that it failed. @internal */
export interface Telling {
  /** e.g. `mesh synth` */
  readonly command: string;
  /** what that means for the files of the user, e.g. `nothing was written` */
  readonly outcome: string;
  readonly output?: OutputFormat;
}

/**
 * Does the work of a command, and tells why it could not be done: to a person, or to a program.
 *
 * @returns the exit status
 * @internal
 */
export async function tellFailure(
  { command, outcome, output = 'text' }: Telling,
  work: () => number | Promise<number>,
): Promise<number> {
  try {
    return await work();
  } catch (error) {
    const failure = failureOf(error);
    if (!failure) {
      throw error;
    }
    const { problems, more, message: text } = failure;
    const end = `${command}: ${failure.outcome ?? outcome}`;
    const parts = [textOf(problems), more.trim(), end].filter(part => part !== '');
    const told = inFormat(
      output,
      () => `${parts.join('\n\n')}\n`,
      () => ({ problems, text }),
    );
    print(told, output === 'text' ? process.stderr : process.stdout);
    return FAILED;
  }
}

/** Undefined for a fault of the program itself. */
function failureOf(error: unknown): Failure | undefined {
  if (error instanceof Failure) {
    return error;
  }
  if (error instanceof MeshError) {
    const problems = MeshProblems.of(error);
    const outcome = problems.map(({ code }) => OUTCOMES[code]).find(text => text !== undefined);
    return new Failure(textOf(problems), { problems, outcome });
  }
  const { syscall, message } = error as NodeJS.ErrnoException;
  // of the file system: no access, no space, not a directory
  return syscall === undefined ? undefined : new Failure(message, { outcome: message });
}

function textOf(problems: readonly MeshProblem[]): string {
  return problems.length === 0 ? '' : problemReport(problems, LISTED_BY);
}
