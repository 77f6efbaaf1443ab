import { PageFacts, View } from './data';
import { drawn, h, list, scrolling } from './dom';
import { shape, Shape } from '../src/report/shape';

type Certificates = PageFacts['certificates'];
type Card = Certificates['certificates'][number];

export const certificatesView = ({ certificates }: PageFacts): View => ({
  id: 'certificates',
  title: 'Certificates',
  fill: into =>
    into.append(
      ...(certificates.certificates.length === 0
        ? [
            h(
              'p',
              {},
              'No manifest shows a certificate. When they end is known to whoever issues them: `mesh ca status`, cert-manager, or the cloud.',
            ),
          ]
        : parts(certificates)),
    ),
});

const DAY = 86_400_000;
const WIDTH = 900;
const LEFT = 20;
const ROW = 34;
const TOP = 40;

const dayOf = (text: string): number => Date.parse(`${text}T00:00:00Z`) / DAY;

function parts({ certificates, overlaps }: Certificates): Node[] {
  const today = Date.now() / DAY;
  const names = new Map(certificates.map(one => [one.fingerprint, one.name]));
  const nameOf = (fingerprint: string) => `${names.get(fingerprint)} (${fingerprint.slice(0, 8)})`;
  return [
    scrolling('Time line of certificates', timeLine(certificates, overlaps, today)),
    h('h3', {}, 'Roots that are trusted together'),
    overlaps.length === 0
      ? h('p', {}, 'None: no two roots stand in one place.')
      : list(
          overlaps.map(
            ({ roots: [one, other], from, until, clusters }) =>
              `${nameOf(one)} and ${nameOf(other)}: ${from} to ${until}, in ${clusters.join(', ')}`,
          ),
        ),
    h('h3', {}, 'All certificates'),
    scrolling('Table of certificates', table(certificates, today)),
  ];
}

function timeLine(
  certificates: readonly Card[],
  overlaps: Certificates['overlaps'],
  today: number,
): SVGElement {
  const days = certificates.flatMap(({ from, until }) => [dayOf(from), dayOf(until)]);
  const [first, last] = [Math.min(...days, today), Math.max(...days, today)];
  const x = (day: number) =>
    Math.round(LEFT + ((day - first) / Math.max(last - first, 1)) * (WIDTH - 2 * LEFT));
  const height = TOP + certificates.length * ROW + 10;
  const rowOf = new Map(certificates.map((one, i) => [one.fingerprint, TOP + i * ROW]));
  const line = (day: number, name: string, text: string): Shape =>
    shape(
      'g',
      { class: name },
      shape('line', { x1: x(day), x2: x(day), y1: TOP - 12, y2: height - 4 }),
      shape('text', { x: x(day), y: TOP - 18 }, text),
    );
  return drawn(
    shape(
      'svg',
      {
        viewBox: `0 0 ${WIDTH} ${height}`,
        class: 'time',
        role: 'img',
        'aria-label': 'When certificates are valid; the table below says the same.',
      },
      ...years(first, last).map(year => line(dayOf(`${year}-01-01`), 'year', String(year))),
      ...overlaps.map(({ roots, from, until }) =>
        shape('rect', {
          class: 'overlap',
          x: x(dayOf(from)),
          width: Math.max(x(dayOf(until)) - x(dayOf(from)), 2),
          y: Math.min(...roots.map(one => rowOf.get(one)!)) - 2,
          height: Math.abs(rowOf.get(roots[0])! - rowOf.get(roots[1])!) + ROW - 2,
        }),
      ),
      ...certificates.map((one, i) => bar(one, x, TOP + i * ROW, today)),
      shape(
        'g',
        { class: 'today' },
        shape('line', { x1: x(today), x2: x(today), y1: 14, y2: height - 4 }),
        shape('text', { x: x(today), y: 10 }, 'today'),
      ),
    ),
  );
}

function bar(one: Card, x: (day: number) => number, y: number, today: number): Shape {
  const { name, role, from, until } = one;
  const [start, stop] = [x(dayOf(from)), x(dayOf(until))];
  return shape(
    'g',
    { class: `bar ${role}${dayOf(until) < today ? ' ended' : ''}` },
    shape('title', {}, `${name}: ${from} to ${until}`),
    shape('rect', { x: start, y: y + 14, width: Math.max(stop - start, 2), height: 10, rx: 3 }),
    shape(
      'text',
      { x: Math.min(start, WIDTH * 0.6), y: y + 10 },
      `${[...name].slice(0, 60).join('')} · ${role} · until ${until}`,
    ),
  );
}

/** Not more than fit. */
function years(first: number, last: number): number[] {
  const yearOf = (day: number) => new Date(day * DAY).getUTCFullYear();
  const [from, to] = [yearOf(first) + 1, yearOf(last)];
  const step = Math.max(1, Math.ceil((to - from + 1) / 12));
  return Array.from(
    { length: Math.max(0, Math.floor((to - from) / step) + 1) },
    (_, i) => from + i * step,
  );
}

function table(certificates: readonly Card[], today: number): HTMLElement {
  const names = new Map(certificates.map(({ fingerprint, name }) => [fingerprint, name]));
  const head = ['Name', 'Role', 'Valid from', 'Until', 'Signed by', 'SHA-256', 'Where'];
  return h(
    'table',
    {},
    h('thead', {}, h('tr', {}, ...head.map(text => h('th', { scope: 'col' }, text)))),
    h(
      'tbody',
      {},
      ...certificates.map(one =>
        h(
          'tr',
          {},
          h('th', { scope: 'row' }, one.name),
          h('td', { class: 'day' }, one.role),
          h('td', { class: 'day' }, one.from),
          h('td', { class: 'day' }, dayOf(one.until) < today ? `${one.until}, ended` : one.until),
          h(
            'td',
            {},
            one.role === 'root'
              ? 'itself'
              : one.signedBy.map(signer => names.get(signer)).join(', ') || 'not shown',
          ),
          h('td', {}, h('code', {}, `${one.fingerprint.slice(0, 16)}…`)),
          h(
            'td',
            {},
            list(
              one.places.map(
                ({ cluster, object, part, source }) =>
                  `${cluster}: ${object}, ${part} (${source.file}:${source.line})`,
              ),
              5,
            ),
          ),
        ),
      ),
    ),
  );
}
