import type { Checked, CheckedCluster } from '../../analysis/check/check-mesh';
import type { CheckName, Finding } from '../../analysis/check/finding';
import { sourceText } from '../../analysis/world/manifest';
import { counted } from '../../values/counted';
import { groupBy } from '../../values/group-by';
import { LISTED_BY } from '../failure';
import { inFormatOrMarkdown, literally, MarkdownFormat, markdownTable } from '../markdown';

/** What was checked, and what was not. @internal */
export interface CheckReport {
  readonly clusters: readonly CheckedCluster[];
  /** clusters that were written, of which nothing was given */
  readonly notLookedAt: readonly string[];
}

/** What each check is about. */
const TITLES: { readonly [check in CheckName]: string } = {
  objects: 'objects of the mesh',
  others: 'objects of others',
  gateway: 'gateways',
  trust: 'cacerts',
  istiod: 'control plane',
  dns: 'DNS',
};

/** √ fine, ‼ a warning, × an error. */
const MARKS = { fine: '√', warning: '‼', error: '×' } as const;

type State = keyof typeof MARKS;

function stateOf(findings: readonly Finding[]): State {
  if (findings.length === 0) {
    return 'fine';
  }
  return findings.some(({ severity }) => severity === 'error') ? 'error' : 'warning';
}

/** @internal */
export function printReport(format: MarkdownFormat, report: CheckReport): string {
  return inFormatOrMarkdown(format, {
    text: () => text(report),
    markdown: () => markdown(report),
    data: () => data(report),
  });
}

/** Of each code in one check; the rest is in the data. */
const LISTED = 10;

function text({ clusters, notLookedAt }: CheckReport): string {
  const parts = clusters.map(({ cluster, checks }) =>
    [cluster, ...checks.flatMap(checkLines), ''].join('\n'),
  );
  return `${[...parts, summary(clusters, notLookedAt)].join('\n')}\n`;
}

function checkLines({ check, note, findings }: Checked): string[] {
  const mark = MARKS[stateOf(findings)];
  const told = findings.length === 0 ? note : countText(findings);
  const line = `  ${mark} ${TITLES[check]}${told === '' ? '' : `: ${told}`}`;
  return [line, ...[...groupBy(findings, ({ code }) => code).values()].flatMap(groupLines)];
}

/** Findings of one code, and what to do about all of them. */
function groupLines(findings: readonly Finding[]): string[] {
  const [{ remedy, code, severity }] = findings;
  const more = findings.length - LISTED;
  return [
    ...findings.slice(0, LISTED).map(one => `      ${MARKS[severity]} ${code} ${findingText(one)}`),
    ...(more > 0 ? [`        … and ${more} more of this kind; ${LISTED_BY}`] : []),
    `        → ${remedy} (${anchor(code)})`,
  ];
}

const findingText = ({ object, message, source }: Finding): string =>
  `${object}: ${message}${source ? `  ${sourceText(source)}` : ''}`;

/** Where the documentation has more about a code. */
const anchor = (code: string): string => `docs/errors.md#${code.toLowerCase()}`;

function countText(findings: readonly Finding[]): string {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const warnings = findings.length - errors;
  return [
    ...(errors > 0 ? [counted(errors, 'error')] : []),
    ...(warnings > 0 ? [counted(warnings, 'warning')] : []),
  ].join(', ');
}

function summary(clusters: readonly CheckedCluster[], notLookedAt: readonly string[]): string {
  const findings = findingsOf(clusters);
  const names = clusters.map(({ cluster }) => cluster).join(', ');
  const result =
    findings.length === 0
      ? `${names}: as written`
      : `${names}: ${countText(findings)}; \`mesh explain CODE\` says more`;
  return notLookedAt.length === 0 ? result : `${result}\nnot looked at: ${notLookedAt.join(', ')}`;
}

/** @internal */
export const findingsOf = (clusters: readonly CheckedCluster[]): Finding[] =>
  clusters.flatMap(({ checks }) => checks.flatMap(({ findings }) => findings));

function data({ clusters, notLookedAt }: CheckReport): object {
  return {
    clusters: clusters.map(({ cluster, checks }) => ({
      name: cluster,
      checks: checks.map(({ check, note, findings }) => ({
        name: check,
        state: stateOf(findings),
        note: findings.length === 0 ? note : undefined,
        findings: findings.map(({ source, ...finding }) => ({
          ...finding,
          docs: anchor(finding.code),
          file: source?.file,
          line: source?.line,
        })),
      })),
    })),
    notLookedAt,
  };
}

function markdown({ clusters, notLookedAt }: CheckReport): string {
  const rows = clusters.flatMap(({ cluster, checks }) =>
    checks.flatMap(({ check, note, findings }) =>
      findings.length === 0
        ? [[MARKS.fine, cluster, TITLES[check], note, '']]
        : findings.map(one => [
            MARKS[one.severity],
            cluster,
            TITLES[check],
            `${one.code} ${findingText(one)}`,
            one.remedy,
          ]),
    ),
  );
  const table = markdownTable(['', 'cluster', 'check', 'found', 'what to do'], rows);
  return `${[...table, '', literally(summary(clusters, notLookedAt))].join('\n')}\n`;
}
