import { isRunCode, looksRandom, SHORTEST_RUN, someRun } from './random-looking';

/** Bytes that a text holds in another form. @internal */
export interface Encoded {
  /** where in the text */
  readonly index: number;
  /** in words; empty where the text is the same but for its escapes */
  readonly encoding: string;
  readonly bytes: Buffer;
}

/**
 * Everything in a text that is text or bytes in another form. The time is in proportion to the
 * length of the text, and so is the length of what comes out.
 *
 * @internal
 */
export function encodedIn(text: string): Encoded[] {
  return [...runs(text), ...blocks(text), ...escapes(text), ...wide(text)];
}

const SHORTEST = 40;

const HEX = /^(?:[0-9a-f]{2}){32,}$|^(?:[0-9A-F]{2}){32,}$/;

/** In one piece. */
function runs(text: string): Encoded[] {
  const found: Encoded[] = [];
  someRun(text, SHORTEST, (start, end) => {
    found.push(...decoded(text.slice(start, end), start));
    return false;
  });
  return found;
}

/** With `-` and `_` it is base64url, or what is between them is base64. */
function decoded(run: string, index: number): Encoded[] {
  if (!looksRandom(run)) {
    return [];
  }
  if (HEX.test(run)) {
    return [{ index, encoding: 'hexadecimal', bytes: Buffer.from(run, 'hex') }];
  }
  return [base64(run, index), ...(/[-_]/.test(run) ? piecesOf(run, index) : [])];
}

const base64 = (run: string, index: number): Encoded => ({
  index,
  encoding: 'base64',
  bytes: Buffer.from(run, 'base64'),
});

function piecesOf(run: string, index: number): Encoded[] {
  let next = index;
  return run.split(/[-_]/).flatMap(piece => {
    const start = next;
    next += piece.length + 1;
    return piece.length >= SHORTEST ? [base64(piece, start)] : [];
  });
}

/** A part of something that is encoded, at the end of a line. */
interface LinePart {
  readonly index: number;
  readonly text: string;
  /** true if the line has nothing else in it */
  readonly isAll: boolean;
}

/**
 * In several lines, as YAML wraps it below a key, as a list, and as comments. Only the last line
 * may be short.
 */
function blocks(text: string): Encoded[] {
  const found: Encoded[] = [];
  let lines: LinePart[] = [];
  const close = () => {
    found.push(...(lines.length > 1 ? decodedLines(lines) : []));
    lines = [];
  };
  for (const part of lineParts(text)) {
    if (part === undefined || !part.isAll) {
      close();
    }
    const isShort = part === undefined || part.text.length < SHORTEST_RUN;
    if (part && (!isShort || lines.length > 0)) {
      lines.push(part);
    }
    if (isShort) {
      close();
    }
  }
  close();
  return found;
}

function decodedLines(lines: readonly LinePart[]): Encoded[] {
  const joined = lines.map(({ text }) => text).join('');
  return joined.length >= SHORTEST ? decoded(joined, lines[0].index) : [];
}

/** What may stand in a line before the encoded part: indentation, comments, list items, quotes. */
const BEFORE = ' \t#>*;|"\'\\-';

/** And after it. */
const AFTER = ' \t\r"\'`,;|\\=';

function* lineParts(text: string): Generator<LinePart | undefined> {
  for (const { index, line } of linesOf(text)) {
    let end = line.length;
    while (end > 0 && AFTER.includes(line[end - 1])) {
      end--;
    }
    let start = end;
    while (start > 0 && isRunCode(line.charCodeAt(start - 1))) {
      start--;
    }
    let before = start;
    while (before > 0 && BEFORE.includes(line[before - 1])) {
      before--;
    }
    yield start === end
      ? undefined
      : { index: index + start, text: line.slice(start, end), isAll: before === 0 };
  }
}

function* linesOf(text: string): Generator<{ readonly index: number; readonly line: string }> {
  let index = 0;
  while (index <= text.length) {
    const end = text.indexOf('\n', index);
    const next = end < 0 ? text.length : end;
    yield { index, line: text.slice(index, next) };
    index = next + 1;
  }
}

const ESCAPE =
  /\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))|%([0-9a-fA-F]{2})|&(?:#x([0-9a-fA-F]{1,4})|#(\d{1,5})|(lt|gt|amp|quot|apos));/g;

const NAMED: { readonly [escape: string]: string } = {
  n: '\n',
  r: '\r',
  t: '\t',
  0: '\0',
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
};

/** A text in quotes, which is a field of its own, or what is between two of them. */
const PIECE = /"(?:\\.|[^"\\])*"?|[^"]+/g;

/** The escapes of JSON, YAML, URLs and XML: each takes away from the length. */
function escapes(text: string): Encoded[] {
  if (!/[\\%&]/.test(text)) {
    return [];
  }
  return [...linesOf(text)].flatMap(({ index, line }) =>
    [...line.matchAll(PIECE)].flatMap(({ index: start, 0: piece }) => {
      const plain = piece.replace(ESCAPE, unescaped);
      const at = index + start + piece.search(/\S|$/);
      return plain === piece
        ? []
        : [{ index: at, encoding: '', bytes: Buffer.from(plain, 'latin1') }];
    }),
  );
}

function unescaped(_: string, ...groups: Array<string | undefined>): string {
  const [u, x, char, percent, hexEntity, entity, name] = groups;
  const hex = u ?? x ?? percent ?? hexEntity;
  if (hex !== undefined) {
    return String.fromCharCode(parseInt(hex, 16));
  }
  if (entity !== undefined) {
    return String.fromCharCode(Number(entity));
  }
  const key = char ?? name ?? '';
  return Object.hasOwn(NAMED, key) ? NAMED[key] : key;
}

/** UTF-16 of letters: every other byte is zero. */
function wide(text: string): Encoded[] {
  const all = text.includes('\0') ? text.matchAll(/(?:[\t\n\r -~]\0){16,}/g) : [];
  return [...all].map(({ index, 0: pairs }) => ({
    index,
    encoding: 'UTF-16',
    bytes: Buffer.from(pairs.replaceAll('\0', ''), 'latin1'),
  }));
}
