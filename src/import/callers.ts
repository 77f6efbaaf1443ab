import { Accounts, ANYBODY } from './accounts';
import { Offer, Use } from './old-mesh';
import { allOf, best, Judgment, Verdicts } from './verdicts';
import { Finding } from '../analysis/reach/verdict';
import { serviceHost } from '../values/names';

/** Workloads of a namespace. @internal */
export interface Callers {
  /** undefined for all */
  readonly namespace?: string;
  /** undefined for all */
  readonly serviceAccounts?: readonly string[];
}

/** Who could call a service from a cluster. @internal */
export interface Called {
  readonly callers: readonly Callers[];
  /** why some of their calls do not get through */
  readonly partly?: Finding;
  /** why nobody can tell of some whether they could */
  readonly unknown?: Finding;
  /** why some calls do not get through at all */
  readonly refused?: Finding;
}

/** Who could call from a cluster that calls the service under some names. @internal */
export function remoteCallers(
  { uses }: Offer,
  cluster: string,
  ports: readonly number[],
  accounts: Accounts,
  verdicts: Verdicts,
): Called {
  const own = uses.filter(one => one.cluster === cluster);
  return calledBy(accounts, (namespace, serviceAccount) =>
    judgeUses(own, { cluster, namespace, serviceAccount }, ports, verdicts),
  );
}

/** The name by which most gets through counts. @internal */
export const judgeUses = (
  uses: readonly Use[],
  account: Parameters<Verdicts['of']>[0],
  ports: readonly number[],
  verdicts: Verdicts,
): Judgment =>
  best(uses.map(({ host }) => allOf(ports.map(port => verdicts.of(account, host, port)))));

/** Who could call from within a cluster that serves. @internal */
export const localCallers = (
  { name, namespace: own }: Offer,
  cluster: string,
  ports: readonly number[],
  accounts: Accounts,
  verdicts: Verdicts,
): Called =>
  calledBy(accounts, (namespace, serviceAccount) =>
    allOf(
      ports.map(port =>
        verdicts.of({ cluster, namespace, serviceAccount }, serviceHost(name, own), port),
      ),
    ),
  );

function calledBy(
  { byNamespace }: Accounts,
  judge: (namespace: string, serviceAccount: string) => Judgment,
): Called {
  const seen: Judgment[] = [];
  const may = (namespace: string, serviceAccount: string) => {
    const judgment = judge(namespace, serviceAccount);
    seen.push(judgment);
    return judgment.verdict === 'yes' || judgment.verdict === 'partly';
  };
  const callers: Callers[] = may(ANYBODY, ANYBODY)
    ? [{}]
    : [...byNamespace].flatMap(([namespace, accounts]): Callers[] => {
        if (may(namespace, ANYBODY)) {
          return [{ namespace }];
        }
        const serviceAccounts = accounts.filter(account => may(namespace, account));
        return serviceAccounts.length > 0 ? [{ namespace, serviceAccounts }] : [];
      });
  const findingOf = (verdict: Judgment['verdict']) =>
    seen.find(one => one.verdict === verdict)?.finding;
  return {
    callers,
    partly: findingOf('partly'),
    unknown: findingOf('unknown'),
    refused: findingOf('no'),
  };
}
