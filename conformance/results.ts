/** What one check came to. */
export interface Result {
  readonly suite: string;
  readonly what: string;
  /** undefined when it is right */
  readonly problem?: string;
  /** what was seen, where that tells more than "right" */
  readonly note?: string;
}

/** Collects results; a check that throws is a wrong one. */
export class Results {
  public readonly all: Result[] = [];

  public async check(suite: string, what: string, run: () => Promise<string | undefined | void>): Promise<void> {
    try {
      const note = await run();
      this.add({ suite, what, note: note || undefined });
    } catch (error) {
      this.add({ suite, what, problem: (error as Error).message });
    }
  }

  public add(result: Result): void {
    this.all.push(result);
    if (result.problem !== undefined) {
      console.error(`FAILED ${result.suite}: ${result.what}: ${result.problem}`);
    }
  }
}
