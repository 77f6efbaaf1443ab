import { existsSync, readFileSync, statSync } from 'fs';
import * as path from 'path';
import { Problems } from '../problems/problems';
import { byText } from '../values/order';

/** Name of the index in the output directory. @internal */
export const INDEX_FILE = 'mesh.index.json';

const SCHEMA = 1;

/**
 * The files of ours in the output directory. Only they may be deleted: a file that is not listed
 * belongs to somebody else.
 *
 * @internal
 */
export interface Index {
  /** from a path relative to the output directory to the SHA-256 of the file, in hexadecimal */
  readonly files: ReadonlyMap<string, string>;
  /** false while a run is writing: listed files may have other bytes or not exist yet */
  readonly complete: boolean;
}

/** @internal */
export function formatIndex({ files, complete }: Index): string {
  const sorted = [...files].sort(byText(([file]) => file));
  const index = {
    schema: SCHEMA,
    complete: complete ? undefined : false,
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
    return { files: new Map(), complete: true };
  }
  const index = statSync(file).isFile() ? parseIndex(readFileSync(file, 'utf8')) : undefined;
  if (!index) {
    problems.report('MESH804', `"${file}" is not an index of this library`);
    return { files: new Map(), complete: true };
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

/** True for a relative path that cannot leave the directory. @internal */
export function isInside(file: string): boolean {
  return (
    file.split('/').every(segment => segment !== '' && segment !== '.' && segment !== '..') &&
    !/[\\\0]/.test(file) &&
    !path.isAbsolute(file)
  );
}

function parseIndex(text: string): Index | undefined {
  try {
    const { schema, files, complete = true } = JSON.parse(text);
    const entries = Object.entries<unknown>(files);
    const valid =
      schema === SCHEMA &&
      entries.every(([, hash]) => typeof hash === 'string' && /^[0-9a-f]{64}$/.test(hash));
    return valid
      ? { files: new Map(entries as Array<[string, string]>), complete: complete === true }
      : undefined;
  } catch {
    return undefined;
  }
}
