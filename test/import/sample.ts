import * as path from 'path';
import { Manifest } from '../../src/analysis/world/manifest';
import { readClusters } from '../../src/analysis/world/read-world';
import { World } from '../../src/analysis/world/world';
import { worldAfter } from '../../src/import/after';
import { complete } from '../../src/import/complete';
import { policiesTakenOver } from '../../src/import/described';
import { importedYaml } from '../../src/import/mesh-yaml';
import { FormName } from '../../src/import/old-mesh';
import { Import, runImport } from '../../src/import/run-import';
import { Problems } from '../../src/problems/problems';

export const SAMPLES = path.join(__dirname, 'samples');

/** The clusters of each sample, and what its owners say on the command line. */
export const CLUSTERS: { readonly [form in FormName]: readonly string[] } = {
  guide: ['cluster1', 'cluster2'],
  mcs: ['east', 'south', 'west'],
  'multi-primary': ['east', 'west'],
  federation: ['east', 'west'],
};

export function sampleWorld(form: FormName): World {
  const problems = new Problems();
  const named = CLUSTERS[form].map(name => ({ name, directory: path.join(SAMPLES, form, name) }));
  const world = readClusters(named, undefined, problems);
  problems.throwIfErrors();
  return world;
}

/** A world with further objects in a cluster. */
export function withObjects({ clusters }: World, cluster: string, ...objects: object[]): World {
  const problems = new Problems();
  const text = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
  const [more] = readClusters([{ name: cluster, text }], undefined, problems).clusters;
  problems.throwIfErrors();
  return {
    clusters: clusters.map(one =>
      one.name === cluster
        ? {
            ...one,
            manifests: [...one.manifests, ...more.manifests],
            gaps: [...one.gaps, ...more.gaps],
          }
        : one,
    ),
  };
}

export interface Imported extends Import {
  readonly world: World;
  readonly problems: Problems;
}

export function imported(world: World, form: FormName): Imported {
  const problems = new Problems();
  const result = runImport(world, { istio: '1.29' }, form, problems);
  problems.throwIfErrors();
  return { ...result!, world, problems };
}

/** The world when the description is applied, and what it takes the place of is gone. */
export function after({ described, world }: Imported, gone?: ReadonlySet<Manifest>): World {
  const replaced =
    gone ?? new Set([...described.replaced, ...policiesTakenOver(described.services)]);
  return worldAfter(importedYaml(complete(described)), world, { ...described, replaced });
}
