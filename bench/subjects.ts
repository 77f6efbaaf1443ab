import * as path from 'path';
import { Subject } from './measure';

/** A mesh in which every cluster calls all services of all others. */
export interface Grid {
  readonly clusters: number;
  /** of all clusters together */
  readonly services: number;
}

export const importsOf = ({ clusters, services }: Grid): number => services * (clusters - 1);

/** The mesh that everything is compared on: 27,000 imports. */
export const TEN: Grid = { clusters: 10, services: 3000 };

/** What can become many in a mesh of two clusters; see subjects/mesh-app.js. */
export const GROWING = ['callers', 'served', 'servedNamespaces'];
export const FEW = 1000;
export const MANY = 8000;

export const script = (name: string): string => path.join(__dirname, 'subjects', `${name}.js`);

function subject(name: string, file: string, ...args: unknown[]): Subject {
  return {
    name,
    command: outdir => [process.execPath, script(file), outdir, ...args.map(String)],
  };
}

export const meshApp = ({ clusters, services }: Grid): Subject =>
  subject('MeshApp', 'mesh-app', 'grid', clusters, services);

export const unchanged = (grid: Grid): Subject => ({
  ...meshApp(grid),
  name: 'MeshApp, directory unchanged',
  isUnchanged: true,
});

export const growing = (shape: string, count: number): Subject =>
  subject(`${shape} ${count}`, 'mesh-app', shape, count);

export const plainCdk8s = ({ clusters, services }: Grid): Subject =>
  subject('plain cdk8s', 'plain-cdk8s', clusters, services);

export const floor = ({ clusters, services }: Grid): Subject =>
  subject('floor: strings, written', 'floor', clusters, services);
