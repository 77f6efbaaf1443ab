import { mkdtempSync } from 'fs';
import { tmpdir } from 'os';
import * as path from 'path';
import { Attempt, attemptsFrom, entries, isForbidden, own as ownHost } from './gateways';
import { Call, Expectation, matrixOf } from './matrix';
import { must } from './requests';
import { DnsMode, MulticlusterMeshProps } from '../../src';
import { Judged, judge } from '../../src/analysis/reach/matrix';
import { Mesh } from '../../src/analysis/reach/mesh';
import { answers, ends, firstBroken, HopName } from '../../src/analysis/reach/verdict';
import { covers } from '../../src/analysis/world/manifest';
import { objectsOf } from '../../src/analysis/world/objects';
import { readWorld } from '../../src/analysis/world/read-world';
import { World } from '../../src/analysis/world/world';
import { Problems } from '../../src/problems/problems';
import { Results } from '../results';
import { gatewayIp } from '../stand/internet';
import { KubernetesObject } from '../stand/kubernetes-api';
import { Stand } from '../stand/stand';
import { namespaceObjects, serviceObjects, Workload, workloadObjects } from '../stand/workloads';

const SUITE = 'foretold';

/**
 * What `mesh reach` says of the very files, before anybody calls: of each call that the suites
 * `requests`, `gateways` and `faults` make, also of those that must fail.
 */
export async function foretold(stand: Stand, results: Results): Promise<void> {
  const { description } = stand;
  const world = worldOf(stand, stand.output);
  const mesh = new Mesh(world);
  const calls = matrixOf(description, stand.workloads);
  for (const { name } of stand.clusters) {
    const own = calls.filter(({ caller }) => caller.cluster === name);
    await results.check(SUITE, `${name}: every call of its workloads`, async () =>
      said(own.map(one => ofCall(one, stand, mesh))),
    );
    const attempts = attemptsFrom(stand, name);
    const added = attempts.flatMap(one => entries(one, stand));
    const opened = new Mesh(withObjects(world, cluster => (cluster === name ? added : [])));
    if (attempts.length > 0 && answersItself(stand, name)) {
      await results.check(SUITE, `${name}: entries of somebody's own`, async () =>
        said(attempts.map(one => ofAttempt(one, stand, opened))),
      );
    }
  }
  await broken(stand, results, world, calls);
}

/** What is made to fail, of a service that two clusters serve in an order. */
async function broken(
  stand: Stand,
  results: Results,
  world: World,
  calls: readonly Call[],
): Promise<void> {
  const one = calls.find(
    ({ expected, service }) => 'answer' in expected && service.failover?.order?.[1],
  );
  if (!one) {
    return;
  }
  const [first, second] = one.service.failover!.order!;
  const check = (what: string, run: () => string) => results.check(SUITE, what, async () => run());
  const verdict = ({ way }: Judged, wanted: string, hop: HopName, others: readonly string[]) => {
    const who = [...new Set(answers(way).map(({ cluster }) => cluster))].sort().join();
    const at = firstBroken(way);
    must(
      way.verdict === wanted && who === others.join() && at?.hop === hop,
      `${way.verdict}, answered by ${who}; ${at?.hop}: ${at?.text}`,
    );
    return `${way.verdict}: ${at!.text}`;
  };
  await check('a gateway of two is down', () =>
    verdict(
      judged(one, new Mesh(world, { withoutGateways: addressesOf(stand, first) })),
      'partly',
      'address',
      [second],
    ),
  );
  await check('a cluster is drained', () => {
    const { way } = judged(one, written(stand, draining(stand.description, one, first)));
    const who = [...new Set(answers(way).map(({ cluster }) => cluster))].join();
    must(way.verdict === 'yes' && who === second, `${way.verdict}, answered by ${who}`);
    return `${who} answers`;
  });
  await check('the serving pods have another identity than the caller accepts', () =>
    verdict(
      judged(one, written(stand, otherAccount(stand.description, one))),
      'no',
      'identity',
      [],
    ),
  );
}

const addressesOf = (stand: Stand, cluster: string): string[] =>
  stand.cluster(cluster).props.gateway!.addresses.map(({ host }) => host);

const draining = (
  description: MulticlusterMeshProps,
  { service }: Call,
  cluster: string,
): MulticlusterMeshProps => ({
  ...only(description, service),
  clusters: description.clusters.map(props =>
    props.name === cluster ? { ...props, draining: true } : props,
  ),
});

const otherAccount = (
  description: MulticlusterMeshProps,
  { service }: Call,
): MulticlusterMeshProps => only(description, { ...service, serviceAccounts: ['nobody'] });

/** A cluster cannot be drained while it serves something alone. */
function only(description: MulticlusterMeshProps, service: Call['service']): MulticlusterMeshProps {
  const name = `${service.name}.${service.namespace}`;
  return {
    ...description,
    services: [service],
    grants: (description.grants ?? [])
      .filter(({ services }) => services.includes(name))
      .map(grant => ({ ...grant, services: [name] })),
  };
}

function written(stand: Stand, description: MulticlusterMeshProps): Mesh {
  const folder = mkdtempSync(path.join(tmpdir(), 'foretold-'));
  stand.write(description, folder);
  return new Mesh(worldOf(stand, folder));
}

const answersItself = (stand: Stand, cluster: string): boolean =>
  (stand.cluster(cluster).props.dns?.mode ?? DnsMode.SIDECAR) === DnsMode.SIDECAR;

/** The directories, and what the stand applies beside them. */
function worldOf(stand: Stand, output: string): World {
  const directories = stand.clusters.map(({ name }) => path.join(output, name));
  const problems = new Problems();
  const world = readWorld({ directories }, problems);
  problems.throwIfErrors();
  const applied = withObjects(world, cluster => {
    const workloads = stand.workloads.filter(one => one.cluster === cluster);
    return [
      ...namespaceObjects(workloads),
      ...stand.present(cluster),
      ...serviceObjects(stand.description, cluster),
      ...workloadObjects(workloads),
    ];
  });
  return { clusters: applied.clusters.map((files, i) => withAddresses(files, stand, i)) };
}

/** A gateway with a name has an address too, by which somebody may call it. */
function withAddresses(
  files: World['clusters'][number],
  stand: Stand,
  index: number,
): World['clusters'][number] {
  const { gateway } = stand.cluster(files.name).props;
  const named = (gateway?.addresses ?? []).filter(({ isHostname }) => isHostname);
  const more = named.map(address => `${gatewayIp(address, index + 1)}:${address.port}`);
  const [first, ...others] = files.facts.gateways;
  return more.length === 0 || !first
    ? files
    : {
        ...files,
        facts: {
          ...files.facts,
          gateways: [{ ...first, addresses: [...first.addresses, ...more] }, ...others],
        },
      };
}

/** With objects that nobody has yet. */
function withObjects(
  { clusters }: World,
  objects: (cluster: string) => readonly KubernetesObject[],
): World {
  const source = { file: 'applied.yaml', line: 1 };
  return {
    clusters: clusters.map(files => {
      const isNew = ({ kind, metadata: { name, namespace = '' } }: KubernetesObject) =>
        !files.manifests.some(
          one => one.kind === kind && one.name === name && one.namespace === namespace,
        );
      const added = objects(files.name)
        .filter(isNew)
        .flatMap(one => objectsOf(one, source, () => 1).manifests);
      return { ...files, manifests: [...files.manifests, ...added] };
    }),
  };
}

/** What was said of a call, and what is wrong with it. */
interface Said {
  readonly what: string;
  readonly verdict: string;
  readonly wrong: boolean;
}

function said(all: readonly Said[]): string {
  const wrong = all.filter(one => one.wrong);
  must(
    wrong.length === 0,
    `${wrong.length} of ${all.length}: ${wrong.map(({ what }) => what).join('; ')}`,
  );
  const counts = ['yes', 'no'].map(
    verdict => `${all.filter(one => one.verdict === verdict).length} ${verdict}`,
  );
  return `${all.length} calls: ${counts.join(', ')}`;
}

function ofCall(one: Call, stand: Stand, mesh: Mesh): Said {
  return toSaid(judged(one, mesh), one.expected, answersItself(stand, one.caller.cluster));
}

function ofAttempt(one: Attempt, stand: Stand, mesh: Mesh): Said {
  const { way } = judged({ ...one, host: ownHost(one) }, mesh);
  const hops = ends(way).map(({ findings }) => findings.at(-1)!.hop);
  const isOpen = one.isKnown && !isForbidden(one, stand);
  const wanted = one.isKnown ? 'authorization' : 'gateway';
  const isRight = isOpen
    ? way.verdict === 'yes'
    : way.verdict === 'no' && hops.every(hop => hop === wanted);
  return {
    what: `${one.caller.serviceAccount} → ${ownHost(one)}: ${way.verdict} ${firstBroken(way)?.text}`,
    verdict: way.verdict,
    wrong: !isRight,
  };
}

function toSaid(
  { serviceAccount, host, port, way }: Judged,
  expected: Expectation,
  isByName: boolean,
): Said {
  const clusters = answers(way).map(({ cluster }) => cluster);
  const hops = ends(way).map(({ findings }) => findings.at(-1)!.hop);
  const isRight =
    'answer' in expected
      ? way.verdict === 'yes' && expected.answer.every(one => clusters.includes(one))
      : way.verdict === 'no' &&
        (expected.refusedBy === 'client'
          ? !isByName || hops.every(hop => hop === 'name')
          : hops.every(hop => hop === 'authorization'));
  return {
    what: `${serviceAccount} → ${host}:${port}: ${way.verdict} ${firstBroken(way)?.text}`,
    verdict: way.verdict,
    wrong: !isRight,
  };
}

function judged(
  { caller, host, port }: Pick<Call, 'caller' | 'host' | 'port'>,
  mesh: Mesh,
): Judged {
  const cluster = mesh.clusters.get(caller.cluster)!;
  const pods = cluster
    .workloads(caller.namespace, caller.serviceAccount)
    .filter(({ labels }) => isOf(caller, labels));
  const manner = { request: {} };
  return judge(mesh, cluster, pods, { host, port: port.number }, manner);
}

const isOf = (caller: Workload, labels: Workload['labels']): boolean =>
  covers(caller.labels, labels);
