import { createHash, randomBytes } from 'crypto';
import { Identity, identity, openAge } from './open-age';
import { LEAF, openLeaf } from './open-sops';
import { sopsEncrypt } from '../../../src/ca/sealing/sops';

const DATE = new Date('2026-11-24T22:30:15.789Z');
const KEY = 'not a key\nof two lines, with ü and 🔑\n';

let alice: Identity;
let bob: Identity;
beforeAll(async () => {
  alice = await identity(Buffer.alloc(32, 0x42));
  bob = await identity(randomBytes(32));
});

/** `echo -n sops | sha256sum`, with which SOPS begins a MAC over encrypted values only. */
const PREFIX = Buffer.from(
  '8a3fd2ad54ce66527b1034f3d147be0b0b975b3bf44f72c6fdadec8176f27d69',
  'hex',
);

test('a recipient reads the value, and its MAC holds', async () => {
  const { encrypted, metadata } = sopsEncrypt({ 'ca-key.pem': KEY }, [alice.recipient], DATE);
  const dataKey = await openAge(metadata.age[0].enc, alice);
  expect(dataKey).toHaveLength(32);
  expect(await openLeaf(encrypted['ca-key.pem'], dataKey, 'stringData:ca-key.pem:')).toBe(KEY);
  expect(await openLeaf(metadata.mac, dataKey, '2026-11-24T22:30:15Z')).toBe(
    createHash('sha512').update(PREFIX).update(KEY).digest('hex').toUpperCase(),
  );
});

test('the metadata says what is encrypted, for whom and when', () => {
  expect(
    sopsEncrypt({ 'ca-key.pem': KEY }, [alice.recipient, bob.recipient], DATE).metadata,
  ).toEqual({
    age: [
      { recipient: alice.recipient, enc: expect.stringMatching(/^-----BEGIN AGE/) },
      { recipient: bob.recipient, enc: expect.stringMatching(/^-----BEGIN AGE/) },
    ],
    encrypted_regex: '^ca-key\\.pem$',
    lastmodified: '2026-11-24T22:30:15Z',
    mac: expect.stringMatching(LEAF),
    mac_only_encrypted: true,
    version: '3.9.0',
  });
});

test('every recipient has the same data key', async () => {
  const {
    metadata: { age },
  } = sopsEncrypt({ 'ca-key.pem': KEY }, [alice.recipient, bob.recipient], DATE);
  expect(await openAge(age[0].enc, alice)).toEqual(await openAge(age[1].enc, bob));
});

test('several values, in the order of their keys; an empty one stays empty', async () => {
  const { encrypted, metadata } = sopsEncrypt(
    { 'tls.key': 'b', empty: '', 'ca-key.pem': 'a' },
    [alice.recipient],
    DATE,
  );
  const dataKey = await openAge(metadata.age[0].enc, alice);
  expect(encrypted.empty).toBe('');
  expect(metadata.encrypted_regex).toBe('^ca-key\\.pem$|^empty$|^tls\\.key$');
  expect(await openLeaf(encrypted['tls.key'], dataKey, 'stringData:tls.key:')).toBe('b');
  expect(await openLeaf(metadata.mac, dataKey, metadata.lastmodified)).toBe(
    createHash('sha512').update(PREFIX).update('ab').digest('hex').toUpperCase(),
  );
});

test('a value does not open in another place, nor the MAC at another time', async () => {
  const { encrypted, metadata } = sopsEncrypt({ 'ca-key.pem': KEY }, [alice.recipient], DATE);
  const dataKey = await openAge(metadata.age[0].enc, alice);
  await expect(openLeaf(encrypted['ca-key.pem'], dataKey, 'stringData:tls.key:')).rejects.toThrow();
  await expect(openLeaf(encrypted['ca-key.pem'], dataKey, 'data:ca-key.pem:')).rejects.toThrow();
  await expect(openLeaf(metadata.mac, dataKey, '2026-11-24T22:30:16Z')).rejects.toThrow();
});

test('randomness makes every file another one, and is all there is to it', () => {
  const encrypt = (random?: (size: number) => Buffer) =>
    JSON.stringify(sopsEncrypt({ 'ca-key.pem': KEY }, [alice.recipient], DATE, random));
  expect(encrypt()).not.toBe(encrypt());
  expect(encrypt(size => Buffer.alloc(size, size))).toBe(encrypt(size => Buffer.alloc(size, size)));
});

test('no nonce comes twice', () => {
  const { encrypted, metadata } = sopsEncrypt({ a: 'x', b: 'x', c: 'x' }, [alice.recipient], DATE);
  const nonces = [...Object.values(encrypted), metadata.mac].map(leaf => LEAF.exec(leaf)![2]);
  expect(new Set(nonces).size).toBe(4);
});

test('nobody to read it, nothing to read, or a recipient that is none', () => {
  expect(() => sopsEncrypt({ 'ca-key.pem': KEY }, [], DATE)).toThrow(
    'at least one age recipient and one value',
  );
  expect(() => sopsEncrypt({}, [alice.recipient], DATE)).toThrow(
    'at least one age recipient and one value',
  );
  expect(() => sopsEncrypt({ 'ca-key.pem': KEY }, [alice.recipient, 'age1x'], DATE)).toThrow(
    'the age recipient is not lower-case Bech32',
  );
});
