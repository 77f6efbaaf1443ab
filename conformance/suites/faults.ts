import { Load } from './load';
import { Call, matrixOf } from './matrix';
import { Answer, call, calls } from './request';
import { must } from './requests';
import { expiredCacerts, foreignCacerts } from './wrong-cacerts';
import { MulticlusterMeshProps, Protocol, ServiceProps } from '../../src';
import { Results } from '../results';
import { Cacerts } from '../stand/ca';
import { waitFor } from '../stand/commands';
import { count } from '../stand/envoy';
import { setSilent } from '../stand/network';
import { Pod } from '../stand/pod';
import { Stand } from '../stand/stand';

const SUITE = 'faults';

/** `consecutiveGatewayErrors`, which ours and Istio's documentation both promise. */
const PROMISED_ERRORS = 2;

/** Breaks one thing after the other, and mends it again. */
export async function faults(stand: Stand, results: Results): Promise<void> {
  const granted = matrixOf(stand.description, stand.workloads).filter(
    ({ expected, port }) =>
      'answer' in expected && !('onlyCounted' in expected) && port.protocol === Protocol.HTTP,
  );
  const local = granted.find(
    ({ caller, service }) =>
      service.clusters.includes(caller.cluster) && service.clusters.length > 1,
  )!;
  const ordered = granted.find(({ service }) => service.failover?.order)!;
  const check = (what: string, run: () => Promise<string>) => results.check(SUITE, what, run);

  await check('a request passes exactly one gateway', () => oneGateway(stand));
  await check('a gateway knows no way to another gateway', () => noWayOn(stand));
  await check('local pods down: the other cluster answers', () => localDown(local, stand));
  await check('one of two remote gateways down: the other cluster answers', () =>
    gatewayDown(ordered, stand),
  );
  await check('one of two remote gateways is silent: the other cluster answers', () =>
    gatewaySilent(ordered, stand),
  );
  await check('a cluster is drained', () => drained(ordered, stand));
  await check('istiod restarts', () => istiodRestarts(ordered, stand));
  await check('the serving pods have another identity than the caller accepts', () =>
    wrongIdentity(ordered, stand),
  );
  await check('an intermediate of another root, while istiod runs', () =>
    foreignWhileRunning(ordered, stand),
  );
  await check('an expired intermediate, when istiod starts', () => expired(ordered, stand));
  await check('an intermediate of another root, when istiod starts', () => foreign(ordered, stand));
}

/** Every TCP call is a connection of its own, so connections at the gateways are calls. */
async function oneGateway(stand: Stand): Promise<string> {
  const one = matrixOf(stand.description, stand.workloads).find(
    ({ expected, port, caller, service }) =>
      'answer' in expected &&
      port.protocol === Protocol.TCP &&
      !service.clusters.includes(caller.cluster) &&
      !stand.cluster(caller.cluster).props.egressGateway,
  )!;
  const gateways = await Promise.all(
    stand.clusters.filter(({ props }) => props.gateway).map(({ name }) => stand.gateway(name)),
  );
  const passed = async () =>
    (
      await Promise.all(gateways.map(gateway => count(gateway, '15443.downstream_cx_total$')))
    ).reduce((a, b) => a + b, 0);
  const before = await passed();
  const total = 20;
  const answers = await calls(
    await stand.workload(one.caller),
    one.port.protocol,
    one.host,
    one.port.number,
    { count: total },
  );
  must(answers.length === total && answers.every(({ status }) => status === 200), answers[0].raw);
  const connections = (await passed()) - before;
  must(connections === total, `${total} calls made ${connections} connections to gateways`);
  return `${total} calls, ${connections} connections to gateways`;
}

/** All endpoints of what a gateway passes on are pods. */
export async function noWayOn(stand: Stand): Promise<string> {
  let total = 0;
  for (const { name } of stand.clusters.filter(({ props }) => props.gateway)) {
    const { stdout } = await (
      await stand.gateway(name)
    ).exec(['curl', '-s', 'http://127.0.0.1:15000/clusters']);
    const endpoints = [
      ...new Set(
        stdout
          .split('\n')
          .filter(line => line.startsWith('outbound_.'))
          .map(line => line.split('::')[1])
          .filter(text => /^\d+\.\d+\.\d+\.\d+:\d+$/.test(text)),
      ),
    ];
    const strange = endpoints.filter(endpoint => !endpoint.startsWith('10.244.'));
    must(strange.length === 0, `${name}'s gateway passes on to ${strange.join()}`);
    total += endpoints.length;
  }
  must(total > 0, 'no gateway has an endpoint');
  return `${total} endpoints, all of them pods of the gateway's own cluster`;
}

export async function localDown(one: Call, stand: Stand): Promise<string> {
  const caller = await stand.workload(one.caller);
  const server = await serverOf(one.service, one.caller.cluster, stand);
  const others = one.service.clusters.filter(name => name !== one.caller.cluster);
  await server.kill('echo');
  try {
    return await failsOver(caller, one, others, 1);
  } finally {
    server.revive('echo');
  }
}

async function gatewayDown(one: Call, stand: Stand): Promise<string> {
  const caller = await stand.workload(one.caller);
  const [first, ...others] = one.service.failover!.order!;
  const gateway = await stand.gateway(first);
  await gateway.kill('istio-proxy');
  try {
    return await failsOver(
      caller,
      one,
      others,
      stand.cluster(first).props.gateway!.addresses.length,
    );
  } finally {
    gateway.revive('istio-proxy');
    await waitFor(
      `${first}'s gateway to be back`,
      30,
      async () =>
        (await gateway.exec(['curl', '-sf', 'http://127.0.0.1:15021/healthz/ready'])).code === 0,
      () => gateway.lastWords,
    );
    await answeredBy(caller, one, first, 60);
  }
}

/** Its machine is lost: no packet comes back, not even a refusal. */
async function gatewaySilent(one: Call, stand: Stand): Promise<string> {
  const caller = await stand.workload(one.caller);
  const [first, ...others] = one.service.failover!.order!;
  const { addresses } = stand.cluster(first).props.gateway!;
  await setSilent(first, addresses[0].port, true);
  try {
    return await failsOver(caller, one, others, addresses.length);
  } finally {
    await setSilent(first, addresses[0].port, false);
    await answeredBy(caller, one, first, 60);
  }
}

/** No more errors than promised, for each address that is broken; then only others answer. */
async function failsOver(
  caller: Pod,
  { host, port }: Call,
  others: readonly string[],
  addresses: number,
): Promise<string> {
  const promised = PROMISED_ERRORS * addresses;
  const answers: Answer[] = [];
  while (answers.length < 20 + promised) {
    answers.push(await call(caller, port.protocol, host, port.number));
  }
  const errors = answers.filter(({ status }) => status !== 200);
  must(errors.length <= promised, `${errors.length} errors; the first: ${errors[0]?.raw}`);
  const strange = answers.filter(
    ({ status, cluster }) => status === 200 && !others.includes(cluster!),
  );
  must(strange.length === 0, `${strange.length} calls were answered by ${strange[0]?.cluster}`);
  return `${errors.length} errors (promised: at most ${promised}), then ${answers.length - errors.length} answers, all from ${others.join()}`;
}

async function answeredBy(
  caller: Pod,
  { host, port }: Call,
  cluster: string,
  seconds: number,
): Promise<void> {
  let last: Answer | undefined;
  await waitFor(
    `${host} to be answered by ${cluster}`,
    seconds,
    async () => {
      last = await call(caller, port.protocol, host, port.number);
      return last.status === 200 && last.cluster === cluster;
    },
    () => `${last?.cluster} ${last?.raw}`,
  );
}

/** While a cluster is taken out and put back, no call fails. */
async function drained(one: Call, stand: Stand): Promise<string> {
  const caller = await stand.workload(one.caller);
  const [first, second] = one.service.failover!.order!;
  const load = new Load(async () => caller, one);
  const whole = stand.description;
  const drain = (draining: boolean) =>
    stand.change(() => ({
      ...(draining ? withoutThoseOfAlone(first, whole) : whole),
      clusters: whole.clusters.map(props =>
        props.name === first ? { ...props, draining } : props,
      ),
    }));
  await drain(true);
  await answeredBy(caller, one, second, 30);
  await drain(false);
  await answeredBy(caller, one, first, 30);
  return load.stop();
}

/** A cluster cannot be drained while it serves something alone. */
function withoutThoseOfAlone(
  cluster: string,
  { services = [], grants = [], ...description }: MulticlusterMeshProps,
): MulticlusterMeshProps {
  const kept = services.filter(({ clusters }) => clusters.some(name => name !== cluster));
  const names = new Set(kept.map(({ name, namespace }) => `${name}.${namespace}`));
  return {
    ...description,
    services: kept,
    grants: grants
      .map(grant => ({ ...grant, services: grant.services.filter(name => names.has(name)) }))
      .filter(grant => grant.services.length > 0),
  };
}

async function istiodRestarts(one: Call, stand: Stand): Promise<string> {
  const caller = await stand.workload(one.caller);
  const load = new Load(async () => caller, one);
  await restart(one.caller.cluster, stand);
  await waitFor(
    "the caller's proxy to be connected again",
    60,
    async () => (await count(caller, '^control_plane.connected_state$')) === 1,
    () => caller.lastWords,
  );
  return load.stop();
}

/** The description names an account that the pods do not run as. */
async function wrongIdentity(one: Call, stand: Stand): Promise<string> {
  const caller = await stand.workload(one.caller);
  const isThis = ({ name, namespace }: ServiceProps) =>
    name === one.service.name && namespace === one.service.namespace;
  const accounts =
    (serviceAccounts: string[]) =>
    (description: MulticlusterMeshProps): MulticlusterMeshProps => ({
      ...description,
      services: description.services!.map(service =>
        isThis(service) ? { ...service, serviceAccounts } : service,
      ),
    });
  const failures = () => count(caller, `${one.host}.*ssl.fail_verify_san$`);
  const before = await failures();
  await stand.change(accounts(['nobody']));
  try {
    await waitFor(
      'the caller to refuse the server',
      30,
      async () => (await call(caller, one.port.protocol, one.host, one.port.number)).status === 503,
    );
    const counted = (await failures()) - before;
    must(counted > 0, "the caller's proxy counts no ssl.fail_verify_san");
    return `503, ssl.fail_verify_san ${counted} times`;
  } finally {
    await stand.change(accounts(one.service.serviceAccounts!));
    await answeredBy(caller, one, one.service.failover!.order![0], 60);
  }
}

/** A running istiod keeps its own. */
async function foreignWhileRunning(one: Call, stand: Stand): Promise<string> {
  const [cluster] = one.service.failover!.order!;
  return withCacerts(cluster, foreignCacerts(cluster), stand, async () => {
    const istiod = await stand.istiod(cluster);
    await waitFor(
      'istiod to refuse it',
      30,
      async () =>
        /updating new ROOT-CA not supported|Failed to update new Plug-in CA certs/.test(
          istiod.log('discovery'),
        ),
      () => istiod.lastWords,
    );
    await answeredBy(await stand.workload(one.caller), one, cluster, 10);
    return 'istiod refuses it and goes on with the old one';
  });
}

/** An istiod that cannot start takes nothing down. */
async function expired(one: Call, stand: Stand): Promise<string> {
  const [cluster] = one.service.failover!.order!;
  return withCacerts(cluster, expiredCacerts(cluster, stand.authority), stand, async () => {
    const istiod = await startIstiod(cluster, stand);
    await waitFor(
      'istiod to refuse to start',
      60,
      async () => /certificate has expired|x509/.test(istiod.log('discovery')) && !istiod.isReady,
      () => istiod.lastWords,
    );
    await answeredBy(await stand.workload(one.caller), one, cluster, 10);
    return 'istiod does not start, and says why; what runs goes on';
  });
}

/** Pods that get their identity from it are accepted by nobody. */
async function foreign(one: Call, stand: Stand): Promise<string> {
  const [cluster] = one.service.failover!.order!;
  const caller = await stand.workload(one.caller);
  const server = await serverOf(one.service, cluster, stand);
  const failures = () => count(caller, `${one.host}.*ssl.fail_verify_error$`);
  const before = await failures();
  return withCacerts(cluster, foreignCacerts(cluster), stand, async () => {
    await restart(cluster, stand);
    await replace(server, cluster, stand);
    await serverOf(one.service, cluster, stand);
    await waitFor(
      'the caller to refuse the server',
      30,
      async () => {
        await call(caller, one.port.protocol, one.host, one.port.number);
        return (await failures()) > before;
      },
      () => caller.lastWords,
    );
    return `the caller's proxy counts ssl.fail_verify_error ${(await failures()) - before} times`;
  });
}

/** With other files in the Secret for as long as the check takes. */
async function withCacerts(
  cluster: string,
  cacerts: Cacerts,
  stand: Stand,
  check: () => Promise<string>,
): Promise<string> {
  await stand.setCacerts(cluster, cacerts);
  try {
    return await check();
  } finally {
    await stand.setCacerts(cluster, stand.authority.filesOf(cluster));
  }
}

async function restart(cluster: string, stand: Stand): Promise<void> {
  await startIstiod(cluster, stand);
  await stand.istiod(cluster);
}

async function startIstiod(cluster: string, stand: Stand): Promise<Pod> {
  const { kubelet } = stand.cluster(cluster);
  const [old] = kubelet.find('istio-system', { app: 'istiod' });
  await replace(old, cluster, stand);
  return waitFor('a new istiod', 30, async () =>
    kubelet.find('istio-system', { app: 'istiod' }).find(pod => pod !== old),
  );
}

async function replace(pod: Pod, cluster: string, stand: Stand): Promise<void> {
  await stand
    .cluster(cluster)
    .plane.kubectl([
      'delete',
      'pod',
      '-n',
      pod.object.metadata.namespace,
      pod.name,
      '--wait=false',
    ]);
  await waitFor(`${pod.name} to go`, 30, async () => pod.isRemoved);
}

async function serverOf(service: ServiceProps, cluster: string, stand: Stand): Promise<Pod> {
  return stand
    .cluster(cluster)
    .kubelet.ready(service.workloadNamespace ?? service.namespace, service.selector!);
}
