import { accessSync, constants, mkdirSync, rmdirSync, statSync, unlinkSync } from 'fs';
import * as path from 'path';
import { OutputFile } from './file-content';
import { formatIndex, Index, INDEX_FILE, readIndex } from './index-file';
import { replaceFile } from '../files/replace-file';
import { statIfAny, Tree } from '../files/tree';
import { Problems } from '../problems/problems';
import { sha256 } from '../values/digest';
import { byText } from '../values/order';

/**
 * What a run changed in the output directory. Paths are sorted and relative to it.
 */
export interface WriteSummary {
  /** Files that are new or have changed. */
  readonly written: string[];
  /** Files that were up to date and were not touched. */
  readonly unchanged: string[];
  /** Files of an earlier run that are no longer part of the output. */
  readonly removed: string[];
}

/**
 * Brings our files in the output directory up to date, and leaves everything else in it alone.
 *
 * Whatever can be foreseen to fail is found before the first write, and then nothing changes. A run
 * that is killed while it writes leaves an index with both the old and the new files, so that the
 * next run can finish the work.
 *
 * @internal
 */
export function writeTree(
  outdir: string,
  files: readonly OutputFile[],
  problems: Problems,
): WriteSummary {
  try {
    return bringUpToDate(outdir, files, problems);
  } catch (error) {
    const { syscall, message } = error as NodeJS.ErrnoException;
    if (syscall === undefined) {
      throw error;
    }
    problems.report('MESH811', `"${outdir}": ${message}`);
    return problems.throwIfErrors() as never;
  }
}

function bringUpToDate(
  outdir: string,
  files: readonly OutputFile[],
  problems: Problems,
): WriteSummary {
  checkRoot(outdir, problems);
  problems.throwIfErrors();
  const plan = makePlan(outdir, files, problems);
  problems.throwIfErrors();

  const { previous, next, written, removed } = plan;
  mkdirSync(outdir, { recursive: true });
  const isNoChange = written.length === 0 && removed.length === 0;
  if (!isNoChange) {
    replaceFile(
      path.join(outdir, INDEX_FILE),
      formatIndex({ files: new Map([...previous.files, ...next]), complete: false }),
    );
    for (const directory of new Set(written.map(file => path.dirname(file.path)))) {
      mkdirSync(path.join(outdir, directory), { recursive: true });
    }
    written.forEach(file => replaceFile(path.join(outdir, file.path), file.content.bytes));
    removed.forEach(file => removeFile(outdir, file));
  }
  const index = formatIndex({ files: next, complete: true });
  if (
    !isNoChange ||
    !previous.complete ||
    new Tree(outdir).read(INDEX_FILE)?.toString() !== index
  ) {
    replaceFile(path.join(outdir, INDEX_FILE), index);
  }
  const writtenPaths = new Set(written.map(file => file.path));
  return {
    written: [...writtenPaths].sort(byText(p => p)),
    unchanged: [...next.keys()].filter(file => !writtenPaths.has(file)).sort(byText(p => p)),
    removed: [...removed].sort(byText(p => p)),
  };
}

interface Plan {
  readonly previous: Index;
  readonly next: ReadonlyMap<string, string>;
  readonly written: readonly OutputFile[];
  readonly removed: readonly string[];
}

function makePlan(outdir: string, files: readonly OutputFile[], problems: Problems): Plan {
  const previous = readIndex(outdir, problems);
  problems.throwIfErrors();
  const tree = new Tree(outdir);
  const next = new Map(files.map(file => [file.path, file.content.sha256]));
  const written = files.filter(file => !isUpToDate(outdir, tree, file, previous, problems));
  const removed = [...previous.files.keys()].filter(
    file => !next.has(file) && mayRemove(outdir, tree, file, previous, problems),
  );
  const touched = [...written.map(file => file.path), ...removed];
  checkPermissions(tree, touched.length > 0 ? [INDEX_FILE, ...touched] : [], problems);
  return { previous, next, written, removed };
}

/** The output directory itself may be a link, since the user named it. */
function checkRoot(outdir: string, problems: Problems): void {
  let step = path.resolve(outdir);
  while (!statIfAny(step)) {
    step = path.dirname(step);
  }
  if (!statSync(step, { throwIfNoEntry: false })?.isDirectory()) {
    problems.report('MESH806', `"${step}" stands in the way of "${outdir}"`);
  }
}

/** A directory without write permission would stop the run halfway. */
function checkPermissions(tree: Tree, files: readonly string[], problems: Problems): void {
  for (const directory of new Set(files.map(file => tree.nearestDirectory(file)))) {
    try {
      accessSync(directory, constants.W_OK);
    } catch (error) {
      problems.report(
        'MESH811',
        `"${directory}" cannot be written to: ${(error as NodeJS.ErrnoException).code}`,
      );
    }
  }
}

function isUpToDate(
  outdir: string,
  tree: Tree,
  file: OutputFile,
  previous: Index,
  problems: Problems,
): boolean {
  const target = path.join(outdir, file.path);
  const obstacle = tree.obstacleTo(file.path);
  if (obstacle) {
    problems.report('MESH806', `"${obstacle}" stands in the way of "${target}"`);
    return true;
  }
  const isSame = tree.holds(file.path, file.content.bytes);
  if (isSame === false && !previous.files.has(file.path)) {
    problems.report('MESH805', `"${target}" is not a file of ours`);
  }
  return isSame ?? false;
}

/**
 * A file that was edited by hand contains somebody's work. Overwriting it shows up in the diff,
 * while deleting it might go unnoticed.
 */
function mayRemove(
  outdir: string,
  tree: Tree,
  file: string,
  previous: Index,
  problems: Problems,
): boolean {
  const target = path.join(outdir, file);
  const present = tree.read(file);
  if (present === undefined) {
    return false;
  }
  if (previous.complete && sha256(present) !== previous.files.get(file)) {
    problems.report(
      'MESH807',
      `"${target}" was changed by hand and is not part of the output any more`,
    );
    return false;
  }
  return true;
}

function removeFile(outdir: string, file: string): void {
  unlinkSync(path.join(outdir, file));
  for (let directory = path.dirname(file); directory !== '.'; directory = path.dirname(directory)) {
    try {
      rmdirSync(path.join(outdir, directory));
    } catch {
      return; // not empty: it has other files
    }
  }
}
