import { beginsLine, depthChange, isClose, isOpen, Token, tokens, UnclosedQuote } from './lexer';
import { Problems } from '../problems/problems';

/**
 * A server block `key … { … }`, a snippet `(name) { … }`, or a top-level `import`.
 *
 * @internal
 */
export interface Block {
  readonly type: 'server' | 'snippet' | 'import';
  readonly keys: readonly Token[];
  /** the words between the braces */
  readonly body: readonly Token[];
  /** offset of the first key */
  readonly start: number;
  /** offset just past the closing brace, or past the last word of an import */
  readonly end: number;
}

/** A Corefile that was read: its text, and what stands at the top level of it. @internal */
export interface Corefile {
  readonly text: string;
  readonly blocks: readonly Block[];
}

/**
 * Reads a Corefile. Returns undefined after reporting why it cannot be read.
 *
 * @internal
 */
export function parseCorefile(text: string, problems: Problems): Corefile | undefined {
  try {
    return { text, blocks: new Reader(tokens(text)).blocks() };
  } catch (error) {
    if (error instanceof UnclosedQuote || error instanceof Unreadable) {
      problems.report('MESH601', `line ${error.line}, column ${error.column}: ${error.message}`);
      return undefined;
    }
    throw error;
  }
}

class Unreadable extends Error {
  public readonly line: number;
  public readonly column: number;

  public constructor(message: string, { line, column }: Token) {
    super(message);
    this.line = line;
    this.column = column;
  }
}

class Reader {
  private position = 0;
  private readonly snippets = new Set<string>();

  public constructor(private readonly all: readonly Token[]) {}

  public blocks(): Block[] {
    const blocks: Block[] = [];
    while (this.position < this.all.length) {
      blocks.push(this.isImport(this.position) ? this.topLevelImport() : this.block());
    }
    return blocks;
  }

  private topLevelImport(): Block {
    const words = this.lineOf(this.position);
    if (words.length !== 2) {
      throw new Unreadable('an import names one file or snippet', words[0]);
    }
    this.position += words.length;
    return {
      type: 'import',
      keys: words,
      body: [],
      start: words[0].start,
      end: words[words.length - 1].end,
    };
  }

  private block(): Block {
    const first = this.all[this.position];
    const keys = this.keys();
    const open = this.all[this.position];
    if (!open || !isOpen(open)) {
      throw new Unreadable(
        `"${first.text}" has no opening brace; a file without braces is one block to its end`,
        first,
      );
    }
    if (keys.every(key => key.text === '')) {
      throw new Unreadable('the server block has no name', first);
    }
    const type = isSnippet(keys) ? 'snippet' : 'server';
    if (type === 'snippet') {
      this.define(keys.find(key => key.text !== '')!);
    }
    const close = this.closing(type);
    const body = this.all.slice(this.position + 1, close);
    this.position = close + 1;
    return { type, keys, body, start: first.start, end: this.all[close].end };
  }

  private define(name: Token): void {
    if (this.snippets.has(name.text)) {
      throw new Unreadable(`the snippet "${name.text}" is defined twice`, name);
    }
    this.snippets.add(name.text);
  }

  /** The words before the brace: on one line, unless a comma lets the list go on. */
  private keys(): Token[] {
    const keys: Token[] = [];
    let goesOn = false;
    for (; this.position < this.all.length; this.position++) {
      const token = this.all[this.position];
      const isNewLine = keys.length > 0 && beginsLine(token, keys[keys.length - 1]);
      if ((isNewLine && !goesOn) || (isOpen(token) && !goesOn)) {
        break;
      }
      if (isOpen(token)) {
        throw new Unreadable('a comma must be followed by another name', token);
      }
      if (isNewLine && this.isImport(this.position)) {
        throw new Unreadable('the names of a server block must not come from an import', token);
      }
      if (isClose(token) || isGlued(token)) {
        throw new Unreadable(`"${token.text}" cannot be the name of a server block`, token);
      }
      goesOn = token.text === '' ? goesOn : token.text.endsWith(',');
      keys.push(token);
    }
    return keys;
  }

  private isImport(position: number): boolean {
    return (
      this.all[position].text === 'import' &&
      (position === 0 || beginsLine(this.all[position], this.all[position - 1]))
    );
  }

  /** Position of the brace that closes the block at the current position. */
  private closing(type: Block['type']): number {
    let depth = 0;
    for (let i = this.position; i < this.all.length; i++) {
      depth += depthChange(this.all[i]);
      if (depth === 0) {
        const isEmpty = i === this.position + 1;
        if (type === 'server' && !isEmpty && !beginsLine(this.all[i], this.all[i - 1])) {
          throw new Unreadable(
            'the closing brace of a server block must be on a line of its own',
            this.all[i],
          );
        }
        return i;
      }
    }
    const open = this.all[this.position];
    throw new Unreadable('the brace is not closed', open);
  }

  private lineOf(from: number): Token[] {
    const end = this.all.findIndex((token, i) => i > from && beginsLine(token, this.all[i - 1]));
    return this.all.slice(from, end < 0 ? this.all.length : end);
  }
}

/** `.:53{`, where a brace was meant; `{$NAME}` is a variable. */
function isGlued({ text, quoted }: Token): boolean {
  return text.endsWith('{') && !quoted && !/^\{[$%]/.test(text);
}

/** A name in parentheses, and no other beside it. */
function isSnippet(keys: readonly Token[]): boolean {
  const names = keys.filter(({ text }) => text !== '');
  return names.length === 1 && names[0].text.startsWith('(') && names[0].text.endsWith(')');
}
