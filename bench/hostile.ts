import { LineCounter } from 'yaml';
import { searchText } from '../src/output/secrets/search';
import { matchesGlob } from '../src/values/glob';
import { readYaml } from '../src/values/yaml-reader';

/** A text that somebody writes to stop the run of somebody else, as long as asked for. */
export interface Hostile {
  readonly what: string;
  /** CPU time in milliseconds that it costs to look at it */
  cost(length: number): number;
}

const base64 = (text: string) => Buffer.from(text).toString('base64');
const wrapped = (text: string) => base64(text).replace(/.{64}/g, '$&\n');

const readWhole = (text: string) => readYaml(text, new LineCounter());

type Texts = ReadonlyArray<readonly [string, (length: number) => string]>;

const SECRETS: Texts = [
  ['a key, then spaces', n => `users:\n- user:${' '.repeat(n)}`],
  ['keys and spaces', n => `users: user: ${'token:        '.repeat(n / 14)}`],
  ['headers without a body', n => '-----BEGIN PRIVATE KEY-----\n'.repeat(n / 28)],
  ['a header, then what may be between', n => `PRIVATE KEY-----${'# - '.repeat(n / 4)}AA1`],
  ['headers of PEM', n => `PRIVATE KEY-----${'\nVersion:'.repeat(n / 9)}AA1@`],
  ['headers of PEM in one line', n => `PRIVATE KEY-----${'Version:'.repeat(n / 8)}`],
  ['quotes and backslashes', n => '"\\'.repeat(n / 2)],
  ['the beginning of a JWT', n => 'eyJ'.repeat(n / 3)],
  ['the beginnings of JWTs', n => `${'eyJhbGciOiJ'.repeat(3)}.`.repeat(n / 34)],
  ['URLs', n => `@${'://a:b'.repeat(n / 6)}`],
  ['JWKs', n => `AAAA1@${'"kty":"RSA","d":'.repeat(n / 16)}`],
  ['backslashes', n => '\\'.repeat(n)],
  ['escapes', n => '\\u005c'.repeat(n / 6)],
  ['one run of base64', n => base64('0'.repeat((n * 3) / 4))],
  ['runs of base64', n => `${'A1'.repeat(21)} `.repeat(n / 43)],
  ['lines of base64', n => `${'A1'.repeat(32)}\n`.repeat(n / 65)],
  ['base64 in lines, again and again', n => wrapped(wrapped(wrapped(wrapped('A1'.repeat(n / 8)))))],
  ['a line of what may be before base64', n => `@${'- '.repeat(n / 2)}`],
  ['a line of what may be after base64', n => `@A1${'='.repeat(n)}`],
  ['dashes', n => `AAA1${'-'.repeat(n)}@`],
  ['zeros', n => `@${'A\0'.repeat(n / 2)}`],
];

const YAML: Texts = [
  ['aliases', n => `a: &a x\nb: [${'*a, '.repeat(n / 4)}]`],
  ['brackets', n => '['.repeat(n)],
  ['keys of a map', n => Array.from({ length: n / 10 }, (_, i) => `k${i}: 1`).join('\n')],
];

const GLOBS: ReadonlyArray<readonly [string, (length: number) => readonly [string, string]]> = [
  ['stars in a name', n => [`${'*a'.repeat(20)}b`, 'a'.repeat(n)]],
  ['stars for directories', n => [`${'**/'.repeat(20)}b`, 'a/'.repeat(n / 2)]],
];

export const HOSTILE: readonly Hostile[] = [
  ...SECRETS.map(([what, text]) => hostile(`secrets, ${what}`, text, searchText)),
  ...YAML.map(([what, text]) => hostile(`YAML, ${what}`, text, readWhole)),
  ...GLOBS.map(([what, texts]) => hostile(`globs, ${what}`, texts, t => matchesGlob(...t))),
];

function hostile<T>(
  what: string,
  make: (length: number) => T,
  read: (text: T) => unknown,
): Hostile {
  const cost = (length: number) => {
    const text = make(length);
    const start = process.cpuUsage();
    read(text);
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  };
  return { what, cost };
}
