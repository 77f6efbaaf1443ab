import { existsSync, readFileSync, statSync } from 'fs';
import * as path from 'path';
import { isInside } from '../files/inside';
import { replaceFile } from '../files/replace-file';
import { Problems } from '../problems/problems';
import { bothSides } from '../values/conflict';
import { byText } from '../values/order';

/** Name of the index in the output directory. @internal */
export const INDEX_FILE = 'mesh.index.json';

const SCHEMA = 1;

/**
 * The files of ours in the output directory. Only they may be replaced or deleted: a file that is
 * not listed belongs to somebody else, and so does one with other bytes.
 *
 * @internal
 */
export interface Index {
  /** from a path relative to the output directory to the SHA-256 of the file, in hexadecimal */
  readonly files: ReadonlyMap<string, string>;
  /**
   * what the listed bytes are worth: `merged` files were put together by Git and have other bytes,
   * files of an `unfinished` run of an earlier version may have
   */
  readonly state: 'complete' | 'merged' | 'unfinished';
}

const NOTHING: Index = { files: new Map(), state: 'complete' };

/** @internal */
export function formatIndex({ files, state }: Index): string {
  const sorted = [...files].sort(byText(([file]) => file));
  const index = {
    schema: SCHEMA,
    merged: state === 'merged' ? true : undefined,
    files: Object.fromEntries(sorted),
  };
  return `${JSON.stringify(index, undefined, 2)}\n`;
}

/**
 * Reads the index of an output directory. A directory without one contains nothing of ours. The
 * index is not trusted, since it may have been edited.
 *
 * @internal
 */
export function readIndex(outdir: string, problems: Problems): Index {
  const file = path.join(outdir, INDEX_FILE);
  if (!existsSync(file)) {
    return NOTHING;
  }
  const index = statSync(file).isFile() ? parseSides(readFileSync(file, 'utf8')) : undefined;
  if (!index) {
    problems.report('MESH804', `"${file}" is not an index of this library`);
    return NOTHING;
  }
  for (const listed of index.files.keys()) {
    if (!isInside(listed)) {
      problems.report(
        'MESH804',
        `"${file}" lists "${listed}", which is not a file below the output directory`,
      );
    }
  }
  return index;
}

/**
 * Says of an output that its files were merged, by whatever knows of a merge that the index does
 * not show. The next run writes them anew.
 *
 * @internal
 */
export function markMerged(outdir: string, problems: Problems): void {
  const index = readIndex(outdir, problems);
  if (index.files.size > 0) {
    replaceFile(path.join(outdir, INDEX_FILE), formatIndex({ ...index, state: 'merged' }));
  }
}

/** After a merge with a conflict, what either side lists is ours. */
function parseSides(text: string): Index | undefined {
  const sides = bothSides(text)?.map(parseIndex);
  if (!sides) {
    return parseIndex(text);
  }
  const [ours, theirs] = sides;
  return ours && theirs && { files: new Map([...ours.files, ...theirs.files]), state: 'merged' };
}

function parseIndex(text: string): Index | undefined {
  try {
    const { schema, files, complete = true, merged = false } = JSON.parse(text);
    const entries = Object.entries<unknown>(files);
    const valid =
      schema === SCHEMA &&
      entries.every(([, hash]) => typeof hash === 'string' && /^[0-9a-f]{64}$/.test(hash));
    return valid
      ? { files: new Map(entries as Array<[string, string]>), state: stateOf(complete, merged) }
      : undefined;
  } catch {
    return undefined;
  }
}

function stateOf(complete: unknown, merged: unknown): Index['state'] {
  if (complete !== true) {
    return 'unfinished';
  }
  return merged === true ? 'merged' : 'complete';
}
