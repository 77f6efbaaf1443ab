import { readFileSync } from 'fs';
import { errorsDocument } from '../../projenrc/errors-doc';
import { meshSchemas } from '../../projenrc/schema';
import { CODES, RETIRED } from '../../src/problems/codes';
import { readTree } from '../golden/golden';

const text = (folder: string, keep: (file: string) => boolean) =>
  Object.entries(readTree(folder))
    .filter(([file]) => keep(file))
    .map(([, content]) => content)
    .join('\n');
const tests = text(
  'test',
  file => /\.test\.ts$|^corpus\//.test(file) && file !== 'problems/codes.test.ts',
);
const sources = text('src', file => file !== 'problems/codes.ts');

describe.each(Object.keys(CODES))('%s', code => {
  test('is reported by some rule, and a test provokes it', () => {
    expect(sources).toContain(`'${code}'`);
    expect(tests).toContain(code);
  });
});

test('only codes of the list are named in the sources', () => {
  expect([...new Set(sources.match(/MESH\d{3}/g))].filter(code => !(code in CODES))).toEqual([]);
});

test('a retired code is never used again', () => {
  expect(Object.keys(RETIRED).filter(code => code in CODES)).toEqual([]);
  expect(errorsDocument()).toMatch(/\n## Retired\n\n[^]*\n### MESH715\n[^]*Replaced by MESH736/);
});

test('docs/errors.md and the JSON Schemas are up to date', () => {
  expect(readFileSync('docs/errors.md', 'utf8')).toBe(errorsDocument());
  expect(readTree('schema')).toEqual(meshSchemas());
});
