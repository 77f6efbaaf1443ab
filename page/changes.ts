import { View } from './data';
import { h } from './dom';
import type { ReportChanges } from '../src/report/facts/facts';

const MARKS = { '+': 'plus', '-': 'minus', '~': 'changed', '?': 'unknown' } as const;
const MOST = 300;

export const changesView = ({ head, sections, end }: ReportChanges): View => ({
  id: 'changes',
  title: 'Changes',
  fill: into =>
    into.append(
      ...head.map(text => h('p', {}, text)),
      ...sections.flatMap(({ title, lines }) => [
        h('h3', {}, title),
        h(
          'ul',
          { class: 'marked' },
          ...lines
            .slice(0, MOST)
            .map(({ mark, text, more }) =>
              h(
                'li',
                { class: MARKS[mark] },
                h('b', {}, `${mark === '-' ? '−' : mark} `),
                text,
                ...(more.length > 0 ? [h('ul', {}, ...more.map(one => h('li', {}, one)))] : []),
              ),
            ),
          ...(lines.length > MOST ? [h('li', {}, `and ${lines.length - MOST} more`)] : []),
        ),
      ]),
      ...end.map(text => h('p', {}, text)),
    ),
});
