import { GatewayRoute, MembersProps, Protocol, ServiceProps } from '../../../src';
import { meshTraffic } from '../../../src/manifests/traffic/mesh-traffic';
import { BASE, httpbin, problemsOf, resolve, summarize, withService } from '../base';

const store = (members: MembersProps, props: Partial<ServiceProps> = {}) =>
  withService({ members, ...props });
const objectsOf = (mesh = store({ replicas: 2 })) =>
  [...meshTraffic(resolve(mesh)).values()].map(lists => lists.flat() as any[]);

describe('members', () => {
  test('each has a host of its own, which selects its pod and is seen by the same callers', () => {
    const [calling, serving] = objectsOf();
    const entries = serving.filter(({ kind }) => kind === 'ServiceEntry');
    expect(
      entries.map(({ metadata, spec }) => [metadata.name, spec.hosts, spec.workloadSelector]),
    ).toEqual(
      [
        ['httpbin-0-httpbin-global-local', 'httpbin-0.httpbin.bar.mesh.internal', '0'],
        ['httpbin-1-httpbin-global-local', 'httpbin-1.httpbin.bar.mesh.internal', '1'],
        ['httpbin-global-local', 'httpbin.bar.mesh.internal', undefined],
      ].map(([name, host, ordinal]) => [
        name,
        [host],
        {
          labels: {
            app: 'httpbin',
            ...(ordinal && { 'statefulset.kubernetes.io/pod-name': `httpbin-${ordinal}` }),
          },
        },
      ]),
    );
    const remote = calling.filter(({ kind }) => kind === 'ServiceEntry');
    expect(remote.map(({ spec }) => spec.hosts[0])).toEqual(
      entries.map(({ spec }) => spec.hosts[0]),
    );
    expect(
      new Set(
        remote.map(({ spec }) =>
          JSON.stringify([spec.exportTo, spec.endpoints, spec.subjectAltNames]),
        ),
      ).size,
    ).toBe(1);
    const gateway = serving.find(({ kind }) => kind === 'Gateway');
    expect(gateway.spec.servers[0].hosts).toEqual(entries.map(({ spec }) => spec.hosts[0]));
  });

  test('they have one policy, that of the service', () => {
    const policies = objectsOf()
      .flat()
      .filter(({ kind }) => kind === 'AuthorizationPolicy');
    expect(policies.map(({ spec }) => spec.selector.matchLabels)).toEqual([{ app: 'httpbin' }]);
  });

  test('a TCP service needs an address for each', () => {
    const mesh = store({ replicas: 2 }, { ports: [{ number: 9092, protocol: Protocol.TCP }] });
    const ips = [
      ['httpbin.bar.mesh.internal', '240.0.0.1'],
      ['httpbin-0.httpbin.bar.mesh.internal', '240.0.0.2'],
      ['httpbin-1.httpbin.bar.mesh.internal', '240.0.0.3'],
    ].map(([host, ip]) => ({ host, ip, released: false }));
    const lock = { file: 'mesh.lock.json', ips, isUpdate: false, reuse: false };
    expect(problemsOf(mesh, lock)).toEqual([]);
    const without = { ...lock, ips: ips.slice(0, 2) };
    expect(problemsOf(mesh, without).map(({ code, message }) => [code, message])).toEqual([
      ['MESH325', expect.stringContaining('httpbin-1.httpbin.bar.mesh.internal')],
    ]);
  });

  test('there may be a thousand', () => {
    expect(summarize(problemsOf(store({ replicas: 1000 })))).toEqual([]);
  });

  test('the host of each has the length of a DNS name, as that of the service has', () => {
    const mesh = (length: number) => ({
      ...store({ replicas: 1 }),
      suffix: ['a'.repeat(63), 'b'.repeat(63), 'c'.repeat(63), 'd'.repeat(length)].join('.'),
    });
    const longest = mesh(253 - 'httpbin-0.httpbin.bar.'.length - 3 * 64);
    expect(summarize(problemsOf(longest))).toEqual([]);
    const longer = mesh(254 - 'httpbin-0.httpbin.bar.'.length - 3 * 64);
    expect(summarize(problemsOf(longer))).toEqual([
      `MESH206 at services[0].members: "httpbin-0.httpbin.bar.${longer.suffix}" has 254 characters`,
    ]);
  });

  test.each<[string, MembersProps, Partial<ServiceProps>]>([
    [
      'MESH440 at services[0].members: "httpbin.bar" is served by 2 clusters, whose pods have the same names',
      { replicas: 2 },
      { clusters: ['cluster1', 'cluster2'] },
    ],
    ...[0, -1, 1.5, 1001, NaN].map((replicas): [string, MembersProps, object] => [
      `MESH441 at services[0].members.replicas: ${replicas} is not a whole number from 1 to 1000`,
      { replicas },
      {},
    ]),
    ...[-1, 0.5, 2 ** 53].map((start): [string, MembersProps, object] => [
      `MESH441 at services[0].members.start: ${start} is not a whole number from 0 on`,
      { replicas: 1, start },
      {},
    ]),
    [
      'MESH441 at services[0].members: the selector is for one pod already',
      { replicas: 1 },
      { selector: { 'apps.kubernetes.io/pod-index': '0' } },
    ],
    [
      'MESH201 at services[0].members.statefulSet: StatefulSet "a.b" is not a DNS label',
      { replicas: 1, statefulSet: 'a.b' },
      {},
    ],
    [
      'MESH201 at services[0].members.statefulSet: StatefulSet "a-" is not a DNS label',
      { replicas: 1, statefulSet: 'a-' },
      {},
    ],
    [
      `MESH201 at services[0].members.statefulSet: pod name "${'a'.repeat(62)}-9" is not a DNS label`,
      { replicas: 10, statefulSet: 'a'.repeat(62) },
      {},
    ],
    [
      "MESH511 at services[0].members: the gateway knows no single pods by the Service's own name",
      { replicas: 1 },
      { gatewayRoute: GatewayRoute.SNI },
    ],
  ])('%s', (problem, members, props) => {
    expect(summarize(problemsOf(store(members, props)))).toContain(problem);
  });

  test('MESH218: their objects have names that no other service may have', () => {
    const other = httpbin({ name: 'httpbin-1-httpbin', selector: { app: 'other' } });
    const mesh = {
      ...BASE,
      services: [httpbin({ members: { replicas: 2 } }), other],
      grants: [{ ...BASE.grants[0], services: ['httpbin.bar', 'httpbin-1-httpbin.bar'] }],
    };
    expect(summarize(problemsOf(mesh))).toEqual([
      'MESH218 at services[1].name: the objects of "httpbin-1-httpbin.bar" and of "httpbin-1.httpbin.bar" are both called "bar/httpbin-1-httpbin"',
    ]);
  });
});
