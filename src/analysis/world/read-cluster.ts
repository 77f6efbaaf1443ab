import * as path from 'path';
import { DocumentParser } from './documents';
import { ClusterFacts, NO_FACTS } from './facts';
import { clusterFacts } from './facts-reader';
import { helmValuesOf, isGateway, isIstiod } from './helm-values';
import { installedVersion } from './installed-version';
import { isKustomization, kustomize } from './kustomization';
import { Manifest, Source } from './manifest';
import { Gap, isObject, objectsOf } from './objects';
import { TextFile } from './read-directory';
import { ClusterFiles } from './world';
import { Problems } from '../../problems/problems';

/** A value of a file that is no Kubernetes object, or one. */
interface Document {
  readonly file: string;
  readonly values: any;
  readonly source: Source;
  readonly lineOf: (item: number) => number;
  readonly text: string;
}

/** The name of the file with what manifests cannot know. @internal */
export const WORLD_FILE = 'world.yaml';

/**
 * Makes a cluster of the files of its directory.
 *
 * @param root of the directory, as it is shown
 * @param given what a file for all clusters says; what stands in the directory itself comes second
 * @internal
 */
export function readCluster(
  {
    name,
    root,
    files,
  }: { readonly name: string; readonly root: string; readonly files: readonly TextFile[] },
  parser: DocumentParser,
  given: ClusterFacts | undefined,
  problems: Problems,
): ClusterFiles {
  const documents = files.flatMap(file => readDocuments(file, parser, problems));
  const ownFile = path.posix.join(root, WORLD_FILE);
  const own = documents.find(({ file }) => file === ownFile);
  const facts = own ? clusterFacts(own.values, problems.at(ownFile)) : undefined;
  const { applied, others, gaps } = appliedDocuments(root, documents);
  const manifests: Manifest[] = [];
  let bytes = 0;
  const allGaps: Gap[] = [...gaps];
  for (const { values, source, lineOf, text } of applied) {
    bytes += Buffer.byteLength(text);
    const objects = objectsOf(values, source, lineOf, parser.misfits);
    manifests.push(...objects.manifests);
    allGaps.push(...objects.gaps);
  }
  const helm = documents
    .filter(({ file }) => file !== ownFile)
    .map(({ values, source }) => ({ values: helmValuesOf(values), source }))
    .filter(({ values }) => values !== undefined);
  return {
    name,
    manifests,
    otherManifests: others.flatMap(
      ({ values, source, lineOf }) => objectsOf(values, source, lineOf).manifests,
    ),
    istiods: helm.filter(({ values }) => isIstiod(values)),
    gateways: helm.filter(({ values }) => isGateway(values)),
    corefiles: helm
      .filter(({ values }) => typeof values.corefile === 'string')
      .map(({ values, source }) => ({ text: values.corefile, source })),
    facts: joined(joined(given, facts), { ...NO_FACTS, istio: installedVersion(documents) }),
    bytes,
    gaps: allGaps,
  };
}

function readDocuments(
  { file, text }: TextFile,
  parser: DocumentParser,
  problems: Problems,
): Document[] {
  return parser.documentsOf(text).flatMap(({ text: document, line }) => {
    const parsed = parser.parse(document);
    if (parsed.problem) {
      const { line: below, message } = parsed.problem;
      problems.at(`${file}:${line + below}`).report('MESH902', message);
      return [];
    }
    const { values, line: below, itemLines } = parsed;
    const source = { file, line: line + below };
    return values === null
      ? []
      : [{ file, values, source, lineOf: i => line + (itemLines[i] ?? below), text: document }];
  });
}

/** The objects that are applied: those of the kustomization, or all that there are. */
function appliedDocuments(root: string, documents: readonly Document[]) {
  const objects = documents.filter(({ values }) => isObject(values));
  const top = documents.find(
    ({ file }) => isKustomization(file) && path.posix.dirname(file) === path.posix.normalize(root),
  );
  if (!top) {
    const applied = objects.filter(({ file }) => !isKustomization(file));
    return { applied, others: [], gaps: [] };
  }
  const byFile = new Map(documents.map(document => [document.file, document.values]));
  const below = (directory: string) =>
    [...byFile.keys()].filter(file => file.startsWith(`${directory}/`));
  const { files, gaps } = kustomize(top.file, file => byFile.get(file), below);
  return {
    applied: objects.filter(({ file }) => files.has(file)),
    others: objects.filter(({ file }) => !files.has(file) && !isKustomization(file)),
    gaps,
  };
}

function joined(a: ClusterFacts = NO_FACTS, b: ClusterFacts = NO_FACTS): ClusterFacts {
  return {
    istio: a.istio ?? b.istio,
    locality: a.locality ?? b.locality,
    spiffeIdTemplate: a.spiffeIdTemplate ?? b.spiffeIdTemplate,
    revisionTags: [...a.revisionTags, ...b.revisionTags],
    gateways: a.gateways.length > 0 ? a.gateways : b.gateways,
    workloads: [...a.workloads, ...b.workloads],
  };
}
