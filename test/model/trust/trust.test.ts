import { CacertsDelivery, MulticlusterMeshProps } from '../../../src';
import { issueFor, newRoot } from '../../../src/ca/pki/authority';
import { readMesh } from '../../../src/constructs/read-mesh';
import { lockedCertificates, PkiLock } from '../../../src/description/locks/pki-lock';
import { PlainDescription } from '../../../src/description/plain-description';
import { resolveMesh } from '../../../src/model/resolve-mesh';
import { MeshError } from '../../../src/problems/mesh-error';
import { Problems } from '../../../src/problems/problems';
import { BASE, summarize } from '../base';

const NOW = new Date();
const options = {
  algorithm: 'p-256',
  organization: 'Istio',
  namespace: 'istio-system',
  days: 365,
} as const;

/** Intermediates of one root for some clusters, and their private keys. */
function authority(names: string[]) {
  const { key, ...root } = newRoot('root-1', { ...options, days: 3650 }, NOW);
  const empty = { roots: [root], signer: 'root-1', clusters: {} };
  const issued = names.map(name => [name, issueFor(name, empty, key, options, NOW)] as const);
  const clusters = Object.fromEntries(issued.map(([name, { cluster }]) => [name, cluster]));
  const keys = issued.map(([name, own]) => [
    name,
    own.key.export({ type: 'pkcs8', format: 'pem' }),
  ]);
  return { lock: { ...empty, clusters }, keys: Object.fromEntries(keys) };
}

const { lock, keys } = authority(['cluster1', 'cluster2']);
const { lock: other } = authority(['cluster2']);

function problemsOf(props: MulticlusterMeshProps, pki?: PkiLock): string[] {
  const problems = new Problems();
  resolveMesh(
    props,
    { file: 'mesh.lock.json', ips: [], isUpdate: false, reuse: false },
    problems,
    pki,
  );
  return summarize(problems.all);
}

const withCertificates = (
  ...files: Array<ReturnType<typeof lockedCertificates>>
): MulticlusterMeshProps => ({
  ...BASE,
  clusters: BASE.clusters.map((cluster, i) => ({
    ...cluster,
    cacerts: { certificates: files[i] },
  })),
});

test('clusters under one root, each with an intermediate of its own, are right', () => {
  expect(
    problemsOf(
      withCertificates(lockedCertificates(lock, 'cluster1'), lockedCertificates(lock, 'cluster2')),
    ),
  ).toEqual([]);
  expect(problemsOf(BASE, lock)).toEqual([]);
});

test('MESH710: different roots', () => {
  expect(
    problemsOf(
      withCertificates(lockedCertificates(lock, 'cluster1'), lockedCertificates(other, 'cluster2')),
    ),
  ).toEqual([
    expect.stringMatching(
      /^MESH710 at clusters\[1\]\.cacerts: "cluster2" trusts "CN=Root CA root-1, O=Istio" \(\w{8}\), "cluster1" trusts "CN=Root CA root-1, O=Istio" \(\w{8}\)$/,
    ),
  ]);
});

test('MESH710 names all roots that a cluster trusts', () => {
  const [a, b] = [lockedCertificates(lock, 'cluster1')!, lockedCertificates(lock, 'cluster2')!];
  const both = lock.roots[0].certificate + other.roots[0].certificate;
  const root = '"CN=Root CA root-1, O=Istio" \\(\\w{8}\\)';
  expect(problemsOf(withCertificates(a, { ...b, rootCert: both }))).toEqual([
    expect.stringMatching(
      new RegExp(`: "cluster2" trusts ${root} and ${root}, "cluster1" trusts ${root}$`),
    ),
  ]);
});

test('the same roots in another order are the same roots', () => {
  const [a, b] = [lockedCertificates(lock, 'cluster1')!, lockedCertificates(lock, 'cluster2')!];
  const [first, second] = [lock.roots[0].certificate, other.roots[0].certificate];
  expect(
    problemsOf(
      withCertificates({ ...a, rootCert: first + second }, { ...b, rootCert: second + first }),
    ),
  ).toEqual([]);
});

test('MESH711: two clusters with one key', () => {
  const files = lockedCertificates(lock, 'cluster1');
  expect(problemsOf(withCertificates(files, files))).toEqual([
    'MESH711 at clusters[1].cacerts: "cluster2" signs with the same key as "cluster1"',
  ]);
});

test('MESH716: a cluster that the lock file does not have, unless it has certificates of its own', () => {
  expect(problemsOf(BASE, authority(['cluster1']).lock)).toEqual([
    'MESH716 at clusters[1].cacerts: the lock file has no certificate for "cluster2"',
  ]);
  const clusters = (cacerts: object) => ({
    ...BASE,
    clusters: [BASE.clusters[0], { ...BASE.clusters[1], cacerts }],
  });
  expect(
    problemsOf(clusters({ certificates: lockedCertificates(lock, 'cluster2') }), {
      ...lock,
      clusters: { cluster1: lock.clusters.cluster1 },
    }),
  ).toEqual([]);
  expect(
    problemsOf(
      clusters({ delivery: CacertsDelivery.CERT_MANAGER, certManager: { issuer: 'root' } }),
      authority(['cluster1']).lock,
    ),
  ).toEqual([]);
});

test('MESH707, MESH718: the date is an input', () => {
  expect(problemsOf({ ...BASE, pki: { checkDate: '2020-01-01' } }, lock)).toHaveLength(4);
  expect(problemsOf({ ...BASE, pki: { checkDate: '2020-01-01' } }, lock)[0]).toMatch(
    /^MESH707 at clusters\[0\]\.cacerts\.certificates\.caCert: .* is not valid before 2/,
  );
  expect(problemsOf({ ...BASE, pki: { checkDate: '20-1-1' } }, lock)).toEqual([
    'MESH104 at pki.checkDate: "20-1-1" is not a day such as 2026-12-31',
  ]);
});

describe('a date without a lock file of the CAs', () => {
  const dated = (checkDate: string, ...others: Array<ReturnType<typeof lockedCertificates>>) => ({
    ...withCertificates(lockedCertificates(lock, 'cluster1'), ...others),
    pki: { checkDate, lockFile: 'elsewhere/pki.lock.json' },
  });
  const read = (props: MulticlusterMeshProps): string[] => {
    try {
      readMesh(PlainDescription.of({ ...props, acceptedWarnings: [] }), { isUpdate: false });
      return [];
    } catch (error) {
      return summarize((error as MeshError).problems);
    }
  };
  const tomorrow = new Date(NOW.getTime() + 24 * 3600 * 1000).toISOString().slice(0, 10);

  test('is enough for the certificates that clusters bring along', () => {
    expect(read(dated(tomorrow))).toEqual([]);
    expect(read(dated('2020-01-01'))).toEqual([
      expect.stringMatching(/^MESH707 at .*clusters\[0\]/),
      expect.stringMatching(/^MESH707 at .*clusters\[0\]/),
    ]);
  });

  test('MESH716: is not, where nothing else says what the certificates are', () => {
    expect(read({ ...BASE, pki: { checkDate: tomorrow } })).toEqual([
      expect.stringMatching(/^MESH716 at .*: "pki.lock.json" does not exist/),
    ]);
    expect(
      read({ ...dated(tomorrow), pki: { checkDate: tomorrow, lockFile: 'cas.json' } }),
    ).toEqual([expect.stringMatching(/^MESH716 at .*: "cas.json" does not exist/)]);
  });

  test('MESH714: hides nothing that a delivery lacks', () => {
    const [first, second] = dated(tomorrow).clusters;
    const clusters = [first, { ...second, cacerts: { delivery: CacertsDelivery.SOPS } }];
    expect(read({ ...dated(tomorrow), clusters }).join()).toMatch(/MESH714 at .*clusters\[1\]/);
  });
});

test('MESH736: a private key in plaintext is a warning, which can be accepted', () => {
  const cacerts = {
    delivery: CacertsDelivery.PLAINTEXT_SECRET,
    certificates: lockedCertificates(lock, 'cluster1'),
    plaintextPrivateKey: keys.cluster1,
  };
  const mesh = { ...BASE, clusters: [{ ...BASE.clusters[0], cacerts }, BASE.clusters[1]] };
  expect(problemsOf(mesh, lock)).toEqual([
    "MESH736 at clusters[0].cacerts.delivery: the private key of the cluster's CA is written in plaintext",
  ]);
  const acceptedWarnings = [{ code: 'MESH736', reason: 'a mesh on my own machine' }];
  const problems = new Problems();
  const { warnings, clusters } = resolveMesh(
    { ...mesh, acceptedWarnings },
    { file: 'mesh.lock.json', ips: [], isUpdate: false, reuse: false },
    problems,
    lock,
  );
  expect(problems.errors).toEqual([]);
  expect(warnings).toEqual([]);
  expect(clusters[0].cacerts).toMatchObject({ privateKey: keys.cluster1 });
});
