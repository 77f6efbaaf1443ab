import * as fc from 'fast-check';
import { CacertsDelivery, CacertsProps, GatewayAddress, MulticlusterMeshProps } from '../../src';
import { issueFor, newRoot } from '../../src/ca/pki/authority';
import { issueRoot, validFor } from '../../src/ca/pki/issue-certificate';
import { generateKey } from '../../src/ca/pki/key-algorithm';
import { seal } from '../../src/ca/sealing/seal-key';
import { PkiLock } from '../../src/description/locks/pki-lock';
import { Problems } from '../../src/problems/problems';
import { pem } from '../../src/x509/pem';
import { Authorities } from '../oracle/trust-rules';

/** A mesh with CAs, the lock file that goes with it, and what the operator alone knows. */
export interface Trusted {
  readonly description: MulticlusterMeshProps;
  readonly lock: PkiLock;
  readonly known: Authorities;
}

const NAMES = ['c0', 'c1', 'c2'];
const AGE = 'age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj'; // the example of age's own documentation
const NOW = new Date('2026-11-24T12:00:00Z');
const options = { algorithm: 'p-256', organization: 'Istio', namespace: 'istio-system' } as const;
const { SEALED_SECRET, SOPS, EXTERNAL_SECRET, CERT_MANAGER, PLAINTEXT_SECRET } = CacertsDelivery;

const controller = pem(
  'CERTIFICATE',
  issueRoot(
    generateKey('rsa-2048'),
    { organization: 'x', commonName: 'sealed-secrets' },
    validFor(3650, NOW),
  ).der,
);
const roots = ['root-1', 'root-2'].map(id => newRoot(id, { ...options, days: 3650 }, NOW));

/** The intermediates of all clusters under each root, with their keys encrypted in all ways. */
const issued = roots.map(({ key, ...root }) =>
  NAMES.map(name => {
    const empty: PkiLock = { roots: [root], signer: root.id, clusters: {} };
    const one = issueFor(name, empty, key, { ...options, days: 365 }, NOW);
    const recipients = {
      namespace: 'istio-system',
      sealedSecret: { certificate: controller, scope: 'strict' },
      sops: { recipients: [AGE] },
      areConfirmed: true,
    } as const;
    return {
      locked: { ...one.cluster, sealing: seal(one.key, recipients, NOW, new Problems()) },
      privateKey: one.key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    };
  }),
);

/** How far a root is replaced: which are trusted, and under which each cluster's CA is. */
const phase = fc.constantFrom(
  { trusted: [0], under: [0, 0, 0] },
  { trusted: [0, 1], under: [0, 0, 0] },
  { trusted: [0, 1], under: [1, 1, 1] },
  { trusted: [1], under: [1, 1, 1] },
  // some clusters have been renewed, and others are still to be
  { trusted: [0, 1], under: [0, 1, 0] },
  // what is under a root that nobody trusts any more
  { trusted: [1], under: [0, 1, 1] },
);

const cacerts = fc.constantFrom<CacertsProps | undefined>(
  undefined,
  { delivery: SEALED_SECRET },
  { delivery: SOPS },
  { delivery: SOPS },
  { delivery: EXTERNAL_SECRET, externalSecret: { store: 'vault', key: 'istio/ca' } },
  { delivery: CERT_MANAGER, certManager: { issuer: 'root' } },
  { delivery: CERT_MANAGER, certManager: { issuer: 'root', caSecret: 'root-ca' } },
  { delivery: PLAINTEXT_SECRET },
  { delivery: PLAINTEXT_SECRET },
);

export const trusted: fc.Arbitrary<Trusted> = fc
  .record({
    phase,
    deliveries: fc.tuple(...NAMES.map(() => cacerts)),
    checkDate: fc.constantFrom(...Array(4), '2026-12-01', '2026-12-02', '2027-12-31', '2020-01-01'),
    // whose key a plaintext Secret is given: sometimes that of another cluster
    stranger: fc.integer({ min: 0, max: 3 }).map(x => x === 0),
    missing: fc.integer({ min: 0, max: 19 }).map(x => NAMES[x]),
  })
  .map(({ phase: { trusted: ids, under }, deliveries, checkDate, stranger, missing }) => {
    const own = NAMES.map((name, i) => [name, issued[under[i]][i]] as const);
    const keyOf = (i: number) => own[stranger ? (i + 1) % own.length : i][1].privateKey;
    return {
      description: {
        suffix: 'mesh.internal',
        pki: { lockFile: 'pki.lock.json', checkDate },
        clusters: NAMES.map((name, i) => ({
          name,
          istio: '1.29',
          gateway: { addresses: [GatewayAddress.ip(`8.8.${i}.1`)] },
          cacerts:
            deliveries[i]?.delivery === PLAINTEXT_SECRET
              ? { ...deliveries[i], plaintextPrivateKey: keyOf(i) }
              : deliveries[i],
        })),
      },
      lock: {
        roots: ids.map(i => ({ id: roots[i].id, certificate: roots[i].certificate })),
        signer: roots[under[2]].id,
        rotation:
          ids.length > 1 ? { phase: 'switch', since: NOW.toISOString(), confirmed: {} } : undefined,
        clusters: Object.fromEntries(
          own.filter(([name]) => name !== missing).map(([name, { locked }]) => [name, locked]),
        ),
      },
      known: {
        roots: ids.map(i => roots[i].certificate),
        clusters: Object.fromEntries(
          own.map(([name, { locked, privateKey }]) => [
            name,
            { caCert: locked.caCert, privateKey },
          ]),
        ),
      },
    };
  });
