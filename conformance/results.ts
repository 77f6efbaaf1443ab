/** Where a check stands, when many of them make a table. */
export interface Cell {
  readonly row: string;
  readonly column: string;
}

/** What one check came to. */
export interface Result {
  readonly what: string;
  /** undefined when it is right */
  readonly problem?: string;
  /** what was seen, where that tells more than "right" */
  readonly note?: string;
}

/** What one check of a suite came to. */
export interface SuiteResult extends Result {
  readonly suite: string;
  readonly cell?: Cell;
}

/** Collects results; a check that throws is a wrong one. */
export class Results {
  public readonly all: SuiteResult[] = [];

  public async check(
    suite: string,
    what: string,
    run: () => Promise<string | undefined | void>,
    cell?: Cell,
  ): Promise<void> {
    try {
      const note = await run();
      this.add({ suite, what, note: note || undefined, cell });
    } catch (error) {
      this.add({ suite, what, problem: (error as Error).message, cell });
    }
  }

  public add(result: SuiteResult): void {
    this.all.push(result);
    if (result.problem !== undefined) {
      console.error(`FAILED ${result.suite}: ${result.what}: ${result.problem}`);
    }
  }
}
