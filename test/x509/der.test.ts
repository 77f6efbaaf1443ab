import { execFileSync } from 'child_process';
import fc from 'fast-check';
import {
  bits,
  boolean,
  bytesOf,
  children,
  fromDer,
  implicit,
  integer,
  isBoolean,
  isContext,
  Node,
  nothing,
  octets,
  oid,
  oidOf,
  sequence,
  set,
  tagged,
  time,
  toDer,
  utf8,
} from '../../src/x509/der';

const utc = (text: string) => `170d${Buffer.from(text).toString('hex')}`;
const general = (text: string) => `180f${Buffer.from(text).toString('hex')}`;
const hex = (node: Node) => toDer(node).toString('hex');
const from = (text: string) => fromDer(Buffer.from(text, 'hex'));

describe('values as X.690 encodes them', () => {
  test.each<[string, Node, string]>([
    ['a boolean', boolean(true), '0101ff'],
    ['an integer', integer(Buffer.from([0x00, 0x80])), '02020080'],
    ['a bit string with unused bits', bits(Buffer.from([0xa0]), 5), '030205a0'],
    ['bytes', octets(Buffer.from('0123', 'hex')), '04020123'],
    ['nothing', nothing(), '0500'],
    ['text', utf8('Zürich'), '0c075ac3bc72696368'],
    ['a sequence', sequence(boolean(false), nothing()), '30050101000500'],
    ['a set', set(nothing()), '31020500'],
    ['a tagged value', tagged(3, nothing()), 'a3020500'],
    ['a tagged value without others inside', implicit(2, Buffer.from('a')), '820161'],
    [
      'the last second with two digits',
      time(new Date('2049-12-31T23:59:59Z')),
      utc('491231235959Z'),
    ],
    ['the first one with four', time(new Date('2050-01-01T00:00:00Z')), general('20500101000000Z')],
    ['a length of 127', octets(Buffer.alloc(127)), `047f${'00'.repeat(127)}`],
    ['a length of 128', octets(Buffer.alloc(128)), `048180${'00'.repeat(128)}`],
    ['a length of 256', octets(Buffer.alloc(256)), `04820100${'00'.repeat(256)}`],
  ])('%s', (_, node, encoded) => {
    expect(hex(node)).toBe(encoded);
    expect(fromDer(toDer(node))).toEqual(node);
  });
});

describe('object identifiers', () => {
  test.each([
    ['2.5.29.15', '0603551d0f'],
    ['1.2.840.113549.1.1.11', '06092a864886f70d01010b'],
    ['0.9', '060109'],
    ['1.39', '06014f'],
    ['2.999.3', '0603883703'],
  ])('%s', (text, encoded) => {
    expect(hex(oid(text))).toBe(encoded);
    expect(oidOf(from(encoded))).toBe(text);
  });

  test('a number of 128 bits', () => {
    expect(oidOf(from('06146983f09da7ebcfdee0c7a1a7b2c0948cc8f9d776'))).toBe(
      '2.25.329800735698586629295641978511506172918',
    );
  });

  test('any, there and back', () => {
    const arc = fc.integer({ min: 0, max: 2 ** 31 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 39 }), fc.array(arc), (second, others) => {
        const text = [1, second, ...others].join('.');
        expect(oidOf(oid(text))).toBe(text);
      }),
    );
  });
});

const anyNode = fc.letrec<{ node: Node }>(tie => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.uint8Array({ maxLength: 300 }).map(bytes => octets(Buffer.from(bytes))),
    fc.string().map(utf8),
    fc.array(tie('node'), { maxLength: 5 }).map(nodes => sequence(...nodes)),
    fc.array(tie('node'), { maxLength: 5 }).map(nodes => tagged(4, ...nodes)),
  ),
})).node;

test('what is written is read back, and OpenSSL reads it too', () => {
  fc.assert(
    fc.property(anyNode, node => {
      expect(fromDer(toDer(node))).toEqual(node);
    }),
  );
  const parsed = execFileSync('openssl', ['asn1parse', '-inform', 'DER'], {
    input: toDer(sequence(oid('2.5.4.10'), set(utf8('Istio')), octets(Buffer.alloc(200)))),
    encoding: 'utf8',
  });
  expect(parsed).toMatch(/SEQUENCE[^]*:organizationName[^]*SET[^]*:Istio[^]*l= 200 prim: OCTET/);
});

test('values inside others, and what they are', () => {
  const [first, second, third] = children(
    sequence(boolean(true), implicit(2, Buffer.from('a')), tagged(2)),
  );
  expect([first, second, third, undefined].map(isBoolean)).toEqual([true, false, false, false]);
  expect([first, second, third].map(node => isContext(node, 2))).toEqual([false, true, true]);
  expect(isContext(second, 1)).toBe(false);
  expect(bytesOf(second).toString()).toBe('a');
});

describe('what is not DER is refused', () => {
  test.each([
    ['nothing at all', ''],
    ['two values', '05000500'],
    ['bytes behind the value', '050000'],
    ['a value that is cut off', '040301'],
    ['a length that is cut off', '0482'],
    ['no length', '04'],
    ['an indefinite length', '308005000000'],
    ['a length with a zero in front', '0482000161'],
    ['a short length in the long form', '04810161'],
    ['a length of five bytes', '04850000000001'],
    ['a tag of several bytes', '1f810100'],
  ])('%s', (_, encoded) => {
    expect(() => from(encoded)).toThrow(/^(it holds|the length at|the value at)/);
  });

  test('inside a value, as soon as that is looked at', () => {
    const node = from('3003040561');
    expect(() => children(node)).toThrow('the value at byte 0 is cut off');
  });

  test('values of the other kind', () => {
    expect(() => children(nothing())).toThrow('a primitive value stands where');
    expect(() => bytesOf(sequence())).toThrow('a constructed value stands where');
  });

  test('random bytes: nothing but an error', () => {
    const readAll = (node: Node): void =>
      node.tag & 0x20 ? children(node).forEach(readAll) : undefined;
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), bytes => {
        try {
          readAll(fromDer(Buffer.from(bytes)));
        } catch (error) {
          expect((error as Error).message).toMatch(/^(it holds|the length at|the value at)/);
        }
      }),
    );
  });
});
