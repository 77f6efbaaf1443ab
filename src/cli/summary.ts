import { LISTED_BY } from './failure';
import type { AppReport } from '../constructs/report';
import type { WriteSummary } from '../output/writer';
import { formatProblems } from '../problems/problem-text';
import { counted } from '../values/counted';
import { inFormat, OutputFormat } from '../values/output-format';

/** A screenful; the diff shows the rest. */
const LISTED = 30;

/** What happened. @internal */
export function summary(
  format: OutputFormat,
  outdir: string,
  files: WriteSummary,
  report: AppReport,
): string {
  return inFormat(
    format,
    () => summaryText(outdir, files, totals(report)),
    () => ({ outdir, ...totals(report), files }),
  );
}

/** What is described, when nothing was written. @internal */
export function overview(format: OutputFormat, report: AppReport): string {
  return inFormat(
    format,
    () => overviewText(totals(report)),
    () => totals(report),
  );
}

function overviewText(all: Totals): string {
  return [...overviewLines(all), `valid, ${warningCount(all)}`, ''].join('\n');
}

function summaryText(outdir: string, files: WriteSummary, all: Totals): string {
  const changes = [
    ...files.written.map(file => `  + ${file}`),
    ...files.removed.map(file => `  - ${file}`),
  ];
  return [
    ...overviewLines(all),
    ...changes.slice(0, LISTED),
    ...(changes.length > LISTED ? [`  … and ${changes.length - LISTED} more; ${LISTED_BY}`] : []),
    `${outdir}: ${files.written.length} written, ${files.unchanged.length} unchanged, ${files.removed.length} removed, ${warningCount(all)}`,
    '',
  ].join('\n');
}

type Totals = ReturnType<typeof totals>;

function overviewLines(all: Totals): string[] {
  const { clusters, services, grants, audited, warnings, sizes } = all;
  const counts = [
    counted(clusters.length, 'cluster'),
    counted(services, 'service'),
    counted(grants, 'grant'),
  ].join(', ');
  return [
    ...(warnings.length > 0 ? [`${formatProblems(warnings, LISTED_BY)}\n`] : []),
    counts,
    ...auditText(audited),
    ...sizeTable(sizes),
  ];
}

const warningCount = ({ warnings }: Totals): string => counted(warnings.length, 'warning');

/** The first few, since it is the number that should fall. */
const NAMED = 3;

function auditText(services: readonly string[]): string[] {
  const names = [...services.slice(0, NAMED), ...(services.length > NAMED ? ['…'] : [])];
  return services.length === 0
    ? []
    : [`${counted(services.length, 'service')} not enforced, only audited: ${names.join(', ')}`];
}

/** The largest clusters first, since they are what may have to shrink. */
function sizeTable(sizes: AppReport['sizes']): string[] {
  const rows = Object.entries(sizes)
    .sort(([, a], [, b]) => b.bytes - a.bytes)
    .slice(0, LISTED);
  const width = Math.max(0, ...rows.map(([cluster]) => cluster.length));
  return rows.map(([cluster, { objects, bytes, envoyClusters, filterChains }]) =>
    [
      `  ${cluster.padEnd(width)}`,
      counted(objects, 'object').padStart(14),
      `${(bytes / 1000).toFixed(1)} kB`.padStart(11),
      counted(envoyClusters, 'Envoy cluster in a sidecar', 'Envoy clusters in a sidecar').padStart(
        33,
      ),
      counted(filterChains, 'filter chain').padStart(19),
    ].join(''),
  );
}

function totals({ meshes, sizes }: AppReport) {
  const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);
  return {
    clusters: [...new Set(meshes.flatMap(report => report.clusters))],
    services: sum(meshes.map(report => report.services)),
    grants: sum(meshes.map(report => report.grants)),
    audited: meshes.flatMap(report => report.audited),
    warnings: meshes.flatMap(report => report.warnings),
    sizes,
  };
}
