/**
 * A word of a Corefile, and where it stands.
 *
 * @internal
 */
export interface Token {
  /** without quotes, with escapes resolved */
  readonly text: string;
  readonly quoted: boolean;
  /** offset of the first character, the opening quote included */
  readonly start: number;
  /** offset just past the last character */
  readonly end: number;
  /** from 1 */
  readonly line: number;
  /** from 1 */
  readonly column: number;
}

/** True when a word begins a line: a quoted one before it may span several. @internal */
export function beginsLine(token: Token, previous: Token): boolean {
  return previous.line + previous.text.split('\n').length - 1 < token.line;
}

/** To CoreDNS a brace that stands alone is a brace even in quotes. @internal */
export const isOpen = (token: Token): boolean => token.text === '{';

/** @internal */
export const isClose = (token: Token): boolean => token.text === '}';

/** How many blocks deeper the text is after a word than before it. @internal */
export const depthChange = (token: Token): number => Number(isOpen(token)) - Number(isClose(token));

/** A quoted word without its closing quote: it swallows the rest of the file. @internal */
export class UnclosedQuote extends Error {
  public constructor(
    public readonly line: number,
    public readonly column: number,
  ) {
    super('a quote is not closed');
  }
}

/**
 * Splits a Corefile into words exactly as the parser of CoreDNS does.
 *
 * Words are separated by white space; a carriage return neither separates words nor belongs to one.
 * A quote opens a quoted word only at the beginning of a word; inside, `\"` is the only escape, and
 * a backslash keeps the backslash after it from escaping. At the beginning of a word, `#` starts a
 * comment that runs to the end of the line; inside a word, it swallows the rest of that word only.
 *
 * Source: the lexer of the Caddyfile parser that CoreDNS is built with.
 *
 * @throws UnclosedQuote
 * @internal
 */
export function tokens(text: string): Token[] {
  const result: Token[] = [];
  let line = 1;
  let i = text.startsWith('\uFEFF') ? 1 : 0;
  let lineStart = i;
  const newLine = (at: number) => {
    line++;
    lineStart = at + 1;
  };

  while (i < text.length) {
    const ch = text[i];
    if (ch === '\n') {
      newLine(i++);
    } else if (isSpace(ch)) {
      i++;
    } else if (ch === '#') {
      i = endOfLine(text, i);
    } else {
      const position = { start: i, line, column: i - lineStart + 1 };
      const word = ch === '"' ? quotedWord(text, i, newLine) : plainWord(text, i);
      if (!word) {
        throw new UnclosedQuote(position.line, position.column);
      }
      i = word.next;
      result.push({ text: word.text, quoted: ch === '"', end: word.end, ...position });
    }
  }
  return result;
}

interface Word {
  readonly text: string;
  readonly end: number;
  /** where reading goes on: past `end` when a `#` swallowed something */
  readonly next: number;
}

function plainWord(text: string, start: number): Word {
  let end = start;
  while (end < text.length && text[end] !== '#' && (text[end] === '\r' || !isSpace(text[end]))) {
    end++;
  }
  let next = end;
  while (next < text.length && (text[next] === '\r' || !isSpace(text[next]))) {
    next++;
  }
  const word = text.slice(start, end).replace(/\r+$/, '');
  return { text: word.replace(/\r/g, ''), end: start + word.length, next };
}

function quotedWord(text: string, start: number, newLine: (at: number) => void): Word | undefined {
  let value = '';
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === '"') {
      return { text: value, end: i + 1, next: i + 1 };
    }
    if (text[i] === '\\' && i + 1 < text.length) {
      value += text[i + 1] === '"' ? '' : text[i];
      i++;
    }
    if (text[i] === '\n') {
      newLine(i);
    }
    value += text[i];
  }
  return undefined;
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

/** Unicode white space as Go's `unicode.IsSpace` defines it. */
function isSpace(ch: string): boolean {
  return /[\t\n\v\f\r \u0085\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000]/.test(ch);
}
