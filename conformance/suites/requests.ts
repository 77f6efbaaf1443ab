import { Call, matrixOf, modeOf } from './matrix';
import { each } from '../parallel';
import { Answer, call } from './request';
import { AuthorizationMode, DnsMode, Protocol } from '../../src';
import { Results } from '../results';
import { waitFor } from '../stand/commands';
import { count } from '../stand/envoy';
import { Pod } from '../stand/pod';
import { Stand } from '../stand/stand';
import { Workload } from '../stand/workloads';

const SUITE = 'requests';
const AT_A_TIME = 4;

/** The whole matrix: every workload calls every host at every port. */
export async function requests(stand: Stand, results: Results): Promise<void> {
  const matrix = matrixOf(stand.description, stand.workloads);
  await results.check(SUITE, 'every pod is ready, and what was applied has arrived', () =>
    settle(stand, matrix),
  );
  const byCaller = new Map<Workload, Call[]>();
  matrix.forEach(one => byCaller.set(one.caller, [...(byCaller.get(one.caller) ?? []), one]));
  await each([...byCaller], AT_A_TIME, async ([caller, row]) => {
    const pod = await stand.workload(caller);
    for (const one of row) {
      const run = async () =>
        judge(one, await call(pod, one.port.protocol, one.host, one.port.number), stand);
      await results.check(SUITE, title(one), run, {
        row: callerName(caller),
        column: calledName(one),
      });
    }
  });
  await policies(stand, results, matrix);
}

export function title(one: Call): string {
  return `${callerName(one.caller)} → ${calledName(one)}`;
}

function callerName({ cluster, namespace, name, serviceAccount }: Workload): string {
  return `${cluster} ${namespace}/${serviceAccount}${name === serviceAccount ? '' : ` (${name})`}`;
}

function calledName({ host, port }: Call): string {
  return `${host}:${port.number} ${port.protocol}`;
}

/** Waits, once, for what takes time to arrive: afterwards nothing is tried twice. */
async function settle(stand: Stand, matrix: readonly Call[]): Promise<string> {
  const started = Date.now();
  await Promise.all(stand.workloads.map(workload => stand.workload(workload)));
  await each(
    matrix.filter(({ expected }) => 'answer' in expected),
    AT_A_TIME,
    async one => {
      const pod = await stand.workload(one.caller);
      let last: Answer | undefined;
      await waitFor(
        `${title(one)} to be answered`,
        60,
        async () => {
          last = await call(pod, one.port.protocol, one.host, one.port.number);
          return last.status === 200;
        },
        () => `${last?.raw}\n${pod.lastWords}`,
      );
    },
  );
  return `${Math.round((Date.now() - started) / 1000)} s`;
}

/** What the answer shows, when it is the expected one. */
function judge({ caller, expected, port, pod }: Call, answer: Answer, stand: Stand): string {
  if ('answer' in expected) {
    must(answer.status === 200, `should be answered, but: ${answer.raw}`);
    must(
      expected.answer.includes(answer.cluster!),
      `should be answered by ${expected.answer.join(' or ')}, not by ${answer.cluster}`,
    );
    must(
      pod === undefined || answer.version === pod,
      `should be answered by ${pod}, not by ${answer.version}`,
    );
    if (isHttp(port.protocol)) {
      const identity = stand.identity(caller);
      must(
        answer.identity === identity,
        `the server should see ${identity}, not ${answer.identity}`,
      );
    }
    return `${answer.cluster} answers${expected.onlyCounted ? ', counted' : ''}`;
  }
  must(answer.status !== 200, `should be refused, but is answered: ${answer.raw}`);
  if (expected.refusedBy === 'client') {
    const { dns } = stand.cluster(caller.cluster).props;
    must(
      answer.isUnknown || dns?.mode === DnsMode.ZONE,
      `the name should not resolve, but: ${answer.raw}`,
    );
    return answer.isUnknown ? 'no such name' : 'no route';
  }
  must(answer.status === 403 || !isHttp(port.protocol), `should be forbidden, but: ${answer.raw}`);
  return 'forbidden';
}

/**
 * Who is told of a host but not granted it: the serving pods count a refusal for each call, whether
 * they carry it out or not.
 */
async function policies(stand: Stand, results: Results, matrix: readonly Call[]): Promise<void> {
  const seen = new Set<string>();
  const ungranted = matrix.filter(
    one =>
      'onlyCounted' in one.expected ||
      ('refusedBy' in one.expected && one.expected.refusedBy === 'authorization'),
  );
  for (const one of ungranted.filter(
    ({ host, port }) => !seen.has(`${host}:${port.number}`) && seen.add(`${host}:${port.number}`),
  )) {
    const isEnforced = modeOf(stand.description, one.service) === AuthorizationMode.ENFORCE;
    await results.check(
      SUITE,
      `${title(one)}: ${isEnforced ? 'refused' : 'counted'} at the pod`,
      async () => {
        const servers = await serversOf(one, stand);
        const counter = isEnforced ? 'rbac.*\\.denied$' : 'rbac.*\\.shadow_denied$';
        const sum = async () =>
          (await Promise.all(servers.map(server => count(server, counter)))).reduce(
            (a, b) => a + b,
            0,
          );
        const before = await sum();
        await call(await stand.workload(one.caller), one.port.protocol, one.host, one.port.number);
        await waitFor(`the pods to count ${counter}`, 10, async () => (await sum()) > before);
      },
    );
  }
}

async function serversOf({ service }: Call, stand: Stand): Promise<Pod[]> {
  const { clusters, namespace, workloadNamespace = namespace, serviceAccounts = [] } = service;
  const servers = stand.workloads.filter(
    workload =>
      clusters.includes(workload.cluster) &&
      workload.namespace === workloadNamespace &&
      serviceAccounts.includes(workload.serviceAccount),
  );
  return Promise.all(servers.map(server => stand.workload(server)));
}

export function isHttp(protocol: Protocol): boolean {
  return [Protocol.HTTP, Protocol.HTTP2, Protocol.GRPC].includes(protocol);
}

export function must(condition: boolean, problem: string): void {
  if (!condition) {
    throw new Error(problem);
  }
}
