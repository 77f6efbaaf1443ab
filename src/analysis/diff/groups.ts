import { ANYBODY } from './callers';
import { CallChange } from './calls';
import { groupBy } from '../../values/group-by';
import { byText, compareTexts } from '../../values/order';
import { Called } from '../reach/matrix';
import { Account } from '../world/assumed';

/** Each of some callers and each of some hosts, to whose calls the same happens. @internal */
export interface CallGroup extends Omit<CallChange, 'caller' | 'called'> {
  readonly callers: readonly Account[];
  readonly called: readonly Called[];
}

/**
 * Makes as few groups of the changes as it can: callers with the same hosts, or hosts with the same
 * callers. `why` is that of the first call of a group.
 *
 * @internal
 */
export function groupCalls(changes: readonly CallChange[]): CallGroup[] {
  const alike = groupBy(changes, ({ caller, called, why, ...change }) => JSON.stringify(change));
  return [...alike.values()].flatMap(same => {
    const byCaller = merged(same, callerKey, calledKey);
    const byCalled = merged(same, calledKey, callerKey);
    return (byCalled.length < byCaller.length ? byCalled : byCaller).map(groupOf);
  });
}

/** Items whose counterparts are the same. */
function merged(
  changes: readonly CallChange[],
  keyOf: (change: CallChange) => string,
  otherOf: (change: CallChange) => string,
): CallChange[][] {
  const rows = [...groupBy(changes, keyOf).values()];
  const alike = groupBy(rows, row => row.map(otherOf).sort().join('\n'));
  return [...alike.values()].map(group => group.flat());
}

function groupOf(changes: readonly CallChange[]): CallGroup {
  const [{ caller, called, ...change }] = changes;
  return {
    ...change,
    callers: distinct(
      changes.map(one => one.caller),
      accountText,
    ),
    called: distinct(
      changes.map(one => one.called),
      calledText,
    ).sort((a, b) => compareTexts(a.host, b.host) || a.port - b.port),
  };
}

function distinct<T>(items: readonly T[], textOf: (item: T) => string): T[] {
  return [...new Map(items.map(item => [textOf(item), item])).values()].sort(byText(textOf));
}

/** Those who stand for all others come last. */
const accountText = ({ cluster, namespace, serviceAccount }: Account): string =>
  `${cluster}/${namespace}/${serviceAccount}`.replaceAll(ANYBODY, '~');

const calledText = ({ host, port }: Called): string => `${host}:${port}`;

const callerKey = ({ caller }: CallChange): string => accountText(caller);

const calledKey = ({ called }: CallChange): string => calledText(called);
