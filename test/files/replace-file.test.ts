import { spawnSync } from 'child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'fs';
import * as path from 'path';
import { ownedName } from '../../src/files/owner';
import { replaceFile } from '../../src/files/replace-file';
import { temporaryFolder } from '../golden/golden';

const folder = temporaryFolder();
let directory: string;
let run = 0;

beforeEach(() => {
  directory = path.join(folder, String(run++));
  mkdirSync(directory);
});

test('replaces a file, with the permissions that are asked for', () => {
  const file = path.join(directory, 'key.pem');
  writeFileSync(file, 'old');
  chmodSync(file, 0o644);
  replaceFile(file, 'new', 0o600);
  expect(readFileSync(file, 'utf8')).toBe('new');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(directory)).toEqual(['key.pem']);
});

test('leaves nothing behind when it fails', () => {
  mkdirSync(path.join(directory, 'taken'));
  expect(() => replaceFile(path.join(directory, 'taken'), 'new')).toThrow();
  expect(readdirSync(directory)).toEqual(['taken']);
});

test('removes what a process that was killed has left, and no file of anybody else', () => {
  const dead = ownedName('.mesh-new').replace(`.${process.pid}.`, `.${spawnSync('true').pid}.`);
  const alive = ownedName('.mesh-new');
  [dead, alive, '.mesh-new', '.mesh.new'].forEach(name =>
    writeFileSync(path.join(directory, name), 'key'),
  );
  replaceFile(path.join(directory, 'a'), 'new');
  expect(readdirSync(directory).sort()).toEqual(['.mesh-new', alive, '.mesh.new', 'a'].sort());
});
