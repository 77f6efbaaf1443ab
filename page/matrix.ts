import { Axis, Entry } from './axis';
import type { PageFacts } from './data';

export const VERDICTS = ['yes', 'no', 'partly', 'unknown'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** What is looked for. */
export interface Filter {
  readonly verdicts: ReadonlySet<Verdict>;
  /** undefined for all */
  readonly policy?: string;
  readonly caller: string;
  readonly called: string;
  readonly isChangedOnly: boolean;
}

/** How many calls of each verdict a cell of the table stands for. */
export type Counts = readonly number[];

/** The calls, as one number each. */
export class Matrix {
  public readonly columns: number;
  private readonly cells: Uint32Array;
  private readonly marks = new Map<number, string>();

  public constructor(private readonly facts: PageFacts) {
    const { callers, called, rows } = facts.access;
    this.columns = called.length;
    this.cells = new Uint32Array(callers.length * called.length);
    rows.forEach((row, caller) => {
      let at = caller * called.length;
      for (let i = 0; i < row.length; i += 2) {
        this.cells.fill(row[i], at, at + row[i + 1]);
        at += row[i + 1];
      }
    });
    this.addMarks();
  }

  /** Callers that stand for others have no cells; the list of changes has them. */
  private addMarks(): void {
    const { callers, called } = this.facts.access;
    const callerAt = new Map(
      callers.map((one, i) => [`${one.cluster}/${one.namespace}/${one.serviceAccount}`, i]),
    );
    const calledAt = new Map(called.map(({ host, port }, i) => [`${host}:${port}`, i]));
    for (const change of this.facts.changes?.calls ?? []) {
      const hosts = change.called.flatMap(one => calledAt.get(one) ?? []);
      for (const caller of change.callers.flatMap(one => callerAt.get(one) ?? [])) {
        hosts.forEach(host => this.marks.set(caller * this.columns + host, change.mark));
      }
    }
  }

  public groupOf(caller: number, called: number): number {
    return this.cells[caller * this.columns + called];
  }

  public markOf(caller: number, called: number): string | undefined {
    return this.marks.get(caller * this.columns + called);
  }

  /** Calls each look at what is asked for. */
  public eachFound(
    { verdicts, policy, caller, called, isChangedOnly }: Filter,
    see: (caller: number, called: number, verdict: number, mark: string | undefined) => void,
  ): void {
    const { access } = this.facts;
    const verdictOf = access.groups.map(one => VERDICTS.indexOf(one.verdict));
    const isWanted = access.groups.map(
      one =>
        verdicts.has(one.verdict) &&
        (policy === undefined || (one.policy ?? 'not reached') === policy),
    );
    const hosts = [...access.called.keys()].filter(i =>
      calledText(access.called[i]).includes(called),
    );
    access.callers.forEach((account, from) => {
      if (!callerText(account).includes(caller)) {
        return;
      }
      for (const to of hosts) {
        const cell = from * this.columns + to;
        const group = this.cells[cell];
        const mark = this.marks.get(cell);
        if (isWanted[group] && (!isChangedOnly || mark !== undefined)) {
          see(from, to, verdictOf[group], mark);
        }
      }
    });
  }
}

export const callerText = ({
  cluster,
  namespace,
  serviceAccount,
}: PageFacts['access']['callers'][number]): string =>
  `${cluster}/${namespace}/${serviceAccount}`.toLowerCase();

export const calledText = ({
  host,
  port,
  servedBy,
}: PageFacts['access']['called'][number]): string =>
  `${host}:${port} ${servedBy.join(' ')}`.toLowerCase();

/** What a table shows of the calls that were found. */
export interface Summed {
  readonly rows: readonly Entry[];
  readonly columns: readonly Entry[];
  /** by row and column */
  readonly counts: ReadonlyArray<ReadonlyArray<Counts>>;
  readonly marks: ReadonlyArray<ReadonlyArray<string>>;
  readonly moreRows: number;
  readonly moreColumns: number;
}

/** A part of a table. */
export interface Window {
  readonly fromRow: number;
  readonly fromColumn: number;
  readonly rows: number;
  readonly columns: number;
}

export function summed(
  matrix: Matrix,
  filter: Filter,
  rows: Axis,
  columns: Axis,
  part: Window,
): Summed {
  const [hasCaller, hasCalled] = [new Set<number>(), new Set<number>()];
  matrix.eachFound(filter, (caller, called) => {
    hasCaller.add(caller);
    hasCalled.add(called);
  });
  const [allRows, allColumns] = [rows.shown(hasCalled), columns.shown(hasCaller)];
  const shownRows = allRows.slice(part.fromRow, part.fromRow + part.rows);
  const shownColumns = allColumns.slice(part.fromColumn, part.fromColumn + part.columns);
  const [rowsOf, columnsOf] = [entriesByLeaf(shownRows), entriesByLeaf(shownColumns)];
  const counts = shownRows.map(() => shownColumns.map(() => [0, 0, 0, 0]));
  const marks = shownRows.map(() => shownColumns.map(() => ''));
  matrix.eachFound(filter, (caller, called, verdict, mark) => {
    for (const i of rowsOf.get(called) ?? []) {
      for (const j of columnsOf.get(caller) ?? []) {
        counts[i][j][verdict]++;
        marks[i][j] =
          mark === undefined || marks[i][j].includes(mark) ? marks[i][j] : marks[i][j] + mark;
      }
    }
  });
  return {
    rows: shownRows,
    columns: shownColumns,
    counts,
    marks,
    moreRows: allRows.length - part.fromRow - shownRows.length,
    moreColumns: allColumns.length - part.fromColumn - shownColumns.length,
  };
}

/** A leaf counts in its own entry, and in those above it. */
function entriesByLeaf(entries: readonly Entry[]): Map<number, number[]> {
  const all = new Map<number, number[]>();
  entries.forEach(({ leaves }, i) =>
    leaves.forEach(leaf => {
      const own = all.get(leaf);
      if (own) {
        own.push(i);
      } else {
        all.set(leaf, [i]);
      }
    }),
  );
  return all;
}
