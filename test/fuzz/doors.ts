import { mkdirSync, rmSync, writeFileSync } from 'fs';
import * as path from 'path';
import { ApiObject, Chart, Testing } from 'cdk8s';
import { stringify } from 'yaml';
import { GatewayAddress, MeshProblem, MeshProblems, MulticlusterMesh } from '../../src';
import { RUN_VARIABLE } from '../../src/constructs/run-request';
import { KubernetesObject } from '../oracle/schema';

/** What came of a description: the objects of each cluster, or what is wrong with it. */
export interface Outcome {
  readonly objects?: Record<string, KubernetesObject[]>;
  readonly problems?: readonly MeshProblem[];
  /** a stack trace, which nobody should ever see */
  readonly raw?: string;
}

/** A way for a description to get in. It is plain data, as in a file. */
export type Door = (description: any, directory: string) => Outcome;

/** Virtual IPs are allocated anew each time, as by `mesh update`. */
const RUN = JSON.stringify({ report: '/dev/null', isUpdate: true });

export const DOORS: Readonly<Record<string, Door>> = {
  file(description, directory) {
    const file = path.join(directory, 'mesh.yaml');
    mkdirSync(directory, { recursive: true });
    writeFileSync(file, stringify(description));
    return outcome(directory, () => MulticlusterMesh.fromFile(Testing.app(), 'mesh', file));
  },
  parts(description, directory) {
    const file = path.join(directory, 'mesh.yaml');
    const { root, part } = split(description);
    mkdirSync(path.join(directory, 'teams'), { recursive: true });
    writeFileSync(file, stringify(root));
    writeFileSync(path.join(directory, 'teams/all.yaml'), stringify(part));
    return outcome(directory, () => MulticlusterMesh.fromFile(Testing.app(), 'mesh', file));
  },
  object(description, directory) {
    const absolute = inDirectory(description, directory);
    return outcome(directory, () => MulticlusterMesh.fromObject(Testing.app(), 'mesh', absolute));
  },
  props(description, directory) {
    return outcome(
      directory,
      () => new MulticlusterMesh(Testing.app(), 'mesh', propsOf(description, directory)),
    );
  },
};

function outcome(directory: string, make: () => MulticlusterMesh): Outcome {
  rmSync(path.join(directory, 'mesh.lock.json'), { force: true });
  process.env[RUN_VARIABLE] = RUN;
  try {
    const mesh = make();
    return {
      objects: Object.fromEntries(mesh.clusters.map(name => [name, objectsOf(mesh.chart(name))])),
    };
  } catch (error) {
    const problems = MeshProblems.of(error);
    return problems.length > 0 ? { problems } : { raw: String((error as Error).stack ?? error) };
  } finally {
    delete process.env[RUN_VARIABLE];
  }
}

/** Without the validation of the whole app, which `Chart.toJson` repeats for each chart. */
function objectsOf(chart: Chart): KubernetesObject[] {
  return chart.node.findAll().flatMap(one => (ApiObject.isApiObject(one) ? one.toJson() : []));
}

/** As much as can be said in a part, whose owner may say everything. */
function split(description: any): { readonly root: unknown; readonly part: object } {
  if (!isRecord(description)) {
    return { root: description, part: {} };
  }
  const owners = [{ path: '.', namespaces: ['*'], clusters: ['*'] }];
  const root: any = { ...description, include: ['teams'], owners };
  const part: any = {};
  for (const list of ['clusters', 'services', 'grants', 'serviceSources']) {
    const items = root[list];
    if (Array.isArray(items)) {
      // addresses outside of the ranges of the mesh are not for a part to say
      const isForPart = (item: any, i: number) => i % 2 === 1 && item?.virtualIps === undefined;
      root[list] = items.filter((item, i) => !isForPart(item, i));
      part[list] = items.filter(isForPart);
    }
  }
  const above = (directory: unknown) =>
    typeof directory === 'string' ? path.join('..', directory) : directory;
  return {
    root,
    part: mapped(part, { serviceSources: each(source => mapped(source, { directory: above })) }),
  };
}

/** What a program in TypeScript would write: with objects for addresses. */
function propsOf(description: any, directory: string): any {
  const addresses = each(addressOf);
  const gateway = (one: any) => mapped(one, { addresses });
  return mapped(inDirectory(description, directory), {
    clusters: each(cluster => mapped(cluster, { gateway })),
  });
}

/** With paths that do not depend on the file. */
function inDirectory(description: any, directory: string): any {
  const below = (file: unknown) => (typeof file === 'string' ? path.join(directory, file) : file);
  return mapped(
    isRecord(description) ? { lockFile: 'mesh.lock.json', ...description } : description,
    {
      lockFile: below,
      serviceSources: each(source => mapped(source, { directory: below })),
      pki: pki => mapped(pki, { lockFile: below }),
    },
  );
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const each =
  (change: (value: any) => any) =>
  (list: any): any =>
    Array.isArray(list) ? list.map(change) : list;

/** A record with some of its values changed. */
function mapped(value: any, changes: Record<string, (value: any) => any>): any {
  if (!isRecord(value)) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      key,
      Object.hasOwn(changes, key) && one !== undefined ? changes[key](one) : one,
    ]),
  );
}

/** An address that cannot be one stays what it is: somebody writes JavaScript. */
function addressOf(text: any): any {
  try {
    return GatewayAddress.of(text);
  } catch {
    return text;
  }
}
