import { setTimeout as sleep } from 'timers/promises';
import { each } from '../parallel';
import { Call, matrixOf } from './matrix';
import { Answer, call } from './request';
import { must } from './requests';
import { Protocol } from '../../src';
import { Results } from '../results';
import { waitFor } from '../stand/commands';
import { Pod } from '../stand/pod';
import { Stand } from '../stand/stand';
import { containerPort } from '../stand/workloads';

const SUITE = 'bad pod';

/** What becomes of a pod that stays Ready, as a program in the place of its application. */
const FAULTS: {
  readonly [fault: string]: ((port: number, isHttp: boolean) => string) | undefined;
} = {
  refuses: undefined,
  'answers 503': (port, isHttp) =>
    isHttp
      ? `require('http').createServer((_, r) => r.writeHead(503).end('no')).listen(${port})`
      : `require('net').createServer(s => s.destroy()).listen(${port})`,
  hangs: port => `require('net').createServer(s => s.on('error', () => 0)).listen(${port})`,
};

/** calls for each fault, of all callers together, at each port */
const CALLS = 300;
/** that may fail, in per cent: of two pods, one cannot answer */
const MAY_FAIL: { readonly [protocol: string]: number } = {
  [Protocol.HTTP]: 10,
  [Protocol.TCP]: 60,
};
/** How long a caller may get no answer; in calls where each of them is a toss. */
const LONGEST_MS = 10_000;
const LONGEST_ROW = 16;

/** One of the two pods that a remote service has is Ready and not well. */
export async function badPod(stand: Stand, results: Results): Promise<void> {
  const rows = matrixOf(stand.description, stand.workloads).filter(
    ({ caller, service, expected }) =>
      service.name === 'twins' &&
      'answer' in expected &&
      !service.clusters.includes(caller.cluster),
  );
  const { service } = rows[0];
  const [owner] = service.clusters;
  const pods = stand.cluster(owner).kubelet.find(service.namespace, service.selector!);
  for (const [fault, program] of Object.entries(FAULTS)) {
    const bad = await breakPod(pods[0], rows, program);
    for (const protocol of Object.keys(MAY_FAIL)) {
      const ofPort = rows.filter(({ port }) => port.protocol === protocol);
      await results.check(SUITE, `one of two pods ${fault}: ${protocol}`, async () =>
        judge(protocol, await answersOf(ofPort, stand)),
      );
    }
    await bad.mend();
    await Promise.all(rows.map(async one => isWell(one, stand)));
  }
}

async function breakPod(
  pod: Pod,
  rows: readonly Call[],
  program: ((port: number, isHttp: boolean) => string) | undefined,
): Promise<{ mend: () => Promise<void> }> {
  await pod.kill('echo');
  if (program) {
    const script = rows[0].service.ports
      .map(port => program(containerPort(port), port.protocol === Protocol.HTTP))
      .join(';');
    pod.start('echo', ['node', '-e', script]);
    await sleep(1000);
  }
  return {
    mend: async () => {
      if (program) {
        await pod.kill('echo');
      }
      pod.revive('echo');
    },
  };
}

interface Attempt {
  readonly startedAt: number;
  readonly endedAt: number;
  readonly answer: Answer;
}

/** All callers at once, each one call after the other. */
async function answersOf(rows: readonly Call[], stand: Stand): Promise<Attempt[][]> {
  return each(rows, rows.length, async ({ caller, port, host }) => {
    const pod = await stand.workload(caller);
    const attempts: Attempt[] = [];
    while (attempts.length < CALLS / rows.length) {
      const startedAt = Date.now();
      const answer = await call(pod, port.protocol, host, port.number, { timeout: '3s' });
      attempts.push({ startedAt, endedAt: Date.now(), answer });
      await sleep(100);
    }
    return attempts;
  });
}

/** A TCP connection leads to either pod: several in a row may lead to the bad one. */
function judge(protocol: string, byCaller: ReadonlyArray<readonly Attempt[]>): string {
  const all = byCaller.flat();
  const failed = all.filter(({ answer }) => answer.status !== 200);
  const percent = Math.round((1000 * failed.length) / all.length) / 10;
  const rows = byCaller.flatMap(failuresInARow);
  const seconds = Math.ceil(Math.max(0, ...rows.map(({ ms }) => ms)) / 1000);
  const row = Math.max(0, ...rows.map(({ calls }) => calls));
  const words = `${all.length} calls by ${byCaller.length} callers, ${percent} % failed, nobody's for longer than ${seconds} s, ${row} in a row`;
  must(percent <= MAY_FAIL[protocol], `${words}; one of them: ${failed[0]?.answer.raw}`);
  must(protocol === Protocol.TCP ? row <= LONGEST_ROW : seconds * 1000 <= LONGEST_MS, words);
  // the other pod, whose share is half
  must((all.length - failed.length) / all.length >= 0.25, words);
  return words;
}

/** How long each row of failures was, from the first to the end of the last. */
function failuresInARow(attempts: readonly Attempt[]): Array<{ calls: number; ms: number }> {
  const rows: Array<{ calls: number; ms: number }> = [];
  let first: Attempt | undefined;
  let calls = 0;
  for (const attempt of attempts) {
    const isFailure = attempt.answer.status !== 200;
    first = isFailure ? (first ?? attempt) : undefined;
    calls = isFailure ? calls + 1 : 0;
    if (first) {
      rows.push({ calls, ms: attempt.endedAt - first.startedAt });
    }
  }
  return rows;
}

async function isWell({ caller, port, host }: Call, stand: Stand): Promise<void> {
  const pod = await stand.workload(caller);
  let inARow = 0;
  await waitFor(`${host} to be well again`, 60, async () => {
    const { status } = await call(pod, port.protocol, host, port.number);
    inARow = status === 200 ? inARow + 1 : 0;
    return inARow >= 4;
  });
}
