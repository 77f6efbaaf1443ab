import type { Difference } from '../../import/compare';
import type { Import } from '../../import/run-import';
import { meshProblem, MeshProblem } from '../../problems/mesh-problem';
import { formatProblems } from '../../problems/problem-text';
import { Problems } from '../../problems/problems';
import { counted } from '../../values/counted';
import { globalHost, serviceKey } from '../../values/names';
import { LISTED_BY } from '../failure';
import { inFormatOrMarkdown, literally, MarkdownFormat, markdownTable } from '../markdown';
import { STANDARD_INPUT } from '../standard-input';

/** What was imported, and what was not. @internal */
export function reportOf(
  format: MarkdownFormat,
  imported: Import,
  out: string,
  problems: Problems,
): string {
  const facts = factsOf(imported, out, problems.all.map(meshProblem));
  return inFormatOrMarkdown(format, {
    text: () => text(facts),
    markdown: () => markdown(facts),
    data: () => facts,
  });
}

interface Facts {
  readonly out?: string;
  readonly form: string;
  readonly title: string;
  readonly clusters: readonly string[];
  readonly services: ReadonlyArray<{
    readonly service: string;
    readonly clusters: readonly string[];
    readonly before: readonly string[];
    readonly after: string;
    readonly authorization: string;
  }>;
  readonly grants: number;
  readonly compared?: {
    readonly calls: number;
    readonly unknown: number;
    readonly differences: readonly Difference[];
  };
  readonly notes: readonly MeshProblem[];
}

function factsOf(
  { form, described, comparison }: Import,
  out: string,
  notes: readonly MeshProblem[],
): Facts {
  return {
    out: out === STANDARD_INPUT ? undefined : out,
    form: form.name,
    title: form.title,
    clusters: described.clusters.map(({ props }) => props.name),
    services: described.services.map(({ offer, props }) => ({
      service: serviceKey(offer),
      clusters: props.clusters,
      before: [...new Set(offer.uses.map(({ host }) => host))].sort(),
      after: globalHost(offer.name, offer.namespace, described.suffix),
      authorization: String(props.authorization),
    })),
    grants: described.services.flatMap(({ grants }) => grants).length,
    compared: comparison,
    notes,
  };
}

const summaryOf = ({ clusters, title, services, grants, out }: Facts): string =>
  `${clusters.join(', ')}, connected by ${title}: ${counted(services.length, 'service')}, ${counted(grants, 'grant')}${out === undefined ? '' : `, written to ${out}`}`;

function comparedText({ compared }: Facts): string {
  if (!compared) {
    return 'who can call before and after was not compared: the description is not complete enough';
  }
  const { calls, unknown, differences } = compared;
  const alike = calls - unknown - differences.length;
  return [
    `${counted(calls, 'call')} by reach, before and after: ${alike} alike`,
    ...(differences.length > 0 ? [`${differences.length} not`] : []),
    ...(unknown > 0 ? [`${unknown} that nobody can tell`] : []),
  ].join(', ');
}

const renamed = ({ services }: Facts) =>
  services.filter(({ before, after }) => before.some(host => host !== after));

function text(facts: Facts): string {
  const names = renamed(facts);
  const width = Math.max(0, ...names.flatMap(({ before }) => before.map(host => host.length)));
  const lines = names.flatMap(({ before, after }) =>
    before.map(host => `  ${host.padEnd(width)}  → ${after}`),
  );
  return [
    ...(facts.notes.length > 0 ? [`${formatProblems(facts.notes, LISTED_BY)}\n`] : []),
    summaryOf(facts),
    ...(lines.length > 0 ? ['names that callers have to change:', ...lines] : []),
    comparedText(facts),
    ...(facts.notes.length > 0 ? [`${counted(facts.notes.length, 'thing')} to do by hand`] : []),
    ...(facts.out === undefined ? [] : ['next: `mesh update`, then `mesh synth`']),
    '',
  ].join('\n');
}

function markdown(facts: Facts): string {
  return [
    '## Import',
    '',
    `${literally(summaryOf(facts))}.`,
    '',
    ...markdownTable(
      ['service', 'served by', 'called before', 'called now', 'authorization'],
      facts.services.map(one => [
        one.service,
        one.clusters.join(', '),
        one.before.join(', '),
        one.after,
        one.authorization,
      ]),
    ),
    '',
    `${comparedText(facts)}.`,
    '',
    ...(facts.notes.length > 0
      ? [
          '### To do by hand',
          '',
          ...markdownTable(
            ['code', 'place', 'what', 'what to do'],
            facts.notes.map(one => [one.code, one.place, one.message, one.remedy]),
          ),
          '',
        ]
      : []),
  ].join('\n');
}
