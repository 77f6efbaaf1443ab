import { AuthorizationMode, GrantProps, MulticlusterMeshProps } from '../../../src';
import { admittedBy, Identity } from '../../../src/manifests/traffic/admitted';
import { meshTraffic } from '../../../src/manifests/traffic/mesh-traffic';
import { refusals } from '../../../src/manifests/traffic/refusals';
import { namespacePrefix, principal } from '../../../src/values/spiffe';
import { BASE, httpbin, resolve } from '../../model/base';
import { judgeAdmission, matches } from '../../oracle/admission';

const FORMS = [
  'spiffe://{trustDomain}/ns/{namespace}/sa/{serviceAccount}',
  'spiffe://{trustDomain}/{namespace}/{serviceAccount}',
  'spiffe://{trustDomain}/a/b/c/d/{namespace}/{serviceAccount}',
];

/** The same for the same seed. */
function randomly(seed: number): (below: number) => number {
  let state = seed;
  return below => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
}

/** Names that begin alike, and some that are the beginning of others. */
const NAMES = ['a', 'aa', 'aab', 'a-b', 'b', 'team-1', 'team-10', 'team-2', 'ns', 'sa', 'z'];
const PATHS = [
  'x',
  'a/a',
  'ns/a/sa/aa',
  'ns/a/x',
  'ns/aa/x/y',
  'a/b/c/d',
  'a/b/c/d/a',
  'ns/a/sa/a/b',
  'p/q/r/s/x',
  'p/q/r/s2/x',
  'p/q/r/t/x',
];

const isIn = (one: Identity, identity: string): boolean => {
  if (one.spiffeId !== undefined) {
    return one.spiffeId === `spiffe://${identity}`;
  }
  if (one.namespace === undefined || one.serviceAccount === undefined) {
    const begin = namespacePrefix(one.issuer, one.namespace ?? '').replace(/\/\/$/, '/');
    return identity.startsWith(begin);
  }
  return identity === principal(one.issuer, one.namespace, one.serviceAccount);
};

function example(seed: number) {
  const random = randomly(seed);
  const pick = <T>(list: readonly T[]): T => list[random(list.length)];
  const hasAliases = seed % 2 === 0;
  const issuers = (hasAliases ? ['td', 'td2', 'other'] : ['td']).map(trustDomain => ({
    trustDomain,
    spiffeIdTemplate: FORMS[seed % 3],
  }));
  const identities = Array.from({ length: random(25) }, (): Identity => {
    const issuer = pick(issuers);
    const kind = random(12);
    const namespace = kind === 0 && seed % 5 === 0 ? undefined : pick(NAMES);
    if (kind >= 9) {
      return { issuer, namespace, spiffeId: `spiffe://${issuer.trustDomain}/${pick(PATHS)}` };
    }
    return { issuer, namespace, serviceAccount: kind < 3 ? undefined : pick(NAMES) };
  });
  const callers = issuers.flatMap(issuer => [
    ...NAMES.flatMap(ns => ['nobody', ...NAMES].map(account => principal(issuer, ns, account))),
    ...[...PATHS, 'ns/a', 'nobody'].map(path => `${issuer.trustDomain}/${path}`),
  ]);
  const [{ trustDomain: own }, ...others] = issuers;
  const domains = { own, aliases: others.map(one => one.trustDomain) };
  return { hasAliases, identities, callers, domains };
}

const SEEDS = Array.from({ length: 160 }, (_, i) => i + 1);

test('however long a list may be, the policies together refuse all but those who are admitted', () => {
  let divided = 0;
  const wrong = SEEDS.flatMap(seed => {
    const { hasAliases, identities, callers, domains } = example(seed);
    const admitted = admittedBy(identities, hasAliases);
    return [20, 60, 200, 160_000].flatMap(most => {
      const rules = refusals(admitted, hasAliases, most).map(({ from }) => ({ from }));
      divided += Number(rules.length > 1);
      return ['', ...callers].flatMap(caller => {
        const expected = !identities.some(one => isIn(one, caller));
        const found = rules.some(rule => matches(rule, '80', caller, domains));
        return expected === found ? [] : [`seed ${seed}, ${most}: ${caller} ${found}`];
      });
    });
  });
  expect(wrong).toEqual([]);
  expect(divided).toBeGreaterThan(200);
});

test('a list is not divided where istiod would make more of what identities begin with', () => {
  const ids = ['td', 'td2'].flatMap(domain =>
    ['s1', 's2', 't1', 't2'].map(name => `${domain}/p/q/r/${name}/x`),
  );
  const identities = ids.map((id): Identity => {
    const issuer = { trustDomain: id.split('/')[0], spiffeIdTemplate: FORMS[0] };
    return { issuer, spiffeId: `spiffe://${id}` };
  });
  const rules = refusals(admittedBy(identities, true), true, 60);
  const refused = ids.filter(id =>
    rules.some(rule => matches(rule, '80', id, { own: 'td', aliases: ['td2'] })),
  );
  expect(refused).toEqual([]);
});

test('while one list replaces another, who is on neither stays out and who is on both stays in', () => {
  const wrong = SEEDS.slice(0, 100).flatMap(seed => {
    const { hasAliases, identities, callers, domains } = example(seed);
    const before = identities.filter((_, i) => i % 3 !== 0);
    const after = identities.filter((_, i) => i % 4 !== 1);
    const [old, next] = [before, after].map(list =>
      refusals(admittedBy(list, hasAliases), hasAliases, 60),
    );
    const is = (list: readonly Identity[], caller: string) => list.some(one => isIn(one, caller));
    // applied one by one, in order of names; the rest is pruned at the end
    return Array.from({ length: next.length + 1 }, (_, applied) => {
      const current = new Map([...old, ...next.slice(0, applied)].map(one => [one.about, one]));
      return ['', ...callers].flatMap(caller => {
        const isRefused = [...current.values()].some(rule => matches(rule, '80', caller, domains));
        const isOpened = !is(before, caller) && !is(after, caller) && !isRefused;
        const isCutOff = is(before, caller) && is(after, caller) && isRefused;
        return isOpened || isCutOff ? [`seed ${seed}, step ${applied}: ${caller}`] : [];
      });
    }).flat();
  });
  expect(wrong).toEqual([]);
});

describe('a service that thousands of namespaces may call', () => {
  const named = (count: number) =>
    Array.from({ length: count }, (_, i) => `team-of-namespace-${i}`);
  const mesh = (
    namespaces: string[],
    grant: Partial<GrantProps> = {},
    others: Partial<MulticlusterMeshProps> = {},
  ): MulticlusterMeshProps => ({
    ...BASE,
    authorization: AuthorizationMode.ENFORCE,
    services: [httpbin({ localCallers: [] })],
    grants: [{ ...BASE.grants[0], clusters: ['*'], namespaces, ...grant }],
    ...others,
  });
  const withAliases = {
    clusters: BASE.clusters.map((cluster, i) => ({
      ...cluster,
      trustDomain: `td${i + 1}`,
      trustDomainAliases: [`td${2 - i}`],
    })),
  };
  const policies = (props: MulticlusterMeshProps): any[] =>
    [...meshTraffic(resolve(props)).values()]
      .flatMap(lists => lists.flat())
      .filter(({ kind }) => kind === 'AuthorizationPolicy');

  test.each<[string, MulticlusterMeshProps]>([
    ['namespaces', mesh(named(9_000))],
    [
      'accounts, with a trust domain for each cluster',
      mesh(named(2_000), { serviceAccounts: ['a'] }, withAliases),
    ],
  ])('has policies that kubectl can keep in an annotation: %s', (_, props) => {
    const all = policies(props);
    expect(all.length).toBeGreaterThan(1);
    expect(all.map(one => JSON.stringify(one).length).filter(one => one > 250_000)).toEqual([]);
    const names = all.map(({ metadata }) => metadata.name);
    expect(new Set(names).size).toBe(names.length);
    // tools apply them in this order
    expect([...names].sort()[names.length - 1]).toBe('httpbin-global');
  });

  test('lets in who is granted, and nobody else', () => {
    const few = mesh([...named(7_000), 'foo'], { serviceAccounts: ['*'] });
    const objects = Object.fromEntries(
      [...meshTraffic(resolve(few))].map(([{ name }, lists]) => [name, lists.flat() as any[]]),
    );
    expect(policies(few).length).toBeGreaterThan(1);
    const asked = { ...few, grants: [{ ...few.grants![0], namespaces: ['foo', ...named(20)] }] };
    expect(judgeAdmission(asked, objects)).toEqual([]);
  });

  test('has one policy as long as it can hold them', () => {
    expect(policies(mesh(named(3_000))).map(({ metadata }) => metadata.name)).toEqual([
      'httpbin-global',
    ]);
  });

  test('changes in one policy where one more may call', () => {
    const text = (props: MulticlusterMeshProps) => policies(props).map(one => JSON.stringify(one));
    const before = new Set(text(mesh(named(9_000))));
    const after = text(mesh([...named(9_000), 'team-of-namespace-77x']));
    expect(after).toHaveLength(before.size);
    expect(after.filter(one => !before.has(one))).toHaveLength(1);
  });
});
