import * as fc from 'fast-check';
import { hasLongRun, hasLongRunAtEndOfLine } from '../../src/output/long-run';

const text = fc
  .array(
    fc.constantFrom(
      'a',
      'Z',
      '0',
      '9',
      '+',
      '/',
      '.',
      ':',
      '=',
      '-',
      '\n',
      '\r',
      'é',
      '@',
      '[',
      '{',
    ),
    {
      maxLength: 120,
    },
  )
  .map(letters => letters.join(''));

test('finds what the expression finds', () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 12 }), (letters, length) => {
      const expression = new RegExp(`[A-Za-z0-9+/]{${length}}`);
      expect(hasLongRun(letters, length)).toBe(expression.test(letters));
      const atEnd = new RegExp(`[A-Za-z0-9+/]{${length}}\\r?\\n`);
      expect(hasLongRunAtEndOfLine(letters, length)).toBe(atEnd.test(letters));
    }),
    { numRuns: 5000, seed: 20261126 },
  );
});

test.each([
  ['', false],
  ['a'.repeat(39), false],
  ['a'.repeat(40), true],
  [`.${'a'.repeat(39)}.`, false],
  [`${'.'.repeat(33)}${'a'.repeat(40)}.`, true],
])('%s: %s', (letters, expected) => {
  expect(hasLongRun(letters, 40)).toBe(expected);
});
