import { accessView } from './access';
import { certificatesView } from './certificates';
import { changesView } from './changes';
import { readFacts, View } from './data';
import { button, counted, h } from './dom';
import { sizesView } from './sizes';
import { topologyView } from './topology';
import { warningsView } from './warnings';

const facts = readFacts();
const views: readonly View[] = [
  topologyView(facts),
  accessView(facts),
  certificatesView(facts),
  sizesView(facts),
  warningsView(facts),
  ...(facts.changes ? [changesView(facts.changes)] : []),
];

const filled = new Set<string>();
const tabs = new Map<string, HTMLElement>();
const panels = new Map<string, HTMLElement>();

function fill({ id, fill: make }: View): void {
  if (!filled.has(id)) {
    filled.add(id);
    make(panels.get(id)!);
  }
}

function open(view: View, takesFocus = false): void {
  fill(view);
  for (const { id } of views) {
    const isOpen = id === view.id;
    panels.get(id)!.classList.toggle('open', isOpen);
    tabs.get(id)!.setAttribute('aria-selected', String(isOpen));
    tabs.get(id)!.tabIndex = isOpen ? 0 : -1;
  }
  if (takesFocus) {
    tabs.get(view.id)!.focus();
  }
}

/** As the pattern for tabs of WAI-ARIA has it. */
function move(event: KeyboardEvent, at: number): void {
  const to: { readonly [key: string]: number | undefined } = {
    ArrowRight: (at + 1) % views.length,
    ArrowLeft: (at + views.length - 1) % views.length,
    Home: 0,
    End: views.length - 1,
  };
  const next = to[event.key];
  if (next !== undefined) {
    event.preventDefault();
    open(views[next], true);
  }
}

views.forEach((view, i) => {
  const { id, title } = view;
  const tab = button(title, () => open(view), {
    role: 'tab',
    id: `tab-${id}`,
    'aria-controls': id,
  });
  tab.addEventListener('keydown', event => move(event, i));
  tabs.set(id, tab);
  panels.set(
    id,
    h(
      'section',
      { id, class: 'view', role: 'tabpanel', 'aria-labelledby': `tab-${id}` },
      h('h2', {}, title),
    ),
  );
});
document.body.append(
  h(
    'header',
    {},
    h('h1', {}, document.title),
    h(
      'p',
      {},
      [
        counted(facts.access.called.length, 'service port'),
        counted(facts.access.callers.length, 'caller'),
        counted(facts.warnings.length, 'kind of warning', 'kinds of warnings'),
        ...(facts.changes ? [facts.changes.end.at(-1)!] : []),
      ].join(' · '),
    ),
    h('div', { role: 'tablist', 'aria-label': 'Views' }, ...tabs.values()),
  ),
  h('main', {}, ...panels.values()),
);
open(views.find(({ id }) => `#${id}` === location.hash) ?? views[0]);
addEventListener('beforeprint', () => views.forEach(fill));
