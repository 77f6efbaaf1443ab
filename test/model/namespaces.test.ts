import { stringify } from 'yaml';
import { BASE, httpbin, problemsOf, resolve, summarize, withCluster } from './base';
import {
  ClusterProps,
  MulticlusterMeshProps,
  OutboundTrafficPolicy,
  SidecarProps,
} from '../../src';
import { istiodValues } from '../../src/manifests/control-plane/modern-values';
import { meshTraffic } from '../../src/manifests/traffic/mesh-traffic';

/** A second service is granted to everybody. */
const withSidecars = (sidecars: SidecarProps[], props: Partial<ClusterProps> = {}) => ({
  ...withCluster({ sidecars, ...props }),
  services: [
    httpbin({ aliases: ['web.bar'] }),
    httpbin({ name: 'log', selector: { app: 'log' }, members: { replicas: 1 } }),
  ],
  grants: [...BASE.grants, { services: ['log.bar'], everyone: true }],
});
const LOG = ['bar/log-0.log.bar.mesh.internal', 'bar/log.bar.mesh.internal'];
const HTTPBIN = ['bar/httpbin.bar.mesh.internal', 'bar/web.bar.mesh.internal'];
const USUAL = ['./*', 'istio-system/*'];

/** The Sidecars of cluster1, by namespace. */
function sidecarsOf(props: MulticlusterMeshProps): Record<string, string[]> {
  const [objects] = [...meshTraffic(resolve(props)).values()].map(lists => lists.flat() as any[]);
  return Object.fromEntries(
    objects
      .filter(({ kind }) => kind === 'Sidecar')
      .map(({ metadata, spec }) => [metadata.namespace, spec.egress[0].hosts]),
  );
}

describe('Sidecars', () => {
  test('of `*` are for each namespace that is named, and has no other', () => {
    const sidecars = [{ namespace: '*' }, { namespace: 'own', egressHosts: ['~/*'] }];
    const props = {
      existingNamespaces: ['there', 'istio-system', 'kube-public', 'own'],
      namespaces: [{ name: 'made' }],
    };
    expect(sidecarsOf(withSidecars(sidecars, props))).toEqual({
      foo: [...USUAL.slice(0, 1), ...HTTPBIN.slice(0, 1), ...LOG, ...HTTPBIN.slice(1), USUAL[1]],
      made: ['./*', ...LOG, 'istio-system/*'],
      own: [...LOG, '~/*'],
      there: ['./*', ...LOG, 'istio-system/*'],
    });
  });

  test('know the services that they name, under all names', () => {
    const named = (service: string) =>
      sidecarsOf(withSidecars([{ namespace: 'foo', services: [service] }])).foo;
    expect(named('log.bar')).toEqual(['./*', ...LOG, 'istio-system/*']);
    expect(named('httpbin.bar')).toEqual(['./*', ...HTTPBIN, 'istio-system/*']);
  });

  test.each<[string, SidecarProps]>([
    [
      'MESH450 at clusters[0].sidecars[0].services[0]: "other.bar" is not a service of the mesh',
      { namespace: 'foo', services: ['other.bar'] },
    ],
    [
      'MESH450 at clusters[0].sidecars[0].services[0]: "web.bar" is not a service of the mesh',
      { namespace: 'foo', services: ['web.bar'] },
    ],
    [
      'MESH450 at clusters[0].sidecars[0].services[1]: namespace "qux" of "cluster1" has no grant for "httpbin.bar"',
      { namespace: 'qux', services: ['log.bar', 'httpbin.bar'] },
    ],
  ])('%s', (problem, sidecar) => {
    expect(summarize(problemsOf(withSidecars([sidecar])))).toEqual([problem]);
  });

  test('MESH450: what is wrong is said in its cluster and its entry', () => {
    const sidecars = [{ namespace: 'app' }, { namespace: 'foo', services: ['other.bar'] }];
    const places = problemsOf(withCluster({ sidecars }, 1)).map(({ code, where }) => code + where);
    expect(places).toEqual(['MESH450clusters[1].sidecars[1].services[0]']);
  });
});

describe('hosts that nobody knows', () => {
  const policyOf = (outboundTrafficPolicy?: OutboundTrafficPolicy) => {
    const mesh = resolve(withCluster({ istiod: { outboundTrafficPolicy } }));
    return (istiodValues(mesh, mesh.clusters[0], undefined) as any).meshConfig
      .outboundTrafficPolicy;
  };

  test('are called or not, as the description says', () => {
    expect(policyOf(OutboundTrafficPolicy.REGISTRY_ONLY)).toEqual({ mode: 'REGISTRY_ONLY' });
    expect(policyOf()).toBeUndefined();
  });

  test('MESH263: not as further values say', () => {
    const helmValues = { meshConfig: { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } } };
    expect(summarize(problemsOf(withCluster({ istiod: { helmValues } })))).toEqual([
      'MESH263 at clusters[0].istiod.helmValues.meshConfig.outboundTrafficPolicy.mode: "meshConfig.outboundTrafficPolicy.mode" is decided by `istiod.outboundTrafficPolicy`',
    ]);
  });

  test('MESH291: not where somebody else installs Istio', () => {
    const istiod = { outboundTrafficPolicy: OutboundTrafficPolicy.REGISTRY_ONLY };
    expect(summarize(problemsOf(withCluster({ existingIstio: {}, istiod })))).toEqual([
      'MESH291 at clusters[0].istiod.outboundTrafficPolicy: `outboundTrafficPolicy` would be a Helm value, and somebody else installs Istio',
    ]);
  });
});

describe('discovery selectors', () => {
  const selecting = (discoverySelectors: unknown, props: Partial<ClusterProps> = {}) =>
    summarize(
      problemsOf(
        withCluster({ istiod: { helmValues: { meshConfig: { discoverySelectors } } }, ...props }),
      ),
    ).map(line => line.replace('clusters[0].istiod.helmValues: `discoverySelectors`', '…'));
  const ALL = ['bar', 'foo', 'istio-system'];
  const byName = (...values: string[]) => [
    { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values }] },
  ];
  const LABEL = { namespaceLabels: { mesh: 'yes' } };

  test.each<[string, unknown, Partial<ClusterProps>]>([
    ['there are none', [], {}],
    ['they select by name', byName(...ALL), {}],
    ['one of them selects each', ALL.flatMap(name => byName(name)), {}],
    [
      'they select what is not there',
      [
        {
          matchExpressions: [
            { key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: ['x'] },
          ],
        },
      ],
      {},
    ],
    ['they select everything', [{}], {}],
  ])('are right if %s', (_, selectors, props) => {
    expect(selecting(selectors, props)).toEqual([]);
  });

  test('MESH451: leave out a namespace', () => {
    expect(selecting(byName('foo'))).toEqual(['MESH451 at … leave out "bar", "istio-system"']);
    expect(selecting(byName('foo', 'bar'))).toEqual(['MESH451 at … leave out "istio-system"']);
  });

  test('MESH451 and MESH452: what the mesh creates has known labels, and what it does not has not', () => {
    const selectors = [{ matchLabels: { mesh: 'yes' } }];
    expect(selecting(selectors)).toEqual([
      'MESH451 at … leave out "bar", "istio-system"',
      'MESH452 at … may leave out "foo"',
    ]);
    expect(selecting(selectors, LABEL)).toEqual(['MESH452 at … may leave out "foo"']);
    expect(selecting([...selectors, ...byName('foo')], LABEL)).toEqual([]);
    const existing = { ...LABEL, existingNamespaces: ['istio-system'] };
    expect(selecting(selectors, existing)).toEqual([
      'MESH452 at … may leave out "foo", "istio-system"',
    ]);
  });

  test.each<[object, boolean]>([
    [{ key: 'mesh', operator: 'Exists' }, true],
    [{ key: 'mesh', operator: 'DoesNotExist' }, false],
    [{ key: 'mesh', operator: 'In', values: ['no', 'yes'] }, true],
    [{ key: 'mesh', operator: 'NotIn', values: ['yes'] }, false],
    [{ key: 'other', operator: 'Exists' }, false],
    [{ key: 'other', operator: 'DoesNotExist' }, true],
    [{ key: 'other', operator: 'NotIn', values: ['yes'] }, true],
    [{ key: 'mesh', operator: 'Gt', values: ['0'] }, false],
  ])('read %j as Kubernetes does', (expression, isSelected) => {
    const found = selecting([...byName('foo'), { matchExpressions: [expression] }], LABEL);
    expect(found).toEqual(isSelected ? [] : ['MESH451 at … leave out "bar", "istio-system"']);
  });

  test('of an Istio that somebody else installs are looked at too', () => {
    const meshConfig = {
      defaultConfig: { proxyMetadata: { ISTIO_META_DNS_CAPTURE: 'true' } },
      discoverySelectors: byName('bar', 'foo'),
    };
    const values = { global: { network: 'cluster1' }, meshConfig };
    const existingIstio = {
      meshConfig: stringify(meshConfig),
      istiodValues: stringify(values),
    };
    expect(summarize(problemsOf(withCluster({ existingIstio })))).toEqual([
      'MESH451 at clusters[0].existingIstio.istiodValues: `discoverySelectors` leave out "istio-system"',
      'MESH451 at clusters[0].existingIstio.meshConfig: `discoverySelectors` leave out "istio-system"',
    ]);
  });
});
