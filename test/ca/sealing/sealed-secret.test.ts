import { randomBytes, X509Certificate } from 'crypto';
import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import * as path from 'path';
import { unseal as unsealWith } from './unseal';
import { SealingScope, SealingTarget, sealValue } from '../../../src/ca/sealing/sealed-secret';
import { keyFile, Openssl } from '../../x509/openssl';

const folder = mkdtempSync(path.join(tmpdir(), 'sealing-'));
afterAll(() => rmSync(folder, { recursive: true }));
const openssl = new Openssl(folder);
openssl.key('controller', 'RSA', 'rsa_keygen_bits:2048');
const controller = openssl.certificate({ subject: ['CN = sealed-secrets'], key: 'controller' }).pem;
const pkcs8 = Buffer.from(
  openssl.read(keyFile('controller')).replace(/-----.*-----|\n/g, ''),
  'base64',
);
const target = (scope: SealingScope): SealingTarget => ({
  namespace: 'istio-system',
  name: 'cacerts',
  scope,
});

const unseal = (sealed: string, label: string) => unsealWith(sealed, label, pkcs8);

const LABELS: ReadonlyArray<readonly [SealingScope, string]> = [
  ['strict', 'istio-system/cacerts'],
  ['namespace-wide', 'istio-system'],
  ['cluster-wide', ''],
];

describe.each(LABELS)('%s', (scope, label) => {
  test.each([0, 1, 15, 16, 17, 3272, 100_000])('%d bytes', async size => {
    const plaintext = randomBytes(size);
    expect(
      (await unseal(sealValue(plaintext, controller, target(scope)), label)).equals(plaintext),
    ).toBe(true);
  });

  test.each(LABELS.filter(([other]) => other !== scope))(
    'does not open as %s',
    async (_, otherLabel) => {
      await expect(
        unseal(sealValue(Buffer.from('x'), controller, target(scope)), otherLabel),
      ).rejects.toThrow();
    },
  );
});

test('does not open under another name', async () => {
  await expect(
    unseal(sealValue(Buffer.from('x'), controller, target('strict')), 'istio-system/other'),
  ).rejects.toThrow();
});

test('a changed value does not open', async () => {
  const bytes = Buffer.from(
    sealValue(Buffer.from('secret'), controller, target('strict')),
    'base64',
  );
  bytes[bytes.length - 17] ^= 1;
  await expect(unseal(bytes.toString('base64'), 'istio-system/cacerts')).rejects.toThrow();
});

test('each value has its own session key, from the randomness that is passed', () => {
  const asked: number[] = [];
  const zero = (size: number) => {
    asked.push(size);
    return Buffer.alloc(size);
  };
  const body = (random?: (size: number) => Buffer) =>
    Buffer.from(sealValue(Buffer.from('secret'), controller, target('strict'), random), 'base64')
      .subarray(2 + 256)
      .toString('hex');
  expect(body()).not.toBe(body());
  expect(body(zero)).toBe(body(zero));
  expect(asked).toEqual([32, 32]);
});

test('the first of several certificates counts, as for kubeseal', async () => {
  const other = openssl.certificate({
    subject: ['CN = older'],
    key: openssl.key('older', 'RSA', 'rsa_keygen_bits:2048'),
  }).pem;
  expect(
    (
      await unseal(sealValue(Buffer.from('x'), controller + other, target('cluster-wide')), '')
    ).toString(),
  ).toBe('x');
});

describe('what is not a sealing certificate', () => {
  const seal = (certificate: string) => () =>
    sealValue(Buffer.from('x'), certificate, target('strict'));
  test.each([
    ['nothing', ''],
    ['something else', 'AgB…'],
    [
      'a public key',
      new X509Certificate(controller).publicKey.export({ type: 'spki', format: 'pem' }) as string,
    ],
    ['a private key', openssl.read(keyFile('controller'))],
  ])('%s', (_, text) =>
    expect(seal(text)).toThrow('the sealing certificate is not a certificate in PEM'),
  );

  test('a certificate of an EC key', () => {
    const { pem } = openssl.certificate({ subject: ['CN = ec'], key: openssl.key('ec', 'P-256') });
    expect(seal(pem)).toThrow(
      'the sealing certificate has a key of type ec, but sealing needs RSA',
    );
  });
});
