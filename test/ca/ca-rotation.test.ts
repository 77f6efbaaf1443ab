import { createPrivateKey } from 'crypto';
import { rmSync, writeFileSync } from 'fs';
import { caHarness } from './ca-harness';
import { newRoot } from '../../src/ca/pki/authority';
import { issueIntermediate, issueRoot, validFor } from '../../src/ca/pki/issue-certificate';
import { generateKey } from '../../src/ca/pki/key-algorithm';
import { rootCert } from '../../src/description/locks/pki-lock';
import { Problems } from '../../src/problems/problems';
import { pem } from '../../src/x509/pem';
import { readCertificates } from '../../src/x509/read-certificates';

const { ca, done, refused, io, lock, text, everything } = caHarness();

describe('replacing the root', () => {
  /** What `istioctl proxy-config secret -o json` prints of proxies that have what the files say. */
  function proxies(cluster: string, roots: string, count = 2): string {
    const [signing] = readCertificates(text(`keys/${cluster}/ca-cert.pem`), '', new Problems());
    const key = createPrivateKey(text(`keys/${cluster}/ca-key.pem`));
    const encode = (value: string) => ({ inlineBytes: Buffer.from(value).toString('base64') });
    return Array.from({ length: count }, () =>
      JSON.stringify(
        {
          dynamicActiveSecrets: [
            {
              name: 'default',
              secret: {
                tlsCertificate: {
                  certificateChain: encode(
                    pem(
                      'CERTIFICATE',
                      issueIntermediate(
                        generateKey('p-256'),
                        { organization: 'w', commonName: 'w' },
                        'x',
                        validFor(1, new Date()),
                        { certificate: signing, key },
                      ).der,
                    ),
                  ),
                },
              },
            },
            { name: 'ROOTCA', secret: { validationContext: { trustedCa: encode(roots) } } },
          ],
        },
        undefined,
        2,
      ),
    ).join('\n');
  }

  /** What Citadel keeps in its Secrets, up to Istio 1.4. */
  const secretsOfCitadel = (cluster: string, roots: string): string =>
    JSON.parse(`[${proxies(cluster, roots).replace(/\}\s*\{/g, '},{')}]`)
      .map(
        ({ dynamicActiveSecrets: [own, trusted] }: any) =>
          `${trusted.secret.validationContext.trustedCa.inlineBytes} ${own.secret.tlsCertificate.certificateChain.inlineBytes}\n`,
      )
      .join('');

  async function confirmAll(evidence: (cluster: string) => string): Promise<void> {
    for (const cluster of ['east', 'west']) {
      writeFileSync('evidence', evidence(cluster));
      await done(`confirm ${cluster} --from evidence`);
    }
    rmSync('evidence');
  }

  test('step by step; each waits until every cluster has arrived', async () => {
    await done('init', 'issue east west');
    const [oldRoot] = lock().roots;
    const [oldEast] = [lock().clusters.east];

    await done('rotate bundle');
    expect(lock().roots.map(({ id }) => id)).toEqual(['root-1', 'root-2']);
    expect(lock()).toMatchObject({ signer: 'root-1', rotation: { phase: 'bundle' } });
    expect(text('keys/east/root-cert.pem')).toBe(rootCert(lock()));
    expect(await ca('rotate restart')).toBe(1);
    expect(io.err.match(/MESH733 at \w+/g)).toEqual(['MESH733 at east', 'MESH733 at west']);
    writeFileSync('evidence', oldRoot.certificate);
    expect(await ca('confirm east --from evidence')).toBe(1);
    expect(io.err).toContain(
      'the Secret of "east" does not hold the root "CN=Root CA root-2, O=Istio" yet',
    );
    await confirmAll(() => rootCert(lock()));

    const before = proxies('east', oldRoot.certificate);
    await done('rotate restart');
    expect(lock().restartMark).toMatch(/^[0-9a-f]{16}$/);
    const mark = lock().restartMark;
    writeFileSync('evidence', before);
    expect(await ca('confirm east --from evidence')).toBe(1);
    expect(io.err).toContain(
      'proxy 1 of 2 in "east" does not trust the root "CN=Root CA root-2, O=Istio" yet',
    );
    for (const nonsense of ['', '{}', 'x', '{"dynamicActiveSecrets": []}']) {
      writeFileSync('evidence', nonsense);
      expect(await ca('confirm east --from evidence')).toBe(1);
      expect(io.err).toContain('MESH733 at east\n  the evidence is not what');
    }
    await confirmAll(cluster => proxies(cluster, rootCert(lock())));
    expect(io.out).toContain('"west" has arrived: trust in 2 roots, in every proxy shown (2)');

    const stale = proxies('east', rootCert(lock()));
    await done('rotate switch');
    expect(lock()).toMatchObject({
      signer: 'root-2',
      restartMark: mark,
      clusters: { east: { root: 'root-2' }, west: { root: 'root-2' } },
    });
    expect(lock().clusters.east.caCert).not.toBe(oldEast.caCert);
    writeFileSync('evidence', stale);
    expect(await ca('confirm east --from evidence')).toBe(1);
    expect(io.err).toContain(
      'has an identity that "L=east, CN=Intermediate CA, O=Istio" did not sign',
    );
    await confirmAll(cluster => proxies(cluster, rootCert(lock())));

    await done('rotate drop');
    expect(lock().roots.map(({ id }) => id)).toEqual(['root-2']);
    expect(lock().rotation).toBeUndefined();
    expect(lock().restartMark).not.toBe(mark);
    await done('status');
    expect(await ca('rotate restart')).toBe(1);
  });

  test("with roots that are kept elsewhere, the switch waits for each cluster's signature", async () => {
    const authority = (name: string) => {
      const key = generateKey('p-256');
      const certificate = issueRoot(
        key,
        { organization: 'Acme', commonName: name },
        validFor(3650, new Date()),
      );
      writeFileSync(`${name}.pem`, pem('CERTIFICATE', certificate.der));
      return (cluster: string) =>
        writeFileSync(
          'signed.pem',
          pem(
            'CERTIFICATE',
            issueIntermediate(
              createPrivateKey(text(`keys/${cluster}.key.pem`)),
              { organization: 'Acme', commonName: cluster },
              'x',
              validFor(365, new Date()),
              { certificate, key },
            ).der,
          ),
        );
    };
    const [first, second] = [authority('first'), authority('second')];
    await done('init --root first.pem', 'issue east west');
    for (const cluster of ['east', 'west']) {
      first(cluster);
      await done(`issue ${cluster} --signed signed.pem`);
    }
    await done('rotate bundle --root second.pem --keys keys');
    await confirmAll(() => rootCert(lock()));
    await done('rotate restart');
    await confirmAll(cluster => proxies(cluster, rootCert(lock())));
    await done('rotate switch');
    expect(lock().clusters.east.root).toBe('root-1');
    writeFileSync('evidence', proxies('east', rootCert(lock())));
    await refused(
      'confirm east --from evidence',
      'MESH733 at east',
      'the intermediate of "east" is still under "root-1"',
    ); // its proxies will change once more
    expect(await ca('rotate drop')).toBe(1);
    expect(io.err).toContain('the intermediate of "east" is still under "root-1"');
    first('east');
    expect(await ca('renew east --signed signed.pem')).toBe(1);
    expect(io.err).toContain(
      '"L=east, CN=Intermediate CA, O=Acme" is under "root-1", but "root-2" signs'.replace(
        'L=east, CN=Intermediate CA',
        'CN=east',
      ),
    );
    for (const cluster of ['east', 'west']) {
      second(cluster);
      await done(`renew ${cluster} --signed signed.pem`);
    }
    await confirmAll(cluster => proxies(cluster, rootCert(lock())));
    await done('rotate drop');
    expect(lock()).toMatchObject({ signer: 'root-2', clusters: { west: { root: 'root-2' } } });
  });

  test('MESH732: there is a way back until the new root signs; then a new rotation can begin', async () => {
    await done('init', 'issue east west');
    const before = lock();
    await refused(
      'rotate abort',
      'MESH732',
      '"abort" is not the next step: no rotation is in progress',
    );
    await done('rotate bundle', 'rotate abort');
    expect(lock()).toEqual(before);
    expect(text('keys/east/root-cert.pem')).toBe(rootCert(before));
    await refused('rotate bundle', 'MESH730', '"keys/root-2.root-key.pem" exists already');
    rmSync('keys/root-2.root-key.pem');
    await done('rotate bundle');
    await confirmAll(() => rootCert(lock()));
    await done('rotate restart');
    const mark = lock().restartMark;
    await done('rotate abort');
    expect({ ...lock(), restartMark: undefined }).toEqual({ ...before, restartMark: undefined });
    expect(lock().restartMark).toMatch(/^[0-9a-f]{16}$/);
    expect(lock().restartMark).not.toBe(mark);
    rmSync('keys/root-2.root-key.pem');
    await done('rotate bundle');
    await confirmAll(() => rootCert(lock()));
    await done('rotate restart');
    await confirmAll(cluster => proxies(cluster, rootCert(lock())));
    await done('rotate switch');
    await refused('rotate abort', 'MESH732', 'Next is `mesh ca rotate drop`');
    await confirmAll(cluster => proxies(cluster, rootCert(lock())));
    await done('rotate drop', 'rotate bundle');
    expect(lock()).toMatchObject({
      roots: [{ id: 'root-2' }, { id: 'root-3' }],
      signer: 'root-2',
      rotation: { phase: 'bundle', confirmed: {} },
    });
    await done('rotate abort');
    expect(lock()).toMatchObject({ roots: [{ id: 'root-2' }], signer: 'root-2' });
  });

  test("up to Istio 1.4 the identities are those of Citadel's Secrets", async () => {
    await done('init', 'issue east west', 'rotate bundle');
    const stale = secretsOfCitadel('east', lock().roots[0].certificate);
    await confirmAll(() => rootCert(lock()));
    await done('rotate restart');
    writeFileSync('evidence', stale);
    await refused('confirm east --from evidence', 'proxy 2 of 2 in "east" does not trust the root');
    await confirmAll(cluster => secretsOfCitadel(cluster, rootCert(lock())));
    writeFileSync('evidence', secretsOfCitadel('east', rootCert(lock())));
    await done('rotate switch');
    await refused('confirm east --from evidence', 'MESH733 at east', 'did not sign');
    rmSync('evidence');
    await confirmAll(cluster => secretsOfCitadel(cluster, rootCert(lock())));
    await done('rotate drop');
  });

  test('waits for a cluster that joins, not for one that is forgotten', async () => {
    await done('init', 'issue east west', 'rotate bundle');
    await confirmAll(() => rootCert(lock()));
    await done('issue north');
    expect(lock().clusters.north.root).toBe('root-1');
    await refused(
      'rotate restart',
      'MESH733 at north',
      'or `mesh ca forget north` if it no longer exists',
    );
    await done('status');
    expect(io.out).toContain('waiting for north');
    await done('status --json');
    expect(JSON.parse(io.out).rotation).toMatchObject({
      phase: 'bundle',
      waitingFor: ['north'],
      next: 'restart',
    });
    await done('forget north');
    expect(Object.keys(lock().clusters)).toEqual(['east', 'west']);
    await done('status');
    expect(io.out).toContain('next is `mesh ca rotate restart`');
    await done('rotate restart');
    await confirmAll(cluster => proxies(cluster, rootCert(lock())));
    await done('rotate switch', 'issue north');
    expect(lock().clusters.north.root).toBe('root-2');
    await refused('forget nowhere', 'MESH730 at nowhere');
    expect(await ca('forget')).toBe(1);
  });

  test('the steps that change the files of the Secrets need the directory with the keys', async () => {
    await done('init', 'issue east');
    writeFileSync(
      'next.pem',
      newRoot('next', { algorithm: 'p-256', organization: 'x', days: 9 }, new Date()).certificate,
    );
    const before = everything();
    expect(await ca('rotate bundle --root next.pem')).toBe(1);
    expect(io.err).toBe(
      'mesh ca rotate bundle: --keys is missing\nSee `mesh ca rotate bundle --help`.\n',
    );
    expect(everything()).toEqual(before);
    writeFileSync('same.pem', lock().roots[0].certificate);
    await refused(
      'rotate bundle --root same.pem --keys keys',
      'MESH730',
      'the new root is the one that already signs, "root-1"',
    );
  });
});
