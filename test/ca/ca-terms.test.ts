import { createPrivateKey } from 'crypto';
import { writeFileSync } from 'fs';
import { caHarness } from './ca-harness';
import { signingOf } from '../../src/ca/pki/authority';
import { issueIntermediate, issueRoot, validFor } from '../../src/ca/pki/issue-certificate';
import { generateKey } from '../../src/ca/pki/key-algorithm';
import { pem } from '../../src/x509/pem';

const { ca, done, refused, io, lock, text } = caHarness();
const DAY = 86_400_000;

/** Only the date: nothing here waits. */
function clockAt(days: number): void {
  jest.useFakeTimers({
    now: Date.now() + days * DAY,
    doNotFake: [
      'nextTick',
      'queueMicrotask',
      'setImmediate',
      'setTimeout',
      'performance',
      'hrtime',
    ],
  });
}

afterEach(() => jest.useRealTimers());

/** A root that another program made. */
function rootFrom(begin: Date, end: Date) {
  const key = generateKey('p-256');
  const name = { organization: 'Acme', commonName: 'r' };
  const root = issueRoot(key, name, { notBefore: begin, notAfter: end });
  writeFileSync('root.pem', pem('CERTIFICATE', root.der));
  return { certificate: root, key };
}

describe('MESH707: a root signs only within its own term', () => {
  test.each(['issue west', 'renew east', 'renew'])('%s, after its end', async command => {
    await done('init --days 30 --keys keys --algorithm p-256', 'issue east --days 20');
    clockAt(31);
    await refused(command, 'MESH707', '"CN=Root CA root-1, O=Istio", ended on', 'rotate bundle');
  });

  test('switch, after the end of the new root', async () => {
    await done('init', 'rotate bundle --days 30 --keys keys --algorithm p-256', 'rotate restart');
    clockAt(31);
    await refused('rotate switch', 'MESH707', '"CN=Root CA root-2, O=Istio", ended on');
  });

  test.each(['issue west', 'renew east'])('%s, before its begin', async command => {
    await done('init', 'issue east');
    clockAt(-1);
    await refused(command, 'MESH707', 'is not valid before', 'correct the clock');
  });

  test('no request is made for a root that has ended, and nothing is taken from it', async () => {
    const authority = rootFrom(new Date(Date.now() - DAY), new Date(Date.now() + 30 * DAY));
    await done('init --root root.pem', 'issue east');
    const signed = issueIntermediate(
      createPrivateKey(text('keys/east.key.pem')),
      { organization: 'Acme', commonName: 'east' },
      'x',
      validFor(20, new Date()),
      authority,
    );
    writeFileSync('signed.pem', pem('CERTIFICATE', signed.der));
    clockAt(31);
    await refused('issue west', 'MESH707', '"CN=r, O=Acme", ended on');
    await refused('issue east --signed signed.pem', 'MESH707', '"CN=r, O=Acme" expired on');
  });
});

test('MESH740: a certificate that ends with its root, sooner than asked, is said', async () => {
  await done('init --days 300 --keys keys --algorithm p-256');
  expect(await ca('issue east west')).toBe(0);
  expect(io.err.match(/MESH740/g)).toHaveLength(1);
  expect(io.err).toContain('after 299 days instead of 365');
  const [root] = [signingOf({ ...lock().clusters.east, caCert: lock().roots[0].certificate })];
  expect(signingOf(lock().clusters.east).notAfter).toEqual(root.notAfter);
  await done('renew east --days 290');
});

test('a certificate does not begin before its root', async () => {
  const begin = new Date(Math.floor(Date.now() / 1000 - 60) * 1000);
  const { key } = rootFrom(begin, new Date(Date.now() + 900 * DAY));
  await done('init --root root.pem', 'issue east'); // makes the directory
  writeFileSync('keys/root-1.root-key.pem', key.export({ type: 'pkcs8', format: 'pem' }), {
    mode: 0o600,
  });
  await done('issue west');
  expect(signingOf(lock().clusters.west).notBefore).toEqual(begin);
});

test('what a root may not sign is refused, like what comes from elsewhere', async () => {
  const key = generateKey('p-256');
  const name = { organization: 'Acme', commonName: 'narrow' };
  const { certificate } = { certificate: issueRoot(key, name, validFor(900, new Date())) };
  // an intermediate may not sign another CA: path length 0
  const narrow = issueIntermediate(key, name, 'x', validFor(900, new Date()), { certificate, key });
  writeFileSync('root.pem', pem('CERTIFICATE', narrow.der));
  await done('init --root root.pem', 'issue east');
  writeFileSync('keys/root-1.root-key.pem', key.export({ type: 'pkcs8', format: 'pem' }), {
    mode: 0o600,
  });
  await refused('issue west', 'MESH705 at west', 'allows 0 CAs below it');
});

test('no certificate ends before it begins', () => {
  const key = generateKey('p-256');
  const now = new Date();
  expect(() =>
    issueRoot(key, { organization: 'x', commonName: 'x' }, { notBefore: now, notAfter: now }),
  ).toThrow('a certificate cannot end before it begins');
});
