import { beginsLine, depthChange, isClose, isOpen, Token } from './lexer';
import { Block } from './parser';

/**
 * A line of a server block: a plugin with its arguments and, between braces, its options.
 *
 * @internal
 */
export interface Directive {
  readonly name: Token;
  readonly args: readonly Token[];
  /** each with its own arguments */
  readonly options: ReadonlyArray<readonly Token[]>;
  readonly hasBraces: boolean;
  /** offset just past the last word, the closing brace included */
  readonly end: number;
}

/**
 * The plugins of a server block, in the order of the text.
 *
 * @internal
 */
export function directives({ body }: Block): Directive[] {
  const result: Directive[] = [];
  for (let i = 0; i < body.length;) {
    const first = i++;
    let depth = 0;
    while (i < body.length && (depth > 0 || isOpen(body[i]) || !beginsLine(body[i], body[i - 1]))) {
      depth += depthChange(body[i]);
      i++;
    }
    result.push(directive(body.slice(first, i)));
  }
  return result;
}

function directive(words: readonly Token[]): Directive {
  const brace = words.findIndex(isOpen);
  const [name, ...args] = brace < 0 ? words : words.slice(0, brace);
  return {
    name: name ?? words[0],
    args,
    options: brace < 0 ? [] : options(words.slice(brace + 1)),
    hasBraces: brace >= 0,
    end: words[words.length - 1].end,
  };
}

/** The lines between the braces, without the braces of blocks inside them. */
function options(words: readonly Token[]): Token[][] {
  const lines: Token[][] = [];
  words.forEach((word, i) => {
    if (isOpen(word) || isClose(word)) {
      return;
    }
    if (lines.length === 0 || beginsLine(word, words[i - 1])) {
      lines.push([]);
    }
    lines[lines.length - 1].push(word);
  });
  return lines;
}
