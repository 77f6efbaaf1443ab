import { PageFacts, View } from './data';
import { drawn, h, scrolling } from './dom';
import { shape } from '../src/report/shape';
import { SIZES } from '../src/report/sizes';

type Size = keyof typeof SIZES;

const KEYS = Object.keys(SIZES) as readonly Size[];

export const sizesView = ({ clusters, budget }: PageFacts): View => ({
  id: 'sizes',
  title: 'Size',
  fill: into => {
    const most = new Map(
      KEYS.map(key => [key, Math.max(1, ...clusters.map(one => one.size[key]))]),
    );
    const head = KEYS.map(key =>
      h(
        'th',
        { scope: 'col' },
        SIZES[key],
        budget[key] === undefined ? '' : `, at most ${budget[key].toLocaleString('en')}`,
      ),
    );
    into.append(
      h(
        'p',
        {},
        Object.keys(budget).length > 0
          ? 'Each bar is the part of the budget that a cluster takes.'
          : 'Each bar is the part of the largest cluster. There is no budget: give one with --budget, as that of your app.',
      ),
      scrolling(
        'Sizes of clusters',
        h(
          'table',
          {},
          h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Cluster'), ...head)),
          h(
            'tbody',
            {},
            ...clusters.map(({ name, size }) =>
              h(
                'tr',
                {},
                h('th', { scope: 'row' }, name),
                ...KEYS.map(key => cell(size[key], budget[key], most.get(key)!)),
              ),
            ),
          ),
        ),
      ),
    );
  },
});

function cell(value: number, limit: number | undefined, most: number): HTMLElement {
  const isOver = limit !== undefined && value > limit;
  const part = Math.min(value / Math.max(limit ?? most, 1), 1);
  return h(
    'td',
    { class: isOver ? 'over' : undefined },
    `${value.toLocaleString('en')}${isOver ? `, ${(value - limit).toLocaleString('en')} over` : ''}`,
    drawn(
      shape(
        'svg',
        { viewBox: '0 0 100 6', class: 'amount', 'aria-hidden': 'true' },
        shape('rect', { class: 'of', width: 100, height: 6, rx: 3 }),
        shape('rect', { width: Math.round(part * 100), height: 6, rx: 3 }),
      ),
    ),
  );
}
