import { Axis, Entry } from './axis';
import { callParts } from './call';
import { PageFacts, View } from './data';
import { button, checkbox, choice, counted, h, scrolling, search } from './dom';
import { Counts, Filter, Matrix, Summed, summed, Verdict, VERDICTS } from './matrix';

export const accessView = (facts: PageFacts): View => ({
  id: 'access',
  title: 'Access',
  fill: into => {
    if (facts.access.callers.length === 0 || facts.access.called.length === 0) {
      into.append(
        h(
          'p',
          {},
          'No manifest shows a workload that calls, or a host that is called. Give manifests of workloads, or take them as the entries say, with --assume-workloads.',
        ),
      );
    } else {
      into.append(...new Access(facts).parts);
    }
  },
});

export const SIGNS: { readonly [verdict in Verdict]: string } = {
  yes: '✓',
  no: '✗',
  partly: '◐',
  unknown: '?',
};

const ROWS = 60;
const COLUMNS = 24;
/** Of fewer, all is open. */
const FEW_ROWS = 40;
const FEW_COLUMNS = 12;

class Access {
  public readonly parts: readonly Node[];
  private readonly matrix: Matrix;
  private readonly rows: Axis;
  private readonly columns: Axis;
  private readonly body = h('div', { class: 'matrix' });
  private readonly count = h('p', { role: 'status' });
  private readonly details = h('div', { class: 'details', 'aria-live': 'polite' });
  private filter: Filter = {
    verdicts: new Set(VERDICTS),
    caller: '',
    called: '',
    isChangedOnly: false,
  };
  private fromRow = 0;
  private fromColumn = 0;

  public constructor(private readonly facts: PageFacts) {
    const { callers, called } = facts.access;
    this.matrix = new Matrix(facts);
    this.rows = new Axis(
      called.map(({ host, port, namespace, servedBy }) => [
        servedBy.join(' + ') || 'served by nobody',
        namespace,
        `${host}:${port}`,
      ]),
      called.length <= FEW_ROWS,
    );
    this.columns = new Axis(
      callers.map(({ cluster, namespace, serviceAccount }) => [cluster, namespace, serviceAccount]),
      callers.length <= FEW_COLUMNS,
    );
    this.parts = [
      this.tools(),
      this.count,
      h('div', { class: 'beside' }, this.body, this.details),
      h(
        'p',
        { class: 'legend' },
        'A row for each service, a column for each caller; open a cluster to see its namespaces. Choose a cell to see the steps of its call.',
      ),
    ];
    this.details.append(h('p', {}, 'Choose a cell.'));
    this.draw();
  }

  private tools(): HTMLElement {
    const verdicts = VERDICTS.map(verdict =>
      checkbox(
        `${SIGNS[verdict]} ${verdict}`,
        true,
        isOn => {
          const all = new Set(this.filter.verdicts);
          all[isOn ? 'add' : 'delete'](verdict);
          this.change({ verdicts: all });
        },
        verdict,
      ),
    );
    return h(
      'div',
      { class: 'tools' },
      search('Service', called => this.change({ called })),
      search('Caller', caller => this.change({ caller })),
      h('fieldset', {}, h('legend', {}, 'Gets through'), ...verdicts),
      choice(
        'Policies',
        [
          ['', 'any'],
          ['enforced', 'enforced'],
          ['audited', 'audited'],
          ['would refuse', 'audited, would refuse'],
          ['none', 'none'],
          ['not reached', 'not reached'],
        ],
        value => this.change({ policy: value === '' ? undefined : value }),
      ),
      this.facts.changes
        ? checkbox('Only what changed', false, isChangedOnly => this.change({ isChangedOnly }))
        : undefined,
      button('Clusters only', () => {
        this.rows.closeAll();
        this.columns.closeAll();
        this.change({});
      }),
    );
  }

  private change(some: Partial<Filter>): void {
    this.filter = { ...this.filter, ...some };
    this.fromRow = this.fromColumn = 0;
    this.draw();
  }

  private draw(): void {
    const part = {
      fromRow: this.fromRow,
      fromColumn: this.fromColumn,
      rows: ROWS,
      columns: COLUMNS,
    };
    const seen = summed(this.matrix, this.filter, this.rows, this.columns, part);
    let found = 0;
    this.matrix.eachFound(this.filter, () => found++);
    this.count.textContent = `${counted(found, 'call')} of ${(this.facts.access.callers.length * this.facts.access.called.length).toLocaleString('en')}`;
    const { key } = (document.activeElement as HTMLElement | null)?.dataset ?? {};
    this.body.replaceChildren(
      ...this.pagers(seen),
      scrolling('Who can call what', this.table(seen)),
    );
    // what was opened by the keyboard is new, and keeps the focus
    const headers = [...this.body.querySelectorAll<HTMLElement>('.header')];
    headers.find(({ dataset }) => key !== undefined && dataset.key === key)?.focus();
  }

  private pagers({ moreRows, moreColumns }: Summed): Node[] {
    const pager = (text: string, isThere: boolean, does: () => void) =>
      isThere
        ? [
            button(text, () => {
              does();
              this.draw();
            }),
          ]
        : [];
    return [
      ...pager('Services before', this.fromRow > 0, () => (this.fromRow -= ROWS)),
      ...pager(`${moreRows} more services`, moreRows > 0, () => (this.fromRow += ROWS)),
      ...pager('Callers before', this.fromColumn > 0, () => (this.fromColumn -= COLUMNS)),
      ...pager(`${moreColumns} more callers`, moreColumns > 0, () => (this.fromColumn += COLUMNS)),
    ];
  }

  private table({ rows, columns, counts, marks }: Summed): HTMLElement {
    const table = h(
      'table',
      { class: 'access' },
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          h('td', {}),
          ...columns.map(entry =>
            h(
              'th',
              { scope: 'col', class: `depth${entry.depth}` },
              this.header(this.columns, entry),
            ),
          ),
        ),
      ),
      h(
        'tbody',
        {},
        ...rows.map((row, i) =>
          h(
            'tr',
            {},
            h('th', { scope: 'row', class: `depth${row.depth}` }, this.header(this.rows, row)),
            ...columns.map((column, j) => this.cell(row, column, counts[i][j], marks[i][j])),
          ),
        ),
      ),
    );
    table.addEventListener('keydown', event => move(event, table));
    table.querySelector<HTMLElement>('.cell')?.setAttribute('tabindex', '0');
    return table;
  }

  private header(axis: Axis, entry: Entry): Node {
    if (entry.below.length === 0) {
      return h('span', {}, entry.label);
    }
    const isOpen = axis.isOpen(entry);
    return button(
      `${isOpen ? '▾' : '▸'} ${entry.label}`,
      () => {
        axis.toggle(entry);
        this.draw();
      },
      { 'aria-expanded': String(isOpen), class: 'header', 'data-key': entry.key },
    );
  }

  private cell(row: Entry, column: Entry, counts: Counts, marks: string): HTMLElement {
    const total = counts.reduce((sum, one) => sum + one, 0);
    if (total === 0) {
      return h('td', {});
    }
    const [verdict, more] = VERDICTS.filter((_, i) => counts[i] > 0);
    const isOne = row.leaves.length * column.leaves.length === 1;
    const kind = more === undefined ? verdict : 'mixed';
    const sign = kind === 'mixed' ? `${counts[0]}/${total}` : SIGNS[verdict];
    const told = VERDICTS.flatMap((one, i) => (counts[i] > 0 ? [`${counts[i]} ${one}`] : []));
    const text = isOne ? verdict : told.join(', ');
    const mark = marks === '' ? '' : `${marks.replace('-', '−')} `;
    const seen = `${mark}${sign}${isOne || kind === 'mixed' ? '' : ` ${total}`}`;
    return h(
      'td',
      {},
      button(seen, () => this.tell(row, column, text), {
        class: `cell ${kind}${marks === '' ? '' : ' marked'}`,
        tabindex: -1,
        // with what is seen, for who says aloud what to press
        'aria-label': `${seen} ${column.label} to ${row.label}: ${text}`,
      }),
    );
  }

  private tell(row: Entry, column: Entry, text: string): void {
    const [called, caller] = [row.leaves[0], column.leaves[0]];
    this.details.replaceChildren(
      ...(row.leaves.length * column.leaves.length === 1
        ? callParts(this.facts, this.matrix, caller, called)
        : [
            h('h3', {}, `${column.label} → ${row.label}`),
            h('p', {}, text),
            button('Open both', () => {
              this.rows.open(row);
              this.columns.open(column);
              this.draw();
            }),
          ]),
    );
  }
}

/** Arrow keys move between cells, of which one is a stop of the Tab key. */
function move(event: KeyboardEvent, table: HTMLElement): void {
  const steps: { readonly [key: string]: readonly [number, number] | undefined } = {
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
    ArrowLeft: [0, -1],
    ArrowRight: [0, 1],
  };
  const step = steps[event.key];
  const cell = (event.target as HTMLElement).closest('td');
  if (!step || !cell) {
    return;
  }
  event.preventDefault();
  const { rows } = table as HTMLTableElement;
  let [i, j] = [(cell.parentElement as HTMLTableRowElement).rowIndex, cell.cellIndex];
  for (;;) {
    [i, j] = [i + step[0], j + step[1]];
    const next = rows[i]?.cells[j];
    if (!next) {
      return;
    }
    const target = next.querySelector<HTMLElement>('.cell');
    if (target) {
      table.querySelector('.cell[tabindex="0"]')?.setAttribute('tabindex', '-1');
      target.tabIndex = 0;
      target.focus();
      return;
    }
  }
}
