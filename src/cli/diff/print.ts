import { endOf, headOf, sectionsOf, Told } from './report';
import { sentence, Setting } from './words';
import { eitherOf, fateOf } from '../../analysis/diff/objects';
import { escaped } from '../../problems/one-line';
import { LISTED_BY } from '../failure';
import { inFormatOrMarkdown, MarkdownFormat } from '../markdown';

/** A screenful, in each section. */
const LISTED = 30;

/** @internal */
export function printDiff(format: MarkdownFormat, told: Told): string {
  return inFormatOrMarkdown(format, {
    text: () => text(told),
    markdown: () => markdown(told),
    data: () => data(told),
  });
}

/** Texts of manifests may hold anything, also what a terminal would obey. */
const plain: Setting = value => escaped(value, /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu);

function text(told: Told): string {
  const sections = sectionsOf(told, plain).flatMap(({ title, lines }) => [
    '',
    title,
    ...lines
      .slice(0, LISTED)
      .flatMap(({ mark, text: own, more }) => [
        `  ${mark} ${own}`,
        ...more.map(one => `      ${one}`),
      ]),
    ...(lines.length > LISTED ? [`  … and ${lines.length - LISTED} more; ${LISTED_BY}`] : []),
  ]);
  return [...headOf(told, plain), ...sections, '', ...endOf(told, plain), ''].join('\n');
}

/** As code, so that nothing in it is taken for markup, a link or the name of a person. */
const code: Setting = value => {
  const shown = plain(value);
  const longest = Math.max(0, ...(shown.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  const space = longest > 0 ? ' ' : '';
  return shown === '' ? '' : `${fence}${space}${shown}${space}${fence}`;
};

function markdown(told: Told): string {
  const [title, ...notes] = headOf(told, code);
  const sections = sectionsOf(told, code).flatMap(({ title: heading, lines }) => [
    '',
    `### ${heading}`,
    '',
    ...lines
      .slice(0, LISTED)
      .flatMap(({ mark, text: own, more }) => [
        `- ${ICONS[mark]} ${own}`,
        ...more.map(one => `  - ${one}`),
      ]),
    ...(lines.length > LISTED ? [`- … and ${lines.length - LISTED} more; ${LISTED_BY}`] : []),
  ]);
  const end = endOf(told, code).flatMap(one => ['', one]);
  return [
    '## What changes in the mesh',
    '',
    title,
    ...notes.flatMap(one => ['', one]),
    ...sections,
    ...end,
    '',
  ].join('\n');
}

const ICONS = { '+': '**+**', '-': '**−**', '~': '**~**', '?': '**?**' } as const;

function data(told: Told): object {
  const { diff, base, commit, notes, counts, denied } = told;
  const { newClusters, goneClusters, compared, calls, objects, settings, trust, restarts } = diff;
  return {
    base,
    commit,
    notes,
    counts: Object.fromEntries(counts),
    denied,
    newClusters,
    goneClusters,
    compared,
    calls: calls.map(group => ({ text: sentence(group, value => value), ...group })),
    trust,
    restarts,
    objects: objects.map(change => {
      const { group, kind, namespace, name, source } = eitherOf(change);
      const { cluster } = change;
      return { cluster, fate: fateOf(change), group, kind, namespace, name, source };
    }),
    settings,
  };
}
