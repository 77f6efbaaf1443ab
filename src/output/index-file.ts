import { existsSync, readFileSync, statSync } from 'fs';
import * as path from 'path';
import { isInside } from '../files/inside';
import { replaceFile } from '../files/replace-file';
import { Problems } from '../problems/problems';
import { bothSides } from '../values/conflict';
import { sha256 } from '../values/digest';
import { byText } from '../values/order';
import { remember } from '../values/remember';

/** Name of the index in the output directory. @internal */
export const INDEX_FILE = 'mesh.index.json';

/**
 * A file of `mesh.index.json`: for each path below the directories of clusters one line, with each
 * cluster that has the file and how its digest begins. So what many clusters get at a time is a
 * line or two of a pull request, however many they are.
 */
interface IndexFile {
  readonly schema: typeof SCHEMA;
  readonly merged?: true;
  readonly files: { readonly [path: string]: string };
}

const SCHEMA = 2;

/** In hexadecimal digits: enough to see that somebody has changed a file. */
const DIGEST_LENGTH = 8;

/** Stands for the directory of each cluster. */
const EACH = '*/';

/**
 * The files of ours in the output directory. Only they may be replaced or deleted: a file that is
 * not listed belongs to somebody else, and so does one with other bytes.
 *
 * @internal
 */
export interface Index {
  /**
   * from a path relative to the output directory to the SHA-256 of the file, in hexadecimal: all of
   * it, or how it begins
   */
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
  const lines = new Map<string, string[]>();
  for (const [file, digest] of [...files].sort(byText(([name]) => name))) {
    const { line, entry } = entryOf(file, digest.slice(0, DIGEST_LENGTH));
    remember(lines, line, (): string[] => []).push(entry);
  }
  const sorted = [...lines].sort(byText(([line]) => line));
  const index: IndexFile = {
    schema: SCHEMA,
    merged: state === 'merged' ? true : undefined,
    files: Object.fromEntries(sorted.map(([line, entries]) => [line, entries.join(' ')])),
  };
  return `${JSON.stringify(index, undefined, 2)}\n`;
}

/** `dir/below` is the entry `dir:digest` of the line of all `<directory>/below`. */
function entryOf(file: string, digest: string): { readonly line: string; readonly entry: string } {
  const [directory, ...below] = file.split('/');
  return below.length === 0
    ? { line: file, entry: digest }
    : { line: `${EACH}${below.join('/')}`, entry: `${directory}:${digest}` };
}

/** Whether a file has the bytes for which a digest stands in an index. @internal */
export const hasDigest = (bytes: Buffer, digest: string): boolean =>
  sha256(bytes).startsWith(digest);

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
    const entries = READERS.get(schema)?.(Object.entries(files));
    return entries && { files: new Map(entries), state: stateOf(complete, merged) };
  } catch {
    return undefined;
  }
}

type Entries = ReadonlyArray<[file: string, digest: string]>;

/** By schema; undefined for what is none. */
const READERS: ReadonlyMap<unknown, (files: Array<[string, unknown]>) => Entries | undefined> =
  new Map([
    // of earlier versions: a line for each file
    [
      1,
      files =>
        checked(
          files.map(([file, digest]) => [file, String(digest)]),
          64,
        ),
    ],
    [
      SCHEMA,
      files =>
        checked(
          files.flatMap(([line, list]) => entriesOf(line, list)),
          DIGEST_LENGTH,
        ),
    ],
  ]);

const checked = (entries: Entries, length: number): Entries | undefined =>
  entries.every(([, digest]) => isDigest(digest, length)) ? entries : undefined;

function entriesOf(line: string, list: unknown): Entries {
  return line.startsWith(EACH)
    ? String(list)
        .split(' ')
        .map(entry => {
          const [directory, digest = ''] = entry.split(':');
          return [`${directory}/${line.slice(EACH.length)}`, digest];
        })
    : [[line, String(list)]];
}

const isDigest = (text: string, length: number): boolean =>
  text.length === length && /^[0-9a-f]+$/.test(text);

function stateOf(complete: unknown, merged: unknown): Index['state'] {
  if (complete !== true) {
    return 'unfinished';
  }
  return merged === true ? 'merged' : 'complete';
}
