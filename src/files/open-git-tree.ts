import { existsSync, statSync } from 'fs';
import * as path from 'path';
import { askGit } from './git-program';
import { GitTree, realPath } from './git-tree';
import { Problems } from '../problems/problems';

/** What is asked of Git. @internal */
export interface GitPlace {
  /** e.g. `main`, `origin/main`, `v1.2`, or a commit */
  readonly revision: string;
  /** directories and files of the disk, of which the commit may have others or none */
  readonly paths: readonly string[];
  readonly isWanted: (file: string) => boolean;
}

/** @internal */
export interface OpenedTree {
  readonly tree: GitTree;
  /** the full name of the commit */
  readonly commit: string;
}

/** Whether Git, asked in the working directory, knows a commit by this name. @internal */
export const isRevision = (revision: string): boolean => commitOf('.', revision) !== undefined;

/**
 * Opens a commit where the paths are; undefined after reporting that it cannot be.
 *
 * @internal
 */
export function openGitTree(
  { revision, paths, isWanted }: GitPlace,
  problems: Problems,
): OpenedTree | undefined {
  const folder = nearestFolder(paths[0] ?? '.');
  const found = askGit(folder, ['rev-parse', '--show-toplevel']);
  if ('failure' in found) {
    problems.report('MESH911', `"${folder}" is in no repository of Git: ${found.failure}`);
    return undefined;
  }
  const top = found.output.toString().replace(/\r?\n$/, '');
  const commit = commitOf(top, revision);
  if (commit === undefined) {
    problems.report('MESH910', `Git has no commit "${revision}" in "${top}"`);
  }
  const places = paths.map(asked => ({ asked: path.normalize(asked), inside: inside(top, asked) }));
  for (const { asked } of places.filter(one => one.inside === undefined)) {
    problems.report('MESH912', `"${asked}" is not in the repository "${top}"`);
  }
  if (commit === undefined || places.some(one => one.inside === undefined)) {
    return undefined;
  }
  const roots = places.map(({ inside: own }) => own!);
  const listed = askGit(top, [
    'ls-tree',
    '-r',
    '-z',
    '--long',
    '--full-tree',
    commit,
    ...(roots.includes('') ? [] : ['--', ...roots]),
  ]);
  if ('failure' in listed) {
    problems.report('MESH911', `Git cannot list "${revision}": ${listed.failure}`);
    return undefined;
  }
  const locate = (file: string) => {
    const normal = path.normalize(file);
    const place = places.find(
      ({ asked }) => normal === asked || asked === '.' || normal.startsWith(asked + path.sep),
    );
    return place
      ? posix(path.join(place.inside!, path.relative(place.asked, normal)))
      : (inside(top, file) ?? file);
  };
  return { tree: new GitTree(top, listed.output.toString(), locate, isWanted), commit };
}

function commitOf(folder: string, revision: string): string | undefined {
  // what begins with a dash would be an option
  const answer = revision.startsWith('-')
    ? { failure: '' }
    : askGit(folder, ['rev-parse', '--verify', '--quiet', `${revision}^{commit}`]);
  return 'failure' in answer ? undefined : answer.output.toString().trim();
}

/** The path in the repository; empty for all of it, undefined outside of it. */
function inside(top: string, file: string): string | undefined {
  const relative = path.relative(realPath(top), realPath(file));
  return relative === '..' || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative)
    ? undefined
    : posix(relative);
}

function nearestFolder(file: string): string {
  const absolute = path.resolve(file);
  return existsSync(absolute) && statSync(absolute).isDirectory()
    ? absolute
    : nearestFolder(path.dirname(absolute));
}

const posix = (file: string): string => {
  const text = file.split(path.sep).join('/');
  return text === '.' ? '' : text.replace(/\/$/, '');
};
