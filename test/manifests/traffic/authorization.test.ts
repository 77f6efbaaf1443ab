import {
  AuthorizationMode,
  GrantProps,
  LocalCallers,
  MulticlusterMeshProps,
  Protocol,
  ServiceProps,
} from '../../../src';
import { authorizationPolicies } from '../../../src/manifests/traffic/authorization';
import { BASE, httpbin, resolve } from '../../model/base';

const SERVICE: Partial<ServiceProps> = {
  authorization: AuthorizationMode.ENFORCE,
  localCallers: [],
};

function policies(
  services: Array<Partial<ServiceProps>>,
  grants: GrantProps[],
  others: Partial<MulticlusterMeshProps> = {},
  cluster = 'cluster2',
) {
  const mesh = resolve({
    ...BASE,
    services: services.map(props => httpbin({ ...SERVICE, ...props })),
    grants,
    ...others,
  });
  return authorizationPolicies(
    mesh,
    mesh.clusters.find(({ name }) => name === cluster)!,
  );
}
const callers = (...args: Parameters<typeof policies>) =>
  policies(...args).map(policy => (policy as any).spec.rules[0].from[0].source.notPrincipals);
const to = (
  namespaces = ['*'],
  serviceAccounts = ['*'],
  services = ['httpbin.bar'],
  clusters = ['cluster1'],
): GrantProps => ({ services, clusters, namespaces, serviceAccounts });
const local = (...localCallers: LocalCallers[]) => [{ localCallers }];

test('refuses everybody but the granted and the local callers, on the ports of the service', () => {
  expect(
    policies(
      [
        {
          ports: [{ number: 80, protocol: Protocol.HTTP, targetPort: 8080 }],
          localCallers: [{ namespace: 'bar', serviceAccounts: ['*'] }],
        },
      ],
      [to(['foo'], ['sleep'])],
    ),
  ).toEqual([
    {
      apiVersion: 'security.istio.io/v1',
      kind: 'AuthorizationPolicy',
      metadata: {
        name: 'httpbin-global',
        namespace: 'bar',
        labels: { 'app.kubernetes.io/managed-by': 'cdk8s-istio-multicluster' },
      },
      spec: {
        selector: { matchLabels: { app: 'httpbin' } },
        action: 'DENY',
        rules: [
          {
            from: [
              {
                source: {
                  notPrincipals: ['cluster.local/ns/bar/*', 'cluster.local/ns/foo/sa/sleep'],
                },
              },
            ],
            to: [{ operation: { ports: ['8080'] } }],
          },
        ],
      },
    },
  ]);
});

test('to audit is to evaluate only', () => {
  const [policy] = policies([{ authorization: AuthorizationMode.AUDIT }], [to(['foo'])]);
  expect(policy.metadata.annotations).toEqual({ 'istio.io/dry-run': 'true' });
  expect(policies([{ authorization: AuthorizationMode.NONE }], [to(['foo'])])).toEqual([]);
});

test('is written where the pods are, and only there', () => {
  expect(policies([{}], [to(['foo'])], {}, 'cluster1')).toEqual([]);
});

test('without a grant and without local callers nobody may call', () => {
  expect(policies([{}], []).map(policy => (policy as any).spec.rules)).toEqual([
    [{ from: undefined, to: [{ operation: { ports: ['8000'] } }] }],
  ]);
  expect(callers(local({ namespace: 'bar', serviceAccounts: ['x'] }), [])).toEqual([
    ['cluster.local/ns/bar/sa/x'],
  ]);
});

test.each<[string, Parameters<typeof policies>, string[][]]>([
  [
    'service accounts',
    [[{}], [to(['foo', 'baz'], ['a', 'b'])]],
    [
      [
        'cluster.local/ns/baz/sa/a',
        'cluster.local/ns/baz/sa/b',
        'cluster.local/ns/foo/sa/a',
        'cluster.local/ns/foo/sa/b',
      ],
    ],
  ],
  [
    'whole namespaces, which cover their service accounts',
    [[{}], [to(['foo']), to(['foo'], ['a'])]],
    [['cluster.local/ns/foo/*']],
  ],
  ['a whole cluster is its trust domain', [[{}], [to(), to(['foo'])]], [['cluster.local/ns/*']]],
  ['everyone needs no policy', [[{}], [{ services: ['httpbin.bar'], everyone: true }]], []],
  [
    'callers of another service at the same pods, where one of them says so',
    [
      [{}, { name: 'web', selector: { app: 'httpbin', tier: 'x' }, sharesPods: true }],
      [to(['foo']), to(['shop'], ['*'], ['web.bar'])],
    ],
    [
      ['cluster.local/ns/foo/*', 'cluster.local/ns/shop/*'],
      ['cluster.local/ns/foo/*', 'cluster.local/ns/shop/*'],
    ],
  ],
  [
    'no neighbor that only might share a pod',
    [
      [{}, { name: 'status', selector: { component: 'status' } }],
      [to(['foo']), { services: ['status.bar'], everyone: true }],
    ],
    [['cluster.local/ns/foo/*']],
  ],
  [
    'no neighbor on another port, nor one with other pods, whatever they say',
    [
      [
        {},
        { name: 'web', sharesPods: true, ports: [{ number: 9000, protocol: Protocol.HTTP }] },
        { name: 'api', sharesPods: true, selector: { app: 'api' } },
        { name: 'far', sharesPods: true, workloadNamespace: 'far' },
      ],
      ['httpbin', 'web', 'api', 'far'].map(name => to([name], ['*'], [`${name}.bar`])),
    ],
    [
      ['cluster.local/ns/api/*'],
      ['cluster.local/ns/far/*'],
      ['cluster.local/ns/httpbin/*'],
      ['cluster.local/ns/web/*'],
    ],
  ],
  [
    'nobody is refused where a neighbor that says so is for everyone',
    [
      [{}, { name: 'web', sharesPods: true }],
      [to(['foo']), { services: ['web.bar'], everyone: true }],
    ],
    [],
  ],
])('%s', (_, args, expected) => {
  expect(callers(...args)).toEqual(expected);
});

describe('with aliases, of which istiod makes further principals', () => {
  const clusters = BASE.clusters.map((cluster, i) => ({
    ...cluster,
    trustDomain: `td${i + 1}`,
    trustDomainAliases: [`td${2 - i}`],
  }));
  const from = (localCallers: LocalCallers[], grants: GrantProps[]) =>
    (policies([{ localCallers }], grants, { clusters })[0] as any).spec.rules[0].from;

  test('accounts are told apart inside of their namespace and trust domain', () => {
    expect(from([{ namespace: 'bar', serviceAccounts: ['x'] }], [to(['foo'], ['a', 'b'])])).toEqual(
      [
        { source: { notPrincipals: ['td1/ns/foo/*', 'td2/ns/bar/*'] } },
        {
          source: {
            principals: ['td1/ns/foo/*'],
            notPrincipals: ['td1/ns/foo/sa/a', 'td1/ns/foo/sa/b'],
          },
        },
        { source: { principals: ['td2/ns/bar/*'], notPrincipals: ['td2/ns/bar/sa/x'] } },
      ],
    );
  });

  test('rules are in the order of identities, not of who names them', () => {
    const grants = [to(['foo'], ['a'], undefined, ['cluster1', 'cluster2'])];
    const named = from([{ namespace: 'bar', serviceAccounts: ['x'] }], grants).slice(1);
    expect(named.map(({ source }: any) => source.principals)).toEqual([
      ['td1/ns/foo/*'],
      ['td2/ns/bar/*'],
      ['td2/ns/foo/*'],
    ]);
  });

  test('whole namespaces and trust domains need no more', () => {
    expect(from([{ namespace: 'bar', serviceAccounts: ['*'] }], [to()])).toEqual([
      { source: { notPrincipals: ['td1/ns/*', 'td2/ns/bar/*'] } },
    ]);
    expect(from([], [])).toBeUndefined();
  });
});

test('a service has one policy, whatever its names', () => {
  expect(
    policies([{ aliases: ['a.bar', 'b.shop'], workloadNamespace: 'apps' }], [to(['foo'])]).map(
      p => `${p.metadata.namespace}/${p.metadata.name}`,
    ),
  ).toEqual(['apps/httpbin-bar-global']);
});
