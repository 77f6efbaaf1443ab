import { PageFacts, View } from './data';
import { counted, h, list, place } from './dom';

export const warningsView = ({ warnings }: PageFacts): View => ({
  id: 'warnings',
  title: `Warnings (${warnings.length})`,
  fill: into =>
    into.append(
      ...(warnings.length === 0
        ? [h('p', {}, 'None. What is doubtful in a description is said by `mesh validate`.')]
        : warnings.map(({ code, title, why, remedy, items }) =>
            h(
              'details',
              { open: items.length <= 10 },
              h('summary', {}, h('code', {}, code), ` ${title}: ${counted(items.length, 'time')}`),
              h('p', {}, why),
              h('p', {}, `→ ${remedy}`),
              list(
                items.map(({ cluster, text, file, line, remedy: own }) =>
                  h(
                    'span',
                    {},
                    cluster === undefined ? '' : h('b', {}, `${cluster}: `),
                    `${text} `,
                    place(file, line),
                    own === undefined ? '' : ` → ${own}`,
                  ),
                ),
              ),
            ),
          )),
    ),
});
