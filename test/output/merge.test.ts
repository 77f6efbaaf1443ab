import { spawnSync } from 'child_process';
import { mkdirSync } from 'fs';
import * as path from 'path';
import { expectIndexed, Files, outputFiles } from './trees';
import { writeTree } from '../../src/output/writer';
import { Problems } from '../../src/problems/problems';
import { readTree, temporaryFolder } from '../golden/golden';

const root = temporaryFolder();
let folder: string;
let outdir: string;

function git(...args: string[]): string {
  const who = ['-c', 'user.name=test', '-c', 'user.email=test@example.com'];
  const { stdout } = spawnSync('git', [...who, ...args], { cwd: folder, encoding: 'utf8' });
  return stdout;
}

function commit(branch: string, files: Files): void {
  git('checkout', '-q', '-b', branch);
  writeTree(outdir, outputFiles(files), new Problems());
  git('add', '-A');
  git('commit', '-q', '-m', branch);
}

/** What a gateway lets in: both branches add to it, far enough from each other for Git. */
const gateway = (...hosts: string[]) =>
  ['first', '1', '2', '3', ...hosts, '4', '5', '6'].join('\n');

const STILL: Files = { 'a/still.yaml': 'still\n', 'z/still.yaml': 'still\n' };
const BASE: Files = { ...STILL, 'b/gateway.yaml': gateway('x'), 'b/old.yaml': 'old\n' };
const OURS: Files = {
  ...STILL,
  'b/gateway.yaml': `ours\n${gateway('x')}`,
  'b/ours.yaml': 'ours\n',
};
const THEIRS: Files = {
  ...STILL,
  'b/gateway.yaml': `${gateway('x')}\ntheirs`,
  'b/theirs.yaml': 't\n',
};
const BOTH: Files = {
  ...STILL,
  'b/gateway.yaml': `ours\n${gateway('x')}\ntheirs`,
  'b/ours.yaml': 'ours\n',
  'b/theirs.yaml': 't\n',
};

test.each(['merge', 'diff3'])(
  'two branches that each change the output: synth cures what Git leaves (%s)',
  style => {
    folder = path.join(root, style);
    outdir = path.join(folder, 'dist');
    mkdirSync(folder);
    git('init', '-q', '-b', 'base');
    git('config', 'merge.conflictStyle', style);
    commit('base', BASE);
    commit('ours', OURS);
    git('checkout', '-q', 'base');
    commit('theirs', THEIRS);
    git('checkout', '-q', 'ours');
    expect(git('merge', 'theirs')).toMatch(/^CONFLICT .* dist\/mesh\.index\.json$/m);
    expect(readTree(outdir)['mesh.index.json']).toContain('<<<<<<<');
    writeTree(outdir, outputFiles(BOTH), new Problems());
    expectIndexed(outdir);
    expect(readTree(outdir)).toMatchObject(BOTH);
    expect(Object.keys(readTree(outdir))).not.toContain('b/old.yaml');
  },
);
