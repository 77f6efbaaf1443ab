import { AuthorizationMode, GatewayAddress, GrantProps, Protocol } from '../../../src';
import { hostsByCluster } from '../../../src/model/hosts/hosts';
import { BASE, httpbin, problemsOf, resolve, summarize } from '../base';

const to = (
  namespaces: string[],
  serviceAccounts = ['*'],
  services = ['httpbin.bar'],
): GrantProps => ({
  services,
  clusters: ['cluster1'],
  namespaces,
  serviceAccounts,
});

test('a namespace beside all of them adds nothing, to callers and to who sees the host', () => {
  const mesh = resolve({ ...BASE, grants: [to(['foo']), to(['*'])] });
  const [host] = hostsByCluster(mesh).get(mesh.clusters[0])!.hosts.flat();
  expect(mesh.services[0].callers.get('cluster1')!.namespaces).toEqual(['*']);
  expect(host.exportTo).toEqual(['*']);
});

test('whoever is granted twice is one caller, and callers come in one order', () => {
  const callers = (...grants: GrantProps[]) =>
    resolve({ ...BASE, grants }).services[0].callers.get('cluster1')!.workloads;
  const both = [
    { namespace: 'foo', serviceAccount: 'a' },
    { namespace: 'foo', serviceAccount: 'b' },
  ];
  expect(callers(to(['foo'], ['a', 'b']))).toEqual(both);
  expect(callers(to(['foo'], ['b']), to(['foo'], ['b', 'a']))).toEqual(both);
});

test('services at one pod may have their grants in any order', () => {
  const grants = [
    to(['foo']),
    to(['baz'], ['x']),
    to(['baz'], ['x'], ['web.bar']),
    to(['foo'], ['*'], ['web.bar']),
  ];
  const services = [httpbin(), httpbin({ name: 'web' })];
  expect(summarize(problemsOf({ ...BASE, services, grants }))).toEqual([]);
});

describe('hosts that every sidecar of a cluster knows are counted', () => {
  /** Hosts with 100 ports and a subset are 200 Envoy clusters each. */
  const said = (count: number, others: number) => {
    const ports = Array.from({ length: 100 }, (_, i) => ({
      number: i + 1,
      protocol: Protocol.HTTP,
    }));
    const subsets = [{ name: 'v1', labels: { version: 'v1' } }];
    const services = Array.from({ length: count + others }, (_, i) =>
      httpbin({ name: `s${i}`, selector: { app: `s${i}` }, ports, subsets }),
    );
    const grants = services.map(({ name }, i) =>
      to([i < count ? '*' : 'foo'], ['*'], [`${name}.bar`]),
    );
    return summarize(problemsOf({ ...BASE, services, grants }));
  };

  test('with their subsets, up to a thousand Envoy clusters', () => {
    expect(said(5, 0)).toEqual([]);
    expect(said(6, 0)).toEqual([
      'MESH296 at grants: in cluster "cluster1", 6 hosts are granted to every namespace: 1200 Envoy clusters in each sidecar',
    ]);
  });

  test('without those that some namespaces know', () => {
    expect(said(5, 1)).toEqual([]);
  });
});

test('a grant of no service is an error', () => {
  expect(
    summarize(problemsOf({ ...BASE, grants: [...BASE.grants, to(['foo'], ['*'], [])] })),
  ).toEqual(['MESH407 at grants[1].services: the list of services is empty']);
});

test('names in a grant are names of namespaces and of service accounts', () => {
  const grants = [to(['Foo'], ['a_b'])];
  expect(summarize(problemsOf({ ...BASE, grants }))).toEqual([
    'MESH201 at grants[0].namespaces[0]: namespace "Foo" is not a DNS label',
    'MESH201 at grants[0].serviceAccounts[0]: service account "a_b" is not a DNS name',
  ]);
});

test('a grant that does not say who names all its services, and all that is missing', () => {
  const grants = [{ services: ['httpbin.bar', 'web.bar'], clusters: ['cluster1'] }];
  const services = [httpbin(), httpbin({ name: 'web', selector: { app: 'web' } })];
  expect(summarize(problemsOf({ ...BASE, services, grants }))).toContain(
    'MESH403 at grants[0]: the grant of "httpbin.bar", "web.bar" does not say which namespaces, serviceAccounts',
  );
});

describe('namesakes in clusters of one trust domain', () => {
  const clusters = ['td1', 'td1', 'td2'].map((trustDomain, i) => ({
    ...BASE.clusters[1],
    name: `cluster${i + 1}`,
    trustDomain,
    trustDomainAliases: ['td1', 'td2'].filter(other => other !== trustDomain),
    gateway: { addresses: [GatewayAddress.ip(`8.8.4.${i + 1}`)] },
  }));
  const enforcing = (name: string) =>
    httpbin({
      name,
      clusters: ['cluster3'],
      selector: { app: name },
      authorization: AuthorizationMode.ENFORCE,
      localCallers: [],
    });
  const said = (names: string[], granted: string[]) =>
    summarize(
      problemsOf({
        ...BASE,
        clusters,
        services: names.map(enforcing),
        grants: [{ ...to(['foo']), services: names.map(name => `${name}.bar`), clusters: granted }],
      }),
    );
  const problem = (names: string) =>
    `MESH421 at trustDomain: the grants of ${names} let in some clusters of a trust domain and not the others, whose workloads have the same identities`;

  test('are told of, also where another trust domain is granted whole', () => {
    expect(said(['a'], ['cluster1', 'cluster3'])).toEqual([problem('"a.bar"')]);
    expect(said(['a'], ['cluster1', 'cluster2'])).toEqual([]);
  });

  test('are told of once, with the number of services', () => {
    expect(said(['a', 'b', 'c'], ['cluster1'])).toEqual([problem('"a.bar" and 2 more')]);
  });
});
