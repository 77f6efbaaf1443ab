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
                  notPrincipals: ['cluster.local/ns/bar/sa/*', 'cluster.local/ns/foo/sa/sleep'],
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
  expect(policies([{}], [])).toEqual([]);
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
    [['cluster.local/ns/foo/sa/*']],
  ],
  ['a whole cluster is its trust domain', [[{}], [to(), to(['foo'])]], [['cluster.local/ns/*']]],
  [
    'trust domains of the callers',
    [
      local({ namespace: 'bar', serviceAccounts: ['x'] }),
      [to(['foo'])],
      {
        clusters: BASE.clusters.map((cluster, i) => ({
          ...cluster,
          trustDomain: `td${i + 1}`,
          trustDomainAliases: [`td${2 - i}`],
        })),
      },
    ],
    [['td1/ns/foo/sa/*', 'td2/ns/bar/sa/x']],
  ],
  ['everyone needs no policy', [[{}], [{ services: ['httpbin.bar'], everyone: true }]], []],
  [
    'callers of another service on the same port of the same pods',
    [
      [{}, { name: 'web', selector: { app: 'httpbin', tier: 'x' } }],
      [to(['foo']), to(['shop'], undefined, ['web.bar'])],
    ],
    [
      ['cluster.local/ns/foo/sa/*', 'cluster.local/ns/shop/sa/*'],
      ['cluster.local/ns/foo/sa/*', 'cluster.local/ns/shop/sa/*'],
    ],
  ],
  [
    'not of one on another port',
    [
      [{}, { name: 'web', ports: [{ number: 9000, protocol: Protocol.HTTP }] }],
      [to(['foo']), to(['shop'], undefined, ['web.bar'])],
    ],
    [['cluster.local/ns/foo/sa/*'], ['cluster.local/ns/shop/sa/*']],
  ],
  [
    'not of one with other pods',
    [
      [{}, { name: 'web', selector: { app: 'web' } }],
      [to(['foo']), to(['shop'], undefined, ['web.bar'])],
    ],
    [['cluster.local/ns/foo/sa/*'], ['cluster.local/ns/shop/sa/*']],
  ],
  [
    'one open to everyone opens the port for the other',
    [
      [{}, { name: 'web' }],
      [to(['foo']), { services: ['web.bar'], everyone: true }],
    ],
    [],
  ],
])('%s', (_, args, expected) => {
  expect(callers(...args)).toEqual(expected);
});

test('a service has one policy, whatever its names', () => {
  expect(
    policies([{ aliases: ['a.bar', 'b.shop'], workloadNamespace: 'apps' }], [to(['foo'])]).map(
      p => `${p.metadata.namespace}/${p.metadata.name}`,
    ),
  ).toEqual(['apps/httpbin-bar-global']);
});
