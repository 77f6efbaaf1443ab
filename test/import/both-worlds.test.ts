// Who could call before can call after, and nobody else.
import fc from 'fast-check';
import { after, Imported, imported, sampleWorld, withObjects } from './sample';
import { World } from '../../src/analysis/world/world';
import { AuthorizationMode } from '../../src/description/enums';
import { GrantProps } from '../../src/description/service-props';
import { compare } from '../../src/import/compare';
import { Described, policiesTakenOver } from '../../src/import/described';
import { FormName } from '../../src/import/old-mesh';
import { Verdicts } from '../../src/import/verdicts';

type Calls = { readonly [callerAndHost: string]: 'yes' | 'partly' };

/** Written by hand: who of the workloads of each sample reaches what, under its new name. */
const EXPECTED: { readonly [form in FormName]: Calls } = {
  guide: {
    'cluster1/foo/sleep httpbin.bar.global:8000': 'yes',
    'cluster1/jobs/report httpbin.bar.global:8000': 'yes',
    'cluster1/foo/sleep ledger.bar.global:3306': 'yes',
    'cluster1/jobs/report archive.bar.global:80': 'yes',
    'cluster2/bar/httpbin ledger.bar.svc.cluster.local:3306': 'yes',
    'cluster2/bar/httpbin httpbin.bar.svc.cluster.local:8000': 'yes',
    'cluster2/bar/ledger httpbin.bar.svc.cluster.local:8000': 'yes',
    'cluster2/bar/default httpbin.bar.svc.cluster.local:8000': 'yes',
    'cluster2/bar/httpbin archive.bar.svc.cluster.local:80': 'yes',
    'cluster2/bar/ledger archive.bar.svc.cluster.local:80': 'yes',
    'cluster2/bar/default archive.bar.svc.cluster.local:80': 'yes',
  },
  mcs: {
    'south/web/front cart.shop.mesh.internal:9090': 'yes',
    'south/web/front stock.shop.mesh.internal:80': 'yes',
    'west/shop/stock-west cart.shop.mesh.internal:9090': 'yes',
    'west/shop/stock-west stock.shop.mesh.internal:80': 'yes',
    'west/shop/stock-west stock.shop.svc.cluster.local:80': 'yes',
    'east/shop/cart stock.shop.svc.cluster.local:80': 'yes',
    'east/shop/stock-east stock.shop.svc.cluster.local:80': 'yes',
  },
  'multi-primary': {
    'west/bank/teller accounts.bank.mesh.internal:8080': 'partly',
    'west/shop/web accounts.bank.mesh.internal:8080': 'yes',
    'west/bank/teller web.shop.mesh.internal:80': 'yes',
    'west/shop/web web.shop.mesh.internal:80': 'yes',
    'east/bank/accounts web.shop.mesh.internal:80': 'yes',
    'east/bank/vault web.shop.mesh.internal:80': 'yes',
    'east/ops/probe web.shop.mesh.internal:80': 'yes',
    'east/shop/web web.shop.mesh.internal:80': 'yes',
  },
  federation: {
    'east/bookinfo/productpage details.west-bookinfo.mesh.internal:9080': 'yes',
    'east/reviews/reviews details.west-bookinfo.mesh.internal:9080': 'yes',
    'east/bookinfo/productpage ratings.west-bookinfo.mesh.internal:9080': 'yes',
    'east/reviews/reviews ratings.west-bookinfo.mesh.internal:9080': 'yes',
  },
};

/** Names of the samples that a test asks for: new ones, and local ones where they are listed. */
function callsIn(world: World, { described }: Imported, expected: Calls): Calls {
  const verdicts = new Verdicts(world);
  const asksLocally = Object.keys(expected).some(call => call.includes('.svc.cluster.local'));
  const hosts = described.services.flatMap(({ offer: { name, namespace }, known }) =>
    [described.suffix, ...(asksLocally ? ['svc.cluster.local'] : [])].flatMap(suffix =>
      known.ports.map(({ number }) => ({ host: `${name}.${namespace}.${suffix}`, number })),
    ),
  );
  const found: { [call: string]: 'yes' | 'partly' } = {};
  for (const { name: cluster, manifests } of world.clusters) {
    const isOwn = (host: string) =>
      !host.endsWith('.svc.cluster.local') ||
      manifests.some(
        one => one.kind === 'Service' && host.startsWith(`${one.name}.${one.namespace}.`),
      );
    for (const { kind, namespace, spec } of manifests) {
      const serviceAccount = spec.template?.spec?.serviceAccountName ?? 'default';
      for (const { host, number } of hosts.filter(one => isOwn(one.host))) {
        const account = { cluster, namespace, serviceAccount };
        const isCaller = kind === 'Deployment' || kind === 'StatefulSet';
        const { verdict } = isCaller ? verdicts.of(account, host, number) : { verdict: 'no' };
        if (verdict === 'yes' || verdict === 'partly') {
          found[`${cluster}/${namespace}/${serviceAccount} ${host}:${number}`] = verdict;
        }
      }
    }
  }
  return found;
}

describe.each(Object.keys(EXPECTED) as FormName[])('%s', form => {
  const result = imported(sampleWorld(form), form);
  const { comparison, described, before } = result;

  test('reach judges every call the same, before and after', () => {
    expect(comparison!.calls).toBeGreaterThan(30);
    expect(comparison!.unknown).toBe(0);
    expect(comparison!.differences).toEqual([]);
  });

  test('the workloads of the sample reach what a person expects, and nothing else', () => {
    expect(callsIn(after(result), result, EXPECTED[form])).toEqual(EXPECTED[form]);
  });

  test('policies whose place the grants take can stay for a while', () => {
    expect(policiesTakenOver(described.services).length > 0).toBe(
      form === 'guide' || form === 'mcs',
    );
    const world = after(result, described.replaced);
    expect(compare(described, before, world).differences).toEqual([]);
  });

  test('a grant that is missing, too wide or for somebody else is found', () => {
    const [first] = described.services;
    const [grant, ...others] = first.grants;
    const faults: { readonly [fault: string]: readonly GrantProps[] } = {
      missing: others,
      'for somebody else': [{ ...grant, namespaces: ['stranger'], serviceAccounts: ['stranger'] }],
    };
    for (const [fault, grants] of Object.entries(faults)) {
      expect([fault, differencesWith({ ...first, grants })]).not.toEqual([fault, []]);
    }
    const narrow = described.services.find(one =>
      one.grants.every(({ namespaces }) => !namespaces?.includes('*')),
    );
    if (narrow) {
      const wide = narrow.grants.map(one => ({
        ...one,
        namespaces: ['*'],
        serviceAccounts: ['*'],
      }));
      expect(differencesWith({ ...narrow, grants: wide.slice(0, 1) })).not.toEqual([]);
    }
  });

  function differencesWith(changed: Described['services'][number]) {
    const services = described.services.map(one => (one.offer === changed.offer ? changed : one));
    const world = after({ ...result, described: { ...described, services } });
    return compare(described, before, world).differences;
  }
});

const NAMES = ['cluster.local/ns/foo/sa/sleep', 'cluster.local/ns/jobs/sa/report', '*/sa/httpbin'];

const source = fc.record(
  {
    principals: fc.subarray(NAMES, { minLength: 1 }),
    notPrincipals: fc.subarray(NAMES, { minLength: 1, maxLength: 1 }),
    namespaces: fc.subarray(['foo', 'jobs', 'bar', 'f*'], { minLength: 1 }),
  },
  { requiredKeys: [] },
);
const operation = fc.record(
  {
    ports: fc.subarray(['8080', '3306', '8081'], { minLength: 1 }),
    methods: fc.constant(['GET']),
    paths: fc.constant(['/public/*']),
  },
  { requiredKeys: [] },
);
const isSomething = (value: object) => Object.keys(value).length > 0;
const rule = fc.record(
  {
    from: fc.array(
      source.filter(isSomething).map(one => ({ source: one })),
      { minLength: 1, maxLength: 2 },
    ),
    to: fc.array(
      operation.filter(isSomething).map(one => ({ operation: one })),
      { minLength: 1, maxLength: 1 },
    ),
  },
  { requiredKeys: [] },
);
const policy = fc.record({
  app: fc.constantFrom('httpbin', 'ledger', 'archive', undefined),
  action: fc.constantFrom('ALLOW', 'ALLOW', 'DENY'),
  rules: fc.array(rule, { maxLength: 2 }),
});

test('whatever policies there are, the description lets in whom they let in', () => {
  const world = sampleWorld('guide');
  let limited = 0;
  fc.assert(
    fc.property(fc.array(policy, { minLength: 1, maxLength: 2 }), policies => {
      const objects = policies.map(({ app, action, rules }, i) => ({
        apiVersion: 'security.istio.io/v1',
        kind: 'AuthorizationPolicy',
        metadata: { name: `policy-${i}`, namespace: 'bar' },
        spec: { selector: app && { matchLabels: { app } }, action, rules },
      }));
      const { comparison, described } = imported(
        withObjects(world, 'cluster2', ...objects),
        'guide',
      );
      expect(comparison?.differences ?? []).toEqual([]);
      limited += described.services.filter(
        ({ props }) => props.authorization === AuthorizationMode.ENFORCE,
      ).length;
    }),
    { numRuns: 12, seed: 7 },
  );
  expect(limited).toBeGreaterThan(3);
});

test('a Sidecar that does not import the new name is told', () => {
  const sidecar = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'Sidecar',
    metadata: { name: 'default', namespace: 'foo' },
    spec: { egress: [{ hosts: ['./*', 'istio-system/*'] }] },
  };
  const { problems } = imported(withObjects(sampleWorld('guide'), 'cluster1', sidecar), 'guide');
  const told = problems.all.filter(({ code }) => code === 'MESH959').map(({ message }) => message);
  expect(told).toContainEqual(
    expect.stringMatching(/^cluster1\/foo\/sleep → httpbin\.bar\.global: yes before, no after: /),
  );
});
