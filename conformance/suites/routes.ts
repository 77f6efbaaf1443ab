import { Call, matrixOf } from './matrix';
import { calls } from './request';
import { must } from './requests';
import { RouteProps } from '../../src';
import { Results } from '../results';
import { count } from '../stand/envoy';
import { Stand } from '../stand/stand';

const SUITE = 'routes';
const CALLS = 5;

/** What the description says about which pods and which clusters answer. */
export async function routes(stand: Stand, results: Results): Promise<void> {
  const granted = matrixOf(stand.description, stand.workloads).filter(
    ({ expected }) => 'answer' in expected,
  );
  const isRemote = ({ caller, service }: Call) => !service.clusters.includes(caller.cluster);
  for (const one of granted.filter(({ service }) => service.routes)) {
    for (const rule of one.service.routes!) {
      await results.check(
        SUITE,
        `${one.caller.cluster} → ${one.host}, ${rule.headers ? 'with the header' : 'otherwise'}`,
        () => subset(one, rule, stand),
      );
    }
  }
  for (const one of granted.filter(call => call.service.failover?.weights)) {
    await results.check(SUITE, `${one.caller.cluster} → ${one.host} by weight`, () =>
      shares(one, stand),
    );
  }
  for (const {
    name,
    props: { egressGateway },
  } of stand.clusters) {
    const one = granted.find(call => call.caller.cluster === name && isRemote(call));
    if (egressGateway && one) {
      await results.check(SUITE, `${name} → ${one.host} leaves by the egress gateway`, () =>
        egress(one, stand),
      );
    }
  }
}

async function subset(
  { caller, service, host, port }: Call,
  { headers = [], destinations }: RouteProps,
  stand: Stand,
): Promise<string> {
  const [{ subset: name }] = destinations;
  const version = service.subsets!.find(one => one.name === name)!.labels.version;
  const answers = await calls(await stand.workload(caller), port.protocol, host, port.number, {
    count: CALLS,
    headers: headers.map(header => `${header.name}: ${header.exact}`),
  });
  must(
    answers.every(answer => answer.status === 200 && answer.version === version),
    `should be ${version}: ${answers.map(answer => answer.version ?? answer.raw).join()}`,
  );
  return `${CALLS} of ${CALLS} from ${version}`;
}

const SAMPLE = 200;

/** Longer than an address is left out after errors, during which the others get its share. */
const UNTIL_BACK_MS = 10_000;

async function shares(call: Call, stand: Stand): Promise<string> {
  try {
    return await sharesNow(call, stand);
  } catch {
    await new Promise(resolve => setTimeout(resolve, UNTIL_BACK_MS));
    return sharesNow(call, stand);
  }
}

/** Within four standard deviations: one run in 16,000 would be wrong by chance. */
async function sharesNow({ caller, service, host, port }: Call, stand: Stand): Promise<string> {
  const weights = service.failover!.weights!;
  const total = Object.values(weights).reduce((a, b) => a + b, 0);
  const answers = await calls(await stand.workload(caller), port.protocol, host, port.number, {
    count: SAMPLE,
  });
  const callsOf = (cluster: string) => answers.filter(answer => answer.cluster === cluster).length;
  const seen = Object.keys(weights).map(cluster => ({
    cluster,
    share: weights[cluster] / total,
    calls: callsOf(cluster),
  }));
  for (const { cluster, share, calls: actual } of seen) {
    must(
      Math.abs(actual - share * SAMPLE) <= 4 * Math.sqrt(SAMPLE * share * (1 - share)),
      `${cluster} answered ${actual} of ${SAMPLE}, its share is ${share}`,
    );
  }
  return (
    seen.map(({ cluster, calls: actual }) => `${cluster} ${actual}`).join(', ') + ` of ${SAMPLE}`
  );
}

async function egress({ caller, host, port }: Call, stand: Stand): Promise<string> {
  const gateway = await stand.egressGateway(caller.cluster);
  const answers = await calls(await stand.workload(caller), port.protocol, host, port.number, {
    count: CALLS,
  });
  must(
    answers.every(({ status }) => status === 200),
    answers.map(({ raw }) => raw).join('\n'),
  );
  must(
    answers.every(({ identity }) => identity === undefined || identity === stand.identity(caller)),
    "the identity is not the caller's",
  );
  const passed = await count(gateway, '15443.downstream_cx_total$'); // calls share connections
  must(passed > 0, 'nothing went through the egress gateway');
  return `${CALLS} of ${CALLS}; ${passed} connections through it so far`;
}
