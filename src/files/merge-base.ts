import { execFileSync } from 'child_process';
import * as path from 'path';

/**
 * A file as it was where the branches parted that were merged last, or are being merged. These are
 * several texts when the branches were merged crosswise before, and none when nothing was merged or
 * there is no Git to ask.
 *
 * @internal
 */
export function atMergeBase(file: string): readonly string[] {
  const git = gitIn(path.dirname(file));
  const name = `./${path.basename(file)}`;
  // what Git merged from, in a merge, a rebase or a cherry-pick that stopped
  const stage = git('cat-file', 'blob', `:1:${name}`);
  if (stage !== undefined) {
    return [stage];
  }
  const parents = mergedHere(git) ?? mergedLast(git, name);
  const bases = parents.length > 1 ? git('merge-base', '--all', '--octopus', ...parents) : '';
  return words(bases).flatMap(commit => git('cat-file', 'blob', `${commit}:${name}`) ?? []);
}

type Git = (...args: string[]) => string | undefined;

/** What Git prints, undefined if it fails. */
function gitIn(folder: string): Git {
  return (...args) => {
    try {
      return execFileSync('git', args, {
        cwd: folder,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
        maxBuffer: 2 ** 26,
      });
    } catch {
      return undefined;
    }
  };
}

/** The two sides of a merge that is not committed yet. */
function mergedHere(git: Git): readonly string[] | undefined {
  const head = git('rev-parse', '--verify', '--quiet', 'MERGE_HEAD');
  return head === undefined ? undefined : ['HEAD', ...words(head)];
}

/** The parents of the last merge that is more than one of its sides. */
function mergedLast(git: Git, name: string): readonly string[] {
  const [merge] = words(git('rev-list', '--max-count=1', '--merges', 'HEAD', '--', name));
  return merge === undefined ? [] : words(git('rev-parse', `${merge}^@`));
}

const words = (text: string = ''): string[] => text.split(/\s+/).filter(word => word !== '');
