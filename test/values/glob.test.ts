import { matchesGlob } from '../../src/values/glob';

test.each([
  ['charts', 'charts'],
  ['charts', 'charts/shop/values.yaml'],
  ['charts/', 'charts/x.yaml'],
  ['./charts', 'charts/x.yaml'],
  ['*', 'a/b/c'],
  ['*.json', 'x.json'],
  ['a*c', 'ac'],
  ['a*b*c', 'aXbYbc'],
  ['**/charts', 'charts'],
  ['**/charts', 'a/b/charts/c'],
  ['**/*.json', 'a/b/x.json'],
  ['a/**/z', 'a/z'],
  ['a/**/z', 'a/b/c/z'],
  ['**', 'a'],
  ['a/**', 'a/b'],
  ['[x].yaml', '[x].yaml'],
])('%s matches %s', (pattern, file) => {
  expect(matchesGlob(pattern, file)).toBe(true);
});

test.each([
  ['charts', 'mycharts/x'],
  ['charts', 'a/charts'],
  ['*.json', 'a/x.json'],
  ['a*c', 'abcd'],
  ['ab*ba', 'aba'],
  ['a/*/z', 'a/z'],
  ['a/*/z', 'a/b/c/z'],
  ['a/b', 'a'],
  ['x?yaml', 'x.yaml'],
  ['', 'a'],
  ['.', 'a'],
])('%s does not match %s', (pattern, file) => {
  expect(matchesGlob(pattern, file)).toBe(false);
});
