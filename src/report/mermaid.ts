import { ClusterCard, Link, ReportFacts } from './facts/facts';
import { regionOf } from './region';
import { groupBy } from '../values/group-by';

/**
 * The topology as Mermaid, which GitHub, GitLab and others draw in Markdown.
 *
 * @internal
 */
export function mermaid({ clusters, links, changes }: ReportFacts): string {
  const ids = new Map(clusters.map(({ name }, i) => [name, `c${i}`]));
  const groups = [...groupBy(clusters, card => regionOf(card) ?? '')].sort(
    ([a], [b]) => Number(a > b) - Number(a < b),
  );
  const nodes = groups.flatMap(([region, own], i) => {
    const lines = own.map(card => `${ids.get(card.name)}[${label(nodeLines(card))}]`);
    return region === ''
      ? lines.map(line => `  ${line}`)
      : [`  subgraph r${i} [${label([region])}]`, ...lines.map(line => `    ${line}`), '  end'];
  });
  const arrows = links.map(link => arrow(link, ids));
  const isNew = new Set(changes?.newClusters);
  return [
    'flowchart LR',
    ...nodes,
    ...(links.some(({ to }) => to === null) ? [`  unknown{{${label(['unknown'])}}}`] : []),
    ...arrows.map(line => `  ${line}`),
    ...marked(
      clusters.filter(({ isLeftOut }) => isLeftOut),
      ids,
      'stroke-dasharray: 4',
    ),
    ...marked(
      clusters.filter(({ name }) => isNew.has(name)),
      ids,
      'stroke-width: 4px',
    ),
    '',
  ].join('\n');
}

const MOST_HOSTS = 3;

function arrow({ from, to, hosts }: Link, ids: ReadonlyMap<string, string>): string {
  const text = hosts.length > MOST_HOSTS ? [`${hosts.length} hosts`] : hosts;
  const end = to === null ? 'unknown' : ids.get(to)!;
  return `${ids.get(from)} ${to === null ? '-.->' : '-->'}|${label(text)}| ${end}`;
}

function nodeLines({ name, gateways, isLeftOut }: ClusterCard): string[] {
  return [
    name,
    ...gateways.map(
      ({ name: gateway, addresses, isEgress }) =>
        `${gateway}${isEgress ? ' (egress)' : ''}: ${addresses.join(', ') || 'address unknown'}`,
    ),
    ...(isLeftOut ? ['no calls lead here'] : []),
  ];
}

function marked(
  cards: readonly ClusterCard[],
  ids: ReadonlyMap<string, string>,
  style: string,
): string[] {
  return cards.map(({ name }) => `  style ${ids.get(name)} ${style}`);
}

/** A text in which nothing is markup: Mermaid takes the code of a character for it. */
const label = (lines: readonly string[]): string =>
  `"${lines.map(line => line.replace(/[^A-Za-z0-9 .,:()/_-]/gu, codeOf)).join('<br>')}"`;

const codeOf = (character: string): string => `#${character.codePointAt(0)};`;
