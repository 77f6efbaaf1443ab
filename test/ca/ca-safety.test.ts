import { createPrivateKey } from 'crypto';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'fs';
import { caHarness } from './ca-harness';
import { issueIntermediate, issueRoot, validFor } from '../../src/ca/pki/issue-certificate';
import { generateKey } from '../../src/ca/pki/key-algorithm';
import { PkiLock } from '../../src/description/locks/pki-lock';
import { pem } from '../../src/x509/pem';

const { ca, done, refused, io, lock, text, everything } = caHarness();
const AGE = 'age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj'; // the example of age's own documentation
const controllerKey = generateKey('rsa-2048');
const mode = (file: string) => (statSync(file).mode & 0o777).toString(8);
const edit = (change: (sound: PkiLock) => object) =>
  writeFileSync('pki.lock.json', JSON.stringify({ schema: 1, ...change(lock()) }));

describe('files with private keys', () => {
  test('are for their owner only, whatever the umask and whatever was there before', async () => {
    const umask = process.umask(0);
    try {
      mkdirSync('keys', { mode: 0o700 });
      mkdirSync('keys/east', { mode: 0o777 });
      writeFileSync('keys/east/ca-key.pem', 'x', { mode: 0o666 });
      await done('init', 'issue east');
      expect(
        ['keys', 'keys/east', 'keys/root-1.root-key.pem', 'keys/east/ca-key.pem'].map(mode),
      ).toEqual(['700', '700', '600', '600']);
      expect(readdirSync('keys').sort()).toEqual([
        'east',
        expect.stringMatching(/^east\.set-\w+$/),
        'root-1.root-key.pem',
      ]);
    } finally {
      process.umask(umask);
    }
  });

  test('replace a link; what it leads to stays as it is', async () => {
    await done('init');
    mkdirSync('keys/east', { mode: 0o700 });
    writeFileSync('elsewhere', 'mine');
    symlinkSync('../../elsewhere', 'keys/east/ca-key.pem');
    await done('issue east');
    expect(text('elsewhere')).toBe('mine');
    expect(lstatSync('keys/east/ca-key.pem').isSymbolicLink()).toBe(false);
  });

  test.each<[string, () => void]>([
    ['a worktree of git, whose .git is a file', () => writeFileSync('.git', 'gitdir: elsewhere')],
    [
      'a link into a repository',
      () => {
        mkdirSync('repository/.git', { recursive: true });
        mkdirSync('repository/keys', { mode: 0o700 });
        symlinkSync('repository/keys', 'keys');
      },
    ],
    ...[
      '.hg',
      '.sl',
      '.svn',
      '.jj',
      '.bzr',
      '.pijul',
      '_darcs',
      '.fslckout',
      '_FOSSIL_',
      'CVS',
    ].map((mark): [string, () => void] => [`a working copy with ${mark}`, () => mkdirSync(mark)]),
    ['the output directory of synth', () => writeFileSync('mesh.index.json', '{}')],
  ])('MESH731: not in %s', async (_, prepare) => {
    prepare();
    await refused('init', 'MESH731', 'lies inside the');
  });

  test("MESH731: not in a repository by way of a cluster's directory", async () => {
    await done('init');
    mkdirSync('repository/.git', { recursive: true });
    symlinkSync('../repository', 'keys/east');
    await refused('issue east', 'MESH731', '"keys/east" lies inside the repository');
  });

  test('an error of the file system is one line', async () => {
    writeFileSync('keys', 'a file');
    chmodSync('keys', 0o600);
    expect(await ca('init')).toBe(1);
    expect(io.err).toMatch(/^mesh ca init: E\w+: .*\n$/);
    await refused('status --lock .', 'MESH717');
  });
});

describe('MESH734: keys and certificates that do not belong together', () => {
  test('a key of another certificate is not sealed', async () => {
    await done('init', 'issue east west');
    copyFileSync('keys/west/ca-key.pem', 'keys/east/ca-key.pem');
    await refused(
      `seal east --age ${AGE} --keys keys`,
      'MESH734 at east',
      '"keys/east/ca-key.pem" is not the private key of the certificate in "pki.lock.json"',
    );
  });

  test('the key of another root does not sign', async () => {
    await done('init');
    writeFileSync(
      'keys/root-1.root-key.pem',
      generateKey('p-256').export({ type: 'pkcs8', format: 'pem' }),
      { mode: 0o600 },
    );
    await refused('issue east', 'MESH734', 'is not the private key of the root in "pki.lock.json"');
  });
});

describe('the lock', () => {
  test.each<[string, (sound: PkiLock) => object]>([
    [
      'a cluster whose name is a path',
      ({ clusters, ...rest }) => ({ ...rest, clusters: { '../x': clusters.east } }),
    ],
    [
      'a root whose id is a path',
      ({ roots, ...rest }) => ({
        ...rest,
        roots: [{ ...roots[0], id: '../x' }],
        signer: '../x',
        clusters: {},
      }),
    ],
    [
      'a cluster that every object has',
      ({ clusters, ...rest }) => ({
        ...rest,
        clusters: JSON.parse(`{"__proto__": ${JSON.stringify(clusters.east)}}`),
      }),
    ],
    ['a root twice', ({ roots, ...rest }) => ({ ...rest, roots: [roots[0], roots[0]] })],
    [
      'two roots outside of a rotation',
      ({ roots, ...rest }) => ({ ...rest, roots: [roots[0], { ...roots[0], id: 'root-2' }] }),
    ],
    [
      'a root twice in a rotation',
      ({ roots, ...rest }) => ({
        ...rest,
        roots: [roots[0], roots[0]],
        rotation: { phase: 'bundle', since: 'x', confirmed: {} },
      }),
    ],
    [
      'one root in a rotation',
      sound => ({ ...sound, rotation: { phase: 'bundle', since: 'x', confirmed: {} } }),
    ],
    [
      'the old root signs after the switch',
      ({ roots, ...rest }) => ({
        ...rest,
        roots: [roots[0], { ...roots[0], id: 'root-2' }],
        rotation: { phase: 'switch', since: 'x', confirmed: {} },
      }),
    ],
    [
      'a phase that is none',
      sound => ({ ...sound, rotation: { phase: 'drop', since: 'x', confirmed: {} } }),
    ],
    [
      'a certificate that is none',
      ({ clusters, ...rest }) => ({
        ...rest,
        clusters: { east: { ...clusters.east, caCert: 'x' } },
      }),
    ],
    [
      'two certificates as one',
      ({ roots, ...rest }) => ({
        ...rest,
        roots: [{ ...roots[0], certificate: roots[0].certificate.repeat(2) }],
      }),
    ],
    [
      'a private key beside a certificate',
      ({ clusters, ...rest }) => ({
        ...rest,
        clusters: { east: { ...clusters.east, key: text('keys/east/ca-key.pem') } },
      }),
    ],
    [
      'a cluster under a root that is not there',
      ({ clusters, ...rest }) => ({
        ...rest,
        clusters: { east: { ...clusters.east, root: 'root-2' } },
      }),
    ],
  ])('MESH717: %s', async (_, change) => {
    await done('init', 'issue east');
    edit(change);
    await refused('renew', 'MESH717');
  });

  test("takes only the certificate of a controller's file, not the key beside it", async () => {
    const secret = controllerKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const certificate = pem(
      'CERTIFICATE',
      issueRoot(controllerKey, { organization: 'x', commonName: 'x' }, validFor(365, new Date()))
        .der,
    );
    writeFileSync('tls.pem', `Bag Attributes\n${certificate}${secret}`);
    await done('init', 'issue east', 'seal east --certificate tls.pem --keys keys');
    expect(lock().clusters.east.sealing?.sealedSecret?.certificate).toBe(certificate);
    expect(text('pki.lock.json')).not.toContain('PRIVATE KEY');
  });

  test('MESH735: a key that cannot be encrypted again stays as it is', async () => {
    const ended = {
      notBefore: new Date('2020-01-01T00:00:00Z'),
      notAfter: new Date('2021-01-01T00:00:00Z'),
    };
    const certificate = pem(
      'CERTIFICATE',
      issueRoot(controllerKey, { organization: 'x', commonName: 'x' }, ended).der,
    );
    await done('init', 'issue east');
    const sealing = {
      namespace: 'istio-system',
      sealedSecret: { certificate, scope: 'strict', encryptedKey: 'x' },
    };
    edit(({ clusters, ...rest }) => ({
      ...rest,
      clusters: { east: { ...clusters.east, sealing } },
    }));
    await refused('renew east', 'MESH742 at east');
    const [, fingerprint] = /--confirm-recipients (\w+)/.exec(io.err)!;
    await refused(
      `renew east --confirm-recipients ${fingerprint}`,
      'MESH735 at east',
      'to Jan  1 00:00:00 2021 GMT, which is not now',
    );
  });

  test('MESH730: has changed while keys were made', async () => {
    await done('init', 'issue east');
    const meanwhile = text('pki.lock.json');
    await done('issue west');
    const crypto: { generateKeyPairSync: (...args: unknown[]) => unknown } =
      jest.requireActual('crypto');
    const make = crypto.generateKeyPairSync;
    jest.spyOn(crypto, 'generateKeyPairSync').mockImplementation((...args) => {
      writeFileSync('pki.lock.json', meanwhile);
      return make(...args);
    });
    expect(await ca('issue north')).toBe(1);
    expect(io.err).toContain('"pki.lock.json" has changed since this run started');
    expect(text('pki.lock.json')).toBe(meanwhile);
  });
});

describe('roots that are kept elsewhere', () => {
  const root = (name: string, key = generateKey('p-256')) =>
    pem(
      'CERTIFICATE',
      issueRoot(key, { organization: 'x', commonName: name }, validFor(3650, new Date())).der,
    );

  test('MESH712: one root, and a root', async () => {
    writeFileSync('two.pem', root('a') + root('b'));
    await refused(
      'init --root two.pem',
      'MESH712',
      'there are 2 certificates where one root was expected',
    );
    await done('init', 'issue east');
    cpSync('keys/east/ca-cert.pem', 'intermediate.pem');
    await refused(
      'init --root intermediate.pem --lock other.json',
      'MESH712',
      'is not a root: "CN=Root CA root-1, O=Istio" signed it',
    );
  });

  test('MESH707: a root that has ended', async () => {
    const ended = {
      notBefore: new Date('2020-01-01T00:00:00Z'),
      notAfter: new Date('2021-01-01T00:00:00Z'),
    };
    writeFileSync(
      'ended.pem',
      pem(
        'CERTIFICATE',
        issueRoot(generateKey('p-256'), { organization: 'x', commonName: 'ended' }, ended).der,
      ),
    );
    await refused('init --root ended.pem', 'MESH707', '"CN=ended, O=x" expired on');
  });

  test('a warning about what was signed is shown', async () => {
    const key = generateKey('p-256');
    const authority = issueRoot(
      key,
      { organization: 'x', commonName: 'short' },
      validFor(30, new Date()),
    );
    writeFileSync('root.pem', pem('CERTIFICATE', authority.der));
    await done('init --root root.pem', 'issue east');
    const own = createPrivateKey(text('keys/east.key.pem'));
    const signed = issueIntermediate(
      own,
      { organization: 'x', commonName: 'east' },
      'x',
      validFor(30, new Date()),
      { certificate: authority, key },
    );
    const other = issueRoot(
      key,
      { organization: 'x', commonName: 'unrelated' },
      validFor(30, new Date()),
    );
    writeFileSync('signed.pem', pem('CERTIFICATE', signed.der) + pem('CERTIFICATE', other.der));
    expect(await ca('issue east --signed signed.pem')).toBe(0);
    expect(io.err).toMatch(
      /^Warning MESH719 at east\.certChain\n {2}"CN=unrelated, O=x" in cert-chain\.pem is not between/,
    );
  });

  test('a request waits: it is not made twice, and the command to go on with is right', async () => {
    const key = generateKey('p-256');
    writeFileSync('root.pem', root('a', key));
    await done('init --root root.pem', 'issue east');
    expect(io.out).toContain('then `mesh ca issue east --signed FILE`');
    expect(() => createPrivateKey(text('keys/east.key.pem'))).not.toThrow();
    expect(mode('keys/east.key.pem')).toBe('600');
    await refused(
      'issue east',
      'MESH730 at east',
      '"keys/east.key.pem" is already waiting for its certificate',
    );
    expect(Object.keys(everything())).toContain('keys/east.csr');
  });
});
