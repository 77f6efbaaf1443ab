import { createPrivateKey, X509Certificate } from 'crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'fs';
import * as path from 'path';
import { caHarness } from './ca-harness';
import { lockedCertificates } from '../../src/description/locks/pki-lock';

const { ca, done, refused, io, lock, text } = caHarness();

/** Whatever changes something on the disk. */
const EFFECTS = [
  'mkdtempSync',
  'mkdirSync',
  'chmodSync',
  'cpSync',
  'writeFileSync',
  'symlinkSync',
  'renameSync',
  'rmSync',
] as const;

/** The program dies before its n-th change of the disk, and does nothing after that. */
function dieBefore(n: number): { readonly happened: boolean } {
  const fs: Record<string, (...args: unknown[]) => unknown> = jest.requireActual('fs');
  const state = { happened: false };
  let count = 0;
  for (const name of EFFECTS) {
    const really = fs[name];
    jest.spyOn(fs, name).mockImplementation((...args) => {
      if (++count >= n) {
        state.happened = true;
        throw new Error('killed');
      }
      return really(...args);
    });
  }
  return state;
}

function recover(): void {
  const fs = jest.requireActual('fs');
  EFFECTS.forEach(name => fs[name].mockRestore());
}

const FILES = ['ca-cert.pem', 'ca-key.pem', 'cert-chain.pem', 'root-cert.pem'];

/** What somebody finds who makes the Secret from the directory now. */
function secretOf(cluster: string): Record<string, string> | undefined {
  const directory = path.join('keys', cluster);
  return existsSync(directory)
    ? Object.fromEntries(
        readdirSync(directory)
          .sort()
          .map(file => [file, readFileSync(path.join(directory, file), 'utf8')]),
      )
    : undefined;
}

function expectFits(secret: Record<string, string>): void {
  expect(Object.keys(secret)).toEqual(FILES);
  const certificate = new X509Certificate(secret['ca-cert.pem']);
  expect(certificate.checkPrivateKey(createPrivateKey(secret['ca-key.pem']))).toBe(true);
  expect(secret['cert-chain.pem'].startsWith(secret['ca-cert.pem'])).toBe(true);
}

function expectAsLocked(cluster: string): void {
  const secret = secretOf(cluster)!;
  expectFits(secret);
  const { caCert, rootCert } = lockedCertificates(lock(), cluster)!;
  expect([secret['ca-cert.pem'], secret['root-cert.pem']]).toEqual([caCert, rootCert]);
}

/** As the version before left it: the directory is itself the set. */
function asBefore(cluster: string): void {
  const set = realpathSync(`keys/${cluster}`);
  if (path.basename(set) !== cluster) {
    rmSync(`keys/${cluster}`);
    renameSync(set, `keys/${cluster}`);
  }
}

/** What belongs to a cluster and does not count. */
const leftOver = (): string[] =>
  readdirSync('keys').filter(
    name =>
      /^(east|west)\./.test(name) &&
      !['east', 'west'].some(cluster => path.basename(realpathSync(`keys/${cluster}`)) === name),
  );

describe.each(['a link', 'a directory of the version before'])('%s', layout => {
  const isOld = layout !== 'a link';

  test.each(['renew east', 'rotate bundle', 'rotate abort'])(
    'a crash of `%s` at any step leaves the files of a Secret old or new, and the next run repairs',
    async command => {
      await done('init', 'issue east west');
      const repairs = [command === 'renew east' ? 'renew east' : 'renew west', 'issue north'];
      let n = 0;
      let crash;
      do {
        // rotation goes to and fro
        const isRotating = lock().rotation !== undefined;
        await done(...(command === 'rotate abort' && !isRotating ? ['rotate bundle'] : []));
        await done(...(command === 'rotate bundle' && isRotating ? ['rotate abort'] : []));
        rmSync('keys/root-2.root-key.pem', { force: true });
        if (isOld) {
          ['east', 'west'].forEach(asBefore);
        }
        const before = secretOf('east')!;
        crash = dieBefore(++n);
        const result = await ca(command).catch(({ message }) => message);
        recover();
        expect(result).toBe(crash.happened ? 'killed' : 0);

        const found = secretOf('east');
        const wasMoved = isOld && found === undefined;
        if (!wasMoved) {
          expectFits(found!);
        }
        if (found?.['ca-cert.pem'] === before['ca-cert.pem'] && command === 'renew east') {
          expect(found).toEqual(before);
        }
        await done(repairs[n % 2], ...(n % 2 ? ['forget north'] : []));
        ['east', 'west'].forEach(expectAsLocked);
        expect(leftOver()).toEqual([]);
      } while (crash.happened);
      expect(n).toBeGreaterThan(12);
    },
  );
});

test('what an interrupted run left undone is done, and said, before anything else', async () => {
  await done('init', 'issue east');
  const before = text('keys/east/ca-key.pem');
  const fs: { symlinkSync: () => unknown } = jest.requireActual('fs');
  const link = jest.spyOn(fs, 'symlinkSync').mockImplementation(() => {
    throw new Error('killed');
  });
  await expect(ca('renew east')).rejects.toThrow('killed');
  link.mockRestore();
  expect(text('keys/east/ca-key.pem')).toBe(before);
  await done(
    'seal east --age age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj --keys keys',
  );
  expect(io.out).toContain('keys/east: now has the files that an interrupted run had made\n');
  expect(text('keys/east/ca-key.pem')).not.toBe(before);
  expectAsLocked('east');
});

test('files beside a key of another certificate stay as they are', async () => {
  await done('init', 'issue east');
  const old = text('pki.lock.json');
  await done('renew east');
  const renewed = secretOf('east');
  writeFileSync('pki.lock.json', old); // another branch
  await done('issue west');
  expect(io.out).toContain('keys/east: stays as it is, since its private key belongs to another');
  expect(secretOf('east')).toEqual(renewed);
  await done('renew east');
  expectAsLocked('east');
});

test('what somebody keeps beside the files stays there', async () => {
  await done('init', 'issue east');
  writeFileSync('keys/east/notes', 'mine');
  await done('renew east');
  expect(text('keys/east/notes')).toBe('mine');
});

test('MESH731: a cluster whose directory is a link to another place', async () => {
  await done('init');
  mkdirSync('volume', { mode: 0o700 });
  symlinkSync('../volume', 'keys/east');
  await refused('issue east', 'MESH731', '"keys/east" is a link to', 'Move the directory itself');
});
