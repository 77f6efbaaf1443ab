import { Code, CODES } from './codes';
import { MeshError } from './mesh-error';
import { oneLine } from './one-line';
import { formatPlace, Locator, Place, positionIn } from './place';
import { Problem } from './problem';

/** What the views of one collector report into. */
interface Reported {
  readonly list: Problem[];
  errors: number;
  /** the list in order, until the next report */
  sorted?: readonly Problem[];
}

/**
 * Collects problems, so that a user sees all of them at once and not the first one of each run.
 *
 * A collector is a view: `at('clusters', 0)` gives one that reports below that place into the same
 * list.
 *
 * @internal
 */
export class Problems {
  public constructor(
    private readonly place: Place = [],
    private readonly locate: Locator = formatPlace,
    private readonly reported: Reported = { list: [], errors: 0 },
  ) {}

  public at(...steps: Place): Problems {
    return new Problems([...this.place, ...steps], this.locate, this.reported);
  }

  /** A collector for the same place, whose problems nobody else sees. */
  public apart(): Problems {
    return new Problems(this.place, this.locate);
  }

  /** How many steps lead to the place of this collector. */
  public get depth(): number {
    return this.place.length;
  }

  /** Takes over what another collector was told. */
  public adopt(problems: readonly Problem[]): void {
    problems.forEach(problem => this.add(problem));
  }

  /** A view for one of several files, whose places are told by a locator of its own. */
  public within(file: string, locate: Locator): Problems {
    const place = [...this.place, file];
    return new Problems(place, below => locate(below.slice(place.length)), this.reported);
  }

  /**
   * @param message what is wrong, with the offending value in quotes
   * @param remedy what to do; the code's own remedy unless given
   */
  public report(code: Code, message: string, remedy: string = CODES[code].remedy): void {
    this.add({
      code,
      severity: CODES[code].severity,
      place: this.place,
      where: oneLine(this.where),
      message: oneLine(message),
      remedy,
    });
  }

  private add(problem: Problem): void {
    this.reported.list.push(problem);
    this.reported.errors += problem.severity === 'error' ? 1 : 0;
    this.reported.sorted = undefined;
  }

  /** The place of this view, in words. */
  public get where(): string {
    return this.locate(this.place);
  }

  /** Everything reported so far, in an order that does not depend on the order of discovery. */
  public get all(): readonly Problem[] {
    this.reported.sorted ??= sortProblems(distinct(this.reported.list));
    return this.reported.sorted;
  }

  public get errors(): readonly Problem[] {
    return this.all.filter(p => p.severity === 'error');
  }

  public get warnings(): readonly Problem[] {
    return this.all.filter(p => p.severity === 'warning');
  }

  /** Whether an error was reported here or at a place below. */
  public get hasErrors(): boolean {
    return this.reported.list.some(
      ({ severity, place }) =>
        severity === 'error' && this.place.every((step, i) => step === place[i]),
    );
  }

  /** @throws MeshError with every problem, when at least one of them is an error */
  public throwIfErrors(): void {
    if (this.reported.errors > 0) {
      throw new MeshError(this.errors);
    }
  }
}

/** Runs checks and throws all that they reported together. @internal */
export function check<T>(rules: (problems: Problems) => T, place: Place = [], locate?: Locator): T {
  const problems = new Problems(place, locate);
  const result = rules(problems);
  problems.throwIfErrors();
  return result;
}

/** What many clusters have from one place is wrong once. */
function distinct(problems: readonly Problem[]): Problem[] {
  const key = ({ code, where, message }: Problem) => JSON.stringify([code, where, message]);
  return [...new Map(problems.map(problem => [key(problem), problem])).values()];
}

/** By file, line and column where there are any, otherwise by place. */
function sortProblems(problems: readonly Problem[]): Problem[] {
  const positions = new Map(problems.map(problem => [problem, positionIn(problem.where)]));
  return [...problems].sort(
    (a, b) =>
      comparePlaces(positions.get(a)!, positions.get(b)!) ||
      comparePlaces(a.place, b.place) ||
      compare(a.code, b.code) ||
      compare(a.message, b.message),
  );
}

function comparePlaces(a: Place, b: Place): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const difference = compare(a[i], b[i]);
    if (difference !== 0) {
      return difference;
    }
  }
  return a.length - b.length;
}

function compare(a: string | number, b: string | number): number {
  if (typeof a === typeof b) {
    return Number(a > b) - Number(a < b);
  }
  return typeof a === 'number' ? -1 : 1;
}
