import { randomBytes } from 'crypto';
import * as fc from 'fast-check';
import { decrypts, Oracle } from './oracle';
import { ageEncrypt } from '../../src/ca/sealing/age';
import { encodeBech32, encodeGroups, identity } from '../../test/ca/sealing/open-age';
import { Result } from '../results';

const CHUNK = 64 * 1024;
const SIZES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 200_000];
const RECIPIENTS = 20_000;
/** The example of C2SP's age. */
const RECIPIENT = 'age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj';

/** Points that give the same shared secret to everybody. */
const LOW_ORDER = [Buffer.alloc(32), Buffer.from([1, ...Buffer.alloc(31)])];

export interface Person {
  readonly recipient: string;
  /** `AGE-SECRET-KEY-1...`; lives in memory only, but for the environment of `sops` */
  readonly identity: string;
}

export async function newPerson(): Promise<Person> {
  const secret = randomBytes(32);
  return {
    recipient: (await identity(secret)).recipient,
    identity: encodeBech32('age-secret-key-', secret).toUpperCase(),
  };
}

/** age decrypts what we encrypt, for its recipients only, and takes the recipients that we take. */
export async function ageAgrees(oracle: Oracle): Promise<Result[]> {
  const [alice, bob, eve] = await Promise.all([newPerson(), newPerson(), newPerson()]);
  const ask = (file: string, { identity: key }: Person) => ({ age: { file, identity: key } });
  const text = randomBytes(100);
  const forTwo = ageEncrypt(text, [alice.recipient, bob.recipient]);
  return [
    ...decrypts(oracle, [
      ...SIZES.map(size => ({ size, plain: randomBytes(size) })).map(({ size, plain }) => ({
        what: `age: ${size} bytes`,
        question: ask(ageEncrypt(plain, [alice.recipient]), alice),
        plain,
      })),
      { what: 'age: the first of two recipients', question: ask(forTwo, alice), plain: text },
      { what: 'age: the second of two recipients', question: ask(forTwo, bob), plain: text },
      {
        what: 'age: somebody else',
        question: ask(forTwo, eve),
        refusal: /did not match any of the recipients/,
      },
      {
        what: 'age: a changed file',
        question: ask(flip(forTwo), alice),
        refusal: /failed to decrypt and authenticate/,
      },
    ]),
    recipientsAgree(oracle),
  ];
}

/** The last byte of an armored file. */
function flip(armored: string): string {
  const [begin, ...lines] = armored.trimEnd().split('\n');
  const bytes = Buffer.from(lines.slice(0, -1).join(''), 'base64');
  bytes[bytes.length - 1] ^= 1;
  return [begin, ...bytes.toString('base64').match(/.{1,64}/g)!, lines[lines.length - 1], ''].join(
    '\n',
  );
}

/** Recipients, and what could be taken for one. */
function recipientsAgree(oracle: Oracle): Result {
  const anyBytes = (minLength: number, maxLength: number) =>
    fc.uint8Array({ minLength, maxLength }).map(bytes => Buffer.from(bytes));
  const texts = fc.sample(
    fc.oneof(
      anyBytes(32, 32).map(bytes => encodeBech32('age', bytes)),
      anyBytes(30, 34).map(bytes => encodeBech32('age', bytes)),
      fc
        .array(fc.nat(31), { minLength: 50, maxLength: 54 })
        .map(groups => encodeGroups('age', groups)),
      fc
        .tuple(fc.constantFrom('age', 'age1', 'AGE', 'agE', 'ag', 'age1pq'), anyBytes(32, 32))
        .map(([prefix, bytes]) => encodeBech32(prefix, bytes)),
      fc
        .tuple(fc.nat(RECIPIENT.length), fc.nat(2), fc.string({ maxLength: 2 }))
        .map(
          ([at, length, other]) => RECIPIENT.slice(0, at) + other + RECIPIENT.slice(at + length),
        ),
      fc.constantFrom(
        '',
        'age1',
        RECIPIENT.toUpperCase(),
        ...LOW_ORDER.map(point => encodeBech32('age', point)),
      ),
    ),
    { seed: 5, numRuns: RECIPIENTS },
  );
  const theirs = oracle
    .ask(texts.map(text => ({ recipient: text })))
    .map(({ error }) => error === '');
  const different = texts.filter((text, i) => takes(text) !== theirs[i]);
  const taken = theirs.filter(Boolean).length;
  return {
    what: `age: ${RECIPIENTS} recipients or not, of which it takes ${taken}`,
    problem:
      different.length > 0 || taken === 0 || taken === RECIPIENTS
        ? `${different.length} otherwise, e.g. ${JSON.stringify(different[0])}`
        : undefined,
    note: 'we take the same',
  };
}

function takes(recipient: string): boolean {
  try {
    ageEncrypt(Buffer.alloc(0), [recipient]);
    return true;
  } catch {
    return false;
  }
}
