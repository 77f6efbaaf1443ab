// The output of the root example, after edits of its files.
import { cpSync, readFileSync, writeFileSync } from 'fs';
import * as path from 'path';
import { readWorld } from '../../src/analysis/world/read-world';
import { World } from '../../src/analysis/world/world';
import { Problems } from '../../src/problems/problems';
import { temporaryFolder } from '../golden/golden';

const DIST = path.join(__dirname, '../../dist');
const folder = temporaryFolder();
let count = 0;

/** What stands in a file in place of something; without `from`, behind all that it has. */
export type Edit = readonly [file: string, from: string | RegExp, to: string];

export const CALLER = 'cluster1/manifests/traffic/bar.yaml';
export const SLEEP = 'cluster1/manifests/workloads/foo.yaml';
export const FOO = 'cluster1/manifests/workloads/_cluster.yaml';
export const ISTIOD = 'cluster1/helm/istiod.yaml';
export const OWNER = 'cluster2/manifests/traffic/bar.yaml';
export const GATEWAY = 'cluster2/manifests/traffic/istio-system.yaml';
export const VALUES = 'cluster2/helm/istio-eastwestgateway.yaml';
export const PODS = 'cluster2/manifests/workloads/bar.yaml';

export const object = (
  kind: string,
  name: string,
  namespace: string,
  spec: string,
  group = 'networking.istio.io',
) =>
  `apiVersion: ${group}/v1\nkind: ${kind}\nmetadata: {name: ${name}, namespace: ${namespace}}\nspec: ${spec}`;

export function editedExample(edits: readonly Edit[]): World {
  const directory = path.join(folder, String(count++));
  cpSync(DIST, directory, { recursive: true });
  for (const [name, from, to] of edits) {
    const file = path.join(directory, name);
    const old = readFileSync(file, 'utf8');
    const changed = from === '' ? `${old}---\n${to}\n` : old.replace(from, to);
    expect(changed).not.toBe(old);
    writeFileSync(file, changed);
  }
  const problems = new Problems();
  const world = readWorld({ directories: [directory] }, problems);
  expect(problems.all).toEqual([]);
  return world;
}
