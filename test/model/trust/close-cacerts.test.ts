import { CacertsDelivery, CacertsProps } from '../../../src';
import { closeCacerts } from '../../../src/model/trust/close-cacerts';

const { EXISTING_SECRET, EXTERNAL_SECRET, SEALED_SECRET, SOPS, CERT_MANAGER, PLAINTEXT_SECRET } =
  CacertsDelivery;

const certificates = { caCert: 'a\r\n', certChain: 'a\r\nb\n', rootCert: 'c\n' };
const FILES = { 'ca-cert.pem': 'a\n', 'cert-chain.pem': 'a\nb\n', 'root-cert.pem': 'c\n' };
const sealedSecret = { encryptedPrivateKey: 'AgB' };
const sops = { encryptedPrivateKey: 'ENC[x]', metadata: '{"version":"3.9.0"}' };

/** All that each delivery is made of. */
const PARTS: ReadonlyArray<[CacertsDelivery, CacertsProps]> = [
  [EXTERNAL_SECRET, { externalSecret: { store: 'vault', key: 'istio/east' } }],
  [SEALED_SECRET, { certificates, sealedSecret }],
  [SOPS, { certificates, sops }],
  [CERT_MANAGER, { certManager: { issuer: 'root' } }],
  [PLAINTEXT_SECRET, { certificates, plaintextPrivateKey: 'key' }],
];

test.each(PARTS)('%s is delivered whole or not at all', (delivery, parts) => {
  expect(closeCacerts(delivery, parts)).toMatchObject({ delivery });
  for (const part of Object.keys(parts)) {
    expect(closeCacerts(delivery, { ...parts, [part]: undefined })).toBeUndefined();
  }
});

test('an existing Secret is made of nothing', () => {
  const parts = PARTS.map(([, own]) => own);
  expect(closeCacerts(EXISTING_SECRET, {})).toEqual({ delivery: EXISTING_SECRET });
  expect(closeCacerts(EXISTING_SECRET, Object.assign({}, ...parts))).toEqual({
    delivery: EXISTING_SECRET,
  });
});

test('files have the line ends of Unix, from whatever checkout they are', () => {
  expect(closeCacerts(SOPS, { certificates, sops })).toEqual({
    delivery: SOPS,
    files: FILES,
    encryptedPrivateKey: 'ENC[x]',
    metadata: { version: '3.9.0' },
  });
});
