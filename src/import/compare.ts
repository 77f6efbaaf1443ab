import { everyAccount, withCallers } from './accounts';
import { judgeUses } from './callers';
import { Described, ImportedService } from './described';
import { Before } from './grants';
import { allOf, Judgment, Verdicts } from './verdicts';
import { Verdict } from '../analysis/reach/verdict';
import { Account } from '../analysis/world/assumed';
import { World } from '../analysis/world/world';
import { globalHost, serviceHost } from '../values/names';

/** A call that is answered in one world and not in the other. @internal */
export interface Difference extends Account {
  /** `<name>.<namespace>` */
  readonly service: string;
  /** by which it is called when the mesh is there */
  readonly host: string;
  readonly before: Verdict;
  readonly after: Verdict;
  /** where the call ends now */
  readonly why?: string;
}

/** What came out when all calls were held against each other. @internal */
export interface Comparison {
  /** calls of an account to a service that were judged in both worlds */
  readonly calls: number;
  /** those that nobody can tell, in one of them */
  readonly unknown: number;
  readonly differences: readonly Difference[];
}

/** Holds both worlds against each other, for all that might call. @internal */
export function compare(
  { services, suffix }: Pick<Described, 'services' | 'suffix'>,
  before: Before,
  world: World,
): Comparison {
  const after = new Verdicts(withCallers(world, before.accounts));
  const differences: Difference[] = [];
  let calls = 0;
  let unknown = 0;
  for (const service of services) {
    for (const call of callsTo(service, suffix, before, after)) {
      calls++;
      const [was, is] = [call.before.verdict, call.after.verdict];
      if (was === 'unknown' || is === 'unknown') {
        unknown++;
      } else if (was !== is) {
        differences.push({
          ...call.account,
          service: `${service.offer.name}.${service.offer.namespace}`,
          host: call.host,
          before: was,
          after: is,
          why: call.after.finding?.text,
        });
      }
    }
  }
  return { calls, unknown, differences };
}

interface ComparedCall {
  readonly account: Account;
  readonly host: string;
  readonly before: Judgment;
  readonly after: Judgment;
}

function* callsTo(
  { offer, known }: ImportedService,
  suffix: string,
  before: Before,
  after: Verdicts,
): Generator<ComparedCall> {
  const ports = known.ports.map(({ number }) => number);
  const host = globalHost(offer.name, offer.namespace, suffix);
  const local = serviceHost(offer.name, offer.namespace);
  const through = (verdicts: Verdicts, account: Account, name: string) =>
    allOf(ports.map(port => verdicts.of(account, name, port)));
  for (const [cluster, accounts] of before.accounts) {
    const uses = offer.uses.filter(one => one.cluster === cluster);
    const serves = offer.servers.some(one => one.cluster === cluster && one.service);
    for (const account of everyAccount(cluster, accounts)) {
      yield {
        account,
        host,
        before: judgeUses(uses, account, ports, before.verdicts),
        after: through(after, account, host),
      };
      if (serves) {
        yield {
          account,
          host: local,
          before: through(before.verdicts, account, local),
          after: through(after, account, local),
        };
      }
    }
  }
}
