import { readFileSync } from 'fs';
import * as path from 'path';
import { flawOfRegex } from '../../src/values/re2';

/** Patterns and what Go's `regexp/syntax` says of them, see `re2/run`. */
const verdicts: Array<[pattern: string, flaw: string]> = JSON.parse(
  readFileSync(path.join(__dirname, 're2', 'verdicts.json'), 'utf8'),
);

/** Names that Go knows since 1.25 and RE2 in C++ does not. */
const ONLY_GO = /\\p\{(?:latin|LATIN|Uppercase_Letter|Cn|LC|ASCII|Assigned|zs)\}/;

test('what Go refuses is refused', () => {
  const taken = verdicts.filter(
    ([pattern, flaw]) => flaw !== '' && flawOfRegex(pattern) === undefined,
  );
  expect(taken).toEqual([]);
});

test('what Go takes is taken, but for names that RE2 in C++ does not have', () => {
  const refused = verdicts
    .filter(([pattern, flaw]) => flaw === '' && !ONLY_GO.test(pattern))
    .flatMap(([pattern]) => (flawOfRegex(pattern) === undefined ? [] : [pattern]));
  expect(refused).toEqual([]);
});

test('there are thousands of both', () => {
  const taken = verdicts.filter(([, flaw]) => flaw === '').length;
  expect(taken).toBeGreaterThan(1500);
  expect(verdicts.length - taken).toBeGreaterThan(1500);
});

test.each([
  ['a(?=b)', '"(?=" looks around'],
  ['(?<!a)b', '"(?<!" looks around'],
  ['(a)\\1', '"\\1" looks back'],
  ['(', 'a "(" is not closed'],
  [')', 'a ")" closes nothing'],
  ['[a', 'a "[" is not closed'],
  ['a**', '"*" repeats a repetition'],
  ['*', 'there is nothing that "*" could repeat'],
  ['a{1001}', '"{1001}" is not a count up to 1000'],
  ['(a{500}){3}', 'repetitions inside of one another are more than 1000'],
  ['\\p{Grek}', '"\\p{Grek}" is not a class'],
  ['[[:nope:]]', '"[:nope:]" is not a class'],
  ['(?P<a-b>c)', '"(?P<a-b>" is not a group with a name'],
  ['\\cA', '"\\c" means nothing'],
  ['[z-a]', 'a range ends before it begins'],
  ['a\\', 'it ends in a "\\"'],
  ['\ud800', 'it has half a character'],
  ['('.repeat(250) + ')'.repeat(250), 'there are more than 249 groups inside of one another'],
])('%s: %s', (pattern, flaw) => {
  expect(flawOfRegex(pattern)).toBe(flaw);
});

test('249 groups inside of one another are taken', () => {
  expect(flawOfRegex('('.repeat(249) + ')'.repeat(249))).toBeUndefined();
});
