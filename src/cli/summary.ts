import { MeshReport } from '../output/report';
import { WriteSummary } from '../output/writer';

/** A screenful; the diff shows the rest. */
const LISTED = 30;

/** What happened, for a person. @internal */
export function summaryText(output: string, files: WriteSummary, reports: readonly MeshReport[]): string {
  const { clusters, services, grants, warnings } = totals(reports);
  const counts = [count(clusters.length, 'cluster'), count(services, 'service'), count(grants, 'grant')].join(', ');
  const changes = [...files.written.map(file => `  + ${file}`), ...files.removed.map(file => `  - ${file}`)];
  return [
    ...warnings.map(warning => `Warning ${warning}\n`),
    `${counts}`,
    ...changes.slice(0, LISTED),
    ...(changes.length > LISTED ? [`  … and ${changes.length - LISTED} more; --json lists them all`] : []),
    `${output}: ${files.written.length} written, ${files.unchanged.length} unchanged, ${files.removed.length} removed, ${count(warnings.length, 'warning')}`,
    '',
  ].join('\n');
}

/** What happened, for a machine. @internal */
export function summaryJson(output: string, files: WriteSummary, reports: readonly MeshReport[]): string {
  return `${JSON.stringify({ output, ...totals(reports), files }, undefined, 2)}\n`;
}

function totals(reports: readonly MeshReport[]) {
  const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);
  return {
    clusters: [...new Set(reports.flatMap(report => report.clusters))],
    services: sum(reports.map(report => report.services)),
    grants: sum(reports.map(report => report.grants)),
    warnings: reports.flatMap(report => report.warnings),
  };
}

const count = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`;
