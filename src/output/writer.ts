import { statSync } from 'fs';
import * as path from 'path';
import { OutputFile } from './file-content';
import { Plan, planOutput } from './plan';
import { Disk, DISK } from '../files/disk';
import { removeIfEmpty } from '../files/remove-if-empty';
import { replaceTogether } from '../files/replace-together';
import { inRun } from '../files/run';
import { RunDirectory } from '../files/run-directory';
import { statIfAny } from '../files/tree';
import { Problems } from '../problems/problems';
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

/** @internal */
export interface WriteOptions {
  /** overwrite and remove files of ours that were edited by hand */
  readonly overwriteEdits?: boolean;
  readonly disk?: Disk;
}

/**
 * Brings our files in the output directory up to date, and leaves everything else in it alone: all
 * of it or, when it fails, nothing. What a run that was killed has left is undone first.
 *
 * @throws MeshError
 * @internal
 */
export function writeTree(
  outdir: string,
  files: readonly OutputFile[],
  problems: Problems,
  { overwriteEdits = false, disk = DISK }: WriteOptions = {},
): WriteSummary {
  const plan = () => planOutput(outdir, files, overwriteEdits, problems);
  return told(outdir, problems, () => {
    checkRoot(outdir, problems);
    // another run, or what one has left, would be in the way
    const first = new RunDirectory(outdir).exists ? undefined : plan();
    if (first && first.changes.length === 0) {
      return summarize(first, files);
    }
    return inDirectory(outdir, disk, () =>
      inRun(outdir, problems, disk, () => {
        const now = plan();
        if (now.changes.length > 0) {
          replaceTogether(outdir, now.changes, disk);
        }
        return summarize(now, files);
      }),
    );
  });
}

/**
 * Undoes what a run that was killed has left in the output directory.
 *
 * @returns whether files had been touched
 * @throws MeshError
 * @internal
 */
export function recoverTree(outdir: string, disk: Disk = DISK): boolean {
  const problems = new Problems();
  return told(outdir, problems, () =>
    new RunDirectory(outdir).exists ? inRun(outdir, problems, disk, wasUndone => wasUndone) : false,
  );
}

/** Whatever the system refuses is a problem too. */
function told<T>(outdir: string, problems: Problems, work: () => T): T {
  try {
    const result = work();
    problems.throwIfErrors();
    return result;
  } catch (error) {
    const { syscall, message } = error as NodeJS.ErrnoException;
    if (syscall !== undefined) {
      problems.report('MESH811', `"${outdir}" is as it was: ${message}`);
    }
    problems.throwIfErrors();
    throw error;
  }
}

/** The output directory itself may be a link, since the user named it. */
function checkRoot(outdir: string, problems: Problems): void {
  let step = path.resolve(outdir);
  while (!statIfAny(step)) {
    step = path.dirname(step);
  }
  if (!statSync(step, { throwIfNoEntry: false })?.isDirectory()) {
    problems.report('MESH806', `"${step}" stands in the way of "${outdir}"`);
    problems.throwIfErrors();
  }
}

/** Makes the directory, and takes it away again when the work fails. */
function inDirectory<T>(outdir: string, disk: Disk, work: () => T): T {
  const made = disk.makeDirectory(outdir);
  try {
    return work();
  } catch (error) {
    let directory = path.resolve(outdir);
    const above = made === undefined ? directory : path.dirname(path.resolve(made));
    while (directory !== above && removeIfEmpty(directory, disk)) {
      directory = path.dirname(directory);
    }
    throw error;
  }
}

function summarize({ written, removed }: Plan, files: readonly OutputFile[]): WriteSummary {
  const paths = new Set(written.map(file => file.path));
  return {
    written: [...paths].sort(byText(p => p)),
    unchanged: files
      .map(file => file.path)
      .filter(file => !paths.has(file))
      .sort(byText(p => p)),
    removed: [...removed].sort(byText(p => p)),
  };
}
