import * as fc from 'fast-check';
import { ClusterProps, FailoverProps, GatewayAddress } from '../../../src';
import { hostsByCluster } from '../../../src/model/hosts/hosts';
import { localityWeights, remoteEndpoints } from '../../../src/model/hosts/remote-endpoints';
import { Seats } from '../../../src/model/hosts/seat';
import { httpbin, resolve } from '../../model/base';

const NAMES = ['a', 'b', 'c', 'd'];

function endpointsOf(
  caller: string,
  failover: FailoverProps,
  regions: Record<string, string> = {},
  draining: string[] = [],
) {
  const mesh = resolve({
    suffix: 'mesh.internal',
    clusters: NAMES.map((name, i) => ({
      name,
      istio: '1.29',
      region: regions[name],
      draining: draining.includes(name),
      gateway: { addresses: [GatewayAddress.ip(`8.8.4.${i + 1}`)] },
    })),
    services: [
      httpbin({
        clusters: NAMES.filter(name => name !== 'd'),
        failover,
        virtualIps: ['240.0.0.1'],
      }),
    ],
    grants: [{ services: ['httpbin.bar'], everyone: true }],
  });
  const cluster = mesh.clusters.find(({ name }) => name === caller)!;
  const seat = new Seats(mesh.clusters).of(mesh.services[0], cluster)!;
  return {
    priorities: remoteEndpoints(mesh.services[0], seat).map(
      endpoint => `${endpoint.cluster} ${endpoint.priority}`,
    ),
    weights: localityWeights(mesh.services[0], seat),
  };
}

test.each<[string, string, FailoverProps, Record<string, string>, string[], string[]]>([
  ['all equal without regions', 'd', {}, {}, [], ['a 0', 'b 0', 'c 0']],
  [
    "the caller's region first",
    'd',
    {},
    { a: 'x', b: 'y', c: 'y', d: 'y' },
    [],
    ['a 1', 'b 0', 'c 0'],
  ],
  [
    "no gaps when nobody is in the caller's region",
    'd',
    {},
    { a: 'x', b: 'x', c: 'x', d: 'y' },
    [],
    ['a 0', 'b 0', 'c 0'],
  ],
  [
    'in order, the rest last',
    'd',
    { order: ['c', 'a'] },
    { a: 'x', b: 'y', d: 'y' },
    [],
    ['a 1', 'b 2', 'c 0'],
  ],
  ['in order without the caller itself', 'c', { order: ['c', 'b', 'a'] }, {}, [], ['a 1', 'b 0']],
  [
    'in order without a draining cluster, and no gap for it',
    'd',
    { order: ['c', 'b', 'a'] },
    {},
    ['b'],
    ['a 1', 'c 0'],
  ],
])('%s', (_, caller, failover, regions, draining, expected) => {
  expect(endpointsOf(caller, failover, regions, draining).priorities).toEqual(expected);
});

describe('weights', () => {
  const regions = { a: 'ra', b: 'rb', c: 'rc' };
  const shares = (weights: Record<string, number>, caller = 'd', draining: string[] = []) =>
    endpointsOf(caller, { weights }, regions, draining).weights;

  /** Of gateways, whose localities are made up. */
  const of = (percent: Record<string, number>) =>
    Object.fromEntries(
      Object.entries(percent).map(([name, share]) => [
        `weighed.mesh.cdk8s-istio-multicluster/${name}/*`,
        share,
      ]),
    );

  test('become percentages', () => {
    expect(shares({ a: 1, b: 1, c: 2 })).toEqual(of({ a: 25, b: 25, c: 50 }));
    expect(shares({ a: 1, b: 1, c: 1 })).toEqual(of({ a: 34, b: 33, c: 33 }));
    expect(shares({ a: 1, b: 1, c: 1000 })).toEqual(of({ a: 1, b: 1, c: 98 }));
  });

  test("leave draining clusters out, but not the caller's own", () => {
    expect(shares({ a: 1, b: 1, c: 2 }, 'd', ['b'])).toEqual(of({ a: 33, c: 67 }));
    expect(shares({ a: 1, b: 1, c: 2 }, 'b', ['b'])).toEqual({
      ...of({ a: 25, c: 50 }),
      'rb/*': 25, // wherever in its region its nodes are
    });
    expect(shares({ a: 1, b: 1, c: 2 }, 'd', ['b', 'c'])).toBeUndefined();
  });

  test('always add up to 100, none below 1', () => {
    const weight = fc.integer({ min: 1, max: 1000 });
    fc.assert(
      fc.property(weight, weight, weight, (a, b, c) => {
        const list = Object.values(shares({ a, b, c })!);
        expect(list.reduce((x, y) => x + y, 0)).toBe(100);
        expect(Math.min(...list)).toBeGreaterThanOrEqual(1);
      }),
      { seed: 3, numRuns: 200 },
    );
  });
});

describe('beside own pods, where a gateway is resolved', () => {
  /** `a` serves and calls; the others serve, `b` by a gateway with a name. */
  function seen(regions: Record<string, string>, own: Partial<ClusterProps> = {}) {
    const mesh = resolve({
      suffix: 'mesh.internal',
      clusters: ['a', 'b', 'c'].map((name, i) => ({
        name,
        istio: '1.29',
        region: regions[name],
        gateway: {
          addresses: [
            name === 'b'
              ? GatewayAddress.hostname('gw.b.example')
              : GatewayAddress.ip(`8.8.4.${i + 1}`),
          ],
        },
        ...(name === 'a' ? own : {}),
      })),
      services: [httpbin({ clusters: ['a', 'b', 'c'], virtualIps: ['240.0.0.1'] })],
      grants: [
        { services: ['httpbin.bar'], clusters: ['a'], namespaces: ['foo'], serviceAccounts: ['*'] },
      ],
    });
    const [[{ endpoints, regionFailover }]] = hostsByCluster(mesh).get(mesh.clusters[0])!.hosts;
    return {
      localities: endpoints.map(({ locality }) => locality?.split('.')[0]),
      regionFailover,
    };
  }
  const to = 'near.mesh.cdk8s-istio-multicluster';

  test('gateways are in regions that no node has, the nearer ones first', () => {
    expect(seen({ a: 'x', b: 'x', c: 'y' })).toEqual({
      localities: ['near', 'far'],
      regionFailover: { from: 'x', to },
    });
  });

  test('of equally near ones none comes first', () => {
    const near = { localities: ['near', 'near'], regionFailover: undefined };
    expect(seen({ a: 'x', b: 'x', c: 'x' })).toEqual(near);
    expect(seen({})).toEqual(near);
    expect(seen({ a: 'x' }).localities).toEqual(['far', 'far']);
  });

  test('an egress gateway that is resolved comes after the pods too', () => {
    const address = 'egress.istio-egress.svc.cluster.local';
    expect(seen({}, { egressGateway: { address } })).toEqual({
      localities: ['near'],
      regionFailover: undefined,
    });
    expect(seen({}, { egressGateway: { address: '10.0.0.9' } }).localities).toEqual([undefined]);
  });
});
