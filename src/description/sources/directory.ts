import { readdirSync, readFileSync } from 'fs';
import * as path from 'path';
import { isKustomization } from './kustomization';
import { appliedFiles, FileTree } from './kustomized';
import { Manifest, titleOf } from './manifest';
import { fileText, manifestsIn, Placement } from './manifests';
import { isExport } from './marks';
import { Problems } from '../../problems/problems';
import { matchesGlob } from '../../values/glob';
import { byText } from '../../values/order';
import { inManifest } from '../located';

/** A directory of manifests. @internal */
export interface ManifestDirectory {
  readonly directory: string;
  /** patterns of what is not read */
  readonly exclude?: readonly string[];
  /** of manifests that have none */
  readonly namespace?: string;
}

/**
 * All Kubernetes objects below a directory, in order of file names. Other YAML files, such as Helm
 * values, are ignored; links are not followed. Where a kustomization.yaml is, the objects are those
 * that it puts together.
 *
 * @param problems of manifests, at their files
 * @param at of the directory as a whole
 * @internal
 */
export function readManifests(
  { directory, exclude = [], namespace }: ManifestDirectory,
  problems: Problems,
  at: Problems,
): Manifest[] {
  const tree = scanned(directory, exclude, at);
  tree.charts.forEach(chart =>
    inManifest(`${chart}:1`, problems).report(
      'MESH183',
      `"${path.dirname(chart)}" is a Helm chart, whose templates are not manifests`,
    ),
  );
  const { applied, left } = appliedFiles(tree, problems);
  left.forEach(file => reportMarks(file, problems));
  return applied.flatMap(({ file, forced }) =>
    objectsOf(file, { forced, fallback: namespace }, problems),
  );
}

const objectsOf = (file: string, placement: Placement, problems: Problems): Manifest[] =>
  manifestsIn(fileText(file, readFileSync(file, 'utf8')), placement, problems);

/** Whoever marked a Service in a file that nobody applies is told so. */
function reportMarks(file: string, problems: Problems): void {
  const marked = objectsOf(file, {}, problems.apart()).find(({ object }) => isExport(object));
  if (marked) {
    inManifest(marked.where, problems).report(
      'MESH182',
      `${titleOf(marked)} is in a file that the kustomization above it does not list`,
    );
  }
}

function scanned(root: string, exclude: readonly string[], at: Problems): FileTree {
  const used = new Set<string>();
  const isExcluded = (file: string) => {
    const below = path.relative(root, file).split(path.sep).join('/');
    const matching = exclude.filter(pattern => matchesGlob(pattern, below));
    matching.forEach(pattern => used.add(pattern));
    return matching.length > 0;
  };
  const tree: FileTree = { files: [], kustomizations: new Map(), charts: [], isExcluded };
  try {
    scan(path.join(root, '.'), tree);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    at.report('MESH106', `directory "${root}" cannot be read: ${code}`);
    return tree;
  }
  exclude.forEach((pattern, i) => {
    if (!used.has(pattern)) {
      at.at('exclude', i).report('MESH186', `nothing in "${root}" matches "${pattern}"`);
    }
  });
  return tree;
}

function scan(directory: string, tree: FileTree): void {
  const entries = readdirSync(directory, { withFileTypes: true })
    .map(entry => ({ entry, file: path.join(directory, entry.name) }))
    .filter(({ file }) => !tree.isExcluded(file));
  const chart = entries.find(({ entry }) => entry.isFile() && entry.name === 'Chart.yaml');
  if (chart) {
    tree.charts.push(chart.file);
    return;
  }
  for (const { entry, file } of entries.sort(byText(({ entry: { name } }) => name))) {
    if (entry.isDirectory()) {
      scan(file, tree);
    } else if (entry.isFile() && isKustomization(entry.name)) {
      tree.kustomizations.set(directory, file);
    } else if (entry.isFile() && /\.(ya?ml|json)$/.test(entry.name)) {
      tree.files.push(file);
    }
  }
}
