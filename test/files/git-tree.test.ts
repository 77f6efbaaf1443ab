import { execFileSync } from 'child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import * as path from 'path';
import { isRevision, openGitTree } from '../../src/files/open-git-tree';
import { Problems } from '../../src/problems/problems';
import { temporaryFolder } from '../golden/golden';

const folder = temporaryFolder();
let count = 0;

/** A repository with one commit of some files. */
export function repository(files: { readonly [file: string]: string }, ...options: string[]) {
  const root = path.join(folder, `repository-${count++}`);
  mkdirSync(root);
  const git = (...args: string[]) => {
    const identity = ['-c', 'user.name=A', '-c', 'user.email=a@example.com'];
    return execFileSync('git', [...identity, ...args], { cwd: root, stdio: 'pipe' }).toString();
  };
  const write = (file: string, text: string) => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  };
  git('init', '--quiet', '--initial-branch=main', ...options);
  Object.entries(files).forEach(([file, text]) => write(file, text));
  git('add', '--all');
  git('commit', '--quiet', '--message=first');
  return { root, git, write };
}

function open(revision: string, ...paths: string[]) {
  const problems = new Problems();
  const opened = openGitTree({ revision, paths, isWanted: file => /\.yaml$/.test(file) }, problems);
  return { ...opened, problems: problems.all.map(({ code, message }) => `${code} ${message}`) };
}

const FILES = {
  'dist/b.yaml': 'before: b\n',
  'dist/same.yaml': 'same: true\n',
  'dist/also-same.yaml': 'same: true\n',
  'dist/a b/ü\n"c".yaml': 'odd: name\n',
  'dist/a b/lines.yaml': 'a: b\r\n',
  'dist/empty.yaml': '',
  'dist/readme.md': 'text',
  'distant/x.yaml': 'x: 1\n',
};

describe.each([['sha1'], ['sha256']])('a commit of a repository with %s', format => {
  test('is read as it was, whatever the disk says now', () => {
    const { root, write, git } = repository(FILES, `--object-format=${format}`);
    const dist = path.join(root, 'dist');
    write('dist/b.yaml', 'after_: b\n');
    write('dist/new.yaml', 'new: 1\n');
    rmSync(path.join(dist, 'a b'), { recursive: true });
    const { tree, commit, problems } = open('main', dist);
    expect([problems, commit]).toEqual([[], git('rev-parse', 'HEAD').trim()]);
    expect(tree!.entries(dist)).toEqual([
      { name: 'a b', kind: 'directory' },
      { name: 'also-same.yaml', kind: 'file' },
      { name: 'b.yaml', kind: 'file' },
      { name: 'empty.yaml', kind: 'file' },
      { name: 'readme.md', kind: 'file' },
      { name: 'same.yaml', kind: 'file' },
    ]);
    const texts = Object.keys(FILES)
      .filter(file => file.startsWith('dist/'))
      .map(file => [file, tree!.textOf(path.join(root, file))]);
    expect(Object.fromEntries(texts)).toEqual(
      Object.fromEntries(Object.entries(FILES).filter(([file]) => file.startsWith('dist/'))),
    );
    expect(tree!.sizeOf(path.join(dist, 'a b/lines.yaml'))).toBe(6);
    expect(tree!.kindOf(path.join(dist, 'new.yaml'))).toBeUndefined();
    expect(() => tree!.textOf(path.join(dist, 'new.yaml'))).toThrow(
      expect.objectContaining({ code: 'ENOENT' }),
    );
  });
});

test('paths are relative to the working directory, or lead through links', () => {
  const { root } = repository(FILES);
  const link = path.join(folder, 'link');
  symlinkSync(root, link);
  const { tree } = open('HEAD', path.join(link, 'dist'));
  expect(tree!.textOf(path.join(link, 'dist/b.yaml'))).toBe('before: b\n');
  const before = process.cwd();
  process.chdir(path.join(root, 'dist'));
  try {
    expect(open('HEAD', '.').tree!.textOf('b.yaml')).toBe('before: b\n');
    expect(open('HEAD', '..').tree!.textOf('../distant/x.yaml')).toBe('x: 1\n');
    expect(open('HEAD', 'a b', '../distant').tree!.entries('../distant')).toHaveLength(1);
    expect(isRevision('main') && !isRevision('--all') && !isRevision('other')).toBe(true);
  } finally {
    process.chdir(before);
  }
});

test('links and what is not below the directories are not looked at', () => {
  const { root, git } = repository(FILES);
  symlinkSync('/etc/passwd', path.join(root, 'dist/link.yaml'));
  git('add', '--all');
  git('commit', '--quiet', '--message=link');
  const { tree } = open('HEAD', path.join(root, 'dist'));
  expect(tree!.kindOf(path.join(root, 'dist/link.yaml'))).toBe('other');
  expect(() => tree!.textOf(path.join(root, 'dist/link.yaml'))).toThrow();
  expect(tree!.kindOf(path.join(root, 'distant'))).toBeUndefined();
});

test('what cannot be opened', () => {
  const { root } = repository(FILES);
  const dist = path.join(root, 'dist');
  expect(open('nothing', dist).problems).toEqual([
    expect.stringMatching(/^MESH910 Git has no commit "nothing" in /),
  ]);
  expect(open('--output=x', dist).problems[0]).toMatch(/^MESH910 /);
  expect(open('HEAD:dist', dist).problems[0]).toMatch(/^MESH910 /);
  expect(open('HEAD', dist, folder).problems).toEqual([
    expect.stringMatching(/^MESH912 .* is not in the repository /),
  ]);
  expect(open('HEAD', path.join(folder, 'not-there')).problems).toEqual([
    expect.stringMatching(/^MESH911 .* is in no repository of Git: fatal: not a git repository/),
  ]);
});

test('objects that Git has lost are no empty files', () => {
  const { root, write, git } = repository(FILES);
  const id = git('rev-parse', 'HEAD:dist/b.yaml').trim();
  rmSync(path.join(root, '.git/objects', id.slice(0, 2), id.slice(2)), { force: true });
  write('dist/b.yaml', 'changed\n');
  const { tree, problems } = open('HEAD', path.join(root, 'dist'));
  expect(problems).toEqual([]);
  expect(() => tree!.textOf(path.join(root, 'dist/b.yaml'))).toThrow(
    expect.objectContaining({ code: 'not in the database of Git' }),
  );
});
