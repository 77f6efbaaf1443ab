import { createPrivateKey } from 'crypto';
import { rmSync, writeFileSync } from 'fs';
import { caHarness } from './ca-harness';
import { workloadCertificate } from './workload';
import { newRoot } from '../../src/ca/pki/authority';
import { issueIntermediate, issueRoot, validFor } from '../../src/ca/pki/issue-certificate';
import { generateKey } from '../../src/ca/pki/key-algorithm';
import { rootCert } from '../../src/description/locks/pki-lock';
import { Problems } from '../../src/problems/problems';
import { pem } from '../../src/x509/pem';
import { readCertificates } from '../../src/x509/read-certificates';

const { ca, done, refused, io, lock, text, everything } = caHarness();

describe('replacing the root', () => {
  const base64 = (value: string) => Buffer.from(value).toString('base64');
  const UID = '9c5e0f4a-7c1c-4b52-9d3a-0f3b7a1d2e3f';

  /** What the cluster has that signs with the files of another one, if need be. */
  function identityOf(namespace: string, cluster: string): string {
    const [certificate] = readCertificates(text(`keys/${cluster}/ca-cert.pem`), '', new Problems());
    const key = createPrivateKey(text(`keys/${cluster}/ca-key.pem`));
    return workloadCertificate(`spiffe://cluster.local/ns/${namespace}/sa/default`, {
      certificate,
      key,
    });
  }

  /** What `istioctl proxy-config secret -o json` prints of a proxy. */
  const dump = (identity: string, roots: string) =>
    JSON.stringify(
      {
        dynamicActiveSecrets: [
          {
            name: 'default',
            secret: { tlsCertificate: { certificateChain: { inlineBytes: base64(identity) } } },
          },
          {
            name: 'ROOTCA',
            secret: { validationContext: { trustedCa: { inlineBytes: base64(roots) } } },
          },
        ],
      },
      undefined,
      2,
    );

  const NAMES = ['istio-system/gateway-1', 'shop/web-1'];

  /** What the commands of the README print of proxies that have what the files say. */
  function proxies(cluster: string, roots: string, signedBy = cluster): string {
    return [
      `cluster ${cluster}`,
      ...NAMES.map(name => `proxy ${name} ${UID}`),
      ...NAMES.flatMap(name => [
        `answer ${name}`,
        dump(identityOf(name.split('/')[0], signedBy), roots),
      ]),
      '',
    ].join('\n');
  }

  /** The same where Citadel keeps identities in Secrets, up to Istio 1.4. */
  const secretsOfCitadel = (cluster: string, roots: string): string =>
    [
      `cluster ${cluster}`,
      ...['istio-system/istio.default', 'shop/istio.default'].map(
        name =>
          `identity ${name} ${UID} ${base64(roots)} ${base64(identityOf(name.split('/')[0], cluster))}`,
      ),
      '',
    ].join('\n');

  /** What the command of the README prints of the Secret. */
  const secret = (cluster: string, roots = rootCert(lock()), holds = cluster): string =>
    `cluster ${cluster}\nsecret istio-system/cacerts ${UID} ${base64(lock().clusters[holds].caCert)} ${base64(roots)}\n`;

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
    writeFileSync('evidence', secret('east', oldRoot.certificate));
    expect(await ca('confirm east --from evidence')).toBe(1);
    expect(io.err).toContain(
      'the Secret of "east" does not hold the root "CN=Root CA root-2, O=Istio" yet',
    );
    await confirmAll(secret);

    const before = proxies('east', oldRoot.certificate);
    await done('rotate restart');
    expect(lock().restartMark).toMatch(/^[0-9a-f]{16}$/);
    const mark = lock().restartMark;
    writeFileSync('evidence', before);
    expect(await ca('confirm east --from evidence')).toBe(1);
    expect(io.err).toContain(
      'the proxy "istio-system/gateway-1" of "east" does not trust the root "CN=Root CA root-2, O=Istio" yet',
    );
    for (const nonsense of ['', '{}', 'x', '{"dynamicActiveSecrets": []}']) {
      writeFileSync('evidence', nonsense);
      expect(await ca('confirm east --from evidence')).toBe(1);
      expect(io.err).toContain('MESH743 at east\n  the evidence is not what');
    }
    await confirmAll(cluster => proxies(cluster, rootCert(lock())));
    expect(io.out).toContain('"west" has arrived: trust in 2 roots, in each of 2 proxies');

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
      'has an identity under another intermediate than "L=east, CN=Intermediate CA, O=Istio"',
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
    await confirmAll(secret);
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
    await confirmAll(secret);
    await done('rotate restart');
    const mark = lock().restartMark;
    await done('rotate abort');
    expect({ ...lock(), restartMark: undefined }).toEqual({ ...before, restartMark: undefined });
    expect(lock().restartMark).toMatch(/^[0-9a-f]{16}$/);
    expect(lock().restartMark).not.toBe(mark);
    rmSync('keys/root-2.root-key.pem');
    await done('rotate bundle');
    await confirmAll(secret);
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
    await confirmAll(secret);
    await done('rotate restart');
    writeFileSync('evidence', stale);
    await refused(
      'confirm east --from evidence',
      'the proxy "shop/istio.default" of "east" does not trust the root',
    );
    await confirmAll(cluster => secretsOfCitadel(cluster, rootCert(lock())));
    writeFileSync('evidence', secretsOfCitadel('east', rootCert(lock())));
    await done('rotate switch');
    await refused('confirm east --from evidence', 'MESH733 at east', 'under another intermediate');
    rmSync('evidence');
    await confirmAll(cluster => secretsOfCitadel(cluster, rootCert(lock())));
    await done('rotate drop');
  });

  describe('MESH743: what does not come from the whole of the cluster proves nothing', () => {
    beforeEach(() => done('init', 'issue east west', 'rotate bundle'));

    async function unproven(evidence: string, ...messages: string[]): Promise<void> {
      writeFileSync('evidence', evidence);
      await refused('confirm east --from evidence', 'MESH743 at east', ...messages);
      rmSync('evidence');
    }

    test("in the phase bundle: the operator's own files, and another cluster", async () => {
      for (const own of ['root-cert.pem', 'cert-chain.pem', 'ca-cert.pem']) {
        await unproven(text(`keys/east/${own}`), 'is not what the commands');
        await unproven(`cluster east\n${text(`keys/east/${own}`)}`, 'is not what the commands');
      }
      await unproven(secret('west'), 'the evidence is of "west", not of "east"');
      await unproven(
        secret('east', undefined, 'west'),
        'the Secret of "east" holds the intermediate of "west"',
      );
      await unproven(proxies('east', rootCert(lock())), 'does not show the Secret');
    });

    test('in the phase bundle: a Secret with an intermediate from before', async () => {
      const before = secret('east');
      await done('renew east');
      writeFileSync('evidence', before);
      await refused('confirm east --from evidence', 'MESH733 at east', 'another intermediate than');
    });

    test('in the phase restart: one proxy out of many, another cluster, copies', async () => {
      await confirmAll(secret);
      await done('rotate restart');
      const roots = rootCert(lock());
      const all = proxies('east', roots);
      const [list, first, second] = all.split(/^(?=answer )/m);
      await unproven(list + first, 'the proxy "shop/web-1" is in the list of "east", but did not');
      await unproven(`${list}${first}answer shop/web-1\n`, '"shop/web-1"', 'did not answer');
      await unproven(first + second, 'is not what the commands');
      await unproven(`cluster east\n${first}${second}`, 'is not what the commands');
      await unproven(
        `${list}${first}${first.replace('answer istio-system/gateway-1', 'answer shop/web-1')}`,
        'one answer twice, for "istio-system/gateway-1" and "shop/web-1"',
        'is an identity of the namespace "istio-system"',
      );
      await unproven(proxies('west', roots), 'the evidence is of "west"');
      await unproven(
        proxies('east', roots, 'west'),
        'has an identity under the intermediate of "west": the evidence is of another',
      );
      await unproven(secret('east'), 'does not show the proxies of "east"');
      await unproven(
        `cluster east\nproxy shop/web-1 ${UID}\nanswer shop/web-1\n${dump(text('keys/east/ca-cert.pem'), roots)}`,
        'is an identity of the namespace ""',
      );
      writeFileSync('evidence', all);
      await done('confirm east --from evidence');
    });

    test('identities that ended since', async () => {
      await confirmAll(secret);
      await done('rotate restart');
      const evidence = proxies('east', rootCert(lock()));
      jest.useFakeTimers({ now: Date.now() + 2 * 86_400_000, doNotFake: ['nextTick'] });
      await unproven(evidence, 'ended on', 'the evidence is old');
      jest.useRealTimers();
    });
  });

  test('waits for a cluster that joins, not for one that is forgotten', async () => {
    await done('init', 'issue east west', 'rotate bundle');
    await confirmAll(secret);
    await done('issue north');
    expect(lock().clusters.north.root).toBe('root-1');
    await refused(
      'rotate restart',
      'MESH733 at north',
      'or `mesh ca forget north` if it no longer exists',
    );
    await done('status');
    expect(io.out).toContain('waiting for north');
    await done('status --output json');
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
