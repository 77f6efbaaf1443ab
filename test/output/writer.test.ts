import fs, {
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'fs';
import * as path from 'path';
import { FileContent } from '../../src/output/file-content';
import { INDEX_FILE } from '../../src/output/index-file';
import { writeTree } from '../../src/output/writer';
import { MeshError } from '../../src/problems/mesh-error';
import { Problems } from '../../src/problems/problems';
import { sha256 } from '../../src/values/digest';
import { readTree, temporaryFolder } from '../golden/golden';

const root = temporaryFolder();
let outdir: string;
let run = 0;

beforeEach(() => {
  outdir = path.join(root, String(run++));
});

const write = (files: Record<string, string>) =>
  writeTree(
    outdir,
    Object.entries(files).map(([file, content]) => ({
      path: file,
      content: new FileContent(content),
    })),
    new Problems(),
  );
const put = (file: string, content: string) => {
  mkdirSync(path.dirname(path.join(outdir, file)), { recursive: true });
  writeFileSync(path.join(outdir, file), content);
};
const index = (files: Record<string, string>, more: object = {}) =>
  put(INDEX_FILE, JSON.stringify({ schema: 1, files, ...more }));

/** Expects these problems, and that not a byte on disk has changed. */
function refuses(files: Record<string, string>, expected: string[]): void {
  const before = readTree(outdir);
  let error: unknown;
  try {
    write(files);
  } catch (e) {
    error = e;
  }
  expect(error).toBeInstanceOf(MeshError);
  expect(
    (error as MeshError).problems.map(p => `${p.code} ${p.message.split(`${outdir}/`).join('')}`),
  ).toEqual(expected);
  expect(readTree(outdir)).toEqual(before);
}

test('writes files and an index of their hashes', () => {
  expect(write({ 'a/b.yaml': 'b\n', 'a.yaml': 'a\n' })).toEqual({
    written: ['a.yaml', 'a/b.yaml'],
    unchanged: [],
    removed: [],
  });
  expect(readTree(outdir)).toEqual({
    'a.yaml': 'a\n',
    'a/b.yaml': 'b\n',
    [INDEX_FILE]: `${JSON.stringify({ schema: 1, files: { 'a.yaml': sha256('a\n'), 'a/b.yaml': sha256('b\n') } }, undefined, 2)}\n`,
  });
});

test('does not touch files that have the right bytes', () => {
  write({ 'a.yaml': 'a', 'b.yaml': 'b' });
  const old = new Date('2001-02-03');
  readdirSync(outdir).forEach(file => utimesSync(path.join(outdir, file), old, old));
  expect(write({ 'a.yaml': 'a', 'b.yaml': 'b' })).toEqual({
    written: [],
    unchanged: ['a.yaml', 'b.yaml'],
    removed: [],
  });
  expect(readdirSync(outdir).map(file => statSync(path.join(outdir, file)).mtime)).toEqual([
    old,
    old,
    old,
  ]);
  write({ 'a.yaml': 'a', 'b.yaml': 'B' });
  expect(statSync(path.join(outdir, 'a.yaml')).mtime).toEqual(old);
  expect(readFileSync(path.join(outdir, 'b.yaml'), 'utf8')).toBe('B');
});

test('removes what an earlier run wrote, with the directories that get empty, and nothing else', () => {
  write({ 'keep.yaml': 'k', 'gone/deep/x.yaml': 'x', 'shared/y.yaml': 'y' });
  put('shared/mine.txt', 'mine');
  put('foreign.yaml', 'foreign');
  expect(write({ 'keep.yaml': 'k' }).removed).toEqual(['gone/deep/x.yaml', 'shared/y.yaml']);
  expect(Object.keys(readTree(outdir))).toEqual([
    'foreign.yaml',
    'keep.yaml',
    INDEX_FILE,
    'shared/mine.txt',
  ]);
  expect(readdirSync(outdir)).not.toContain('gone');
});

test('a listed file that is gone already is no problem', () => {
  write({ 'a.yaml': 'a', 'b.yaml': 'b' });
  rmSync(path.join(outdir, 'a.yaml'));
  expect(write({ 'b.yaml': 'b' })).toEqual({ written: [], unchanged: ['b.yaml'], removed: [] });
});

test('MESH805: does not overwrite a file that it did not write', () => {
  put('a.yaml', "somebody's");
  refuses({ 'a.yaml': 'a', 'b.yaml': 'b' }, ['MESH805 "a.yaml" is not a file of ours']);
});

test('takes over a file that has the right bytes', () => {
  put('a.yaml', 'a');
  expect(write({ 'a.yaml': 'a' }).unchanged).toEqual(['a.yaml']);
});

test('overwrites a generated file that was edited by hand, but does not remove one (MESH807)', () => {
  write({ 'a.yaml': 'a', 'b.yaml': 'b' });
  put('a.yaml', 'edited');
  expect(write({ 'a.yaml': 'a', 'b.yaml': 'b' }).written).toEqual(['a.yaml']);
  put('a.yaml', 'edited');
  refuses({ 'b.yaml': 'b' }, [
    'MESH807 "a.yaml" was changed by hand and is not part of the output any more',
  ]);
});

test('MESH806: does not write through links or over directories', () => {
  mkdirSync(path.join(outdir, 'dir.yaml'), { recursive: true });
  put('file', 'x');
  mkdirSync(path.join(root, 'elsewhere'), { recursive: true });
  symlinkSync(path.join(root, 'elsewhere'), path.join(outdir, 'link'));
  refuses(
    { 'dir.yaml': 'a', 'file/b.yaml': 'b', 'link/c.yaml': 'c' },
    [
      'MESH806 "dir.yaml" stands in the way of "dir.yaml"',
      'MESH806 "file" stands in the way of "file/b.yaml"',
      'MESH806 "link" stands in the way of "link/c.yaml"',
    ].sort(),
  );
  expect(readdirSync(path.join(root, 'elsewhere'))).toEqual([]);
});

test('MESH806: the output directory may be a link to a directory, but nothing else', () => {
  mkdirSync(path.join(root, 'real'), { recursive: true });
  symlinkSync(path.join(root, 'real'), outdir);
  expect(write({ 'a.yaml': 'a' }).written).toEqual(['a.yaml']);
  expect(readFileSync(path.join(root, 'real/a.yaml'), 'utf8')).toBe('a');
  rmSync(outdir);
  symlinkSync(path.join(root, 'nowhere'), outdir);
  expect(() => write({ 'a.yaml': 'a' })).toThrow(
    `MESH806\n  "${outdir}" stands in the way of "${outdir}"`,
  );
  rmSync(outdir);
  writeFileSync(outdir, 'mine');
  expect(() => write({ 'a.yaml': 'a' })).toThrow(
    `MESH806\n  "${outdir}" stands in the way of "${outdir}"`,
  );
  expect(() => writeTree(path.join(outdir, 'below'), [], new Problems())).toThrow('MESH806');
  expect(readFileSync(outdir, 'utf8')).toBe('mine');
});

test('does not write through a link that stands where the new bytes are put first', () => {
  put('treasure.txt', 'gold');
  symlinkSync(path.join(outdir, 'treasure.txt'), path.join(outdir, '.mesh.new'));
  write({ 'a.yaml': 'a' });
  expect(readTree(outdir)).toMatchObject({ 'treasure.txt': 'gold', 'a.yaml': 'a' });
});

test('MESH811: a directory that may not be written to stops it before the first write', () => {
  write({ 'a/x.yaml': 'x', 'b/y.yaml': 'y' });
  const access = jest.spyOn(fs, 'accessSync').mockImplementation(directory => {
    if (directory === path.join(outdir, 'b')) {
      throw Object.assign(new Error('no'), { code: 'EACCES' });
    }
  });
  try {
    refuses({ 'a/x.yaml': 'X', 'b/new/z.yaml': 'z' }, ['MESH811 "b" cannot be written to: EACCES']);
    // nothing to test there
    expect(write({ 'a/x.yaml': 'X', 'b/y.yaml': 'y' }).written).toEqual(['a/x.yaml']);
  } finally {
    access.mockRestore();
  }
});

test('MESH811: what the system refuses is told like any other problem', () => {
  const name = `${'x'.repeat(300)}.yaml`;
  expect(() => write({ 'a.yaml': 'a', [name]: 'x' })).toThrow(
    /^1 problem\n\nMESH811\n {2}".*": ENAMETOOLONG: name too long, rename /,
  );
});

test('never removes through a link', () => {
  const elsewhere = path.join(root, 'treasure');
  mkdirSync(elsewhere, { recursive: true });
  writeFileSync(path.join(elsewhere, 'gold'), 'gold');
  index({ 'link/gold': sha256('gold') });
  symlinkSync(elsewhere, path.join(outdir, 'link'));
  expect(write({ 'a.yaml': 'a' }).removed).toEqual([]);
  expect(readFileSync(path.join(elsewhere, 'gold'), 'utf8')).toBe('gold');
});

test.each([
  ['../escape.yaml'],
  ['/etc/passwd'],
  ['a/../../escape.yaml'],
  ['a//b'],
  ['./a'],
  ['a\\b'],
])('MESH804: does not trust an index that lists %s', file => {
  index({ [file]: sha256('x') });
  refuses({ 'a.yaml': 'a' }, [
    `MESH804 "${INDEX_FILE}" lists "${file}", which is not a file below the output directory`,
  ]);
});

test.each([
  ['no JSON', '{'],
  ['another schema', '{"schema":2,"files":{}}'],
  ['no hashes', '{"schema":1,"files":{"a":"x"}}'],
  ['no files', '{"schema":1}'],
  ['a list', '[]'],
])('MESH804: does not trust an index with %s', (_, content) => {
  put(INDEX_FILE, content);
  refuses({ 'a.yaml': 'a' }, [`MESH804 "${INDEX_FILE}" is not an index of this library`]);
});

describe('a run that was killed half-way', () => {
  test('before the first file was written, can be finished', () => {
    write({ 'a.yaml': 'a', 'old.yaml': 'old' });
    index(
      { 'a.yaml': sha256('A'), 'old.yaml': sha256('old'), 'new.yaml': sha256('new') },
      { complete: false },
    );
    expect(write({ 'a.yaml': 'A', 'new.yaml': 'new' })).toEqual({
      written: ['a.yaml', 'new.yaml'],
      unchanged: [],
      removed: ['old.yaml'],
    });
    expect(Object.keys(readTree(outdir))).toEqual(['a.yaml', INDEX_FILE, 'new.yaml']);
  });

  test('after the last file was written, gets its index', () => {
    write({ 'a.yaml': 'a' });
    index({ 'a.yaml': sha256('a') }, { complete: false });
    write({ 'a.yaml': 'a' });
    expect(JSON.parse(readTree(outdir)[INDEX_FILE])).toEqual({
      schema: 1,
      files: { 'a.yaml': sha256('a') },
    });
  });

  test('with files of a description that has changed since, can be cleaned up', () => {
    put('new.yaml', 'new');
    put('half.yaml', 'old bytes');
    index({ 'new.yaml': sha256('new'), 'half.yaml': sha256('new bytes') }, { complete: false });
    expect(write({ 'other.yaml': 'o' }).removed).toEqual(['half.yaml', 'new.yaml']);
  });
});
