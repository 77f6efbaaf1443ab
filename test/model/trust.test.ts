import { BASE, summarize } from './base';
import { CacertsDelivery, MulticlusterMeshProps } from '../../src';
import { issueFor, newRoot } from '../../src/ca/pki/authority';
import { filesOf, PkiLock } from '../../src/description/locks/pki-lock';
import { resolveMesh } from '../../src/model/resolve-mesh';
import { Problems } from '../../src/problems/problems';

const NOW = new Date();
const options = {
  algorithm: 'p-256',
  organization: 'Istio',
  namespace: 'istio-system',
  days: 365,
} as const;

/** Intermediates of one root for some clusters. */
function authority(clusters: string[]): PkiLock {
  const { key, ...root } = newRoot('root-1', { ...options, days: 3650 }, NOW);
  const empty = { roots: [root], signer: 'root-1', clusters: {} };
  return {
    ...empty,
    clusters: Object.fromEntries(
      clusters.map(name => [name, issueFor(name, empty, key, options, NOW).cluster]),
    ),
  };
}

const lock = authority(['cluster1', 'cluster2']);
const other = authority(['cluster2']);

function problemsOf(props: MulticlusterMeshProps, pki?: PkiLock): string[] {
  const problems = new Problems();
  resolveMesh(
    props,
    { file: 'mesh.lock.json', allocation: new Map(), isUpdate: false },
    problems,
    pki,
  );
  return summarize(problems.all);
}

const withCertificates = (...files: Array<ReturnType<typeof filesOf>>): MulticlusterMeshProps => ({
  ...BASE,
  clusters: BASE.clusters.map((cluster, i) => ({
    ...cluster,
    cacerts: { certificates: files[i] },
  })),
});

test('clusters under one root, each with an intermediate of its own, are right', () => {
  expect(
    problemsOf(withCertificates(filesOf(lock, 'cluster1'), filesOf(lock, 'cluster2'))),
  ).toEqual([]);
  expect(problemsOf(BASE, lock)).toEqual([]);
});

test('MESH710: different roots', () => {
  expect(
    problemsOf(withCertificates(filesOf(lock, 'cluster1'), filesOf(other, 'cluster2'))),
  ).toEqual([
    expect.stringMatching(
      /^MESH710 at clusters\[1\]\.cacerts: "cluster2" trusts "CN=Root CA root-1, O=Istio" \(\w{8}\), "cluster1" trusts "CN=Root CA root-1, O=Istio" \(\w{8}\)$/,
    ),
  ]);
});

test('the same roots in another order are the same roots', () => {
  const [a, b] = [filesOf(lock, 'cluster1')!, filesOf(lock, 'cluster2')!];
  const [first, second] = [lock.roots[0].certificate, other.roots[0].certificate];
  expect(
    problemsOf(
      withCertificates({ ...a, rootCert: first + second }, { ...b, rootCert: second + first }),
    ),
  ).toEqual([]);
});

test('MESH711: two clusters with one key', () => {
  const files = filesOf(lock, 'cluster1');
  expect(problemsOf(withCertificates(files, files))).toEqual([
    'MESH711 at clusters[1].cacerts: "cluster2" signs with the same key as "cluster1"',
  ]);
});

test('MESH716: a cluster that the lock file does not have, unless it has certificates of its own', () => {
  expect(problemsOf(BASE, authority(['cluster1']))).toEqual([
    'MESH716 at clusters[1].cacerts: the lock file has no certificate for "cluster2"',
  ]);
  const clusters = (cacerts: object) => ({
    ...BASE,
    clusters: [BASE.clusters[0], { ...BASE.clusters[1], cacerts }],
  });
  expect(
    problemsOf(clusters({ certificates: filesOf(lock, 'cluster2') }), {
      ...lock,
      clusters: { cluster1: lock.clusters.cluster1 },
    }),
  ).toEqual([]);
  expect(
    problemsOf(
      clusters({ delivery: CacertsDelivery.CERT_MANAGER, certManager: { issuer: 'root' } }),
      authority(['cluster1']),
    ),
  ).toEqual([]);
});

test('MESH707, MESH718: the date is an input', () => {
  expect(problemsOf({ ...BASE, pki: { checkDate: '2020-01-01' } }, lock)).toHaveLength(4);
  expect(problemsOf({ ...BASE, pki: { checkDate: '2020-01-01' } }, lock)[0]).toMatch(
    /^MESH707 at clusters\[0\]\.cacerts\.certificates\.caCert: .* is not valid yet/,
  );
  expect(problemsOf({ ...BASE, pki: { checkDate: '20-1-1' } }, lock)).toEqual([
    'MESH104 at pki.checkDate: "20-1-1" is not a day such as 2026-12-31',
  ]);
});
