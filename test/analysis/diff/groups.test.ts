import { CallChange } from '../../../src/analysis/diff/calls';
import { isNarrowed, isWidened } from '../../../src/analysis/diff/categories';
import { groupCalls } from '../../../src/analysis/diff/groups';
import { sentence } from '../../../src/cli/diff/words';

const change = (account: string, host: string, more: Partial<CallChange> = {}): CallChange => {
  const [cluster, namespace, serviceAccount] = account.split('/');
  return {
    caller: { cluster, namespace, serviceAccount },
    called: { host, port: 5432 },
    before: 'no',
    after: 'yes',
    answeredIn: ['c1'],
    details: [],
    ...more,
  };
};

const lines = (changes: readonly CallChange[]) =>
  groupCalls(changes).map(group => sentence(group, text => text));

const numbered = (count: number, name: (i: string) => string) =>
  Array.from({ length: count }, (_, i) => name(String(i + 1).padStart(3, '0')));

test('one call', () => {
  expect(lines([change('c2/checkout/web', 'db.data')])).toEqual([
    'checkout/web in c2 may now call db.data:5432 in c1',
  ]);
});

test('300 callers of one host are one line', () => {
  const callers = numbered(300, i => `c2/shop-${i.slice(-1)}/web-${i}`);
  expect(lines(callers.map(one => change(one, 'db.data')))).toEqual([
    'shop-0/web-010 and shop-0/web-020 in c2 and 298 more (of c2/shop-0, c2/shop-1, c2/shop-2, 7 more) may now call db.data:5432 in c1',
  ]);
});

test('300 callers of each of 300 hosts are one line', () => {
  const callers = numbered(300, i => `c2/shop/web-${i}`);
  const hosts = numbered(300, i => `db-${i}.data.mesh.internal`);
  const all = callers.flatMap(one => hosts.map(host => change(one, host)));
  expect(lines(all)).toEqual([
    'shop/web-001 and shop/web-002 in c2 and 298 more (of c2/shop) may now call db-001.data.mesh.internal:5432, db-002.data.mesh.internal:5432 and 298 more (*.data.mesh.internal) in c1',
  ]);
});

test('of two ways to group, the one with fewer lines', () => {
  // each caller has a host of its own, and all of them one in common
  const callers = numbered(9, i => `c2/shop/web-${i}`);
  const all = callers.flatMap(one => [change(one, 'db.data'), change(one, 'cache.data')]);
  expect(lines(all)).toHaveLength(1);
  expect(lines([...all, change(callers[0], 'own.data')])).toHaveLength(2);
});

test('what differs stays apart, and who stands for all others comes last', () => {
  expect(
    lines([
      change('c2/*/*', 'db.data'),
      change('c2/shop/*', 'db.data'),
      change('c2/shop/web', 'db.data'),
      change('c3/shop/web', 'db.data', { before: 'unknown' }),
      change('c3/shop/web', 'db.other', { after: 'unknown' }),
    ]),
  ).toEqual([
    'shop/web, any other account of shop and any other namespace in c2 may now call db.data:5432 in c1',
    'shop/web in c3 may now call db.data:5432 in c1; before, nobody could tell',
    'shop/web in c3 may be able to call db.other:5432 in c1 now: nobody can tell',
  ]);
});

const OUTCOMES = ['absent', 'no', 'partly', 'yes', 'unknown'] as const;

test('what is wider one way is narrower the other way, and unknown may be either', () => {
  for (const before of OUTCOMES) {
    for (const after of OUTCOMES) {
      const [group] = groupCalls([change('a/b/c', 'd', { before, after })]);
      const [back] = groupCalls([change('a/b/c', 'd', { before: after, after: before })]);
      expect([before, after, isWidened(group)]).toEqual([before, after, isNarrowed(back)]);
    }
  }
  const of = (before: CallChange['before'], after: CallChange['after']) => {
    const [group] = groupCalls([change('a/b/c', 'd', { before, after })]);
    return [isWidened(group), isNarrowed(group)];
  };
  expect([of('no', 'unknown'), of('unknown', 'yes'), of('partly', 'unknown')]).toEqual([
    [true, false],
    [true, false],
    [true, true],
  ]);
  expect([of('yes', 'no'), of('no', 'yes'), of('absent', 'no')]).toEqual([
    [false, true],
    [true, false],
    [false, false],
  ]);
});
