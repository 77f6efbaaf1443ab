import { PageFacts, View } from './data';
import { button, checkbox, choice, counted, drawn, h, list, place, search } from './dom';
import { Zoom } from './zoom';
import { arrows, markOf, MOST_ARROWS, picture } from '../src/report/picture';
import { NOWHERE } from '../src/report/places';

export const topologyView = (facts: PageFacts): View => ({
  id: 'topology',
  title: 'Topology',
  fill: into => new Topology(facts, into),
});

class Topology {
  private readonly frame = h('div', { class: 'frame' });
  private readonly details = h('div', { class: 'details', 'aria-live': 'polite' });
  private svg!: SVGSVGElement;
  private zoom!: Zoom;
  private layout: number = 0;
  private chosen?: string;
  private text = '';
  private isNear = false;

  public constructor(
    private readonly facts: PageFacts,
    into: HTMLElement,
  ) {
    const { layouts } = facts;
    const groupings = layouts.map(({ by }, i) => [String(i), by] as const);
    into.append(
      h(
        'div',
        { class: 'tools' },
        search('Find a cluster', text => this.find(text)),
        choice('Group by', groupings, value => this.draw(Number(value))),
        checkbox('Only neighbors of the chosen cluster', false, isOn => {
          this.isNear = isOn;
          this.zoom.all();
          this.show();
        }),
        button('Zoom in', () => this.zoom.by(0.8)),
        button('Zoom out', () => this.zoom.by(1.25)),
        button('All', () => this.zoom.all()),
      ),
      h('div', { class: 'beside' }, this.frame, this.details),
      h(
        'p',
        { class: 'legend' },
        'An arrow leads from a cluster to one whose services it has endpoints for; the number is that of hosts. Dashed: unknown, or no calls lead there. + new, − gone, ~ changed.',
      ),
    );
    this.draw(0);
    this.choose(undefined);
  }

  private draw(layout: number): void {
    this.layout = layout;
    this.svg = drawn(picture(this.facts, this.facts.layouts[layout])) as SVGSVGElement;
    this.svg.setAttribute('role', 'group');
    this.svg.setAttribute('aria-label', 'Clusters and who calls whom');
    for (const node of this.svg.querySelectorAll<SVGElement>('.node')) {
      const name = node.dataset.cluster!;
      node.setAttribute('tabindex', '0');
      node.setAttribute('role', 'button');
      node.addEventListener('click', () => this.choose(name));
      node.addEventListener('keydown', event => {
        if (event.key === 'Enter' || event.key === ' ') {
          event.preventDefault();
          this.choose(name);
        }
      });
    }
    this.frame.replaceChildren(this.svg);
    this.zoom = new Zoom(this.svg);
    this.show();
  }

  private find(text: string): void {
    this.text = text;
    this.show();
    const found = this.facts.layouts[this.layout].clusters.filter(({ name }) => this.isFound(name));
    if (text !== '' && found.length === 1) {
      this.choose(found[0].name);
      this.zoom.to(found[0]);
    }
  }

  private isFound(name: string): boolean {
    const card = this.facts.clusters.find(one => one.name === name);
    const texts = [name, ...(card?.gateways ?? []).flatMap(({ addresses }) => addresses)];
    return texts.some(one => one.toLowerCase().includes(this.text));
  }

  private choose(name: string | undefined): void {
    this.chosen = name === this.chosen ? undefined : name;
    this.show();
    this.details.replaceChildren(...this.told());
  }

  private show(): void {
    const { chosen } = this;
    const near = new Set(
      this.facts.links.flatMap(({ from, to }) =>
        from === chosen || (to ?? NOWHERE) === chosen ? [from, to ?? NOWHERE] : [],
      ),
    ).add(chosen ?? '');
    const isShown = (name: string) => !this.isNear || chosen === undefined || near.has(name);
    for (const node of this.svg.querySelectorAll<SVGElement>('.node')) {
      const name = node.dataset.cluster!;
      node.classList.toggle('chosen', name === chosen);
      node.classList.toggle('away', !isShown(name));
      const isNeighbor = this.isNear && near.has(name);
      node.classList.toggle('missed', this.text !== '' && !isNeighbor && !this.isFound(name));
      node.setAttribute('aria-pressed', String(name === chosen));
    }
    if (this.facts.links.length > MOST_ARROWS) {
      const own = this.facts.links.filter(
        ({ from, to }) => from === chosen || (to ?? NOWHERE) === chosen,
      );
      const layout = this.facts.layouts[this.layout];
      this.svg.querySelector('.arrows')!.replaceChildren(...arrows(own, layout).map(drawn));
    }
    for (const link of this.svg.querySelectorAll<SVGElement>('.link')) {
      const { from, to } = link.dataset;
      const isOwn = from === chosen || to === chosen;
      link.classList.toggle('own', isOwn);
      link.classList.toggle('away', chosen !== undefined && !isOwn);
    }
  }

  private told(): Node[] {
    const { facts, chosen } = this;
    const card = facts.clusters.find(({ name }) => name === chosen);
    if (chosen === undefined) {
      return [
        h('h3', {}, counted(facts.clusters.length, 'cluster')),
        h('p', {}, 'Choose a cluster to see its gateways, what it exports, and whom it calls.'),
      ];
    }
    const [out, back] = [
      facts.links.filter(({ from }) => from === chosen),
      facts.links.filter(({ to }) => (to ?? NOWHERE) === chosen),
    ];
    const mark = markOf(chosen, facts.changes);
    return [
      h('h3', {}, chosen === NOWHERE ? 'Unknown' : chosen),
      ...(mark ? [h('p', {}, `${mark.sign} ${mark.name}`)] : []),
      ...(chosen === NOWHERE ? [h('p', {}, 'Addresses that no gateway has.')] : []),
      ...(card ? cardParts(card) : []),
      ...linkParts(
        'Calls',
        out,
        ({ to, addresses = [] }) => to ?? `unknown: ${addresses.join(', ')}`,
      ),
      ...linkParts('Is called by', back, ({ from }) => from),
    ];
  }
}

type Card = PageFacts['clusters'][number];

type Link = PageFacts['links'][number];

function cardParts({ istio, locality, network, trustDomain, gateways, exports, isLeftOut }: Card) {
  const facts: ReadonlyArray<readonly [string, string]> = [
    ['Istio', istio ?? 'unknown'],
    ['Locality', locality ?? 'unknown'],
    ['Network', network || 'none'],
    ['Trust domain', trustDomain],
  ];
  return [
    ...(isLeftOut
      ? [
          h(
            'p',
            {},
            'No calls lead here, though others call hosts that it exports: it may be draining.',
          ),
        ]
      : []),
    h('dl', {}, ...facts.flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, value)])),
    h('h4', {}, 'Gateways'),
    gateways.length === 0
      ? h('p', {}, 'none')
      : list(
          gateways.map(({ name, namespace, addresses, isEgress, source }) =>
            h(
              'span',
              {},
              `${namespace}/${name}${isEgress ? ', for calls that leave' : ''}: ${addresses.join(', ') || 'address unknown'} `,
              place(source.file, source.line),
            ),
          ),
        ),
    h('h4', {}, `Exports ${counted(exports.length, 'host')}`),
    list(exports, 30),
  ];
}

const linkParts = (title: string, links: readonly Link[], name: (link: Link) => string): Node[] =>
  links.length === 0
    ? []
    : [
        h('h4', {}, title),
        ...links.map(link =>
          h(
            'details',
            {},
            h('summary', {}, `${name(link)}: ${counted(link.hosts.length, 'host')}`),
            list(link.hosts),
          ),
        ),
      ];
