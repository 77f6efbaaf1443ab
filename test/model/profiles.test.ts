import { BASE, httpbin, problemsOf, summarize } from './base';
import {
  ClusterProps,
  DnsMode,
  GatewayAddress,
  MulticlusterMeshProps,
  ServiceProps,
} from '../../src';
import { resolveHost } from '../../src/constructs/standalone-host';
import { checkPlaceholders } from '../../src/model/placeholders';
import { Problems } from '../../src/problems/problems';

describe('Istio 1.1 to 1.7', () => {
  const SERVICE = { virtualIps: ['240.0.0.2'] };
  const classic = (
    cluster: Partial<ClusterProps>,
    services: ServiceProps[] = [httpbin(SERVICE)],
  ): string[] => {
    const props: MulticlusterMeshProps = {
      ...BASE,
      clusters: BASE.clusters.map((one, i) => ({
        ...one,
        istio: '1.7',
        dns: { mode: DnsMode.NONE },
        ...(i === 0 ? cluster : {}),
      })),
      services,
      grants: [{ services: ['httpbin.bar'], everyone: true }],
    };
    return summarize(problemsOf(props));
  };
  const subsets = [{ name: 'v1', labels: { version: 'v1' } }];

  test.each<[string, Partial<ServiceProps>]>([
    ['workloadNamespace', { workloadNamespace: 'apps' }],
    ['trafficPolicy', { trafficPolicy: { connectionPool: { maxConnections: 1 } } }],
  ])('MESH508: what would be different is refused: %s', (key, props) => {
    expect(classic({}, [httpbin({ ...SERVICE, ...props })])).toEqual([
      `MESH508 at services[0].${key}: \`${key}\` needs Istio 1.20 or later`,
    ]);
  });

  test.each<[string, Partial<ClusterProps>]>([
    ['existingIstio', { existingIstio: {} }],
    ['spiffeIdTemplate', { spiffeIdTemplate: 'x' }],
  ])('MESH508: a cluster has no `%s`', (key, cluster) => {
    expect(classic(cluster).filter(text => text.startsWith('MESH508'))).toEqual([
      `MESH508 at clusters[0].${key}: \`${key}\` needs Istio 1.20 or later`,
    ]);
    expect(classic({})).toEqual([]);
  });

  test('MESH508: a namespace has no revision', () => {
    const namespaces = [{ name: 'a' }, { name: 'b', revision: 'default' }];
    expect(classic({ namespaces })).toEqual([
      'MESH508 at clusters[0].namespaces[1].revision: `revision` needs Istio 1.20 or later',
    ]);
  });

  test.each<[string, Partial<ServiceProps>]>([
    ['workloadNamespace', { workloadNamespace: 'bar' }],
    ['kubernetesName', { kubernetesName: false }],
    ['trafficPolicy', { trafficPolicy: {} }],
  ])('what holds anyway may be said: %s', (_, props) => {
    expect(classic({}, [httpbin({ ...SERVICE, ...props })])).toEqual([]);
  });

  test('MESH508: a service has no name in Kubernetes where it is not served', () => {
    expect(classic({}, [httpbin({ ...SERVICE, kubernetesName: true })])).toContain(
      'MESH508 at services[0].kubernetesName: `kubernetesName` needs Istio 1.20 or later',
    );
  });

  describe('MESH218: what is written for subsets has the name of the service, and that with `-global`', () => {
    const two = (first: Partial<ServiceProps>, second: Partial<ServiceProps>) =>
      classic({}, [
        httpbin({ ...SERVICE, ...first }),
        httpbin({
          name: 'httpbin-global',
          selector: { app: 'other' },
          virtualIps: ['240.0.0.3'],
          ...second,
        }),
      ]).filter(text => text.startsWith('MESH218'));

    test('two services that both have subsets may share it', () => {
      expect(two({ subsets }, { subsets })).toEqual([
        'MESH218 at services[1].name: the objects of "httpbin-global.bar" and of "httpbin.bar" are both called "bar/httpbin-global"',
      ]);
    });

    test.each<[string, Partial<ServiceProps>, Partial<ServiceProps>]>([
      ['in two namespaces', { subsets }, { subsets, namespace: 'baz' }],
      ['if the first has no subsets', {}, { subsets }],
      ['if the second has none', { subsets }, {}],
      ['if none has any', { subsets: [] }, { subsets: [] }],
    ])('they share nothing %s', (_, first, second) => {
      expect(two(first, second)).toEqual([]);
    });
  });
});

test('MESH332: a host that nobody may answer for is refused, with what to give', () => {
  const problems = new Problems();
  resolveHost(
    {
      name: 'httpbin',
      namespace: 'bar',
      suffix: 'mesh.internal',
      istioVersion: '1.29',
      ports: httpbin().ports,
      endpoints: [{ address: GatewayAddress.ip('8.8.4.2') }],
    },
    problems,
  );
  expect(problems.all.map(({ code, remedy }) => [code, remedy])).toEqual([
    ['MESH332', 'List the identities of the service in `subjectAltNames`.'],
  ]);
});

test('a placeholder is found in whatever a description holds, nothing being one of these', () => {
  const problems = new Problems();
  const value = { a: [null, undefined, 7, true, { b: '${HUB}' }], c: null };
  checkPlaceholders(value, problems);
  expect(problems.all.map(({ where }) => where)).toEqual(['a[4].b']);
});

test('the day of the check is checked in its place', () => {
  const pki = { checkDate: 'x' } as MulticlusterMeshProps['pki'];
  expect(summarize(problemsOf({ ...BASE, pki })).filter(text => text.includes('"x"'))).toEqual([
    expect.stringContaining(' at pki.checkDate: '),
  ]);
});
