import { beginsLine, isClose, isOpen, Token, tokens, UnclosedQuote } from './lexer';
import { Problems } from '../../mesh/problems';

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
  /** offset behind the closing brace, or behind the last word of an import */
  readonly end: number;
}

/**
 * Reads the top level of a Corefile. Returns undefined after reporting why it cannot be read.
 *
 * @internal
 */
export function parseCorefile(text: string, problems: Problems): Block[] | undefined {
  try {
    return new Reader(tokens(text)).blocks();
  } catch (error) {
    if (error instanceof UnclosedQuote || error instanceof Unreadable) {
      problems.report('MESH601', `line ${error.line}, column ${error.column}: ${error.message}`);
      return undefined;
    }
    throw error;
  }
}

class Unreadable extends Error {
  public constructor(message: string, public readonly line: number, public readonly column: number) {
    super(message);
  }
}

class Reader {
  private position = 0;

  public constructor(private readonly all: readonly Token[]) {}

  public blocks(): Block[] {
    const blocks: Block[] = [];
    while (this.position < this.all.length) {
      blocks.push(this.all[this.position].text === 'import' ? this.topLevelImport() : this.block());
    }
    return blocks;
  }

  private topLevelImport(): Block {
    const words = this.lineOf(this.position);
    this.position += words.length;
    return { type: 'import', keys: words, body: [], start: words[0].start, end: words[words.length - 1].end };
  }

  private block(): Block {
    const first = this.all[this.position];
    const keys = this.keys();
    const open = this.all[this.position];
    if (!open || !isOpen(open)) {
      throw new Unreadable(`"${first.text}" has no opening brace; a file without braces is one block to its end`, first.line, first.column);
    }
    if (keys.every(key => key.text === '')) {
      throw new Unreadable('the server block has no name', first.line, first.column);
    }
    const close = this.closing();
    const body = this.all.slice(this.position + 1, close);
    this.position = close + 1;
    const end = this.all[close].end;
    return { type: /^\(.*\)$/.test(first.text) ? 'snippet' : 'server', keys, body, start: first.start, end };
  }

  /** The words before the brace: on one line, unless a comma lets the list go on. */
  private keys(): Token[] {
    const keys: Token[] = [];
    let goesOn = true;
    for (; this.position < this.all.length; this.position++) {
      const token = this.all[this.position];
      const isNewLine = keys.length > 0 && beginsLine(token, keys[keys.length - 1]);
      if (isOpen(token) || (isNewLine && !goesOn)) {
        break;
      }
      if (isClose(token) || (token.text.endsWith('{') && !token.quoted && !token.text.startsWith('{$') && !token.text.startsWith('{%'))) {
        throw new Unreadable(`"${token.text}" cannot be the name of a server block`, token.line, token.column);
      }
      goesOn = token.text.endsWith(',');
      keys.push(token);
    }
    return keys;
  }

  /** Position of the brace that closes the block at the current position. */
  private closing(): number {
    let depth = 0;
    for (let i = this.position; i < this.all.length; i++) {
      depth += isOpen(this.all[i]) ? 1 : isClose(this.all[i]) ? -1 : 0;
      if (depth === 0) {
        if (!beginsLine(this.all[i], this.all[i - 1])) {
          throw new Unreadable('the closing brace of a server block must be on a line of its own', this.all[i].line, this.all[i].column);
        }
        return i;
      }
    }
    const open = this.all[this.position];
    throw new Unreadable('the brace is not closed', open.line, open.column);
  }

  private lineOf(from: number): Token[] {
    const end = this.all.findIndex((token, i) => i > from && beginsLine(token, this.all[i - 1]));
    return this.all.slice(from, end < 0 ? this.all.length : end);
  }
}
