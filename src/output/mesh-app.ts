import { writeFileSync } from 'fs';
import { App, AppProps, Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { ClusterFile } from './cluster-file';
import { clusterObjects } from './cluster-objects';
import { kustomization, layOut, OutputFile, OutputLayout } from './layout';
import { MeshReport, reportsBelow, REPORT_VARIABLE } from './report';
import { writeTree, WriteSummary } from './writer';
import { byText } from '../mesh/order';
import { Problems } from '../mesh/problems';
import { scanForSecrets } from '../trust/secret-scanner';

/**
 * Options of a `MeshApp`.
 */
export interface MeshAppProps {
  /**
   * The directory to write to.
   *
   * @default - what `cdk8s synth` says (CDK8S_OUTDIR), otherwise `dist`
   */
  readonly outdir?: string;

  /**
   * How a cluster's objects are spread over files.
   *
   * @default OutputLayout.FILE_PER_NAMESPACE
   */
  readonly layout?: OutputLayout;

  /**
   * Write a `kustomization.yaml` into each cluster's directory, which lists its files in the order of the layers.
   *
   * @default true
   */
  readonly kustomization?: boolean;

  /**
   * Annotate each object with Argo CD's `sync-wave` of its layer: trust -3, control-plane -2, dns -1, traffic 0, workloads 1.
   *
   * @default false
   */
  readonly syncWaves?: boolean;
}

/**
 * A cdk8s app that writes one directory for each chart: `<outdir>/<cluster>/<layer>/<namespace>.yaml`.
 *
 * Unlike the plain `App` it keeps objects of one kind and name in different namespaces apart, finds objects that would overwrite each
 * other in the cluster, removes files of earlier runs (and only those, see `mesh.index.json`), touches only files that changed, and
 * writes nothing at all when something is wrong.
 *
 * The same objects give the same bytes, whatever the order of their creation and the environment.
 */
export class MeshApp extends App {
  private readonly options: Required<Omit<MeshAppProps, 'outdir'>>;
  private writeSummary?: WriteSummary;

  public constructor(props: MeshAppProps = {}) {
    super({ outdir: props.outdir } satisfies AppProps);
    this.options = {
      layout: props.layout ?? OutputLayout.FILE_PER_NAMESPACE,
      kustomization: props.kustomization ?? true,
      syncWaves: props.syncWaves ?? false,
    };
  }

  /** What the last `synth` did to the output directory. Undefined before. */
  public get summary(): WriteSummary | undefined {
    return this.writeSummary;
  }

  /**
   * Writes the output directory.
   *
   * @throws MeshError with every problem found; nothing on disk has changed then
   */
  public override synth(): void {
    const problems = new Problems();
    reportInvalid(this, problems);
    const files = this.charts.sort(byText(chart => chart.node.id)).flatMap(chart => this.clusterFiles(chart, problems));
    files.forEach(file => reportSecrets(file, problems));
    problems.throwIfErrors();
    this.writeSummary = writeTree(this.outdir, files, problems);
    tell(reportsBelow(this));
  }

  private clusterFiles(chart: Chart, problems: Problems): OutputFile[] {
    const cluster = chart.node.id;
    const at = problems.at(cluster);
    if (!/^[a-z0-9][a-z0-9.-]*$/.test(cluster)) {
      at.report('MESH803', `the chart "${cluster}" would be written to a directory of that name`);
    }
    const objects = layOut(clusterObjects(chart, this.options.syncWaves, problems), this.options.layout, at);
    const others = chart.node.findAll().filter((c): c is ClusterFile => c instanceof ClusterFile);
    const files = [
      ...objects,
      ...(this.options.kustomization && objects.length > 0 ? [kustomization(objects)] : []),
      ...others.map(({ path, content }) => ({ path, content })).sort(byText(file => file.path)),
    ];
    return files.map(file => ({ path: `${cluster}/${file.path}`, content: file.content }));
  }
}

/** Warnings must not get lost: they are printed, unless the program that runs the app wants to do that. */
function tell(reports: readonly MeshReport[]): void {
  const file = process.env[REPORT_VARIABLE];
  if (file) {
    writeFileSync(file, JSON.stringify(reports));
  } else {
    reports.flatMap(report => report.warnings).forEach(warning => process.stderr.write(`Warning ${warning}\n\n`));
  }
}

/** A repository is no place for secrets. Says where, never what. */
function reportSecrets({ path, content }: OutputFile, problems: Problems): void {
  for (const { line, what } of scanForSecrets(content)) {
    problems.at(path).report('MESH809', `line ${line} of "${path}" holds ${what}`);
  }
}

/** What constructs say of themselves through `node.addValidation`; each is asked once. */
function reportInvalid(root: IConstruct, problems: Problems): void {
  for (const construct of root.node.findAll()) {
    for (const message of construct.node.validate()) {
      problems.at(construct.node.path).report('MESH808', message);
    }
  }
}
