import * as fc from 'fast-check';
import { stringify } from 'yaml';
import { DOORS, Outcome } from './doors';
import { mutated, mutations } from './mutations';
import { GatewayAddress, MulticlusterMeshProps } from '../../src';
import { temporaryFolder } from '../golden/golden';
import { judgeAdmission } from '../oracle/admission';
import { judgeClassic } from '../oracle/classic-rules';
import { judgeMesh } from '../oracle/mesh-rules';
import { judgeNamespaces } from '../oracle/namespaces';
import { judgeRules } from '../oracle/rules';
import { KubernetesObject, title } from '../oracle/schema';

/** How many meshes of each kind; `npx projen fuzz` makes many more. */
export const RUNS = Number(process.env.FUZZ_RUNS ?? 200);
const SEED = Number(process.env.FUZZ_SEED ?? 20261126);
export const folder = temporaryFolder();

/** As in a file: addresses are text, and what is undefined is not there. */
export function plain(description: MulticlusterMeshProps): any {
  return JSON.parse(
    JSON.stringify(description, (_, value) =>
      value instanceof GatewayAddress ? value.toString() : value,
    ),
  );
}

/** What is wrong with the objects, as code that shares nothing with the generator sees it. */
function violations(
  described: MulticlusterMeshProps,
  objects: Record<string, KubernetesObject[]>,
): string[] {
  const isClassic = described.clusters.some(({ istio }) => /^1\.[1-7](\.|$)/.test(istio ?? ''));
  return [
    ...repeated(objects),
    ...judgeNamespaces(described, objects),
    ...judgeRules(Object.values(objects).flat()),
    ...(isClassic
      ? judgeClassic(described, objects)
      : [...judgeMesh(objects, described), ...judgeAdmission(described, objects)]),
  ];
}

/** Two objects of one name: the second one applied replaces the first. */
function repeated(objects: Record<string, KubernetesObject[]>): string[] {
  return Object.entries(objects).flatMap(([cluster, list]) => {
    const titles = list.map(object => `${object.apiVersion} ${title(object)}`);
    return titles
      .filter((one, i) => titles.indexOf(one) !== i)
      .map(one => `${cluster} has ${one} twice`);
  });
}

/** A description goes through each door; the same comes of it, and it is what it says. */
export function judged(
  description: any,
  directory = folder,
  doors = [DOORS.file, DOORS.props],
): Outcome {
  const [first, ...others] = doors.map(enter => enter(description, directory));
  expect(first.raw).toBeUndefined();
  for (const other of others) {
    expect(other.raw).toBeUndefined();
    expect(other.objects).toEqual(first.objects);
  }
  expect((first.problems ?? []).filter(({ code }) => !/^MESH\d{3}$/.test(code))).toEqual([]);
  if (first.objects) {
    expect(violations(description, first.objects)).toEqual([]);
  }
  return first;
}

/** Runs a property, and shows the description that broke it as a file. */
export function property<T>(
  arbitrary: fc.Arbitrary<T>,
  check: (value: T) => void,
  numRuns = RUNS,
): void {
  fc.assert(fc.property(arbitrary, check), {
    seed: SEED,
    numRuns,
    reporter(run) {
      if (run.failed) {
        const failure = (run as any).errorInstance;
        throw new Error(`${stringify(run.counterexample)}\n${failure?.message ?? run.interrupted}`);
      }
    },
  });
}

/** The tests of a kind of meshes. */
export function fuzz(meshes: fc.Arbitrary<MulticlusterMeshProps>): void {
  test('what is valid comes out as it was described', () => {
    let accepted = 0;
    property(meshes, description => {
      accepted += judged(plain(description)).objects ? 1 : 0;
    });
    expect(accepted).toBeGreaterThan(RUNS / 6);
  });

  test('what is not is refused in words, and what is accepted comes out as described', () => {
    property(fc.tuple(meshes, mutations), ([description, changes]) => {
      judged(mutated(plain(description), changes), folder, Object.values(DOORS));
    });
  });
}
