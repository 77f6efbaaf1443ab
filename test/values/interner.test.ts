import { isDeepStrictEqual } from 'util';
import * as fc from 'fast-check';
import { Interner } from '../../src/values/interner';

const value = fc.object({ maxDepth: 3, maxKeys: 3, withNullPrototype: false });

/** In our values, undefined is the same as absent. */
const plain = (part: unknown): unknown => JSON.parse(JSON.stringify(part));

test('equal values have one identity, and different ones have not', () => {
  fc.assert(
    fc.property(value, value, (a, b) => {
      const interner = new Interner();
      const [one, other] = [interner.intern(plain(a) as object), plain(b) as object];
      expect(interner.intern(other) === one).toBe(isDeepStrictEqual(one, other));
      expect(interner.intern(plain(a) as object)).toBe(one);
    }),
    { numRuns: 2000, seed: 20261126 },
  );
});

test.each<[string, object, object]>([
  ['text from numbers', { a: '1' }, { a: 1 }],
  ['lists from maps', ['x'], { 0: 'x' }],
  ['keys that look like a key with a value', { 'a":1,"b': 2 }, { a: 1, b: 2 }],
  ['null from nothing', { a: null }, {}],
  ['a part from its number', { a: {} }, { a: '#0' }],
])('tells %s', (_, a, b) => {
  const interner = new Interner();
  expect(interner.intern(a)).not.toBe(interner.intern(b));
});

test('a value in which a key is undefined is the value without it', () => {
  const interner = new Interner();
  expect(interner.intern({ a: 1, b: undefined })).toBe(interner.intern({ a: 1 }));
});

test('values of different classes stay apart', () => {
  class Point {
    public constructor(public readonly x: number) {}
  }
  const interner = new Interner();
  expect(interner.intern(new Point(1))).not.toBe(interner.intern({ x: 1 }));
});
