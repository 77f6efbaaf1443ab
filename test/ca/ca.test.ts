import { createPrivateKey, KeyObject } from 'crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'fs';
import { caHarness } from './ca-harness';
import { identity } from './sealing/open-age';
import { openPrivateKey } from './sealing/open-sops';
import { unseal } from './sealing/unseal';
import { optionsOf, signingOf } from '../../src/ca/pki/authority';
import { issueIntermediate, issueRoot, validFor } from '../../src/ca/pki/issue-certificate';
import { generateKey } from '../../src/ca/pki/key-algorithm';
import { main } from '../../src/cli/mesh';
import { Problems } from '../../src/problems/problems';
import { pem } from '../../src/x509/pem';
import { readCertificates } from '../../src/x509/read-certificates';
import { Openssl } from '../x509/openssl';

const { ca, done, io, lock, text, everything } = caHarness();

describe('from nothing to a CA for each cluster', () => {
  test('makes a root and intermediates that OpenSSL verifies, with keys that belong to them', async () => {
    await done('init', 'issue west east');
    expect(Object.keys(lock().clusters)).toEqual(['east', 'west']);
    for (const cluster of ['east', 'west']) {
      const files = {
        caCert: text(`keys/${cluster}/ca-cert.pem`),
        certChain: text(`keys/${cluster}/cert-chain.pem`),
        rootCert: text(`keys/${cluster}/root-cert.pem`),
      };
      expect(readdirSync(`keys/${cluster}`).sort()).toEqual([
        'ca-cert.pem',
        'ca-key.pem',
        'cert-chain.pem',
        'root-cert.pem',
      ]);
      expect(new Openssl('.').verifies(files)).toBe(true);
      expect(
        readCertificates(files.caCert, '', new Problems())[0].x509.checkPrivateKey(
          createPrivateKey(text(`keys/${cluster}/ca-key.pem`)),
        ),
      ).toBe(true);
    }
  });

  test('keeps private keys to their owner, and out of the lock and of what it prints', async () => {
    await done('init');
    let printed = io.out;
    await done('issue east');
    printed += io.out;
    const keys = ['keys/root-1.root-key.pem', 'keys/east/ca-key.pem'];
    expect(keys.map(file => (statSync(file).mode & 0o777).toString(8))).toEqual(['600', '600']);
    expect(['keys', 'keys/east'].map(file => (statSync(file).mode & 0o777).toString(8))).toEqual([
      '700',
      '700',
    ]);
    for (const secret of keys.map(file => text(file).split('\n')[1])) {
      expect(text('pki.lock.json')).not.toContain(secret);
      expect(printed).not.toContain(secret);
    }
    expect(text('pki.lock.json')).not.toContain('PRIVATE KEY');
  });

  test('a root that is kept elsewhere signs a request; what does not belong to it is refused', async () => {
    const rootKey = generateKey('p-384');
    const authority = issueRoot(
      rootKey,
      { organization: 'Acme', commonName: 'Acme Root' },
      validFor(3650, new Date()),
    );
    writeFileSync('acme.pem', pem('CERTIFICATE', authority.der));
    await done('init --root acme.pem', 'issue east');
    expect(io.out).toContain('have it signed by "CN=Acme Root, O=Acme"');
    expect(lock().clusters).toEqual({});
    const sign = (key: KeyObject) =>
      pem(
        'CERTIFICATE',
        issueIntermediate(
          key,
          { organization: 'Acme', commonName: 'Intermediate CA' },
          'istiod.istio-system.svc',
          validFor(365, new Date()),
          { certificate: authority, key: rootKey },
        ).der,
      );
    writeFileSync('stranger.pem', sign(generateKey('p-256')));
    const before = everything();
    expect(await ca('issue east --signed stranger.pem')).toBe(1);
    expect(io.err).toContain('MESH734 at east');
    expect(everything()).toEqual(before);
    writeFileSync('east.pem', sign(createPrivateKey(text('keys/east.key.pem'))) + text('acme.pem'));
    await done('issue east --signed east.pem');
    expect(lock().clusters.east).toMatchObject({ root: 'root-1', between: [] });
    expect(readdirSync('keys').sort()).toEqual(['east', expect.stringMatching(/^east\.set-\w+$/)]);
  });

  test('renews what is due, and what is named', async () => {
    await done('init', 'issue east --days 400', 'issue west --days 1');
    const before = lock();
    await done('renew');
    expect(lock().clusters.east).toEqual(before.clusters.east);
    expect(io.out).toBe('nothing is due\n');
    await done('renew east');
    expect(lock().clusters.east.caCert).not.toBe(before.clusters.east.caCert);
    expect(lock().clusters.west).toEqual(before.clusters.west);
  });

  test('an intermediate is renewed as it was, unless something else is said', async () => {
    const [keys, of] = ['--keys keys', () => optionsOf(signingOf(lock().clusters.east))];
    await done(
      'init',
      `issue east --algorithm p-384 --organization Bäcker,Co --namespace istio-root ${keys}`,
      `renew east ${keys}`,
    );
    expect(of()).toEqual({
      algorithm: 'p-384',
      organization: 'Bäcker,Co',
      namespace: 'istio-root',
    });
    await done(
      `seal east --age age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj ${keys}`,
    );
    expect(lock().clusters.east.sealing?.namespace).toBe('istio-root');
    await done(`renew east --algorithm p-256 --namespace istio-system ${keys}`);
    expect(of()).toEqual({
      algorithm: 'p-256',
      organization: 'Bäcker,Co',
      namespace: 'istio-system',
    });
  });

  test('the status says what is there, for people and for machines', async () => {
    await done('init', 'issue east', 'status');
    expect(
      io.out
        .replace(/\d{4}-\d\d-\d\d/g, 'DAY')
        .replace(/[0-9a-f]{16}/g, 'FINGERPRINT')
        .replace(/ +/g, ' '),
    ).toBe(
      [
        ' ends left SHA-256 key sealed for',
        'root-1 root, signs DAY 3649 days ok FINGERPRINT',
        'east intermediate DAY 364 days ok FINGERPRINT',
        '',
      ].join('\n'),
    );
    await done('status --output json');
    expect(JSON.parse(io.out)).toMatchObject({
      signer: 'root-1',
      certificates: [
        { of: 'root-1', kind: 'root', state: 'ok' },
        { of: 'east', kind: 'intermediate', daysLeft: 364, sealed: [] },
      ],
    });
  });

  test('the status fails when something has ended', async () => {
    await done('init', 'issue east');
    const rootKey = createPrivateKey(text('keys/root-1.root-key.pem'));
    const [authority] = readCertificates(lock().roots[0].certificate, '', new Problems());
    const ended = {
      notBefore: new Date('2020-01-01T00:00:00Z'),
      notAfter: new Date('2021-01-01T00:00:00Z'),
    };
    const old = issueIntermediate(
      rootKey,
      { organization: 'Istio', commonName: 'Intermediate CA' },
      'istiod.istio-system.svc',
      ended,
      { certificate: authority, key: rootKey },
    );
    writeFileSync(
      'pki.lock.json',
      JSON.stringify({
        ...lock(),
        clusters: { east: { ...lock().clusters.east, caCert: pem('CERTIFICATE', old.der) } },
      }),
    );
    expect(await ca('status')).toBe(2);
    expect(io.out).toMatch(/east +intermediate +2021-01-01 +-\d+ days +ended/);
    await done('renew');
    expect(io.out).toBe('pki.lock.json: east under "root-1"\n');
    await done('status');
  });
});

describe('encrypted keys', () => {
  const AGE = 'age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj'; // the example of age's own documentation

  const controllerKey = generateKey('rsa-2048');

  function controller(
    file: string,
    validity = validFor(365, new Date()),
    key = controllerKey,
  ): void {
    writeFileSync(
      file,
      pem(
        'CERTIFICATE',
        issueRoot(key, { organization: 'x', commonName: 'sealed-secrets' }, validity).der,
      ),
    );
  }

  test('are made once, and again for every later key, for the same recipients', async () => {
    controller('controller.pem');
    await done(
      'init',
      'issue east',
      'seal east --certificate controller.pem --scope namespace-wide --keys keys',
    );
    const { sealing } = lock().clusters.east;
    expect(sealing).toMatchObject({
      namespace: 'istio-system',
      sealedSecret: { scope: 'namespace-wide', certificate: text('controller.pem') },
    });
    await done('renew east');
    const renewed = lock().clusters.east.sealing;
    expect(renewed?.sealedSecret).toMatchObject({
      scope: 'namespace-wide',
      certificate: text('controller.pem'),
    });
    expect(renewed?.sealedSecret?.encryptedKey).not.toBe(sealing?.sealedSecret?.encryptedKey);
    await done('status');
    expect(io.out).toMatch(/east .* sealed-secret\n/);
  });

  test('open to the key that lies in the directory, for each recipient and no other Secret, also after a renewal', async () => {
    const [alice, bob] = [
      await identity(Buffer.alloc(32, 0x42)),
      await identity(Buffer.alloc(32, 0x43)),
    ];
    const pkcs8 = controllerKey.export({ type: 'pkcs8', format: 'der' });
    controller('controller.pem');
    await done(
      'init',
      'issue east --namespace istio-root',
      `seal east --certificate controller.pem --age ${alice.recipient} --age ${bob.recipient} --namespace istio-root --keys keys`,
    );
    for (const renew of [[], ['renew east']]) {
      await done(...renew);
      const { sealedSecret, sops } = lock().clusters.east.sealing!;
      expect(
        (await unseal(sealedSecret!.encryptedKey, 'istio-root/cacerts', pkcs8)).toString(),
      ).toBe(text('keys/east/ca-key.pem'));
      await expect(
        unseal(sealedSecret!.encryptedKey, 'istio-system/cacerts', pkcs8),
      ).rejects.toThrow();
      for (const who of [alice, bob]) {
        expect(await openPrivateKey(sops!.encryptedKey, sops!.metadata.age as any, who)).toBe(
          text('keys/east/ca-key.pem'),
        );
      }
    }
  });

  test('with SOPS', async () => {
    await done('init', 'issue east', `seal east --age ${AGE} --keys keys`);
    expect(lock().clusters.east.sealing?.sops).toMatchObject({
      recipients: [AGE],
      encryptedKey: expect.stringMatching(/^ENC\[AES256_GCM,/),
      metadata: { age: [{ recipient: AGE }] },
    });
  });

  test('MESH735: not for a certificate that has ended, a broken recipient, or no certificate at all', async () => {
    await done('init', 'issue east');
    controller('ended.pem', {
      notBefore: new Date('2020-01-01T00:00:00Z'),
      notAfter: new Date('2021-01-01T00:00:00Z'),
    });
    controller('future.pem', {
      notBefore: new Date('2090-01-01T00:00:00Z'),
      notAfter: new Date('2091-01-01T00:00:00Z'),
    });
    controller('ec.pem', undefined, generateKey('p-256'));
    writeFileSync('nonsense.pem', 'nonsense');
    const before = everything();
    for (const [args, message] of [
      ['--certificate ended.pem', 'to Jan  1 00:00:00 2021 GMT, which is not now'],
      ['--certificate future.pem', 'from Jan  1 00:00:00 2090 GMT'],
      ['--certificate ec.pem', 'the sealing certificate has a key of type ec'],
      ['--certificate nonsense.pem', 'not a certificate in PEM'],
      ['--age age1nonsense', 'age'],
    ]) {
      expect(await ca(`seal east ${args} --keys keys`)).toBe(1);
      expect(io.err).toContain('MESH735 at east');
      expect(io.err).toContain(message);
    }
    expect(everything()).toEqual(before);
  });
});

describe('what cannot be done changes nothing', () => {
  test.each([
    ['issue east', 'MESH730', 'does not exist'],
    ['status', 'MESH730', 'does not exist'],
  ])('before the beginning: %s', async (command, code, message) => {
    expect(await ca(command)).toBe(1);
    expect(io.err).toContain(code);
    expect(io.err).toContain(message);
    expect(everything()).toEqual({});
  });

  test.each([
    ['init', 'MESH730', '"pki.lock.json" exists already'],
    ['issue east', 'MESH730', '"east" already has an intermediate'],
    ['issue -- East', 'MESH201', 'cluster name "East" is not a DNS label'],
    ['renew east --namespace ../x', 'MESH201', 'namespace "../x" is not a DNS label'],
    ['issue west --namespace -', 'MESH201', 'namespace "-" is not a DNS label'],
    ['issue west --namespace kube-system', 'MESH342', 'is one of Kubernetes itself'],
    ['rotate bundle --organization \u2028', 'MESH741', 'characters that cannot be seen'],
    ['renew east --organization a\nb', 'MESH741', 'the organization "a\\nb" is empty, or has'],
    [`issue west --organization ${'ö'.repeat(65)}`, 'MESH741', 'has 65 characters; 64 are allowed'],
    ['renew nowhere', 'MESH730', 'the lock has no cluster "nowhere"'],
    ['renew __proto__', 'MESH730', 'the lock has no cluster "__proto__"'],
    ['rotate switch', 'MESH732', '"switch" is not the next step'],
    ['confirm east --from pki.lock.json', 'MESH730', 'no rotation is in progress'],
    [
      'seal east --certificate nothing.pem --keys keys',
      'MESH106',
      '"nothing.pem" cannot be read: ENOENT',
    ],
    ['renew east --signed keys/east/ca-cert.pem', 'MESH731', '"keys/east.key.pem" does not exist'],
  ])('afterwards: %s', async (command, code, message) => {
    await done('init', 'issue east');
    const before = everything();
    // options stand before the names that follow `--`
    const [name, ...rest] = command.split(' -- ');
    expect(
      await (rest.length > 0
        ? main(['ca', ...name.split(' '), '--keys', 'keys', '--', ...rest])
        : ca(command)),
    ).toBe(1);
    expect(io.err).toContain(code);
    expect(io.err).toContain(message);
    expect(everything()).toEqual(before);
  });

  test('MESH731: keys inside a repository, or open to others', async () => {
    mkdirSync('repository/.git', { recursive: true });
    expect(await main(['ca', 'init', '--keys', 'repository/sub/keys'])).toBe(1);
    expect(io.err).toContain('MESH731');
    expect(existsSync('pki.lock.json')).toBe(false);
    await done('init');
    chmodSync('keys/root-1.root-key.pem', 0o640);
    expect(await ca('issue east')).toBe(1);
    expect(io.err).toContain('"keys/root-1.root-key.pem" is open to others');
    chmodSync('keys/root-1.root-key.pem', 0o600);
    chmodSync('keys', 0o755);
    expect(await ca('issue east')).toBe(1);
    expect(io.err).toContain('"keys" is open to others');
  });

  test('MESH717: a lock that is not one', async () => {
    await done('init', 'issue east');
    const sound = text('pki.lock.json');
    for (const broken of [
      '',
      '{}',
      '<<<<<<< HEAD',
      sound.replace('"schema": 1', '"schema": 2'),
      sound.replace('"signer": "root-1"', '"signer": "root-9"'),
      sound.replace('"between"', '"other"'),
    ]) {
      writeFileSync('pki.lock.json', broken);
      expect(await ca('status')).toBe(1);
      expect(io.err).toContain('MESH717');
    }
  });
});
