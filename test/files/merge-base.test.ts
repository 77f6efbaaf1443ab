import { execFileSync } from 'child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'fs';
import * as path from 'path';
import { atMergeBase } from '../../src/files/merge-base';
import { temporaryFolder } from '../golden/golden';

const folder = temporaryFolder();

/** A repository with one file below a folder, at `base`. */
function repository() {
  const root = mkdtempSync(path.join(folder, 'repository-'));
  const file = path.join(root, 'deep/lock.json');
  const settings = ['user.name=a', 'user.email=a@example.com', 'commit.gpgSign=false'];
  const git = (...args: string[]) =>
    execFileSync('git', [...settings.flatMap(text => ['-c', text]), ...args], {
      cwd: root,
      stdio: 'pipe',
    });
  const commit = (text: string, name = 'deep/lock.json') => {
    writeFileSync(path.join(root, name), text);
    git('add', '.');
    git('commit', '--quiet', '--message', text);
  };
  mkdirSync(path.dirname(file));
  git('init', '--quiet', '--initial-branch', 'one');
  commit('base\n');
  git('branch', 'two');
  return { root, file, git, commit };
}

const lines = (...texts: string[]) => texts.map(text => `${text}\n`).join('');

test('of a merge that stopped at the file', () => {
  const { file, git, commit } = repository();
  commit('ours\n');
  git('switch', '--quiet', 'two');
  commit('theirs\n');
  expect(() => git('merge', 'one')).toThrow('merge one');
  expect(atMergeBase(file)).toEqual(['base\n']);
});

test('of a rebase that stopped at the file', () => {
  const { file, git, commit } = repository();
  commit('ours\n');
  git('switch', '--quiet', 'two');
  commit('theirs\n');
  expect(() => git('rebase', 'one')).toThrow('rebase one');
  expect(atMergeBase(file)).toEqual(['base\n']);
});

describe('of a merge without a conflict in the file', () => {
  function merged(...options: string[]) {
    const made = repository();
    const { git, commit } = made;
    commit(lines('1', '2', '3', '4', '5'));
    git('branch', '--force', 'two');
    commit(lines('ours', '1', '2', '3', '4', '5'));
    git('switch', '--quiet', 'two');
    commit(lines('1', '2', '3', '4', '5', 'theirs'));
    git('merge', '--quiet', ...options, 'one');
    return made;
  }

  test('while it is not committed', () => {
    expect(atMergeBase(merged('--no-commit').file)).toEqual([lines('1', '2', '3', '4', '5')]);
  });

  test('when it is, and other commits followed', () => {
    const { file, commit } = merged('--no-edit');
    commit('more\n', 'other');
    commit(lines('ours', '1', '2', '3', '4', 'theirs'));
    expect(atMergeBase(file)).toEqual([lines('1', '2', '3', '4', '5')]);
  });
});

test('of branches that were merged crosswise: all of them', () => {
  const { file, git, commit } = repository();
  const numbers = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];
  commit(lines(...numbers));
  git('branch', '--force', 'two');
  commit(lines('ours', ...numbers));
  git('branch', 'one-before');
  git('switch', '--quiet', 'two');
  commit(lines(...numbers, 'theirs'));
  git('branch', 'two-before');
  git('merge', '--quiet', '--no-edit', 'one-before');
  git('switch', '--quiet', 'one');
  git('merge', '--quiet', '--no-edit', 'two-before');
  commit(lines('ours', '1', '2', 'x', '3', '4', '5', '6', '7', '8', '9', 'theirs'));
  git('switch', '--quiet', 'two');
  commit(lines('ours', '1', '2', '3', '4', '5', '6', '7', 'y', '8', '9', 'theirs'));
  git('merge', '--quiet', '--no-edit', 'one');
  expect([...atMergeBase(file)].sort()).toEqual([
    lines(...numbers, 'theirs'),
    lines('ours', ...numbers),
  ]);
});

test('is nothing without a merge, a file, a repository or Git', () => {
  const { root, file } = repository();
  expect(atMergeBase(file)).toEqual([]);
  expect(atMergeBase(path.join(root, 'none.json'))).toEqual([]);
  expect(atMergeBase(path.join(root, 'nowhere/none.json'))).toEqual([]);
  expect(atMergeBase(path.join(folder, 'lock.json'))).toEqual([]);
  const saved = process.env.PATH;
  process.env.PATH = folder;
  try {
    expect(atMergeBase(file)).toEqual([]);
  } finally {
    process.env.PATH = saved;
  }
});
