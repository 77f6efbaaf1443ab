import { Base } from './bases';
import { mutate } from './mutations';
import { AskedCall, oracleWorld } from './oracle-world';
import { Random } from './random';
import { Pods } from '../../src/analysis/mesh/pods';
import { Service } from '../../src/analysis/mesh/services';
import { Mesh } from '../../src/analysis/reach/mesh';
import { reach } from '../../src/analysis/reach/reach';
import { firstBroken, Verdict, Way } from '../../src/analysis/reach/verdict';
import { World } from '../../src/analysis/world/world';

const CALLS = 8;

/** What `reach` says of a call. */
export interface Ours {
  readonly verdict: Verdict;
  readonly hop: string;
  readonly text: string;
}

/** A world with the calls that both are asked about. */
export interface AskedWorld {
  readonly name: string;
  /** the changes that made it of its base, in words; empty for the base itself */
  readonly what: string;
  readonly base: Base;
  readonly mutations: number;
  readonly calls: readonly AskedCall[];
  readonly ours: readonly Ours[];
  /** as the oracle reads it */
  readonly line: string;
}

/** A caller of a base, and what it can call there. */
export class Calls {
  private readonly hosts: ReadonlyArray<readonly [Service, number]>;
  private readonly granted: ReadonlyArray<Pick<AskedCall, 'host' | 'port' | 'isHttp'> & Who>;

  public constructor(world: World) {
    const mesh = new Mesh(world);
    this.hosts = [...mesh.clusters.values()].flatMap(({ services }) =>
      [...services.values()]
        .flat()
        .filter(one => !one.isKubernetes)
        .flatMap(one => one.ports.map((_, i) => [one, i] as const)),
    );
    this.granted = callersOf(mesh).flatMap(({ cluster, caller }) =>
      this.hosts
        .map(([service, i]) => called(service, i))
        .filter(one => ourWay(mesh, { ...one, ...REQUEST, cluster, caller }).verdict === 'yes')
        .map(one => ({ ...one, cluster, key: keyOf(caller) })),
    );
  }

  /** Half of them are calls that get through in the base. */
  public pick(mesh: Mesh, random: Random): AskedCall[] {
    const callers = callersOf(mesh);
    return Array.from({ length: CALLS }, (_, i): AskedCall => {
      const request = {
        method: random.pick(['GET', 'POST']),
        path: random.pick(['/', '/beta/x']),
        headers: random.pick<{ [name: string]: string }>([{}, { 'end-user': 'jason' }]),
      };
      const granted = i % 2 === 0 && this.granted.length > 0 && random.pick(this.granted);
      const who =
        granted &&
        callers.find(
          ({ cluster, caller }) => cluster === granted.cluster && keyOf(caller) === granted.key,
        );
      if (granted && who) {
        const { host, port, isHttp } = granted;
        return { ...who, host, port, isHttp, ...request };
      }
      const [service, k] = random.pick(this.hosts);
      return { ...random.pick(callers), ...called(service, k), ...request };
    });
  }
}

interface Who {
  readonly cluster: string;
  readonly key: string;
}

const REQUEST = { method: 'GET', path: '/', headers: {} };

const called = ({ host, ports }: Service, i: number) => ({
  host,
  port: ports[i].number,
  isHttp: ports[i].treatment === 'http',
});

/** The same pods in a world and in what was made of it. */
const keyOf = ({ namespace, serviceAccount, labels }: Pods): string =>
  JSON.stringify([namespace, serviceAccount, labels]);

export const callKey = ({ cluster, caller, ...call }: AskedCall): string =>
  JSON.stringify([cluster, keyOf(caller), call]);

const callersOf = (mesh: Mesh) =>
  [...mesh.clusters.values()].flatMap(({ name, pods }) =>
    pods.map(caller => ({ cluster: name, caller })),
  );

/** A world made of a base by some mutations, with calls. */
export function mutatedWorld(
  base: Base,
  calls: Calls,
  { name, random, mutations }: { name: string; random: Random; mutations: number },
): AskedWorld {
  let { world } = base;
  const whats: string[] = [];
  for (let step = 0; step < mutations; step++) {
    const mutated = mutate(world, random);
    world = mutated.world;
    whats.push(mutated.what);
  }
  const mesh = new Mesh(world);
  const asked = calls.pick(mesh, random);
  return ask({ name, what: whats.join('; '), base, mutations }, mesh, asked);
}

/** A base as it is, with calls that were asked in worlds made of it. */
export function baseWorld(base: Base, calls: readonly AskedCall[]): AskedWorld {
  const mesh = new Mesh(base.world);
  const known = new Map(
    callersOf(mesh).map(one => [JSON.stringify([one.cluster, keyOf(one.caller)]), one]),
  );
  const distinct = new Map(
    calls.flatMap(call => {
      const who = known.get(JSON.stringify([call.cluster, keyOf(call.caller)]));
      return who ? [[callKey(call), { ...call, ...who }] as const] : [];
    }),
  );
  return ask({ name: base.name, what: '', base, mutations: 0 }, mesh, [...distinct.values()]);
}

function ask(
  about: Pick<AskedWorld, 'name' | 'what' | 'base' | 'mutations'>,
  mesh: Mesh,
  calls: readonly AskedCall[],
): AskedWorld {
  const ours = calls.map(call => {
    const way = ourWay(mesh, call);
    const broken = firstBroken(way);
    return { verdict: way.verdict, hop: broken?.hop ?? '', text: broken?.text ?? '' };
  });
  return { ...about, calls, ours, line: JSON.stringify(oracleWorld(about.name, mesh, calls)) };
}

const ourWay = (mesh: Mesh, { cluster, caller, host, port, isHttp, ...request }: AskedCall): Way =>
  reach({ mesh, cluster: mesh.clusters.get(cluster)!, caller, host, port, isHttp, request });
