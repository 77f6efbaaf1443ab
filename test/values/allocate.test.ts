import * as fc from 'fast-check';
import { allocate, Claims } from '../../src/values/allocate';
import { cidrContains, notAllocatable, parseCidr } from '../../src/values/ip';

const V4 = parseCidr('240.0.0.0/29')!;
const V6 = parseCidr('fd00:10::/125')!;
const full = (): never => {
  throw new Error('full');
};
const claims = (change: Partial<Claims> = {}): Claims => ({
  taken: new Set(),
  own: new Map(),
  keptBack: new Set(),
  ...change,
});
const SIX = ['a', 'b', 'c', 'd', 'e', 'f'];

test('a range is used up but for the network address, and the broadcast address of IPv4', () => {
  const v4 = [...allocate(SIX, [V4], claims(), full).values()].flat();
  expect([...v4].sort()).toEqual([1, 2, 3, 4, 5, 6].map(i => `240.0.0.${i}`));
  expect(() => allocate([...SIX, 'g'], [V4], claims(), full)).toThrow('full');
  const v6 = [...allocate([...SIX, 'g'], [V6], claims(), full).values()].flat();
  expect([...v6].sort()).toEqual([1, 2, 3, 4, 5, 6, 7].map(i => `fd00:10::${i}`));
  expect(() => allocate([...SIX, 'g', 'h'], [V6], claims(), full)).toThrow('full');
});

test.each(['240.0.0.0/31', '240.0.0.0/32', 'fd00::/128'])('%s has no address to give', range => {
  expect(() => allocate(['a'], [parseCidr(range)!], claims(), full)).toThrow('full');
});

test('an address of each range is given', () => {
  const ranges = [parseCidr('240.0.0.0/16')!, parseCidr('fd00:10::/64')!];
  expect(allocate(['httpbin.bar.global'], ranges, claims(), full)).toEqual(
    new Map([['httpbin.bar.global', ['240.0.211.87', 'fd00:10::a6ee:e32d:8285:bb84']]]),
  );
});

test('newcomers of two branches rarely meet', () => {
  const range = parseCidr('240.0.0.0/16')!;
  const alone = Array.from({ length: 300 }, (_, i) =>
    allocate([`svc${i}.shop.global`], [range], claims(), full)
      .get(`svc${i}.shop.global`)!
      .join(),
  );
  // by chance 300 * 299 / 2 / 65534 = 0.7 pairs
  expect(new Set(alone).size).toBeGreaterThanOrEqual(297);
});

test('an address that is out of range or given by hand is not kept', () => {
  const own = new Map([
    ['a', ['10.0.0.1']],
    ['b', ['240.0.0.1']],
    ['c', ['240.0.0.2']],
  ]);
  const taken = new Set(['240.0.0.1']);
  const given = allocate(['a', 'b', 'c'], [V4], claims({ own, taken }), full);
  expect(given.get('c')).toEqual(['240.0.0.2']);
  for (const [ip] of [given.get('a')!, given.get('b')!]) {
    expect(cidrContains(V4, ip) && ip !== '240.0.0.1').toBe(true);
  }
});

test('an address that was released is given back to its host, and to no other', () => {
  const own = new Map([['a', ['240.0.0.1']]]);
  const keptBack = new Set(['240.0.0.1', '240.0.0.2', '240.0.0.3', '240.0.0.4', '240.0.0.5']);
  expect(allocate(['a', 'b'], [V4], claims({ own, keptBack }), full)).toEqual(
    new Map([
      ['a', ['240.0.0.1']],
      ['b', ['240.0.0.6']],
    ]),
  );
});

test('no address moves, each is given once, and the order of hosts does not matter', () => {
  const names = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,4}$/), { maxLength: 40 });
  const range = parseCidr('240.0.0.0/25')!;
  fc.assert(
    fc.property(names, names, names, (before, after, hands) => {
      const taken = new Set(hands.map((_, i) => `240.0.0.${3 * i + 2}`));
      const first = allocate(before, [range], claims({ taken }), full);
      const second = allocate(after, [range], claims({ taken, own: first }), full);
      const all = [...second.values()].flat();
      expect(new Set(all).size).toBe(all.length);
      expect(
        all.every(ip => cidrContains(range, ip) && !notAllocatable(range, ip) && !taken.has(ip)),
      ).toBe(true);
      for (const host of before.filter(name => after.includes(name))) {
        expect(second.get(host)).toEqual(first.get(host));
      }
      const reversed = [...after].reverse();
      expect(allocate(reversed, [range], claims({ taken, own: first }), full)).toEqual(second);
    }),
    { seed: 7, numRuns: 300 },
  );
});
