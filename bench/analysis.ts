import { readdirSync, readFileSync, statSync, writeFileSync } from 'fs';
import * as path from 'path';
import { inTemporaryFolder, measure, run, Subject, Usage } from './measure';
import { Grid, meshApp } from './subjects';

const MESH = path.join(__dirname, '../bin/mesh');
/** In each cluster, beside what synth wrote. */
const CALLER = `apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio-injection: enabled } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { serviceAccountName: web }
`;
/** One that gets through. */
const CALL = [
  ...['--from', 'cluster3/shop/web'],
  ...['--to', 'service1-2.team-cluster2.mesh.internal:8080'],
];

/** What the analysis takes, and what the synth of the same mesh takes. */
export interface AnalysisUsage {
  readonly synth: Usage;
  /** one call */
  readonly reach: Usage;
  /** one call in a mesh of a third of the services */
  readonly third: Usage;
  /** all calls of one account in each cluster */
  readonly matrix: Usage;
  /** the page of all of them */
  readonly report: Usage;
  /** of that page */
  readonly reportBytes: number;
  /** where a service is new */
  readonly diff: Usage;
  /** when all pods that entries select are taken to be there, and call */
  readonly assuming: Usage;
}

export function analysisUsage(grid: Grid, rounds: number): AnalysisUsage {
  return inTemporaryFolder(folder => {
    const written = (name: string, services: number): string => {
      const outdir = path.join(folder, name);
      run(meshApp({ ...grid, services }).command(outdir));
      return outdir;
    };
    const { services } = grid;
    const [before, after] = [written('before', services - 1), written('after', services)];
    const [third, called] = [written('third', services / 3), written('called', services)];
    addCallers(called);
    const page = path.join(folder, 'report.html');
    const mesh = (name: string, ...args: string[]): Subject => ({
      name,
      command: () => [process.execPath, MESH, ...args],
    });
    // no manifest has the pods that serve, so that the last step is not known
    const unknown = (name: string, ...args: string[]): Subject => ({
      name,
      command: () => ['sh', '-c', '"$@"; [ $? = 2 ]', 'sh', process.execPath, MESH, ...args],
    });
    // that nothing of it is denied makes it end well
    const diff = ['diff', after, '--base', before, '--deny', 'deleted'];
    const subjects = [
      meshApp(grid),
      mesh('reach', 'reach', after, '--assume-workloads', ...CALL),
      mesh('third', 'reach', third, '--assume-workloads', ...CALL),
      unknown('matrix', 'reach', called, '--all', '-o', 'csv'),
      mesh('report', 'report', called, '--out', page),
      mesh('diff', ...diff),
      mesh('assuming', ...diff, '--assume-workloads'),
    ];
    const usages = measure(subjects, rounds);
    const [synth, reach, ofThird, matrix, report, difference, assuming] = subjects.map(subject =>
      usages.get(subject)!,
    );
    const reportBytes = statSync(page).size;
    return {
      synth,
      reach,
      third: ofThird,
      matrix,
      report,
      reportBytes,
      diff: difference,
      assuming,
    };
  });
}

/** The page of the same calls, in a file. */
export function writeReport(grid: Grid, folder: string): string {
  const outdir = path.join(folder, 'called');
  run(meshApp(grid).command(outdir));
  addCallers(outdir);
  const page = path.join(folder, 'report.html');
  run([process.execPath, MESH, 'report', outdir, '--out', page]);
  return page;
}

function addCallers(outdir: string): void {
  for (const entry of readdirSync(outdir, { withFileTypes: true })) {
    if (entry.isDirectory()) {
      const cluster = path.join(outdir, entry.name);
      const kustomization = path.join(cluster, 'kustomization.yaml');
      const text = readFileSync(kustomization, 'utf8');
      writeFileSync(kustomization, text.replace('resources:\n', '$&  - web.yaml\n'));
      writeFileSync(path.join(cluster, 'web.yaml'), CALLER);
    }
  }
}
