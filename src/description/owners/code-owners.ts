import { existsSync, statSync } from 'fs';
import * as path from 'path';
import { normal, Owners } from './owners';
import { byText } from '../../values/order';

/** A line of CODEOWNERS. @internal */
export interface CodeOwners {
  /** begins and, if it is a directory, ends with a slash */
  readonly path: string;
  readonly teams: readonly string[];
}

/**
 * The owners of a description who have teams. The last line of CODEOWNERS that matches decides, so
 * that longer paths follow the shorter ones above them.
 *
 * @param root the directory that CODEOWNERS is for
 * @internal
 */
export function codeOwners({ directory, entries }: Owners, root: string): CodeOwners[] {
  return entries
    .flatMap(({ path: file, teams = [] }) => {
      const absolute = path.resolve(directory, file);
      const end = statSync(absolute).isDirectory() ? '/' : '';
      const below = normal(path.relative(root, absolute));
      return teams.length === 0 ? [] : [{ path: below === '.' ? '/' : `/${below}${end}`, teams }];
    })
    .sort(byText(line => line.path));
}

/** The repository that a directory is in; undefined if it is in none. @internal */
export function repositoryOf(directory: string): string | undefined {
  const here = path.resolve(directory);
  const above = path.dirname(here);
  if (existsSync(path.join(here, '.git'))) {
    return here;
  }
  return above === here ? undefined : repositoryOf(above);
}

/** Whether a path is a directory or file itself, or below it. @internal */
export function holds(above: string, file: string): boolean {
  const [step] = path.relative(above, path.resolve(file)).split(path.sep);
  return step !== '..';
}
