import type { ClusterCard, GatewayCard, Link, ReportFacts } from './facts/facts';
import { Circle, Layout, NOWHERE } from './places';
import { Shape, shape } from './shape';

/** What is drawn of a mesh. @internal */
export type Drawn = Pick<ReportFacts, 'clusters' | 'links' | 'changes'>;

const WIDTH = 190;
const HEIGHT = 84;
const LINE = 16;
const MARGIN = 30;

/** With more arrows, numbers at each of them would hide what is below. */
const MOST_NUMBERS = 60;
/** With more, only those of a chosen cluster are drawn. */
const MOST_ARROWS = 400;

/** The topology, with room around it. Classes say how it looks, see `style.ts`. @internal */
export function picture(drawn: Drawn, layout: Layout): Shape {
  const boxes = [
    ...layout.groups.map(({ x, y, r }) => [x - r, y - r, x + r, y + r]),
    ...layout.clusters.map(({ x, y }) => [
      x - WIDTH / 2,
      y - HEIGHT / 2,
      x + WIDTH / 2,
      y + HEIGHT / 2,
    ]),
  ];
  const [left, top] = [0, 1].map(i => Math.min(...boxes.map(box => box[i])) - MARGIN);
  const [right, bottom] = [2, 3].map(i => Math.max(...boxes.map(box => box[i])) + MARGIN);
  return shape(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `${left} ${top} ${right - left} ${bottom - top}`,
      class: 'topology',
    },
    ...pictureParts(drawn, layout),
  );
}

/** The same without what is around it. @internal */
export function pictureParts({ clusters, links, changes }: Drawn, layout: Layout): Shape[] {
  const places = new Map(layout.clusters.map(circle => [circle.name, circle]));
  const cards = new Map(clusters.map(card => [card.name, card]));
  return [
    arrowHead(),
    ...layout.groups.map(groupShape),
    ...links.map(link => arrow(link, places, links.length)),
    ...layout.clusters.map(circle => node(circle, cards.get(circle.name), changes)),
  ];
}

const arrowHead = (): Shape =>
  shape(
    'defs',
    {},
    shape(
      'marker',
      {
        id: 'head',
        viewBox: '0 0 8 8',
        refX: 7,
        refY: 4,
        markerWidth: 7,
        markerHeight: 7,
        orient: 'auto-start-reverse',
      },
      shape('path', { d: 'M0 0 8 4 0 8z', class: 'head' }),
    ),
  );

const groupShape = ({ name, x, y, r }: Circle): Shape =>
  shape(
    'g',
    { class: 'group' },
    shape('circle', { cx: x, cy: y, r }),
    shape('text', { x, y: y - r + 22 }, short(name, 40)),
  );

function arrow({ from, to, hosts }: Link, places: ReadonlyMap<string, Circle>, of: number): Shape {
  const [a, b] = [places.get(from)!, places.get(to ?? NOWHERE)!];
  const { path, middle } = curve(a, b);
  const title = `${from} calls ${hosts.length} ${hosts.length === 1 ? 'host' : 'hosts'} of ${to ?? 'an address that nobody has'}: ${listText(hosts)}`;
  return shape(
    'g',
    {
      class: [
        'link',
        ...(to === null ? ['unknown'] : []),
        ...(of > MOST_ARROWS ? ['many'] : []),
      ].join(' '),
      'data-from': from,
      'data-to': to ?? NOWHERE,
    },
    shape('title', {}, title),
    shape('path', { d: path, 'marker-end': 'url(#head)' }),
    ...(of > MOST_NUMBERS ? [] : [shape('text', { x: middle.x, y: middle.y }, `${hosts.length}`)]),
  );
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** A bow from the border of one card to that of another, so that there and back are two. */
function curve(a: Circle, b: Circle): { readonly path: string; readonly middle: Point } {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const bend = { x: (a.x + b.x) / 2 - dy * 0.14, y: (a.y + b.y) / 2 + dx * 0.14 };
  const [start, stop] = [border(a, bend), border(b, bend)];
  const middle = {
    x: round(start.x / 4 + bend.x / 2 + stop.x / 4),
    y: round(start.y / 4 + bend.y / 2 + stop.y / 4),
  };
  const text = ({ x, y }: Point) => `${round(x)} ${round(y)}`;
  return { path: `M${text(start)} Q${text(bend)} ${text(stop)}`, middle };
}

/** Where the line from the middle of a card to a point leaves it. */
function border({ x, y }: Circle, to: Point): Point {
  const [dx, dy] = [to.x - x, to.y - y];
  const times = Math.min(
    (WIDTH / 2 + 4) / Math.max(Math.abs(dx), 1),
    (HEIGHT / 2 + 4) / Math.max(Math.abs(dy), 1),
  );
  return { x: x + dx * times, y: y + dy * times };
}

const round = (value: number): number => Math.round(value) + 0;

function node(
  { name, x, y }: Circle,
  card: ClusterCard | undefined,
  changes: Drawn['changes'],
): Shape {
  const mark = markOf(name, changes);
  const lines = card ? linesOf(card) : [name === NOWHERE ? 'addresses that nobody has' : 'gone'];
  const classes = [
    'node',
    ...(card?.isLeftOut ? ['left-out'] : []),
    ...(card ? [] : ['unknown']),
    ...(mark ? [mark.name] : []),
  ];
  return shape(
    'g',
    { class: classes.join(' '), 'data-cluster': name },
    shape('title', {}, [name, ...lines, ...(mark ? [mark.name] : [])].join('\n')),
    shape('rect', { x: x - WIDTH / 2, y: y - HEIGHT / 2, width: WIDTH, height: HEIGHT, rx: 8 }),
    shape(
      'text',
      { x, y: y - HEIGHT / 2 + 21, class: 'name' },
      short(`${mark ? `${mark.sign} ` : ''}${name === NOWHERE ? 'unknown' : name}`, 21),
    ),
    ...lines
      .slice(0, 3)
      .map((line, i) => shape('text', { x, y: y - HEIGHT / 2 + 40 + i * LINE }, short(line, 30))),
  );
}

/** How a cluster changed, as `mesh diff` says it. @internal */
export function markOf(
  name: string,
  changes: Drawn['changes'],
): { readonly name: 'new' | 'gone' | 'changed'; readonly sign: string } | undefined {
  if (changes?.newClusters.includes(name)) {
    return { name: 'new', sign: '+' };
  }
  if (changes?.goneClusters.includes(name)) {
    return { name: 'gone', sign: '−' };
  }
  return changes?.changedClusters.includes(name) ? { name: 'changed', sign: '~' } : undefined;
}

function linesOf({ gateways, isLeftOut, exports }: ClusterCard): string[] {
  return [
    ...(isLeftOut ? ['no calls lead here'] : []),
    ...(gateways.length === 0 ? ['no gateway'] : gateways.map(gatewayLine)),
    ...(exports.length > 0
      ? [`exports ${exports.length} ${exports.length === 1 ? 'host' : 'hosts'}`]
      : []),
  ];
}

function gatewayLine({ addresses, isEgress, name }: GatewayCard): string {
  const [first, ...more] = addresses;
  if (first === undefined) {
    return isEgress ? `egress ${name}` : `${name}: address unknown`;
  }
  return `${isEgress ? 'egress ' : ''}${first}${more.length > 0 ? ` +${more.length}` : ''}`;
}

const MOST_NAMED = 10;

const listText = (texts: readonly string[]): string =>
  texts.length > MOST_NAMED
    ? `${texts.slice(0, MOST_NAMED).join(', ')} and ${texts.length - MOST_NAMED} more`
    : texts.join(', ');

/** Whole characters: half of a pair would be none. */
function short(text: string, most: number): string {
  const characters = [...text.slice(0, 2 * most + 2)];
  return characters.length > most ? `${characters.slice(0, most - 1).join('')}…` : text;
}
