import { cpSync, mkdirSync, readFileSync, rmSync } from 'fs';
import * as path from 'path';
import { CacertsFiles, liveCluster } from './live-cluster';
import { main } from '../../../src/cli/mesh';
import { meshHarness } from '../harness';

/* eslint-disable @typescript-eslint/no-explicit-any -- objects of the API, as they come */

const ROOT = path.join(__dirname, '../../..');
const FILES = ['ca-cert.pem', 'ca-key.pem', 'cert-chain.pem', 'root-cert.pem'];

/** Changes what runs in a cluster. */
export type Edit = (objects: any[]) => any[] | void;

/** `mesh check` in the directory of the root example, with CAs that `mesh ca` made. */
export function checkHarness() {
  const { mesh, io, write, folder } = meshHarness();
  const pki = path.join(folder, 'pki');
  let isMade = false;

  /** Once: `mesh ca` has tests of its own. */
  async function makePki(): Promise<void> {
    if (!isMade) {
      mkdirSync(pki);
      const common = ['--keys', path.join(pki, 'keys'), '--lock', path.join(pki, 'pki.lock.json')];
      await main(['ca', 'init', ...common, '--algorithm', 'p-256']);
      await main(['ca', 'issue', 'cluster1', 'cluster2', ...common, '--algorithm', 'p-256']);
      isMade = true;
    }
    cpSync(path.join(pki, 'pki.lock.json'), 'pki.lock.json');
  }

  const cacertsOf = (cluster: string): CacertsFiles =>
    Object.fromEntries(
      FILES.map(file => [file, readFileSync(path.join(pki, 'keys', cluster, file), 'utf8')]),
    );

  /** What runs in a cluster of the directory `dist`, with what `mesh ca` made for another one. */
  const runs = (cluster: string, ca = cluster): any[] =>
    liveCluster(path.join('dist', cluster), cacertsOf(ca));

  const asList = (items: readonly any[]): string =>
    JSON.stringify({ apiVersion: 'v1', kind: 'List', items });

  /** Writes what runs in both clusters, with something put in on purpose into one of them. */
  function live(edit: Edit = () => undefined, cluster = 'cluster2'): void {
    for (const name of ['cluster1', 'cluster2']) {
      const objects = runs(name);
      const items = name === cluster ? (edit(objects) ?? objects) : objects;
      write(`live/${name}.yaml`, asList(items));
    }
  }

  /** Uses another output in the place of the example's. */
  function output(directory: string): void {
    rmSync('dist', { recursive: true });
    cpSync(directory, 'dist', { recursive: true });
  }

  /** The lines with what is found, in the text. */
  const found = (): string[] =>
    io.out
      .split('\n')
      .filter(line => /^ {6}[×‼]/.test(line))
      .map(line => line.trim());

  beforeEach(async () => {
    cpSync(path.join(ROOT, 'dist'), 'dist', { recursive: true });
    await makePki();
    io.out = io.err = '';
  });

  return { mesh, io, write, live, found, runs, asList, output, cacertsOf, folder };
}

export const find = (objects: any[], kind: string, name: string): any =>
  objects.find(one => one.kind === kind && one.metadata.name === name);
export const without = (kind: string, name: string) => (objects: any[]) =>
  objects.filter(one => one.kind !== kind || one.metadata.name !== name);
export const change =
  (kind: string, name: string, edit: (object: any) => unknown) => (objects: any[]) =>
    void edit(find(objects, kind, name));
export const add =
  (kind: string, namespace: string, spec: object, more: object = {}) =>
  (objects: any[]) =>
    void objects.push({
      apiVersion: /Policy|Peer/.test(kind) ? 'security.istio.io/v1' : 'networking.istio.io/v1',
      kind,
      metadata: { name: 'mine', namespace, ...more },
      spec,
    });
