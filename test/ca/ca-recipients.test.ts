import { existsSync, rmSync, writeFileSync } from 'fs';
import { caHarness } from './ca-harness';
import { Identity, identity } from './sealing/open-age';
import { openPrivateKey } from './sealing/open-sops';
import { ca as run } from '../../src/ca/ca';
import { issueRoot, validFor } from '../../src/ca/pki/issue-certificate';
import { generateKey } from '../../src/ca/pki/key-algorithm';
import { Sealing } from '../../src/description/locks/pki-lock';
import { MeshError } from '../../src/problems/mesh-error';
import { pem } from '../../src/x509/pem';

const { ca, done, refused, io, lock, text } = caHarness();
let owner: Identity;
let attacker: Identity;

beforeAll(async () => {
  owner = await identity(Buffer.alloc(32, 0x42));
  attacker = await identity(Buffer.alloc(32, 0x66));
});

beforeEach(() => done('init', 'issue east'));

const sealed = (cluster = 'east'): Sealing => lock().clusters[cluster].sealing!;

/** What anybody can do who may commit. */
function edit(change: (sealing: Sealing) => object, cluster = 'east'): void {
  const { clusters, ...rest } = lock();
  const edited = { ...clusters[cluster], sealing: change(sealed(cluster)) };
  writeFileSync(
    'pki.lock.json',
    JSON.stringify({ ...rest, clusters: { ...clusters, [cluster]: edited } }),
  );
}

const addAttacker = ({ sops, ...rest }: Sealing) => ({
  ...rest,
  sops: { ...sops, recipients: [...sops!.recipients, attacker.recipient] },
});

const seal = () => done(`seal east --age ${owner.recipient} --keys keys`);
const fingerprint = () => /--confirm-recipients (\w+)/.exec(io.err)![1];

function controller(file: string): void {
  const key = generateKey('rsa-2048');
  const name = { organization: 'x', commonName: 'sealed-secrets' };
  writeFileSync(file, pem('CERTIFICATE', issueRoot(key, name, validFor(365, new Date())).der));
}

describe('MESH742: whoever may edit the lock does not get the next key', () => {
  test('a recipient that was added there is shown, and nothing is encrypted for it', async () => {
    await seal();
    edit(addAttacker);
    await refused('renew east', 'MESH742 at east', 'are not the ones that were confirmed');
    expect(io.out).toContain(`\n    ${owner.recipient}\n`);
    expect(io.out).toContain(`\n  + ${attacker.recipient}\n`);
  });

  test.each<[string, string, (sealing: Sealing) => object]>([
    [
      'another controller',
      '--certificate controller.pem',
      ({ sealedSecret, ...rest }) => ({
        ...rest,
        sealedSecret: { ...sealedSecret, certificate: text('another.pem') },
      }),
    ],
    [
      'a wider scope',
      '--certificate controller.pem',
      ({ sealedSecret, ...rest }) => ({
        ...rest,
        sealedSecret: { ...sealedSecret, scope: 'cluster-wide' },
      }),
    ],
    [
      'another namespace',
      '--certificate controller.pem',
      sealing => ({ ...sealing, namespace: 'elsewhere' }),
    ],
    [
      'another way of encrypting beside the one that is known',
      '--certificate controller.pem',
      sealing => ({
        ...sealing,
        sops: { recipients: [attacker.recipient], encryptedKey: 'x', metadata: {} },
      }),
    ],
  ])('%s', async (_, options, change) => {
    controller('controller.pem');
    controller('another.pem');
    await done(`seal east ${options} --keys keys`);
    await done('renew east');
    edit(change);
    await refused('renew east', 'MESH742 at east');
    await refused('renew east --confirm-recipients yes', 'MESH742 at east');
  });

  test('also at the switch of the root, and where others are named than before', async () => {
    await seal();
    edit(addAttacker);
    await done('rotate bundle');
    writeFileSync(
      'pki.lock.json',
      text('pki.lock.json').replace('"phase": "bundle"', '"phase": "restart"'),
    );
    const { rotation, ...rest } = lock();
    const confirmed = { east: new Date().toISOString() };
    writeFileSync(
      'pki.lock.json',
      JSON.stringify({ ...rest, rotation: { ...rotation, confirmed } }),
    );
    await refused('rotate switch', 'MESH742 at east');
    await refused(
      `seal east --age ${attacker.recipient} --keys keys`,
      'MESH742 at east',
      'are not the ones that were confirmed',
    );
    expect(io.out).toContain(`\n  - ${owner.recipient}\n`);
  });

  test('what is shown moves no cursor', async () => {
    await seal();
    edit(({ sops, ...rest }) => ({
      ...rest,
      sops: { ...sops, recipients: [owner.recipient, '\u001b[1A\u202eage1x\nage1y'] },
    }));
    await refused('renew east', 'MESH742 at east');
    expect(io.out).toContain('  + "\\u001b[1A\\u202eage1x\\nage1y"\n');
  });
});

test('the flag confirms exactly what was shown, for one cluster, from then on', async () => {
  await seal();
  await done('issue west', `seal west --age ${owner.recipient} --keys keys`);
  ['east', 'west'].forEach(cluster => edit(addAttacker, cluster));
  await refused('renew east', 'MESH742 at east');
  const east = fingerprint();
  await refused(`renew west --confirm-recipients ${east}`, 'MESH742 at west');
  await done(`renew east --confirm-recipients ${east}`);
  expect(
    await openPrivateKey(sealed().sops!.encryptedKey, sealed().sops!.metadata.age as any, attacker),
  ).toBe(text('keys/east/ca-key.pem'));
  await done('renew east');
  edit(({ sops, ...rest }) => ({ ...rest, sops: { ...sops, recipients: [attacker.recipient] } }));
  await refused(`renew east --confirm-recipients ${east}`, 'MESH742 at east');
});

test('keys and a lock of the version before: what is in the lock is confirmed once', async () => {
  await seal();
  rmSync('keys/east.recipients');
  await refused('renew east', 'MESH742 at east', 'were never confirmed');
  expect(io.out).toContain(`\n  + ${owner.recipient}\n`);
  await done(`renew east --confirm-recipients ${fingerprint()}`, 'renew east');
  expect(text('keys/east.recipients')).toBe(`${owner.recipient}\n`);
  rmSync('keys/east.recipients');
  await seal(); // to name them does the same
  await done('renew east');
});

test('another operator, with the same root and a directory of their own, is asked too', async () => {
  await seal();
  const root = text('keys/root-1.root-key.pem');
  rmSync('keys', { recursive: true });
  await refused('seal east --age a --keys keys', 'MESH731');
  await done('init --lock other.json --keys keys --algorithm p-256');
  writeFileSync('keys/root-1.root-key.pem', root, { mode: 0o600 });
  await refused('renew east', 'MESH742 at east', 'were never confirmed');
});

describe('in a terminal', () => {
  const options = {
    names: ['east'],
    lock: 'pki.lock.json',
    keys: 'keys',
    scope: 'strict',
    age: [],
    confirmRecipients: [],
    output: 'text',
  } as const;

  test('it asks; yes goes on, and is not asked for again', async () => {
    await seal();
    edit(addAttacker);
    const ask = jest.fn(() => 'yes');
    expect(run('renew', options, { ask })).toBe(0);
    expect(ask).toHaveBeenCalledWith('Are these the right ones? Type yes to go on: ');
    expect(run('renew', options, { ask })).toBe(0);
    expect(ask).toHaveBeenCalledTimes(1);
  });

  test.each(['', 'y', 'no', 'YES!', undefined])('it asks; %p does not go on', async answer => {
    await seal();
    edit(addAttacker);
    const before = text('pki.lock.json');
    expect(() => run('renew', options, { ask: () => answer })).toThrow(MeshError);
    expect(text('pki.lock.json')).toBe(before);
    expect(text('keys/east.recipients')).toBe(`${owner.recipient}\n`);
  });
});

test('a command that fails for another reason confirms nothing', async () => {
  await refused(`seal east --age ${owner.recipient} --age age1x --keys keys`, 'MESH735 at east');
  expect(existsSync('keys/east.recipients')).toBe(false);
  expect(await ca(`seal east --age ${owner.recipient} --keys keys`)).toBe(0);
});
