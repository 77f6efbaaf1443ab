import { ClusterProps, IstiodProps, SidecarProps } from '../../../src';
import { problemsOf, resolve, summarize, withCluster } from '../base';

const AT = 'clusters[0]';
const found = (props: Partial<ClusterProps>) => summarize(problemsOf(withCluster(props)));

describe('revisions', () => {
  const istiod = (props: IstiodProps, istio = '1.28') => found({ istio, istiod: props });
  const label = (length: number) => 'a'.repeat(length);

  test('may be as long as the longest name made of them lets them be', () => {
    expect(istiod({ revision: label(56), revisionTag: label(43) })).toEqual([]);
  });

  test('an upgrade goes over two minors at most', () => {
    const to = (istio: string) => istiod({ upgrade: { istio, revision: 'next' } }).length;
    expect(['1.28.1', '1.29', '1.30', '1.31'].map(to)).toEqual([0, 0, 0, 1]);
  });

  test('an upgrade whose version is wrong is no upgrade', () => {
    expect(istiod({ upgrade: { istio: 'x', revision: 'next' } })).toEqual([
      expect.stringMatching(/^MESH501 at clusters\[0\]\.istiod\.upgrade\.istio: /),
    ]);
    const { revisions } = resolve(
      withCluster({ istiod: { upgrade: { istio: '1.30', revision: 'next' } } }),
    ).clusters[0];
    expect(revisions.upgrade).toMatchObject({ istio: { text: '1.30' }, revision: 'next' });
    expect(resolve(withCluster({})).clusters[0].revisions.upgrade).toBeUndefined();
  });

  test('an upgrade whose version is wrong still has its revision', () => {
    expect(
      found({
        istiod: { upgrade: { istio: 'x', revision: 'next' } },
        namespaces: [{ name: 'canary', revision: 'next' }],
      }),
    ).toEqual(['MESH501 at clusters[0].istiod.upgrade.istio: "x" is not an Istio version']);
  });

  test('what a namespace can choose from is said', () => {
    const remedy = (props: IstiodProps) =>
      problemsOf(
        withCluster({ istiod: props, namespaces: [{ name: 'x', revision: 'none-of-these' }] }),
      ).map(problem => problem.remedy);
    const upgrade = { istio: '1.30', revision: 'next' };
    expect(remedy({})).toEqual(['Choose one of "default", or name it in `istiod`.']);
    expect(remedy({ revision: 'blue', revisionTag: 'stable', upgrade })).toEqual([
      'Choose one of "blue", "stable", "next", or name it in `istiod`.',
    ]);
  });
});

describe('Sidecars', () => {
  test('are in the order of their namespaces, their hosts too, and without hosts see what is theirs', () => {
    const sidecars = [{ namespace: 'web', egressHosts: ['b/*', 'a/*'] }, { namespace: 'app' }];
    expect(resolve(withCluster({ sidecars })).clusters[0].sidecars).toEqual([
      { namespace: 'app', egressHosts: ['./*', 'istio-system/*'] },
      { namespace: 'web', egressHosts: ['a/*', 'b/*'] },
    ]);
  });

  const hosts = (...egressHosts: string[]) => {
    const sidecars: SidecarProps[] = [{ namespace: 'web', egressHosts }];
    return found({ sidecars });
  };

  test('hosts are a namespace, or `.`, `*` or `~`, and a name or a part of names', () => {
    expect(hosts('./*', '*/*', '~/*', 'ns/a.example', 'ns/*.example')).toEqual([]);
  });

  test.each(['ns', 'ns/', 'ns/a/b', 'N/*', '/*', 'ns/a.*.b', 'ns/A', 'ns/**', '../*'])(
    'MESH410: "%s" is none',
    host => {
      expect(hosts('./*', host)).toEqual([
        `MESH410 at ${AT}.sidecars[0].egressHosts[1]: "${host}" is not \`<namespace>/<DNS name>\``,
      ]);
    },
  );
});

/** What the mesh decides of the values of both charts, and by what: a list of its own. */
describe('MESH263: a further value never takes the place of one of ours', () => {
  const RESTART = 'mesh.cdk8s-istio-multicluster/trusted-roots';
  const chart = 'the chart itself';
  const roots = 'the rotation of the root';
  const calls = 'the way that calls take';

  const refused = (part: 'istiod' | 'gateway', path: readonly string[]) => {
    const helmValues = path.reduceRight<any>((value, key) => ({ [key]: value }), 'x');
    const { gateway } = withCluster({}).clusters[0];
    return found(
      part === 'istiod' ? { istiod: { helmValues } } : { gateway: { ...gateway!, helmValues } },
    );
  };

  test.each<['istiod' | 'gateway', string, string[]]>([
    ['istiod', chart, ['_internal_defaults_do_not_set']],
    ['istiod', chart, ['defaults']],
    ['istiod', '`istiod.revision`', ['revision']],
    ['istiod', '`istiod.revisionTag`', ['revisionTags']],
    ['istiod', '`rootNamespace` of the mesh', ['global', 'istioNamespace']],
    ['istiod', '`meshId` of the mesh', ['global', 'meshID']],
    ['istiod', '`name` of the cluster', ['global', 'multiCluster', 'clusterName']],
    ['istiod', '`network` of the cluster', ['global', 'network']],
    ['istiod', '`trustDomain`', ['meshConfig', 'trustDomain']],
    ['istiod', '`trustDomainAliases` of the cluster', ['meshConfig', 'trustDomainAliases']],
    [
      'istiod',
      '`dns.mode` of the cluster',
      ['meshConfig', 'defaultConfig', 'proxyMetadata', 'ISTIO_META_DNS_CAPTURE'],
    ],
    ['istiod', roots, ['podAnnotations', RESTART]],
    ['istiod', roots, ['pilot', 'podAnnotations', RESTART]],
    ['gateway', chart, ['_internal_defaults_do_not_set']],
    ['gateway', chart, ['defaults']],
    ['gateway', 'the README of the cluster', ['name']],
    ['gateway', '`revision` of the gateway', ['revision']],
    ['gateway', calls, ['networkGateway']],
    ['gateway', calls, ['networkGatewayPorts']],
    ['gateway', 'the README of the cluster', ['labels', 'app']],
    ['gateway', '`labels` of the gateway', ['labels', 'istio']],
    ['gateway', calls, ['labels', 'topology.istio.io/network']],
    ['gateway', '`network` of the cluster', ['env', 'ISTIO_META_REQUESTED_NETWORK_VIEW']],
    ['gateway', calls, ['env', 'EXIT_ON_ZERO_ACTIVE_CONNECTIONS']],
    ['gateway', calls, ['terminationGracePeriodSeconds']],
    ['gateway', roots, ['podAnnotations', RESTART]],
    ['gateway', '`service.type`', ['service', 'type']],
    ['gateway', '`service.ports`', ['service', 'ports']],
    ['gateway', '`service.annotations`', ['service', 'annotations']],
    ['gateway', '`service.loadBalancerIp`', ['service', 'loadBalancerIP']],
    ['gateway', '`service.loadBalancerClass`', ['service', 'loadBalancerClass']],
    ['gateway', '`service.loadBalancerSourceRanges`', ['service', 'loadBalancerSourceRanges']],
    ['gateway', '`service.externalTrafficPolicy`', ['service', 'externalTrafficPolicy']],
    ['gateway', '`deployment.replicas`', ['replicaCount']],
    ['gateway', '`deployment`', ['autoscaling', 'enabled']],
    ['gateway', '`deployment.minReplicas`', ['autoscaling', 'minReplicas']],
    ['gateway', '`deployment.maxReplicas`', ['autoscaling', 'maxReplicas']],
    ['gateway', '`deployment.targetCpuPercent`', ['autoscaling', 'targetCPUUtilizationPercentage']],
  ])('%s: %s decides %j', (part, decidedBy, path) => {
    const name = path.join('.');
    expect(refused(part, path)).toEqual([
      `MESH263 at ${AT}.${part}.helmValues.${name}: "${name}" is decided by ${decidedBy}`,
    ]);
  });
});

test('MESH291: what only our Helm values could say is refused beside an Istio of somebody else', () => {
  const said = {
    service: {},
    deployment: { replicas: 1 },
    helmValues: {},
    proxyProtocol: false,
    revision: 'default',
  };
  const { proxyProtocol, ...ofEgress } = said;
  const { gateway } = withCluster({}).clusters[0];
  const places = found({
    existingIstio: {},
    gateway: { ...gateway!, ...said },
    egressGateway: { address: '10.0.0.9', ...ofEgress },
  }).map(text => text.split(': ')[0]);
  expect(places).toEqual(
    [
      ...Object.keys(ofEgress).map(key => `MESH291 at ${AT}.egressGateway.${key}`),
      ...Object.keys(said).map(key => `MESH291 at ${AT}.gateway.${key}`),
    ].sort((a, b) => (a < b ? -1 : 1)),
  );
});
