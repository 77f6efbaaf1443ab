import { CacertsDelivery, CacertsProps } from '../../../src';
import { PkiLock } from '../../../src/description/locks/pki-lock';
import { checkDelivery, DeliveryContext } from '../../../src/model/trust/check-delivery';
import { Problems } from '../../../src/problems/problems';
import { istioVersion } from '../../../src/values/istio-version';
import { problemsOf, withCluster } from '../base';

const { EXISTING_SECRET, EXTERNAL_SECRET, SEALED_SECRET, SOPS, CERT_MANAGER } = CacertsDelivery;
const LOCK: PkiLock = { roots: [], signer: 'root-1', clusters: {} };

/** What is wrong with a delivery, and what to do about it. */
function said(
  delivery: CacertsDelivery,
  props: CacertsProps = {},
  context: DeliveryContext = {},
): string[] {
  const problems = new Problems(['cacerts']);
  checkDelivery(delivery, props, { cluster: 'east', ...context }, problems);
  return problems.all.map(
    ({ code, where, message, remedy }) => `${code} at ${where}: ${message}. ${remedy}`,
  );
}
const codes = (...args: Parameters<typeof said>) => said(...args).map(text => text.split(':')[0]);

test('what a delivery has no use for may stay only under another delivery, which is named', () => {
  expect(said(EXISTING_SECRET, { certManager: { issuer: 'root' } })).toEqual([
    'MESH701 at cacerts.certManager: `certManager` is of no use with the delivery "existing-secret". Set `delivery: cert-manager`, or leave it out.',
  ]);
});

test('a key may come from the lock in the deliveries that carry it encrypted, and in no other', () => {
  expect(said(SOPS, {}, { lock: LOCK })).toEqual([
    'MESH716 at cacerts: the lock file has no private key of "east" for the delivery "sops". Run `mesh ca seal east --age RECIPIENT`.',
  ]);
  expect(said(SEALED_SECRET, {}, { lock: LOCK })).toEqual([
    'MESH716 at cacerts: the lock file has no private key of "east" for the delivery "sealed-secret". Run `mesh ca seal east --certificate FILE`.',
  ]);
  for (const delivery of [EXTERNAL_SECRET, CERT_MANAGER]) {
    expect(codes(delivery, {}, { lock: LOCK })).toEqual(['MESH701 at cacerts']);
  }
});

test('a lock that cannot be read excuses what it would have given, and nothing else', () => {
  expect(codes(SOPS, {}, { isLockMissing: true })).toEqual([]);
  expect(codes(SEALED_SECRET, {}, { isLockMissing: true })).toEqual([]);
  expect(codes(EXTERNAL_SECRET, {}, { isLockMissing: true })).toEqual(['MESH701 at cacerts']);
  expect(codes(CERT_MANAGER, {}, { isLockMissing: true })).toEqual(['MESH701 at cacerts']);
});

test('a lock that is not there excuses the same, where the description cannot do without it', () => {
  const cacerts = { delivery: SOPS };
  const needing = { ...withCluster({ cacerts }), pki: {} };
  expect(problemsOf(needing)).toEqual([]);
  expect(problemsOf({ ...needing, pki: undefined }).map(({ code }) => code)).toEqual([
    'MESH701',
    'MESH714',
  ]);
});

test('a directory that cannot be read, which was reported, is not missed a second time', () => {
  const sealedSecret = { encryptedPrivateKey: 'AgB' };
  const missing = (props: CacertsProps) =>
    said(SEALED_SECRET, { sealedSecret, ...props }).filter(text => text.startsWith('MESH714'));
  expect(missing({ certificatesDirectory: 'elsewhere' })).toEqual([]);
  expect(missing({})).toHaveLength(1);
});

test('Istio reads what cert-manager writes from 1.15 on', () => {
  const at = (minor: number) =>
    codes(
      CERT_MANAGER,
      { certManager: { issuer: 'root' } },
      { istio: { ...istioVersion('1.29', new Problems())!, minor } },
    );
  expect(at(14)).toEqual(['MESH720 at cacerts.delivery']);
  expect(at(15)).toEqual([]);
});
