import { createHash } from 'crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'fs';
import * as path from 'path';
import { FileContent, OutputFile } from '../../src/output/file-content';

export type Files = Readonly<Record<string, string>>;

export function outputFiles(files: Files): OutputFile[] {
  return Object.entries(files).map(([file, content]) => ({
    path: file,
    content: new FileContent(content),
  }));
}

export function putFile(root: string, file: string, content: string): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), content);
}

/** Everything below a directory, also what is empty, hidden or temporary. */
export function everything(root: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(root, { recursive: true, encoding: 'utf8' })
      .sort()
      .map(file => {
        const full = path.join(root, file);
        return [file, statSync(full).isDirectory() ? '(directory)' : readFileSync(full, 'utf8')];
      }),
  );
}

/** The files that an index lists, each with how its SHA-256 begins. */
export function listedFiles(root: string): Record<string, string> {
  const { files, ...rest } = JSON.parse(readFileSync(path.join(root, 'mesh.index.json'), 'utf8'));
  expect(rest).toEqual({ schema: 2 });
  return Object.fromEntries(
    Object.entries<string>(files).flatMap(([line, list]) =>
      list.split(' ').map(entry => {
        const [digest, directory] = entry.split(':').reverse();
        return [line.replace('*', directory), digest];
      }),
    ),
  );
}

/** That the index of a tree says of each file what is there. */
export function expectIndexed(root: string): void {
  for (const [file, digest] of Object.entries(listedFiles(root))) {
    const bytes = readFileSync(path.join(root, file));
    const whole = createHash('sha256').update(bytes).digest('hex');
    expect([file, digest]).toEqual([file, whole.slice(0, 8)]);
  }
}

/** A tree before a run and after it: files that stay, change, go and come, and directories too. */
export const OLD: Files = {
  'a/changes.yaml': 'old\n',
  'a/stays.yaml': 'stays\n',
  'gone/deep/goes.yaml': 'goes\n',
  'goes.yaml': 'goes too\n',
};
export const NEW: Files = {
  'a/changes.yaml': 'new\n',
  'a/stays.yaml': 'stays\n',
  'new/deep/comes.yaml': 'comes\n',
  'comes.yaml': 'comes too\n',
};
export const OTHER: Files = { 'a/changes.yaml': 'other\n', 'other/x.yaml': 'x\n' };
