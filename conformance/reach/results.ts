import { Tally } from './tally';

/** What a run came to, for the terminal. */
export function summary(tally: Tally): string {
  const { wrong, mutations } = tally;
  const seen = mutations.filter(one => one.seen !== 'no');
  return [
    ...wrong.map(
      ({ world, call, ours, theirs }) =>
        `${world}\n  ${call}\n  ours   ${ours}\n  theirs ${theirs}`,
    ),
    ...missedOf(tally).map(
      ({ world, changes }) => `missed: ${world}\n${changes.map(text => `  ${text}\n`).join('')}`,
    ),
    `conformance/reach: ${tally.worlds} worlds, ${tally.calls} calls, ${wrong.length} differences; of ${mutations.length} mutations that change a call, ${seen.length} are seen${percent(seen.length, mutations.length)}`,
  ].join('\n');
}

const missedOf = ({ mutations }: Tally) => mutations.filter(({ seen }) => seen === 'no');

const percent = (part: number, whole: number): string =>
  whole === 0 ? '' : ` (${Math.floor((part / whole) * 1000) / 10} %)`;

const VERDICTS = ['yes', 'no', 'partly', 'unknown'] as const;

/** RESULTS.md. */
export function page(tally: Tally, bases: readonly string[], seed: number): string {
  const { counts, unknown, refused, mutations, judges } = tally;
  const by = (seen: string) => mutations.filter(one => one.seen === seen);
  const seen = by('yes').length + by('unknown').length;
  return (
    [
      '# Results',
      'Written by `conformance/reach/run`. What it does is in [../README.md](../README.md).',
      `${tally.worlds} worlds (seed ${seed}), ${tally.calls} calls, ${tally.wrong.length} differences. Made of ${bases.length} correct meshes: ${bases.join(', ')}.`,
      '## Verdicts',
      table(
        ['`mesh reach`', ...VERDICTS.map(verdict => `istiod: ${verdict}`)],
        VERDICTS.map(ours => [
          ours,
          ...VERDICTS.map(theirs => String(counts.get(`${ours} ${theirs}`) ?? 0)),
        ]),
      ),
      '## Who judged what was refused',
      table(['hop, and what judged it', 'calls'], sorted(judges)),
      '## Unknown where istiod knows',
      table(['reason', 'calls'], sorted(unknown)),
      '## Worlds that there cannot be',
      "An object of them does not pass istiod's webhook, or istiod itself ends of it.",
      table(['what it says', 'worlds'], sorted(refused)),
      '## What is seen of a mutation',
      `Of ${mutations.length} single mutations that break a call that gets through, or open one that does not, as istiod judges, ${seen} are seen${percent(seen, mutations.length)}: ${by('yes').length} as istiod judges them, ${by('unknown').length} as unknown. ${by('no').length} are missed${by('no').length === 0 ? '.' : ':'}`,
      ...by('no').map(({ world, changes }) => `- ${world}: ${changes.join('; ')}`),
    ].join('\n\n') + '\n'
  );
}

const sorted = (counts: ReadonlyMap<string, number>): string[][] =>
  [...counts].sort((a, b) => b[1] - a[1]).map(([text, count]) => [text, String(count)]);

function table(header: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escaped).join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

const escaped = (text: string): string => text.replace(/\|/g, '\\|').replace(/\s+/g, ' ');
