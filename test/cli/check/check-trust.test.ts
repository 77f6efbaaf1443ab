import { appendFileSync, rmSync } from 'fs';
import { change, checkHarness, without } from './check-harness';
import { CacertsFiles } from './live-cluster';
import { Openssl } from '../../x509/openssl';

const { mesh, io, live, found, cacertsOf, folder } = checkHarness();

const SECRET = 'Secret istio-system/cacerts';
const MAP = 'ConfigMap istio-system/istio-ca-root-cert';
const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** Puts files into the Secret, and what istiod makes of them into its ConfigMap. */
const holds = (files: CacertsFiles, used = files['root-cert.pem']) =>
  live(objects => {
    const { data } = objects.find(({ kind }) => kind === 'Secret');
    Object.entries(files).forEach(([name, text]) => (data[name] = base64(text)));
    objects.find(({ metadata }) => metadata.name === 'istio-ca-root-cert').data = {
      'root-cert.pem': used,
    };
  });

/** Fingerprints are others in each run. */
const shortened = (): string[] =>
  found().map(line =>
    line
      .replace(/\(SHA-256 [0-9a-f]{16}\)/g, '(…)')
      .replace(/ends in 6[45] days/, 'ends in … days')
      .replace(/\d{4}-\d\d-\d\d(T[\d:.]+Z)?/g, 'DAY'),
  );

/** A CA that nobody knows. */
function foreign(days?: number): CacertsFiles {
  const openssl = new Openssl(folder);
  const subject = ['O = Stranger', 'CN = Root CA'];
  const root = openssl.certificate({ subject, key: openssl.key('root', 'P-256') });
  const key = openssl.key('intermediate', 'P-256');
  const { pem } = openssl.certificate({
    subject: ['O = Istio', 'CN = Intermediate CA'],
    key,
    issuer: root,
    days,
  });
  return { 'ca-cert.pem': pem, 'cert-chain.pem': pem, 'root-cert.pem': root.pem };
}

test('cacerts is missing', async () => {
  live(without('Secret', 'cacerts'));
  const asked = `--- {"asked":["/Secret istio-system"]}`;
  expect(await mesh('check', 'live')).toBe(2);
  expect(found()).toEqual([
    `‼ MESH894 ${SECRET}: is not in what was seen of the cluster, which may not have been asked for it`,
  ]);
  appendFileSync('live/cluster2.yaml', `\n${asked}\n`);
  expect(await mesh('check', 'live')).toBe(2);
  expect(found()).toEqual([`× MESH880 ${SECRET}: is missing`]);
});

test('the intermediate of another cluster', async () => {
  holds(cacertsOf('cluster1'));
  expect(await mesh('check', 'live')).toBe(2);
  expect(shortened()).toEqual([
    `× MESH881 ${SECRET}: holds the intermediate "L=cluster1, CN=Intermediate CA, O=Istio" (…) of "cluster1", not "L=cluster2, CN=Intermediate CA, O=Istio" (…)  pki.lock.json:1`,
  ]);
});

test('a CA of another root, before istiod took it', async () => {
  holds(foreign(), cacertsOf('cluster2')['root-cert.pem']);
  expect(await mesh('check', 'live')).toBe(2);
  expect(shortened()).toEqual([
    `× MESH881 ${SECRET}: holds the intermediate "CN=Intermediate CA, O=Istio" (…), not "L=cluster2, CN=Intermediate CA, O=Istio" (…)  pki.lock.json:1`,
    `× MESH881 ${SECRET}: does not hold the root "CN=Root CA root-1, O=Istio" (…)  pki.lock.json:1`,
    `× MESH881 ${SECRET}: holds the root "CN=Root CA, O=Stranger" (…), which the PKI does not have  pki.lock.json:1`,
    `× MESH883 ${MAP}: hands out "CN=Root CA root-1, O=Istio" (…), but ${SECRET} holds "CN=Root CA, O=Stranger" (…)`,
    `× MESH883 ${SECRET}: trusts "CN=Root CA, O=Stranger" (…); "cluster1" trusts "CN=Root CA root-1, O=Istio" (…)`,
  ]);
});

test('istiod made a root of its own', async () => {
  holds(cacertsOf('cluster2'), foreign()['root-cert.pem']);
  expect(await mesh('check', 'live')).toBe(2);
  expect(shortened()).toEqual([
    `× MESH883 ${MAP}: hands out "CN=Root CA, O=Stranger" (…), but ${SECRET} holds "CN=Root CA root-1, O=Istio" (…)`,
  ]);
});

test('certificates end: soon, and then', async () => {
  live();
  expect(await mesh('check', 'live', '--at', nextYear(0, 300))).toBe(2);
  expect(shortened()).toEqual(
    ['cluster1', 'cluster2'].map(
      name =>
        `‼ MESH884 ${SECRET}: "L=${name}, CN=Intermediate CA, O=Istio" ends in … days, on DAY`,
    ),
  );
  expect(await mesh('check', 'live', '--at', nextYear(1, 10))).toBe(2);
  expect(shortened()).toEqual(
    ['cluster1', 'cluster2'].map(
      name => `× MESH882 ${SECRET}: "L=${name}, CN=Intermediate CA, O=Istio" expired on DAY`,
    ),
  );
  expect(await mesh('check', 'live', '--at', 'tomorrow')).toBe(1);
  expect(io.err).toContain('MESH104 at --at\n  "tomorrow" is not a day such as 2026-12-31');
});

/** A day that so many years and days are from now. */
function nextYear(years: number, days: number): string {
  const day = 86_400_000;
  return new Date(Date.now() + (365 * years + days) * day).toISOString().slice(0, 10);
}

test('a chain that leads to no root', async () => {
  const own = cacertsOf('cluster2');
  holds({ ...own, 'root-cert.pem': foreign()['root-cert.pem'] });
  expect(await mesh('check', 'live')).toBe(2);
  expect(shortened()[0]).toBe(
    `× MESH882 ${SECRET}: "L=cluster2, CN=Intermediate CA, O=Istio" does not lead to a root: "CN=Root CA root-1, O=Istio", which signed it, is in none of the files`,
  );
});

test('what cert-manager made', async () => {
  const own = cacertsOf('cluster2');
  live(
    change('Secret', 'cacerts', secret => {
      secret.data = {
        'tls.crt': base64(own['cert-chain.pem']),
        'tls.key': base64('secret'),
        'ca.crt': base64(own['root-cert.pem']),
      };
    }),
  );
  await mesh('check', 'live');
  expect(found()).toEqual([]);
});

test('no private key is ever printed', async () => {
  const [, line] = cacertsOf('cluster2')['ca-key.pem'].split('\n');
  for (const output of ['text', 'json', 'yaml', 'markdown']) {
    holds({ ...foreign(), 'ca-key.pem': cacertsOf('cluster2')['ca-key.pem'] });
    expect(await mesh('check', 'live', '-o', output)).toBe(2);
    expect(io.out + io.err).not.toContain(line);
    expect(io.out + io.err).not.toContain(base64(cacertsOf('cluster2')['ca-key.pem']));
  }
});

test('without a lock, clusters are still compared with one another', async () => {
  holds(foreign());
  rmSync('pki.lock.json');
  expect(await mesh('check', 'live')).toBe(2);
  expect(shortened()).toEqual([
    `× MESH883 ${SECRET}: trusts "CN=Root CA, O=Stranger" (…); "cluster1" trusts "CN=Root CA root-1, O=Istio" (…)`,
  ]);
  expect(await mesh('check', 'live', '--lock', 'nowhere.json')).toBe(1);
  expect(io.err).toContain('MESH716\n  "nowhere.json" does not exist');
});
