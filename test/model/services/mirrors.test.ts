import { GrantProps, Protocol, ServiceProps } from '../../../src';
import { BASE, httpbin, problemsOf, resolve, summarize, withService } from '../base';

const HTTP = { number: 8000, protocol: Protocol.HTTP };
const [{ clusters, namespaces, serviceAccounts }] = BASE.grants;
const callers: Omit<GrantProps, 'services'> = { clusters, namespaces, serviceAccounts };

/** "httpbin.bar" is copied to "copy.bar", with what is given of both and of their grants. */
const mirrored = (
  copy: Partial<ServiceProps>,
  calls: Partial<GrantProps> = {},
  copies: Partial<GrantProps> = {},
  subset?: string,
) => ({
  ...BASE,
  services: [
    httpbin({ mirror: { service: 'copy.bar', subset } }),
    httpbin({ name: 'copy', selector: { app: 'copy' }, ...copy }),
  ],
  grants: [
    { services: ['httpbin.bar'], ...callers, ...calls },
    { services: ['copy.bar'], ...callers, ...copies },
  ],
});

describe('copies arrive where every caller may call the other service', () => {
  test.each<[string, Partial<GrantProps>, Partial<GrantProps>]>([
    ['it is granted to the same ones', {}, {}],
    ['it is granted to more namespaces', {}, { namespaces: ['baz', 'foo'] }],
    ['it is granted to every namespace', {}, { namespaces: ['*'] }],
    ['it is granted to every account', { serviceAccounts: ['a'] }, {}],
    ['it is granted to more accounts', { serviceAccounts: ['a'] }, { serviceAccounts: ['a', 'b'] }],
    ['it is granted to more clusters', {}, { clusters: ['*'] }],
  ])('since %s', (_, calls, copies) => {
    expect(summarize(problemsOf(mirrored({}, calls, copies)))).toEqual([]);
  });

  test.each<[string, Partial<GrantProps>, Partial<GrantProps>]>([
    ['one of two namespaces', { namespaces: ['baz', 'foo'] }, {}],
    ['another namespace', {}, { namespaces: ['baz'] }],
    ['a namespace, not every one', { namespaces: ['*'] }, {}],
    ['one of two accounts', { serviceAccounts: ['a', 'b'] }, { serviceAccounts: ['a'] }],
    ['another account', { serviceAccounts: ['a'] }, { serviceAccounts: ['b'] }],
    ['an account, not every one', {}, { serviceAccounts: ['a'] }],
    [
      'the same account of another namespace',
      { serviceAccounts: ['a'] },
      { serviceAccounts: ['a'], namespaces: ['baz'] },
    ],
    ['another cluster', {}, { clusters: ['cluster2'] }],
  ])('but not if it is granted to %s', (_, calls, copies) => {
    expect(summarize(problemsOf(mirrored({}, calls, copies)))).toEqual([
      'MESH372 at services[0].mirror.service: callers in cluster "cluster1" may not call "copy.bar"',
    ]);
  });
});

test('the other service may have ports that are not for HTTP', () => {
  const ports = [{ number: 9000, protocol: Protocol.TCP }, HTTP];
  const copy = { ports, virtualIps: ['240.0.0.1'] };
  expect(summarize(problemsOf(mirrored(copy)))).toEqual([]);
});

test('copies go to one of the subsets', () => {
  const subsets = ['v1', 'v2'].map(name => ({ name, labels: { version: name } }));
  const to = (subset: string) => summarize(problemsOf(mirrored({ subsets }, {}, {}, subset)));
  expect(to('v2')).toEqual([]);
  expect(to('v3')).toEqual([
    'MESH372 at services[0].mirror.subset: "v3" is not a subset of "copy.bar"',
  ]);
});

test('copies go to the host of the other service, or of the service itself', () => {
  const hosts = (props: Parameters<typeof resolve>[0]) =>
    resolve(props).services.flatMap(({ mirror }) => mirror?.host ?? []);
  expect(hosts(mirrored({}))).toEqual(['copy.bar.mesh.internal']);
  const subsets = [{ name: 'v1', labels: { version: 'v1' } }];
  expect(hosts(withService({ subsets, mirror: { subset: 'v1' } }))).toEqual([
    'httpbin.bar.mesh.internal',
  ]);
});

test('a share of copies is said to be wrong at its place', () => {
  const subsets = [{ name: 'v1', labels: { version: 'v1' } }];
  const mirror = { subset: 'v1', percent: 0 };
  expect(summarize(problemsOf(withService({ subsets, mirror })))).toEqual([
    'MESH341 at services[0].mirror.percent: 0 is not a share in percent',
  ]);
});
