import { accessSync, constants } from 'fs';
import * as path from 'path';
import { OutputFile } from './file-content';
import { formatIndex, hasDigest, Index, INDEX_FILE, readIndex } from './index-file';
import { Change } from '../files/replace-together';
import { Tree } from '../files/tree';
import { Problems } from '../problems/problems';
import { hasConflict } from '../values/conflict';
import { sha256 } from '../values/digest';

/** What a run will do to the output directory. @internal */
export interface Plan {
  /** files that are new or have changed */
  readonly written: readonly OutputFile[];
  /** files of an earlier run that are no longer part of the output */
  readonly removed: readonly string[];
  /** everything that changes on disk, the index last; empty if it is up to date */
  readonly changes: readonly Change[];
}

/**
 * Compares an output with what is on disk. Whatever can be foreseen to fail is reported here.
 *
 * @param overwriteEdits files of ours count as ours, whatever is in them
 * @throws MeshError
 * @internal
 */
export function planOutput(
  outdir: string,
  files: readonly OutputFile[],
  overwriteEdits: boolean,
  problems: Problems,
): Plan {
  const previous = readIndex(outdir, problems);
  problems.throwIfErrors();
  const present = new Present(outdir, previous, overwriteEdits, problems);
  const next = new Map(files.map(file => [file.path, file.content.sha256]));
  const written = files.filter(file => !present.isUpToDate(file));
  const removed = [...previous.files.keys()].filter(
    file => !next.has(file) && present.mayRemove(file),
  );
  const changes = [...written, ...removed.map(file => ({ path: file })), ...present.newIndex(next)];
  checkPermissions(present.tree, changes, problems);
  problems.throwIfErrors();
  return { written, removed, changes };
}

/** What is on disk. */
class Present {
  public readonly tree: Tree;

  public constructor(
    private readonly outdir: string,
    private readonly index: Index,
    private readonly overwriteEdits: boolean,
    private readonly problems: Problems,
  ) {
    this.tree = new Tree(outdir);
  }

  /** Reports what stands in the way of a file that is not. */
  public isUpToDate({ path: file, content }: OutputFile): boolean {
    const target = path.join(this.outdir, file);
    const obstacle = this.tree.obstacleTo(file);
    if (obstacle) {
      this.problems.report('MESH806', `"${obstacle}" stands in the way of "${target}"`);
      return true;
    }
    const isSame = this.tree.holds(file, content.bytes);
    if (isSame === false && !this.index.files.has(file)) {
      this.problems.report('MESH805', `"${target}" is not a file of ours`);
    } else if (isSame === false && !this.isAsWritten(file, this.tree.read(file)!)) {
      this.problems.report('MESH820', `"${target}" ${this.whyNotOurs}`);
    }
    return isSame ?? false;
  }

  /** Whether a file is there to be removed. */
  public mayRemove(file: string): boolean {
    const bytes = this.tree.read(file);
    if (bytes !== undefined && !this.isAsWritten(file, bytes)) {
      const target = path.join(this.outdir, file);
      this.problems.report(
        'MESH807',
        `"${target}" ${this.whyNotOurs}, and is not part of the output any more`,
      );
    }
    return bytes !== undefined;
  }

  /** The index, if it changes. */
  public newIndex(files: Index['files']): Change[] {
    const bytes = Buffer.from(formatIndex({ files, state: 'complete' }));
    const obstacle = this.tree.obstacleTo(INDEX_FILE);
    if (obstacle) {
      this.problems.report('MESH806', `"${obstacle}" stands in the way of the index`);
    }
    return this.tree.holds(INDEX_FILE, bytes) === true
      ? []
      : [{ path: INDEX_FILE, content: { bytes, sha256: sha256(bytes) } }];
  }

  /** Whether nobody has put work into it. What Git has merged is in its history. */
  private isAsWritten(file: string, bytes: Buffer): boolean {
    const listed = this.index.files.get(file);
    const isListed =
      listed !== undefined &&
      (hasDigest(bytes, listed) || hasDigest(withoutCarriageReturns(bytes), listed));
    return (
      this.overwriteEdits ||
      this.index.state === 'merged' ||
      isListed ||
      hasConflict(bytes.toString())
    );
  }

  private get whyNotOurs(): string {
    return this.index.state === 'unfinished'
      ? 'may have been changed by hand: it is not what a run that was interrupted wrote'
      : 'was changed by hand';
  }
}

/** Git may be set to check files out as Windows has them. */
function withoutCarriageReturns(bytes: Buffer): Buffer {
  return Buffer.from(bytes.toString('latin1').replace(/\r\n/g, '\n'), 'latin1');
}

/** A directory without write permission would stop the run halfway. */
function checkPermissions(tree: Tree, changes: readonly Change[], problems: Problems): void {
  const directories = new Set(changes.map(({ path: file }) => tree.nearestDirectory(file)));
  for (const directory of directories) {
    try {
      accessSync(directory, constants.W_OK);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      problems.report('MESH811', `"${directory}" cannot be written to: ${code}`);
    }
  }
}
