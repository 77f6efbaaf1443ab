import { existsSync } from 'fs';
import { Option } from 'commander';
import type { NamedCluster } from '../../analysis/world/read-world';
import { UsageError } from '../../ca/usage-error';
import { replaceFile } from '../../files/replace-file';
import { FORMS, FormName } from '../../import/old-mesh';
import type { Import } from '../../import/run-import';
import { MeshError } from '../../problems/mesh-error';
import { Problems } from '../../problems/problems';
import { FOUND } from '../../values/exit-status';
import { print } from '../color';
import { MESH_FILE } from '../description';
import { tellFailure } from '../failure';
import { MarkdownFormat, withoutMarkdown } from '../markdown';
import { MeshCommand } from '../mesh-command';
import { busyWith } from '../progress';
import { readStandardInput, STANDARD_INPUT } from '../standard-input';

interface ImportOptions {
  readonly form?: FormName;
  readonly istio?: string;
  readonly suffix?: string;
  readonly world?: string;
  readonly out: string;
  readonly force?: boolean;
  readonly output: MarkdownFormat;
}

const READ = `
What is read, for each cluster, and what it is called with --form:
  guide          ServiceEntries with port 15443, of the guide for Istio 1.1 to 1.7
  mcs            ServiceExport and ServiceImport: Kubernetes, GKE, Azure Fleet, AWS Cloud Map, Submariner, Karmada, Cilium
  multi-primary  control planes with remote secrets, of which only the names are looked at
  federation     ServiceMeshPeer, ExportedServiceSet and ImportedServiceSet of OpenShift Service Mesh
Give all that decides who may call whom: Services, workloads, Namespaces, the objects of Istio, and the ConfigMap istio.
  kubectl --context east get -A -o yaml ns,svc,deploy,sts,ds,cm,serviceentries,destinationrules,gateways.networking.istio.io,\\
    virtualservices,sidecars,envoyfilters,authorizationpolicies,peerauthentications > east.yaml
What manifests cannot know, such as addresses of gateways, can stand in a file world.yaml (see \`mesh reach --help\`).`;

const EXIT_STATUS = `
Exit status:
  0  all was carried over
  1  nothing was written, since something cannot be read
  2  written, and something is left to do by hand`;

/** `mesh import`. @internal */
export function importCommand(): MeshCommand {
  return new MeshCommand('import')
    .summary('begin a description with what connects your clusters today')
    .description(
      `Reads the manifests of clusters that are connected in another way, and writes a ${MESH_FILE} in which whoever could call a service still can, and nobody else. Comments say where each part came from. What cannot be known stands in <>, and what cannot be carried over is told.`,
    )
    .argument(
      '<cluster...>',
      'a directory of clusters, the directory or file of each, or <name>=<directory or file>; <name>=- for standard input',
    )
    .addOption(
      new Option('--form <form>', 'how the clusters are connected (default: the one way found)') //
        .choices(FORMS),
    )
    .option('--istio <version>', 'that the clusters will have (default: what they have)')
    .option(
      '--suffix <domain>',
      'DNS suffix of remote services (default: that of the guide, otherwise mesh.internal)',
    )
    .option('--world <file>', 'what manifests cannot know')
    .option('--out <file>', 'where to write, or - for standard output', MESH_FILE)
    .option('--force', 'overwrite the file')
    .formats('markdown')
    .examples(
      ['mesh import clusters', 'a directory with one directory for each cluster'],
      ['mesh import east=east.yaml west=west.yaml', 'what kubectl get -o yaml printed'],
      ['mesh import clusters --istio 1.29 --out new.yaml', 'with an upgrade of Istio'],
      ['mesh import clusters --out - -o markdown', 'look at it first'],
    )
    .exitStatus(`${READ}\n${EXIT_STATUS}`)
    .does((clusters: readonly string[], options: ImportOptions) => {
      const output = withoutMarkdown(options.output);
      const telling = { command: 'mesh import', outcome: 'nothing was written', output };
      return tellFailure(telling, () => run(clusters, options));
    });
}

function run(clusters: readonly string[], options: ImportOptions): number {
  const problems = new Problems();
  const { out, force = false } = options;
  if (out !== STANDARD_INPUT && !force && existsSync(out)) {
    problems.report('MESH963', `"${out}" exists`);
  }
  const imported = busyWith(`reading ${clusters.join(', ')}`, () =>
    imports(clusters, options, problems),
  );
  if (!imported) {
    throw new MeshError(problems.errors);
  }
  const { reportOf }: typeof import('./report') = require('./report');
  const report = reportOf(options.output, imported, out, problems);
  if (out === STANDARD_INPUT) {
    process.stdout.write(imported.text);
    print(report, process.stderr);
  } else {
    replaceFile(out, imported.text);
    print(report);
  }
  return problems.all.length > 0 ? FOUND : 0;
}

function imports(
  clusters: readonly string[],
  { form, istio, suffix, world: worldFile }: ImportOptions,
  problems: Problems,
): Import | undefined {
  const {
    clustersIn,
    readClusters,
  }: typeof import('../../analysis/world/read-world') = require('../../analysis/world/read-world');
  const {
    runImport,
  }: typeof import('../../import/run-import') = require('../../import/run-import');
  const named = clusters.flatMap((text): NamedCluster[] => {
    const [, name, directory] = /^([^=/\\]+)=(.+)$/.exec(text) ?? [];
    if (name === undefined && text === STANDARD_INPUT) {
      throw new UsageError('write <name>=- for a cluster on standard input');
    }
    return name === undefined ? clustersIn([text], problems) : [{ name, directory }];
  });
  if (named.filter(({ directory }) => directory === STANDARD_INPUT).length > 1) {
    throw new UsageError('only one cluster can be on standard input');
  }
  const read = named.map(({ name, directory }) =>
    directory === STANDARD_INPUT ? { name, text: readStandardInput() } : { name, directory },
  );
  const world = readClusters(read, worldFile, problems);
  return problems.hasErrors ? undefined : runImport(world, { istio, suffix }, form, problems);
}
