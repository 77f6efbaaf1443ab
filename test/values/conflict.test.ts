import { bothSides, hasConflict } from '../../src/values/conflict';

test('a text without marks has no sides', () => {
  expect(bothSides('a\n=======\nb\n')).toBeUndefined();
  expect(bothSides('  <<<<<<< HEAD\n')).toBeUndefined();
  expect(hasConflict('<<<<<<<\n')).toBe(false);
});

test.each([
  ['merge', '', '\n'],
  ['diff3', '||||||| 1234567\nbase\n', '\n'],
  ['diff3 without a name', '|||||||\nbase\n', '\n'],
  ['merge on Windows', '', '\r\n'],
])('both sides of conflicts in the style %s', (_, base, end) => {
  const text = `1\n<<<<<<< HEAD\n2a\n${base}=======\n2b\n>>>>>>> other\n3\n<<<<<<< HEAD\n=======\n4b\n>>>>>>> other\n`;
  const [ours, theirs] = bothSides(text.replace(/\n/g, end))!;
  expect(ours.replace(/\r/g, '')).toBe('1\n2a\n3\n');
  expect(theirs.replace(/\r/g, '')).toBe('1\n2b\n3\n4b\n');
});
