import * as fc from 'fast-check';
import { FailoverProps, GatewayAddress } from '../../../src';
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

  test('become percentages', () => {
    expect(shares({ a: 1, b: 1, c: 2 })).toEqual({ 'ra/*': 25, 'rb/*': 25, 'rc/*': 50 });
    expect(shares({ a: 1, b: 1, c: 1 })).toEqual({ 'ra/*': 34, 'rb/*': 33, 'rc/*': 33 });
    expect(shares({ a: 1, b: 1, c: 1000 })).toEqual({ 'ra/*': 1, 'rb/*': 1, 'rc/*': 98 });
  });

  test("leave draining clusters out, but not the caller's own", () => {
    expect(shares({ a: 1, b: 1, c: 2 }, 'd', ['b'])).toEqual({ 'ra/*': 33, 'rc/*': 67 });
    expect(shares({ a: 1, b: 1, c: 2 }, 'b', ['b'])).toEqual({
      'ra/*': 25,
      'rb/*': 25,
      'rc/*': 50,
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
