import { Call, matrixOf } from './matrix';
import { call, calls } from './request';
import { must } from './requests';
import { Http2Upgrade, Protocol } from '../../src';
import { Results } from '../results';
import { waitFor } from '../stand/commands';
import { count } from '../stand/envoy';
import { Stand } from '../stand/stand';

const SUITE = 'settings';
const CALLS = 5;

/** What callers' proxies do with calls beyond sending them: headers, copies, faults, HTTP/2. */
export async function settings(stand: Stand, results: Results): Promise<void> {
  const granted = matrixOf(stand.description, stand.workloads).filter(
    ({ expected, port }) => 'answer' in expected && port.protocol === Protocol.HTTP,
  );
  for (const one of granted) {
    const { service } = one;
    const check = (what: string, run: (call: Call, stand: Stand) => Promise<string>) =>
      results.check(SUITE, `${one.caller.cluster} → ${one.host}: ${what}`, () => run(one, stand));
    if (service.headers) {
      await check('headers', headers);
    }
    if (service.mirror) {
      await check('copies arrive', copies);
    }
    if (service.trafficPolicy?.connectionPool?.http2Upgrade === Http2Upgrade.UPGRADE) {
      await check('over HTTP/2', http2);
    }
    if (delayOf(one)) {
      await check('begins late', late);
    }
  }
}

async function headers({ caller, service, host, port }: Call, stand: Stand): Promise<string> {
  const { raw } = await call(await stand.workload(caller), port.protocol, host, port.number, {
    headers: ['x-secret: yes'],
  });
  const { request, response } = service.headers!;
  const has = (of: string, name: string, value = '') =>
    new RegExp(`${of}Header=${name}:\\s*${value}`, 'i').test(raw);
  for (const [of, changes] of Object.entries({ Request: request, Response: response })) {
    for (const [name, value] of Object.entries({ ...changes?.set, ...changes?.add })) {
      must(has(of, name, value), `${of} should have ${name}: ${value}\n${raw}`);
    }
    for (const name of changes?.remove ?? []) {
      must(!has(of, name), `${of} should not have ${name}\n${raw}`);
    }
  }
  return 'set, added and removed';
}

async function copies({ caller, service, host, port }: Call, stand: Stand): Promise<string> {
  const [name, namespace] = service.mirror!.service!.split('.');
  const target = stand.description.services!.find(
    one => one.name === name && one.namespace === namespace,
  )!;
  const server = stand.workloads.find(
    one =>
      target.clusters.includes(one.cluster) && one.name === name && one.namespace === namespace,
  )!;
  const pod = await stand.workload(server);
  const arrived = () => count(pod, `inbound.${port.targetPort ?? port.number}.*upstream_rq_total$`);
  const before = await arrived();
  await calls(await stand.workload(caller), port.protocol, host, port.number, { count: CALLS });
  await waitFor(`${CALLS} copies`, 10, async () => (await arrived()) >= before + CALLS);
  return `${CALLS} calls, ${(await arrived()) - before} copies`;
}

async function http2({ caller, host, port }: Call, stand: Stand): Promise<string> {
  const pod = await stand.workload(caller);
  await call(pod, port.protocol, host, port.number);
  const connections = (version: string) =>
    count(pod, `outbound.*${host}.*upstream_cx_${version}_total$`);
  const [modern, old] = [await connections('http2'), await connections('http1')];
  must(modern > 0 && old === 0, `${modern} connections over HTTP/2, ${old} over HTTP/1.1`);
  return `${modern} connections, none over HTTP/1.1`;
}

const delayOf = ({ caller, service }: Call): string | undefined =>
  service.callerSettings?.find(({ clusters }) => clusters.includes(caller.cluster))?.fault?.delay
    ?.duration;

/** In whole seconds. */
async function late(one: Call, stand: Stand): Promise<string> {
  const pod = await stand.workload(one.caller);
  const started = Date.now();
  const { status, raw } = await call(pod, one.port.protocol, one.host, one.port.number);
  const seconds = (Date.now() - started) / 1000;
  must(status === 200 && seconds >= parseInt(delayOf(one)!, 10), `after ${seconds} s: ${raw}`);
  return `not before ${delayOf(one)}`;
}
