import { Testing } from 'cdk8s';
import { FailoverProps, GatewayAddress, MulticlusterMesh, SubsetProps } from '../../../src';
import { httpbin } from '../../model/base';
import { judgeMesh } from '../../oracle/mesh-rules';
import { judgeRules } from '../../oracle/rules';

const SUBSETS: SubsetProps[] = [
  { name: 'v1', labels: { version: 'v1' } },
  { name: 'v2', labels: { version: 'v2' }, clusters: ['a'] },
];

/** Three clusters serve. `caller` has an egress gateway, and so does `a`, which serves as well. */
function rules(
  failover: FailoverProps | undefined,
  caller: string,
  subsets?: SubsetProps[],
): Record<string, any> {
  const egressGateway = { address: '10.0.0.9' };
  const mesh = new MulticlusterMesh(Testing.app(), 'mesh', {
    suffix: 'mesh.internal',
    clusters: [
      ...['a', 'b', 'c'].map((name, i) => ({
        name,
        istio: '1.29',
        region: `r${name}`,
        gateway: { addresses: [GatewayAddress.ip(`8.8.4.${i + 1}`)] },
        ...(name === 'a' ? { egressGateway } : {}),
      })),
      { name: 'caller', istio: '1.29', region: 'rb', egressGateway },
    ],
    services: [
      httpbin({ clusters: ['a', 'b', 'c'], failover, subsets, virtualIps: ['240.0.0.1'] }),
    ],
    grants: [
      {
        services: ['httpbin.bar'],
        clusters: [caller],
        namespaces: ['foo'],
        serviceAccounts: ['*'],
      },
    ],
  });
  const clusters = Object.fromEntries(mesh.clusters.map(name => [name, mesh.chart(name).toJson()]));
  expect(judgeMesh(clusters)).toEqual([]);
  expect(judgeRules(Object.values(clusters).flat())).toEqual([]);
  return Object.fromEntries(
    clusters[caller]
      .filter((o: any) => o.kind === 'DestinationRule')
      .map((o: any) => [o.metadata.namespace, o.spec]),
  );
}
const localities = ({ trafficPolicy }: any) => trafficPolicy.loadBalancer?.localityLbSetting;

test("weights are the egress gateway's to heed: its callers see one endpoint", () => {
  const { bar, 'istio-egress': egress } = rules({ weights: { a: 1, b: 1, c: 2 } }, 'caller');
  expect(localities(bar)).toBeUndefined();
  expect(localities(egress)).toEqual({
    distribute: [
      {
        from: '*',
        to: {
          'weighed.mesh.cdk8s-istio-multicluster/a/*': 25,
          'weighed.mesh.cdk8s-istio-multicluster/b/*': 25,
          'weighed.mesh.cdk8s-istio-multicluster/c/*': 50,
        },
      },
    ],
  });
});

test('so is an order, and the nearest region', () => {
  const ordered = rules({ order: ['c', 'b', 'a'] }, 'caller');
  expect(localities(ordered.bar)).toBeUndefined();
  expect(localities(ordered['istio-egress']).failoverPriority).toHaveLength(2);
  expect(localities(rules(undefined, 'caller')['istio-egress']).failoverPriority).toHaveLength(1);
});

test('pods of the cluster itself come before the egress gateway', () => {
  expect(localities(rules(undefined, 'a').bar)).toEqual({
    failoverPriority: ['failover.mesh.cdk8s-istio-multicluster/1'],
  });
});

test('the egress gateway knows no subset that is nowhere behind it', () => {
  expect(
    rules(undefined, 'caller', SUBSETS)['istio-egress'].subsets.map((s: any) => s.name),
  ).toEqual(['v1', 'v2']);
  expect(rules(undefined, 'a', SUBSETS)['istio-egress'].subsets.map((s: any) => s.name)).toEqual([
    'v1',
  ]);
  expect(rules(undefined, 'a', SUBSETS).bar.subsets.map((s: any) => s.name)).toEqual(['v1', 'v2']);
});
