import { existsSync, readdirSync, readFileSync } from 'fs';
import * as path from 'path';
import { parseAllDocuments } from 'yaml';
import { GitOpsTool, IstiodProps, MeshApp, MulticlusterMesh } from '../../src';
import { modernMesh } from '../../test/golden/descriptions';
import { KubernetesObject } from '../stand/kubernetes-api';

/** Of the output in the repository. */
export const DIRECTORY = 'dist';

/** What is written for a mesh, in all of whose clusters one tool is used. */
export class Output {
  public constructor(
    public readonly tool: GitOpsTool,
    /** the root of the repository */
    public readonly root: string,
  ) {}

  public get clusters(): string[] {
    return readdirSync(path.join(this.root, DIRECTORY), { withFileTypes: true })
      .filter(entry => entry.isDirectory())
      .map(({ name }) => name)
      .sort();
  }

  public path(...names: string[]): string {
    return path.join(this.root, DIRECTORY, ...names);
  }

  /** All objects in a file, or below a directory; none where it is not there. */
  public objects(...names: string[]): KubernetesObject[] {
    return filesBelow(this.path(...names)).flatMap(file => objectsOf(readFileSync(file, 'utf8')));
  }
}

/** @param istiod of all clusters */
export function outputOf(
  tool: GitOpsTool,
  folder: string,
  istio: string,
  istiod?: IstiodProps,
): Output {
  const root = path.join(folder, istiod ? `${tool}-with-istiod` : tool);
  const mesh = modernMesh(istio);
  const app = new MeshApp({ outdir: path.join(root, DIRECTORY) });
  new MulticlusterMesh(app, 'mesh', {
    ...mesh,
    clusters: mesh.clusters.map(cluster => ({ ...cluster, ...(istiod ? { istiod } : {}) })),
    gitops: tool,
    repository: { url: 'https://git.example.com/mesh.git', directory: DIRECTORY },
  });
  app.synth();
  return new Output(tool, root);
}

export const objectsOf = (text: string): KubernetesObject[] =>
  parseAllDocuments(text)
    .map(document => document.toJS())
    .filter(object => object !== null);

function filesBelow(file: string): string[] {
  if (!existsSync(file) || /\.\w+$/.test(file)) {
    return existsSync(file) ? [file] : [];
  }
  return readdirSync(file)
    .sort()
    .flatMap(name => filesBelow(path.join(file, name)));
}

/** What tells objects apart. */
export const keyOf = ({ apiVersion, kind, metadata }: KubernetesObject): string =>
  `${apiVersion}/${kind}/${metadata.namespace ?? ''}/${metadata.name}`;

/** Throws unless there are the same objects, each of them once. */
export function sameObjects(
  found: readonly KubernetesObject[],
  expected: readonly KubernetesObject[],
): void {
  const [has, needs] = [found, expected].map(all => all.map(keyOf).sort());
  if (has.join('\n') !== needs.join('\n')) {
    const missing = needs.filter(key => !has.includes(key));
    const extra = has.filter((key, i) => !needs.includes(key) || has.indexOf(key) !== i);
    throw new Error(`missing: ${missing.join(', ')}; extra: ${extra.join(', ')}`);
  }
}
