import { spawnSync, SpawnSyncReturns } from 'child_process';
import { readFileSync, writeFileSync } from 'fs';
import * as path from 'path';
import { ApiObject, Testing, Yaml } from 'cdk8s';
import { parse } from 'yaml';
import { newPerson, Person } from './age';
import { sopsEncrypt } from '../../src/ca/sealing/sops';
import { Result } from '../results';

const PRIVATE = { 'ca-key.pem': 'not a private key, but of two lines,\nwith ü and "quotes"\n' };
const PUBLIC = { 'ca-cert.pem': 'a certificate\n', 'root-cert.pem': 'another\n' };
const DATE = new Date('2026-11-24T22:30:15.789Z');

const secretOf = (stringData: Record<string, string>) => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'cacerts', namespace: 'istio-system' },
  type: 'Opaque',
  stringData,
});

/** A Secret as it goes into a repository. */
function written(recipients: readonly string[]): string {
  const { encrypted, metadata } = sopsEncrypt(PRIVATE, recipients, DATE);
  return Yaml.stringify(
    new ApiObject(Testing.chart(), 'secret', {
      ...secretOf({ ...PUBLIC, ...encrypted }),
      sops: metadata,
    }).toJson(),
  );
}

type Change = (secret: any) => unknown;

const VALUE_FAILS = /Could not decrypt value: .* message authentication failed/;

/**
 * The `sops` command decrypts our Secrets, as they are and as others may change them, and refuses
 * what nobody should change.
 */
export async function sopsAgrees(sops: string, folder: string): Promise<Result[]> {
  const [alice, bob, eve] = await Promise.all([newPerson(), newPerson(), newPerson()]);
  const file = path.join(folder, 'cacerts.yaml');
  const run = (args: readonly string[], { identity }: Person) =>
    spawnSync(sops, [...args, file], {
      cwd: folder,
      encoding: 'utf8',
      env: { HOME: folder, SOPS_AGE_KEY: identity },
    });
  const decrypt = (person: Person, change: Change) => {
    const secret = parse(written([alice.recipient, bob.recipient]));
    change(secret);
    writeFileSync(file, Yaml.stringify(secret));
    return run(['decrypt'], person);
  };
  const opens = (what: string, person: Person, change: Change = () => {}): Result => ({
    what: `sops: ${what}`,
    problem: wrong(decrypt(person, change)),
  });
  const refused = (what: string, reason: RegExp, change: Change, person = alice): Result => {
    const { stderr } = decrypt(person, change);
    return {
      what: `sops: ${what} is refused`,
      problem: reason.test(stderr) ? undefined : stderr || 'it was decrypted',
    };
  };

  writeFileSync(file, written([alice.recipient]));
  const { status, stderr, stdout } = run(['decrypt'], alice);
  const same =
    status === 0 &&
    JSON.stringify(sorted(parse(stdout))) ===
      JSON.stringify(sorted(secretOf({ ...PUBLIC, ...PRIVATE })));
  const rotated = run(['rotate', '--in-place'], alice);
  const taken = rotated.status === 0 ? wrong(run(['decrypt'], alice)) : rotated.stderr;
  const readable =
    parse(readFileSync(file, 'utf8')).stringData['root-cert.pem'] === PUBLIC['root-cert.pem'];
  return [
    {
      what: 'sops: the whole Secret comes out, as cdk8s prints it',
      problem: same ? undefined : stderr || 'something else came out',
    },
    {
      what: 'sops: may give the file a new key',
      problem: readable ? taken : 'it encrypted what is public',
    },
    opens('the first of two recipients', alice),
    opens('the second of two recipients', bob),
    opens(
      'with a label that another tool added',
      alice,
      secret => (secret.metadata.labels = { team: 'mesh' }),
    ),
    opens(
      'with another public certificate',
      alice,
      secret => (secret.stringData['root-cert.pem'] = 'a third'),
    ),
    refused('somebody else', /identity did not match any of the recipients/, () => {}, eve),
    refused('a changed value', VALUE_FAILS, secret =>
      edit(secret.stringData, 'ca-key.pem', /(?<=data:)./),
    ),
    refused('a changed tag', VALUE_FAILS, secret =>
      edit(secret.stringData, 'ca-key.pem', /(?<=tag:)./),
    ),
    refused('a value in another field', VALUE_FAILS, secret => move(secret, 'stringData', 'data')),
    refused(
      'a copy of the value elsewhere',
      VALUE_FAILS,
      secret => (secret.metadata.annotations = { 'ca-key.pem': secret.stringData['ca-key.pem'] }),
    ),
    refused('a value under another key', /MAC mismatch/, secret =>
      move(secret.stringData, 'ca-key.pem', 'tls.key'),
    ),
    refused(
      'a Secret without the value',
      /MAC mismatch/,
      secret => delete secret.stringData['ca-key.pem'],
    ),
    refused(
      'a file without MAC',
      /MAC mismatch. File has no MAC/,
      secret => delete secret.sops.mac,
    ),
    refused(
      'the MAC as one over all values',
      /MAC mismatch/,
      secret => delete secret.sops.mac_only_encrypted,
    ),
    refused(
      'another date',
      /Cannot decrypt MAC/,
      secret => (secret.sops.lastmodified = '2026-11-24T22:30:16Z'),
    ),
  ];
}

function wrong({ status, stdout, stderr }: SpawnSyncReturns<string>): string | undefined {
  if (status !== 0) {
    return stderr;
  }
  return parse(stdout).stringData['ca-key.pem'] === PRIVATE['ca-key.pem']
    ? undefined
    : 'something else came out';
}

function edit(values: Record<string, string>, key: string, at: RegExp): void {
  values[key] = values[key].replace(at, letter => (letter === 'A' ? 'B' : 'A'));
}

function move(object: Record<string, unknown>, from: string, to: string): void {
  object[to] = object[from];
  delete object[from];
}

/** Entries by key, at every level. */
function sorted(value: unknown): unknown {
  return value !== null && typeof value === 'object'
    ? Object.entries(value)
        .map(([key, inner]) => [key, sorted(inner)])
        .sort()
    : value;
}
