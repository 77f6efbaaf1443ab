import { randomBytes } from 'crypto';
import * as fc from 'fast-check';
import { encodeBech32, encodeGroups, Identity, identity, openAge } from './open-age';
import { ageEncrypt } from '../../../src/ca/sealing/age';
import { decodeBech32 } from '../../../src/ca/sealing/bech32';

const CHUNK = 64 * 1024;
/** The example of C2SP's age: an identity of 32 bytes 0x42. */
const EXAMPLE = 'age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj';

let alice: Identity;
let bob: Identity;
beforeAll(async () => {
  alice = await identity(Buffer.alloc(32, 0x42));
  bob = await identity(randomBytes(32));
});

/** Counts up, so that the same calls give the same bytes. */
function counting(): (size: number) => Buffer {
  let next = 0;
  return size => Buffer.from(Array.from({ length: size }, () => next++ & 0xff));
}

test('the recipient of the example is that of its identity', () =>
  expect(alice.recipient).toBe(EXAMPLE));

test.each([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 17])(
  '%d bytes',
  async size => {
    const plaintext = randomBytes(size);
    expect((await openAge(ageEncrypt(plaintext, [EXAMPLE]), alice)).equals(plaintext)).toBe(true);
  },
);

test('any length of the last line of armor', async () => {
  for (let size = 2; size < 70; size++) {
    expect((await openAge(ageEncrypt(Buffer.alloc(size, 1), [EXAMPLE]), alice)).length).toBe(size);
  }
});

test('each of several recipients can open it, and nobody else', async () => {
  const file = ageEncrypt(Buffer.from('for two'), [bob.recipient, alice.recipient]);
  expect((await openAge(file, alice)).toString()).toBe('for two');
  expect((await openAge(file, bob)).toString()).toBe('for two');
  await expect(openAge(ageEncrypt(Buffer.from('for one'), [bob.recipient]), alice)).rejects.toThrow(
    'no stanza is for this identity',
  );
});

test('randomness makes every file another one, and is all there is to it', () => {
  const encrypt = (random?: (size: number) => Buffer) =>
    ageEncrypt(Buffer.from('x'), [EXAMPLE], random);
  expect(encrypt()).not.toBe(encrypt());
  expect(encrypt(counting())).toBe(encrypt(counting()));
});

test('a changed file does not open', async () => {
  const file = ageEncrypt(Buffer.from('secret'), [EXAMPLE]);
  const lines = file.split('\n');
  const bytes = Buffer.from(lines.slice(1, -2).join(''), 'base64');
  bytes[bytes.length - 1] ^= 1;
  const changed = [
    lines[0],
    ...bytes.toString('base64').match(/.{1,64}/g)!,
    ...lines.slice(-2),
  ].join('\n');
  await expect(openAge(changed, alice)).rejects.toThrow('chunk 0 is wrong');
});

describe('recipients that are none', () => {
  const encrypt = (recipient: string) => () => ageEncrypt(Buffer.from('x'), [EXAMPLE, recipient]);
  const mistyped = EXAMPLE.replace('zvky', 'zvkz');

  test('none at all', () =>
    expect(() => ageEncrypt(Buffer.from('x'), [])).toThrow('at least one recipient'));
  test.each([
    ['mistyped', mistyped],
    ['cut', EXAMPLE.slice(0, -1)],
    ['with a swap', EXAMPLE.replace('2l', 'l2')],
    ['doubled', EXAMPLE + EXAMPLE.slice(4)],
  ])('%s', (_, recipient) =>
    expect(encrypt(recipient)).toThrow(
      'the age recipient has a wrong checksum; it was mistyped or cut off',
    ),
  );
  test.each([
    ['empty', ''],
    ['in capitals', EXAMPLE.toUpperCase()],
    ['mixed', EXAMPLE.replace('zvky', 'zVky')],
    ['without separator', 'agezvkyg'],
    ['without prefix', '1zvkygqqq'],
    ['foreign letter', EXAMPLE.replace('z', 'b')],
    ['blank at the end', `${EXAMPLE} `],
    ['too short for a checksum', 'age1zvkyg'],
    ['SSH', 'ssh-ed25519 AAAAC3Nz'],
  ])('%s', (_, recipient) =>
    expect(encrypt(recipient)).toThrow('the age recipient is not lower-case Bech32'),
  );
  test.each([
    ['other prefix', encodeBech32('age1pq', randomBytes(32))],
    ['a plugin', encodeBech32('age1yubikey', randomBytes(33))],
    ['31 bytes', encodeBech32('age', randomBytes(31))],
    ['33 bytes', encodeBech32('age', randomBytes(33))],
    ['nothing', encodeBech32('age', Buffer.alloc(0))],
  ])('%s', (_, recipient) =>
    expect(encrypt(recipient)).toThrow('the age recipient is not of type X25519 (age1...)'),
  );
  test('a point of low order', () =>
    expect(encrypt(encodeBech32('age', Buffer.alloc(32)))).toThrow('keeps nothing secret'));

  test('a secret key is refused, and not repeated', () => {
    const secret = encodeBech32('age-secret-key-', Buffer.alloc(32, 7)).toUpperCase();
    expect(encrypt(secret)).toThrow(
      new Error('the age recipient is a secret key; pass its public half (age-keygen -y)'),
    );
  });
});

describe('Bech32', () => {
  /** From BIP 173, those in lower case or digits. */
  test.each([
    ['a12uel5l', 'a'],
    [
      'an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1tt5tgs',
      undefined,
    ],
    ['abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw', 'abcdef'],
    ['?1ezyfcl', '?'],
  ])('%s', (text, prefix) =>
    expect(decodeBech32(text).prefix).toBe(prefix ?? text.slice(0, text.lastIndexOf('1'))),
  );

  test.each([
    'pzry9x0s0muk',
    '1pzry9x0s0muk',
    'x1b4n0q5v',
    'li1dgmt3',
    'A1G7SGD8',
    '10a06t8',
    '1qzzfhee',
    '\x201nwldj5',
  ])('not %j', text => {
    expect(() => decodeBech32(text)).toThrow(/is not lower-case Bech32|has a wrong checksum/);
  });

  test('leftover bits must be few and zero', () => {
    expect(decodeBech32(encodeGroups('age', [31, 28])).data).toEqual(Buffer.from([0xff]));
    expect(() => decodeBech32(encodeGroups('age', [31, 29]))).toThrow('has bits left over');
    expect(() => decodeBech32(encodeGroups('age', [0]))).toThrow('has bits left over');
  });

  test('reads what another implementation wrote', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 90 }),
        fc.stringMatching(/^[!-@[-~]{1,20}$/),
        (bytes, prefix) => {
          expect(decodeBech32(encodeBech32(prefix, Buffer.from(bytes)))).toEqual({
            prefix,
            data: Buffer.from(bytes),
          });
        },
      ),
    );
  });

  test('finds any single mistake', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 4, max: EXAMPLE.length - 1 }),
        fc.constantFrom(...'qpzry9x8gf2tvdw0s3jn54khce6mua7l'),
        (at, letter) => {
          fc.pre(EXAMPLE[at] !== letter);
          expect(() => decodeBech32(EXAMPLE.slice(0, at) + letter + EXAMPLE.slice(at + 1))).toThrow(
            'has a wrong checksum',
          );
        },
      ),
    );
  });
});
