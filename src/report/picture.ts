import type { ClusterCard, GatewayCard, Link, ReportFacts } from './facts/facts';
import { Layout, NOWHERE, Place } from './places';
import { Shape, shape } from './shape';

/** What is drawn of a mesh. @internal */
export type Drawn = Pick<ReportFacts, 'clusters' | 'links' | 'changes'>;

const LINE = 16;
const MARGIN = 30;
/** So that few clusters are not drawn larger than they need be. */
const LEAST_WIDTH = 760;

/** With more arrows, numbers at each of them would hide what is below. */
const MOST_NUMBERS = 60;
/** With more, only those of a chosen cluster are drawn. @internal */
export const MOST_ARROWS = 400;

/** The topology, with room around it. Classes say how it looks, see `style.ts`. @internal */
export function picture(drawn: Drawn, layout: Layout): Shape {
  const all = [...layout.groups, ...layout.clusters];
  const left = Math.min(...all.map(({ x, width }) => x - width / 2)) - MARGIN;
  const right = Math.max(...all.map(({ x, width }) => x + width / 2)) + MARGIN;
  const top = Math.min(...all.map(({ y, height }) => y - height / 2)) - MARGIN;
  const bottom = Math.max(...all.map(({ y, height }) => y + height / 2)) + MARGIN;
  const more = Math.max(0, LEAST_WIDTH - (right - left)) / 2;
  const box = [left - more, top, right - left + 2 * more, bottom - top].map(round);
  return shape(
    'svg',
    { xmlns: 'http://www.w3.org/2000/svg', viewBox: box.join(' '), class: 'topology' },
    ...pictureParts(drawn, layout),
  );
}

function pictureParts({ clusters, links, changes }: Drawn, layout: Layout): Shape[] {
  const cards = new Map(clusters.map(card => [card.name, card]));
  return [
    arrowHead(),
    ...layout.groups.map(groupShape),
    shape('g', { class: 'arrows' }, ...(links.length > MOST_ARROWS ? [] : arrows(links, layout))),
    ...layout.clusters.map(place => node(place, cards.get(place.name), changes)),
  ];
}

/** @internal */
export function arrows(links: readonly Link[], { clusters }: Layout): Shape[] {
  const places = new Map(clusters.map(place => [place.name, place]));
  return links.map(link => arrow(link, places, links.length <= MOST_NUMBERS));
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

/** As high as it is wide it is a circle. */
const groupShape = ({ name, x, y, width, height }: Place): Shape =>
  shape(
    'g',
    { class: 'group' },
    shape('rect', {
      x: round(x - width / 2),
      y: round(y - height / 2),
      width,
      height,
      rx: width === height ? round(width / 2) : 10,
    }),
    shape('text', { x, y: round(y - height / 2) + 26 }, short(name, 40)),
  );

function arrow(
  { from, to, hosts }: Link,
  places: ReadonlyMap<string, Place>,
  hasNumber: boolean,
): Shape {
  const [a, b] = [places.get(from)!, places.get(to ?? NOWHERE)!];
  const { path, middle } = curve(a, b);
  const title = `${from} calls ${hosts.length} ${hosts.length === 1 ? 'host' : 'hosts'} of ${to ?? 'an address that nobody has'}: ${listText(hosts)}`;
  return shape(
    'g',
    {
      class: to === null ? 'link unknown' : 'link',
      'data-from': from,
      'data-to': to ?? NOWHERE,
    },
    shape('title', {}, title),
    shape('path', { d: path, 'marker-end': 'url(#head)' }),
    ...(hasNumber ? [shape('text', { x: middle.x, y: middle.y }, `${hosts.length}`)] : []),
  );
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** A bow from the border of one card to that of another, so that there and back are two. */
function curve(a: Place, b: Place): { readonly path: string; readonly middle: Point } {
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
function border({ x, y, width, height }: Place, to: Point): Point {
  const [dx, dy] = [to.x - x, to.y - y];
  const times = Math.min(
    (width / 2 + 4) / Math.max(Math.abs(dx), 1),
    (height / 2 + 4) / Math.max(Math.abs(dy), 1),
  );
  return { x: x + dx * times, y: y + dy * times };
}

const round = (value: number): number => Math.round(value) + 0;

function node(place: Place, card: ClusterCard | undefined, changes: Drawn['changes']): Shape {
  const { name, x, y, width, height } = place;
  const mark = markOf(name, changes);
  const lines = card ? linesOf(card) : [name === NOWHERE ? 'addresses that nobody has' : 'gone'];
  const classes = [
    'node',
    ...(card?.isLeftOut ? ['left-out'] : []),
    ...(card ? [] : ['unknown']),
    ...(mark ? [mark.name] : []),
  ];
  const title = `${mark ? `${mark.sign} ` : ''}${name === NOWHERE ? 'unknown' : name}`;
  const size = titleSize(title, place);
  const top = round(y - height / 2);
  return shape(
    'g',
    { class: classes.join(' '), 'data-cluster': name },
    shape('title', {}, [name, ...lines, ...(mark ? [mark.name] : [])].join('\n')),
    shape('rect', { x: round(x - width / 2), y: top, width, height, rx: 8 }),
    shape(
      'text',
      { x, y: top + size + 7, class: 'name', 'font-size': size },
      short(title, Math.floor(width / (size * WIDE))),
    ),
    ...lines
      .slice(0, Math.max(1, Math.floor((height - size - 20) / LINE)))
      .map((line, i) =>
        shape('text', { x, y: top + size + 25 + i * LINE }, short(line, Math.floor(width / 6.4))),
      ),
  );
}

/** Of a letter, as a part of the size of the type; bold capitals are wider. */
const WIDE = 0.66;
const [LEAST_SIZE, MOST_SIZE] = [14, 26];

/** As large as fits: in a large mesh it is what can be read from afar. */
function titleSize(text: string, { width, height }: Place): number {
  const most = Math.min(MOST_SIZE, Math.floor(height / 4.6));
  return Math.max(LEAST_SIZE, Math.min(most, Math.floor(width / (text.length * WIDE))));
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

/**
 * Without its middle where it is too long: names often differ at their end. Of whole characters,
 * since half of a pair would be none.
 */
function short(text: string, most: number): string {
  if (text.length <= most) {
    return text;
  }
  const characters = [...text];
  const half = Math.max(1, Math.floor((most - 1) / 2));
  return characters.length > most
    ? `${characters.slice(0, half).join('')}…${characters.slice(-half).join('')}`
    : text;
}
