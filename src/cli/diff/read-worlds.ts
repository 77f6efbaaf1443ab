import { existsSync } from 'fs';
import * as path from 'path';
import type { DocumentParser } from '../../analysis/world/documents';
import type { World } from '../../analysis/world/world';
import { UsageError } from '../../ca/usage-error';
import type { FileTree } from '../../files/file-tree';
import { check, Problems } from '../../problems/problems';

/** What is compared with what. @internal */
export interface WorldsAsked {
  /** a commit, or directories */
  readonly base: readonly string[];
  readonly directories: readonly string[];
  readonly world?: string;
  readonly baseWorld?: string;
  readonly assumeWorkloads?: boolean;
}

/** Two worlds, as they were read. @internal */
export interface WorldsRead {
  readonly before: World;
  readonly after: World;
  /** how the base is called */
  readonly base: string;
  /** of a base that is a commit */
  readonly commit?: string;
  /** what a person has to know about the base */
  readonly notes: readonly string[];
}

type Base = Omit<WorldsRead, 'after'>;

/** Reads both worlds. What is wrong with either of them is reported together. @internal */
export function readWorlds(asked: WorldsAsked): WorldsRead {
  const {
    DocumentParser: Parser,
  }: typeof import('../../analysis/world/documents') = require('../../analysis/world/documents');
  const {
    readWorld,
  }: typeof import('../../analysis/world/read-world') = require('../../analysis/world/read-world');
  const {
    withAssumedWorkloads,
  }: typeof import('../../analysis/world/assumed') = require('../../analysis/world/assumed');
  const { directories, world: worldFile } = asked;
  const parser = new Parser();
  const { after, base } = check(problems => ({
    after: readWorld({ directories, worldFile }, problems, { parser }),
    base: isOnDisk(asked.base, problems)
      ? fromDisk(asked, parser, problems)
      : fromGit(asked, parser, problems),
  }));
  const full = (world: World) => (asked.assumeWorkloads ? withAssumedWorkloads(world, []) : world);
  return { ...base!, before: full(base!.before), after: full(after) };
}

/** A path begins like one, or there is something there. */
function isOnDisk(base: readonly string[], problems: Problems): boolean {
  const [first, ...more] = base;
  const isPath = /^\.{0,2}[/\\]|^\.{1,2}$|^[A-Za-z]:[/\\]/.test(first);
  if (isPath || more.length > 0) {
    return true;
  }
  const {
    isRevision,
  }: typeof import('../../files/open-git-tree') = require('../../files/open-git-tree');
  const isThere = existsSync(first);
  if (isThere && isRevision(first)) {
    problems
      .at('--base')
      .report('MESH913', `"${first}" is a directory, and a commit of this repository`);
  }
  return isThere;
}

function fromDisk({ base, baseWorld }: WorldsAsked, parser: DocumentParser, all: Problems): Base {
  const {
    readWorld,
  }: typeof import('../../analysis/world/read-world') = require('../../analysis/world/read-world');
  // problems of the other world, and nothing else, would hide that there is nothing here
  const problems = all.apart();
  const before = readWorld({ directories: base, worldFile: baseWorld }, problems, { parser });
  all.adopt(problems.all);
  return { before, base: base.join(', '), notes: [] };
}

function fromGit(
  { base: [revision], directories, world, baseWorld }: WorldsAsked,
  parser: DocumentParser,
  problems: Problems,
): Base | undefined {
  if (baseWorld !== undefined) {
    throw new UsageError('--base-world is for a base that is a directory');
  }
  const {
    openGitTree,
  }: typeof import('../../files/open-git-tree') = require('../../files/open-git-tree');
  const {
    readWorld,
  }: typeof import('../../analysis/world/read-world') = require('../../analysis/world/read-world');
  const paths = world === undefined ? directories : [...directories, path.dirname(world)];
  const isWanted = (file: string) => /\.(ya?ml|json)$/.test(file);
  const opened = openGitTree({ revision, paths, isWanted }, problems.at('--base'));
  if (!opened) {
    return undefined;
  }
  const { tree, commit } = opened;
  const isNew = world !== undefined && tree.kindOf(world) === undefined;
  const before = readWorld(
    { directories, worldFile: world },
    problems.within(revision, ([file = '']) => `${revision}:${file}`),
    { parser, tree: isNew ? withFile(tree, world) : tree, mayBeEmpty: true },
  );
  const missing = directories.filter(one => tree.kindOf(one) === undefined);
  const isEmpty = before.clusters.every(({ manifests }) => manifests.length === 0);
  return {
    before,
    base: revision,
    commit,
    notes: [
      ...missing.map(one => `${revision} has no "${one}": all of it is new`),
      ...(isEmpty && missing.length === 0 ? [`${revision} has no manifests: all is new`] : []),
      ...(isNew ? [`${revision} has no "${world}": it is taken as it is now`] : []),
    ],
  };
}

/** A tree with one file of the disk. */
function withFile(tree: FileTree, file: string): FileTree {
  const { DISK_FILES }: typeof import('../../files/file-tree') = require('../../files/file-tree');
  const of = (asked: string) => (path.relative(asked, file) === '' ? DISK_FILES : tree);
  return {
    kindOf: asked => of(asked).kindOf(asked),
    entries: directory => tree.entries(directory),
    sizeOf: asked => of(asked).sizeOf(asked),
    textOf: asked => of(asked).textOf(asked),
  };
}
