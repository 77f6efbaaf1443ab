import { readStandardInput, STANDARD_INPUT } from './standard-input';
import type { Account } from '../analysis/world/assumed';
import type { World } from '../analysis/world/world';
import { check } from '../problems/problems';

/** Options of each command that looks at one world. @internal */
export interface WorldOptions {
  /** file with what manifests cannot know */
  readonly world?: string;
  readonly assumeWorkloads?: boolean;
  /** name of the cluster that comes from standard input */
  readonly cluster: string;
}

/**
 * The manifests of some directories, or of standard input.
 *
 * @param callers who are there, too, where workloads are assumed
 * @internal
 */
export function readWorldOf(
  directories: readonly string[],
  { world: worldFile, cluster, assumeWorkloads }: WorldOptions,
  callers: readonly Account[] = [],
): World {
  const {
    readText,
    readWorld,
  }: typeof import('../analysis/world/read-world') = require('../analysis/world/read-world');
  const {
    withAssumedWorkloads,
  }: typeof import('../analysis/world/assumed') = require('../analysis/world/assumed');
  const world = check(problems =>
    directories[0] === STANDARD_INPUT
      ? readText(cluster, readStandardInput(), problems)
      : readWorld({ directories, worldFile }, problems),
  );
  return assumeWorkloads ? withAssumedWorkloads(world, callers) : world;
}
