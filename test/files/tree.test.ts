import { mkdirSync, symlinkSync, writeFileSync } from 'fs';
import * as path from 'path';
import { Tree } from '../../src/files/tree';
import { temporaryFolder } from '../golden/golden';

const root = temporaryFolder();

beforeAll(() => {
  mkdirSync(path.join(root, 'a/b'), { recursive: true });
  writeFileSync(path.join(root, 'a/file'), 'text');
  symlinkSync('a', path.join(root, 'link'));
});

test.each([
  ['a/new', undefined],
  ['a/file', undefined],
  ['new/new/new', undefined],
  ['a/b', 'a/b'],
  ['a/file/new', 'a/file'],
  ['a/file/new/new', 'a/file'],
  ['link', 'link'],
  ['link/file', 'link'],
  ['link/new/new', 'link'],
])('%s: what stands in the way is %s', (file, obstacle) => {
  expect(new Tree(root).obstacleTo(file)).toBe(obstacle && path.join(root, obstacle));
});

test.each([
  ['a/file', 'text'],
  ['a/b', undefined],
  ['a/new', undefined],
  ['a/file/new', undefined],
  ['link/file', undefined],
  ['new/new', undefined],
])('%s holds %s', (file, text) => {
  expect(new Tree(root).read(file)?.toString()).toBe(text);
});

test.each([
  ['a/file', 'text', true],
  ['a/file', 'TEXT', false],
  ['a/file', 'tex', false],
  ['a/file', 'texts', false],
  ['a/file', '', false],
  ['a/b', '', undefined],
  ['a/new', '', undefined],
  ['link/file', 'text', undefined],
])('%s holds the bytes of "%s": %s', (file, text, isSame) => {
  expect(new Tree(root).holds(file, Buffer.from(text))).toBe(isSame);
});

test('what a file holds is not taken for what the next one holds', () => {
  const tree = new Tree(root);
  expect(tree.holds('a/file', Buffer.from('a longer text'))).toBe(false);
  expect(tree.holds('a/file', Buffer.from('text'))).toBe(true);
});

test.each([
  ['a/b/new', 'a/b'],
  ['a/new/new', 'a'],
  ['new/new', ''],
])('the nearest directory above %s is %s', (file, directory) => {
  expect(new Tree(root).nearestDirectory(file)).toBe(path.join(root, directory));
});

test('a root that is not there holds nothing, and its parent is the nearest directory', () => {
  const tree = new Tree(path.join(root, 'nowhere/below'));
  expect(tree.obstacleTo('a/file')).toBeUndefined();
  expect(tree.read('file')).toBeUndefined();
  expect(tree.nearestDirectory('file')).toBe(root);
});

test('a root that is a link is what it leads to: somebody has named it', () => {
  expect(new Tree(path.join(root, 'link')).read('file')?.toString()).toBe('text');
});
