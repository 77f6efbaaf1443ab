// Reports to be looked at.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'fs';
import * as path from 'path';
import { worldsOf } from '../../src/analysis/diff/worlds';
import { Mesh } from '../../src/analysis/reach/mesh';
import { withAssumedWorkloads } from '../../src/analysis/world/assumed';
import { readWorld } from '../../src/analysis/world/read-world';
import { changesOf } from '../../src/cli/report/changes';
import { check } from '../../src/problems/problems';
import { ReportFacts } from '../../src/report/facts/facts';
import { gatherFacts } from '../../src/report/facts/gather';
import { HOSTILE } from '../report/hostile';

const BOUTIQUE = 'examples/online-boutique/dist';

const worldIn = (directory: string) =>
  withAssumedWorkloads(
    check(problems => readWorld({ directories: [directory] }, problems)),
    [],
  );

const factsIn = (directory: string): ReportFacts => gatherFacts(new Mesh(worldIn(directory)));

/** A change that takes calls away, and a cluster that is gone. */
function changed(folder: string): ReportFacts {
  const [before, after] = ['before', 'after'].map(name => path.join(folder, name));
  cpSync('dist', before, { recursive: true });
  cpSync('dist', after, { recursive: true });
  cpSync(path.join(before, 'cluster1'), path.join(before, 'gone'), { recursive: true });
  const file = path.join(after, 'cluster1/manifests/traffic/bar.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace('- foo', '- other'));
  const worlds = worldsOf(worldIn(before), worldIn(after));
  const changes = changesOf(worlds, { base: 'before', notes: [] });
  return gatherFacts(worlds.after, { changes, budget: { objects: 7 } });
}

/** Two clusters whose manifests have the names of {@link HOSTILE} wherever a name can be. */
function hostile(folder: string): ReportFacts {
  const object = (kind: string, text: string, spec: object, group: string) =>
    JSON.stringify({
      apiVersion: `${group}/v1`,
      kind,
      metadata: { name: text, namespace: text },
      spec,
    });
  const entry = (text: string) =>
    object(
      'ServiceEntry',
      text,
      {
        hosts: [text],
        location: 'MESH_INTERNAL',
        resolution: 'STATIC',
        ports: [{ number: 80, name: text, protocol: 'HTTP' }],
        endpoints: [{ address: `at ${text}` }],
      },
      'networking.istio.io',
    );
  const workload = (text: string) =>
    object(
      'Deployment',
      text,
      { template: { metadata: { labels: { a: text } }, spec: { serviceAccountName: text } } },
      'apps',
    );
  for (const [i, cluster] of ['one', 'two<img src=x onerror=alert(1)>'].entries()) {
    const directory = path.join(folder, 'hostile', cluster);
    mkdirSync(directory, { recursive: true });
    const own = HOSTILE.slice(i * 8, i * 8 + 12);
    const all = own.flatMap(text => [entry(text), workload(text)]);
    writeFileSync(path.join(directory, 'a.yaml'), all.join('\n---\n'));
  }
  return gatherFacts(new Mesh(worldIn(path.join(folder, 'hostile'))));
}

/** Of which each calls half of the others. */
function many(count: number): ReportFacts {
  const facts = factsIn('dist');
  const [first] = facts.clusters;
  const names = Array.from({ length: count }, (_, i) => `cluster-${i}`);
  const hosts = names.map(name => `web.${name}.mesh.internal`);
  return {
    ...facts,
    clusters: names.map((name, i) => ({
      ...first,
      name,
      locality: `region-${i % 7}/a`,
      istio: `1.${28 + (i % 2)}`,
      exports: [hosts[i]],
    })),
    links: names.flatMap((from, i) =>
      names.flatMap((to, j) =>
        i !== j && (i + j) % 2 === 1 ? [{ from, to, hosts: [hosts[j]] }] : [],
      ),
    ),
    access: {
      ...facts.access,
      callers: names.flatMap(cluster =>
        ['shop', 'bank'].map(namespace => ({ cluster, namespace, serviceAccount: 'web' })),
      ),
      called: hosts.map((host, i) => ({ host, port: 80, namespace: 'shop', servedBy: [names[i]] })),
      rows: names.flatMap(() => [
        [0, count / 2, 1, count / 2],
        [1, count],
      ]),
    },
  };
}

/** The facts by the name of the report. */
export const meshes = (folder: string): { readonly [name: string]: ReportFacts } => ({
  root: factsIn('dist'),
  boutique: factsIn(BOUTIQUE),
  changed: changed(folder),
  rotation: factsIn('test/golden/rotation/1-bundle'),
  everything: factsIn('test/golden/rows/everything'),
  hostile: hostile(folder),
  many: many(200),
});
