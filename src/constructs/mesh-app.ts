import { App, AppProps, Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { ChartContents } from './chart-contents';
import { dependenciesBelow } from './dependencies';
import { MeasuredObject, ObjectPrinter } from './object-printer';
import { AppReport, reportsBelow } from './report';
import { checkOutdir, outdirOf, reportFailure, tell } from './run-request';
import { secretExceptionsBelow } from './secret-exceptions';
import { below } from './walk';
import { ClusterSize } from '../analysis/size';
import { Sizes } from '../analysis/sizes';
import { validateMeshApp } from '../description/generated/props';
import { BudgetProps, MeshAppProps, OutputLayout } from '../description/mesh-app-props';
import { checkForm } from '../description/mistakes';
import { ClusterDirectory, directoryFiles } from '../output/directory';
import { OutputFile } from '../output/file-content';
import { recoverTree, writeTree, WriteSummary } from '../output/writer';
import { check, Problems } from '../problems/problems';
import { byText } from '../values/order';
import { remember } from '../values/remember';

/**
 * A cdk8s app that writes one directory for each chart:
 * `<outdir>/<cluster>/manifests/<layer>/<namespace>.yaml`. A chart inside another one goes into the
 * directory of the outer one.
 *
 * Unlike the plain `App` it keeps objects of one kind and name in different namespaces apart, finds
 * objects that would overwrite each other in the cluster, removes files of earlier runs (and only
 * those, see `mesh.index.json`), and touches only files that changed. It changes all of them or,
 * when something is wrong, none. If the process is killed, the next synth first puts back what was
 * replaced. A second one at the same time waits for some seconds, then fails (MESH821).
 *
 * The same objects give the same bytes, whatever the order of their creation and the environment.
 */
export class MeshApp extends App {
  private readonly options: Required<Omit<MeshAppProps, 'outdir'>>;
  private readonly namedOutdir?: string;
  private writeSummary?: WriteSummary;

  public constructor(props: MeshAppProps = {}) {
    check(problems => checkForm(validateMeshApp, props, () => undefined, problems), ['MeshApp']);
    super({ outdir: outdirOf(props.outdir) } satisfies AppProps);
    this.namedOutdir = props.outdir;
    this.options = {
      layout: props.layout ?? OutputLayout.FILE_PER_NAMESPACE,
      kustomization: props.kustomization ?? true,
      syncWaves: props.syncWaves ?? false,
      budget: props.budget ?? {},
      overwriteEdits: props.overwriteEdits ?? false,
    };
  }

  /** What the last `synth` did to the output directory. Undefined before. */
  public get summary(): WriteSummary | undefined {
    return this.writeSummary;
  }

  /**
   * Writes the output directory.
   *
   * @throws an error (see `MeshProblems`) with every problem found; nothing on disk has changed
   * then, unless it says so (MESH822, MESH823)
   */
  public override synth(): void {
    tell(reportFailure(() => this._write()));
  }

  /** Writes the output directory, and leaves it to the caller to tell anybody. @internal */
  public _write(): AppReport {
    recoverTree(this.outdir);
    const problems = new Problems();
    const { files, report } = this._render(problems);
    const { overwriteEdits } = this.options;
    this.writeSummary = writeTree(this.outdir, files, problems, { overwriteEdits });
    return report;
  }

  /**
   * The files of the output, none of which is written.
   *
   * @throws an error with every problem found
   * @internal
   */
  public _render(problems = new Problems()): Rendering {
    checkOutdir(this.namedOutdir, problems);
    const dependencies = dependenciesBelow(this);
    const all = below(this);
    reportInvalid(all, problems);
    const exceptions = secretExceptionsBelow(this);
    const printer = new ObjectPrinter(this.options.syncWaves, exceptions.plaintext);
    const charts = outermost(all).map(chart => ({
      name: chart.node.id,
      contents: new ChartContents(chart, printer, dependencies),
    }));
    const known = new Map<readonly MeasuredObject[], readonly MeasuredObject[]>();
    const tooLarge = (list: readonly MeasuredObject[]) =>
      remember(known, list, () => list.filter(({ kind, size }) => size.bytes > mostStored(kind)));
    const allSizes = new Sizes(charts.map(({ contents }) => contents.lists));
    const sizes = charts.map(({ name, contents }) => {
      const size = allSizes.of(contents.lists);
      checkBudget(size, this.options.budget, problems.at(name));
      reportTooLarge(contents.lists.flatMap(tooLarge), problems.at(name));
      return [name, size] as const;
    });
    this.checkLayers(charts, problems);
    const directories = charts.map(({ name, contents }) => directoryOf(name, contents));
    const files = directoryFiles(directories, this.options, exceptions, problems);
    problems.throwIfErrors();
    const { overwriteEdits } = this.options;
    const report = { meshes: reportsBelow(this), sizes: Object.fromEntries(sizes), overwriteEdits };
    return { files, report };
  }

  private checkLayers(
    charts: ReadonlyArray<{ readonly name: string; readonly contents: ChartContents }>,
    problems: Problems,
  ): void {
    if (this.options.layout === OutputLayout.FILE_PER_CLUSTER) {
      charts
        .filter(({ contents }) => contents.needsLayers)
        .forEach(({ name }) =>
          problems.at(name).report('MESH855', 'there is no directory for a layer'),
        );
    }
  }
}

interface Rendering {
  readonly files: readonly OutputFile[];
  readonly report: AppReport;
}

function directoryOf(name: string, contents: ChartContents): ClusterDirectory {
  return {
    name,
    lists: contents.lists,
    files: contents.files,
    makerOf: object => contents.makerOf(object),
    before: contents.hasDependencies ? object => contents.before(object) : undefined,
  };
}

/** By name. A chart inside another one is part of it. */
function outermost(all: readonly IConstruct[]): Chart[] {
  return all
    .filter(construct => Chart.isChart(construct))
    .filter(chart => chart.node.scopes.filter(Chart.isChart).length === 1)
    .sort(byText(chart => chart.node.id));
}

/**
 * What is larger, etcd does not take (`--max-request-bytes`, 1.5 MiB), however it is applied, and
 * the API server has a limit of its own for what is data. YAML is longer than what is stored.
 */
const mostStored = (kind: string): number =>
  (['ConfigMap', 'Secret'].includes(kind) ? 1 : 1.5) * 1024 * 1024;

function reportTooLarge(objects: readonly MeasuredObject[], problems: Problems): void {
  for (const { kind, namespace, name, size } of objects) {
    const title = `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
    problems.report('MESH295', `${title} has ${size.bytes} bytes, of ${mostStored(kind)} at most`);
  }
}

function checkBudget(
  size: ClusterSize,
  { maxObjects, maxBytes, maxEnvoyClusters, maxFilterChains }: BudgetProps,
  problems: Problems,
): void {
  const limits: Array<[keyof ClusterSize, number | undefined, string]> = [
    ['objects', maxObjects, 'objects'],
    ['bytes', maxBytes, 'bytes of YAML'],
    ['envoyClusters', maxEnvoyClusters, 'Envoy clusters in a sidecar'],
    ['filterChains', maxFilterChains, 'filter chains on the gateway'],
  ];
  for (const [key, limit, what] of limits) {
    if (limit !== undefined && size[key] > limit) {
      problems.report(
        'MESH810',
        `the cluster has ${size[key]} ${what}, ${size[key] - limit} more than the budget of ${limit}`,
      );
    }
  }
}

/** What constructs say of themselves through `node.addValidation`; each is asked once. */
function reportInvalid(all: readonly IConstruct[], problems: Problems): void {
  for (const construct of all) {
    for (const message of construct.node.validate()) {
      problems.at(construct.node.path).report('MESH808', message);
    }
  }
}
