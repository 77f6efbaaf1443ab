import fs, {
  existsSync,
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
import { expectIndexed, outputFiles, putFile } from './trees';
import { INDEX_FILE, markMerged } from '../../src/output/index-file';
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

const write = (files: Record<string, string>, overwriteEdits?: boolean) =>
  writeTree(outdir, outputFiles(files), new Problems(), { overwriteEdits });
const put = (file: string, content: string) => putFile(outdir, file, content);
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

const short = (text: string) => sha256(text).slice(0, 8);

test('writes files and an index: a line for each path, whatever the directories that have it', () => {
  expect(write({ 'b/x/y.yaml': 'b\n', 'a.yaml': 'a\n', 'a/x/y.yaml': 'c\n' })).toEqual({
    written: ['a.yaml', 'a/x/y.yaml', 'b/x/y.yaml'],
    unchanged: [],
    removed: [],
  });
  const files = {
    '*/x/y.yaml': `a:${short('c\n')} b:${short('b\n')}`,
    'a.yaml': short('a\n'),
  };
  expect(readTree(outdir)).toEqual({
    'a.yaml': 'a\n',
    'a/x/y.yaml': 'c\n',
    'b/x/y.yaml': 'b\n',
    [INDEX_FILE]: `${JSON.stringify({ schema: 2, files }, undefined, 2)}\n`,
  });
});

test('an index of before, with a line and a whole hash for each file, is read', () => {
  put('a/edited.yaml', 'mine');
  put('a/old.yaml', 'old');
  put('a/same.yaml', 'same');
  index({
    'a/edited.yaml': sha256('edited'),
    'a/old.yaml': sha256('old'),
    'a/same.yaml': sha256('same'),
  });
  refuses({ 'a/edited.yaml': 'new', 'a/same.yaml': 'same' }, [
    'MESH820 "a/edited.yaml" was changed by hand',
  ]);
  put('a/edited.yaml', 'edited');
  expect(write({ 'a/edited.yaml': 'new', 'a/same.yaml': 'same' })).toEqual({
    written: ['a/edited.yaml'],
    unchanged: ['a/same.yaml'],
    removed: ['a/old.yaml'],
  });
  expectIndexed(outdir);
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

describe('a generated file that was edited by hand', () => {
  test('MESH820: is not overwritten; each one is named', () => {
    write({ 'a.yaml': 'a', 'b/c.yaml': 'c', 'd.yaml': 'd' });
    put('a.yaml', 'edited');
    put('b/c.yaml', '');
    const edited = [
      'MESH820 "a.yaml" was changed by hand',
      'MESH820 "b/c.yaml" was changed by hand',
    ];
    refuses({ 'a.yaml': 'a', 'b/c.yaml': 'c', 'd.yaml': 'd' }, edited);
    refuses({ 'a.yaml': 'A', 'b/c.yaml': 'C', 'e.yaml': 'e' }, edited);
  });

  test('MESH807: is not removed', () => {
    write({ 'a.yaml': 'a', 'b.yaml': 'b' });
    put('a.yaml', 'edited');
    refuses({ 'b.yaml': 'b' }, [
      'MESH807 "a.yaml" was changed by hand, and is not part of the output any more',
    ]);
  });

  test('is overwritten and removed on request, but nothing of others is', () => {
    write({ 'a.yaml': 'a', 'b.yaml': 'b' });
    put('a.yaml', 'edited');
    put('b.yaml', 'edited');
    put('c.yaml', 'mine');
    expect(() => write({ 'a.yaml': 'a', 'c.yaml': 'c' }, true)).toThrow('MESH805');
    expect(write({ 'a.yaml': 'a' }, true)).toEqual({
      written: ['a.yaml'],
      unchanged: [],
      removed: ['b.yaml'],
    });
    expect(readTree(outdir)).toMatchObject({ 'a.yaml': 'a', 'c.yaml': 'mine' });
  });

  test('stays when the edit is what would be written', () => {
    write({ 'a.yaml': 'a' });
    put('a.yaml', 'A');
    expect(write({ 'a.yaml': 'A' }).unchanged).toEqual(['a.yaml']);
    expectIndexed(outdir);
  });

  test('is none that Git has checked out with the line ends of Windows', () => {
    write({ 'a.yaml': 'a\nb\n', 'b.yaml': 'b\n' });
    put('a.yaml', 'a\r\nb\r\n');
    put('b.yaml', 'b\r\n');
    expect(write({ 'a.yaml': 'a\nb\n' })).toMatchObject({
      written: ['a.yaml'],
      removed: ['b.yaml'],
    });
  });

  test('is none that is gone', () => {
    write({ 'a.yaml': 'a' });
    rmSync(path.join(outdir, 'a.yaml'));
    expect(write({ 'a.yaml': 'A' }).written).toEqual(['a.yaml']);
  });
});

describe('after a merge', () => {
  const marks = (ours: string, theirs: string) =>
    `<<<<<<< HEAD\n${ours}||||||| 1234567\n    "b.yaml": "not read",\n=======\n${theirs}>>>>>>> other\n`;
  const line = (file: string, text: string) => `    "${file}": "${short(text)}",\n`;
  const conflict = (ours: string, theirs: string) =>
    put(
      INDEX_FILE,
      `{\n  "schema": 2,\n  "files": {\n${marks(ours, theirs)}    "z.yaml": "${short('z')}"\n  }\n}\n`,
    );

  test('both sides of a conflict in the index are read, and what they list is ours', () => {
    put('b.yaml', '<<<<<<< HEAD\nB\n=======\nb\n>>>>>>> other\n');
    put('of-one.yaml', 'put together by Git');
    put('of-other.yaml', 'other');
    put('z.yaml', 'z');
    conflict(
      line('b.yaml', 'B') + line('of-one.yaml', 'one'),
      line('b.yaml', 'b') + line('of-other.yaml', 'other'),
    );
    expect(write({ 'b.yaml': 'new', 'of-other.yaml': 'new', 'z.yaml': 'z' })).toEqual({
      written: ['b.yaml', 'of-other.yaml'],
      unchanged: ['z.yaml'],
      removed: ['of-one.yaml'],
    });
    expectIndexed(outdir);
  });

  test('one line for a file of many clusters is read from both sides too', () => {
    put('a/x.yaml', 'put together by Git');
    put('b/x.yaml', 'b');
    put('c/x.yaml', 'c');
    conflict(
      `    "*/x.yaml": "a:${short('ours')} b:${short('b')}",\n`,
      `    "*/x.yaml": "a:${short('theirs')} c:${short('c')}",\n`,
    );
    expect(write({ 'a/x.yaml': 'a', 'b/x.yaml': 'b' })).toEqual({
      written: ['a/x.yaml'],
      unchanged: ['b/x.yaml'],
      removed: ['c/x.yaml'],
    });
  });

  test('what neither side lists is still not ours', () => {
    put('c.yaml', 'mine');
    conflict(line('b.yaml', 'B'), '');
    refuses({ 'c.yaml': 'c' }, ['MESH805 "c.yaml" is not a file of ours']);
  });

  test.each([
    ['lists what is outside', line('../b.yaml', 'B'), 'lists "../b.yaml", which is not a file'],
    ['is no index', 'nonsense\n', 'is not an index of this library'],
  ])('MESH804: a side that %s is not trusted', (_, side, message) => {
    conflict(side, line('b.yaml', 'b'));
    expect(() => write({})).toThrow(message);
    conflict(line('b.yaml', 'b'), side);
    expect(() => write({})).toThrow(message);
  });

  test('that the index does not show, a file with marks of a conflict is ours', () => {
    write({ 'a.yaml': 'a' });
    put('a.yaml', '<<<<<<< HEAD\na\n=======\nb\n>>>>>>> other\n');
    expect(write({ 'a.yaml': 'c' }).written).toEqual(['a.yaml']);
  });

  test('that somebody else knows of, all files count as ours once', () => {
    write({ 'a.yaml': 'a', 'b.yaml': 'b' });
    put('a.yaml', 'put together by Git');
    markMerged(outdir, new Problems());
    expect(write({ 'a.yaml': 'a', 'b.yaml': 'b' }).written).toEqual(['a.yaml']);
    expectIndexed(outdir);
    put('a.yaml', 'edited');
    refuses({ 'a.yaml': 'a', 'b.yaml': 'b' }, ['MESH820 "a.yaml" was changed by hand']);
  });

  test('there is nothing to say of an output that does not exist', () => {
    markMerged(outdir, new Problems());
    expect(existsSync(outdir)).toBe(false);
  });
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
    /^1 problem\n\nMESH811\n {2}".*" is as it was: ENAMETOOLONG: name too long, lstat /,
  );
  expect(existsSync(outdir)).toBe(false);
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
  const why = `MESH804 "${INDEX_FILE}" lists "${file}", which is not a file below the output directory`;
  index({ [file]: sha256('x') });
  refuses({ 'a.yaml': 'a' }, [why]);
  const [directory, ...below] = file.split('/');
  const line = below.length === 0 ? file : `*/${below.join('/')}`;
  const entry = below.length === 0 ? short('x') : `${directory}:${short('x')}`;
  put(INDEX_FILE, JSON.stringify({ schema: 2, files: { [line]: entry } }));
  refuses({ 'a.yaml': 'a' }, [why]);
});

test.each([
  ['no JSON', '{'],
  ['another schema', '{"schema":3,"files":{}}'],
  ['a schema that is none', '{"schema":"constructor","files":{}}'],
  ['no hashes', '{"schema":1,"files":{"a":"x"}}'],
  ['half of a hash', `{"schema":1,"files":{"a":"${'0'.repeat(8)}"}}`],
  ['no digests', '{"schema":2,"files":{"a":""}}'],
  ['no digest of one', `{"schema":2,"files":{"*/a":"x:${'0'.repeat(8)} y"}}`],
  ['no list', '{"schema":2,"files":{"*/a":["x"]}}'],
  ['no files', '{"schema":1}'],
  ['a list', '[]'],
])('MESH804: does not trust an index with %s', (_, content) => {
  put(INDEX_FILE, content);
  refuses({ 'a.yaml': 'a' }, [`MESH804 "${INDEX_FILE}" is not an index of this library`]);
});

describe('what a run of an earlier version left when it was killed', () => {
  test('is finished as far as the files are what it wrote', () => {
    write({ 'old.yaml': 'old' });
    put('new.yaml', 'new');
    index(
      { 'a.yaml': sha256('a'), 'old.yaml': sha256('old'), 'new.yaml': sha256('new') },
      { complete: false },
    );
    expect(write({ 'a.yaml': 'A', 'new.yaml': 'new' })).toEqual({
      written: ['a.yaml'],
      unchanged: ['new.yaml'],
      removed: ['old.yaml'],
    });
    expectIndexed(outdir);
  });

  test('stays when it could be the work of somebody', () => {
    put('new.yaml', 'mine');
    put('old.yaml', 'mine too');
    index({ 'new.yaml': sha256('new'), 'old.yaml': sha256('old') }, { complete: false });
    const why = 'may have been changed by hand: it is not what a run that was interrupted wrote';
    refuses({ 'new.yaml': 'new' }, [
      `MESH807 "old.yaml" ${why}, and is not part of the output any more`,
      `MESH820 "new.yaml" ${why}`,
    ]);
    expect(write({ 'new.yaml': 'new' }, true)).toMatchObject({ removed: ['old.yaml'] });
  });
});

describe('the directory of a run', () => {
  const journal = (content: string) => put('.mesh.run/journal.json', content);

  test('MESH824: a journal that is none, or lists what is outside, is not trusted', () => {
    write({ 'a.yaml': 'a' });
    const entry = (file: unknown) =>
      JSON.stringify({ directories: [], entries: [{ path: file, isKept: false, sha256: '' }] });
    const above = JSON.stringify({ directories: ['../x'], entries: [] });
    for (const content of ['{', 'null', '{}', entry('../x'), entry('/x'), entry(1), above]) {
      journal(content);
      expect(() => write({ 'a.yaml': 'A' })).toThrow(
        `MESH824\n  "${outdir}/.mesh.run/journal.json" is not the journal of a run`,
      );
      expect(readTree(outdir)).toMatchObject({ 'a.yaml': 'a' });
    }
  });

  test('a journal does not reach through links, nor bring one', () => {
    write({ 'a.yaml': 'a' });
    const gold = path.join(root, 'gold');
    mkdirSync(gold, { recursive: true });
    writeFileSync(path.join(gold, 'bar'), 'gold');
    symlinkSync(gold, path.join(outdir, 'link'));
    const entries = [
      { path: 'link/bar', isKept: false, sha256: sha256('gold') },
      { path: 'a.yaml', isKept: true, sha256: sha256('a') },
    ];
    journal(JSON.stringify({ directories: [], entries }));
    put('.mesh.run/old/0', 'x');
    symlinkSync(path.join(gold, 'bar'), path.join(outdir, '.mesh.run/old/1'));
    expect(write({ 'a.yaml': 'a' }).unchanged).toEqual(['a.yaml']);
    expect(readFileSync(path.join(gold, 'bar'), 'utf8')).toBe('gold');
    expect(readdirSync(outdir).sort()).toEqual(['a.yaml', 'link', INDEX_FILE]);

    mkdirSync(path.join(gold, 'empty'));
    writeFileSync(path.join(gold, '1'), 'gold');
    journal(JSON.stringify({ directories: ['link/empty', 'link'], entries }));
    symlinkSync(gold, path.join(outdir, '.mesh.run/old'));
    expect(write({ 'a.yaml': 'a' }).unchanged).toEqual(['a.yaml']);
    expect(readdirSync(gold).sort()).toEqual(['1', 'bar', 'empty']);
  });

  test.each([
    ['a link', () => symlinkSync(root, path.join(outdir, '.mesh.run'))],
    ['a file', () => put('.mesh.run', 'mine')],
  ])('MESH806: is not %s', (_, make) => {
    write({ 'a.yaml': 'a' });
    make();
    expect(() => write({ 'a.yaml': 'A' })).toThrow('MESH806');
    expect(readTree(outdir)).toMatchObject({ 'a.yaml': 'a' });
  });

  test('MESH806: the index is not written in place of a link', () => {
    write({ 'a.yaml': 'a' });
    rmSync(path.join(outdir, INDEX_FILE));
    symlinkSync(path.join(root, 'nowhere'), path.join(outdir, INDEX_FILE));
    expect(() => write({ 'a.yaml': 'a' })).toThrow('stands in the way of the index');
  });
});
