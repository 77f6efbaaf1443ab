/**
 * What an app printed before it ended with an error of ours, without what Node puts around the
 * error: the line of source that threw it, and its own version. The error itself is told in our own
 * words.
 *
 * @internal
 */
export function withoutCrash(errors: string): string {
  const start = errors.search(ERROR);
  if (start < 0) {
    return errors;
  }
  const before = errors.slice(0, start).replace(THROWN_BY, '');
  const after = errors.slice(start).replace(ERROR, '').replace(NODE_VERSION, '');
  return [before.trim(), after.trim()].filter(part => part !== '').join('\n\n');
}

const PARAGRAPH = 'MESH\\d{3}.*\\n(?: {2}.*\\n)*\\n?';

/** As Node prints it, in brackets since it has no stack, or as an app does, perhaps by its text. */
const ERROR = new RegExp(`^\\[?(?:MeshError: )?\\d+ problems?\\n\\n(?:${PARAGRAPH})+\\]?\\n?`, 'm');

/** File and line, the source, and a caret below it. */
const THROWN_BY = /^.*:\d+\n.*\n *\^+\n\s*$/m;

const NODE_VERSION = /^Node\.js v\d.*\n?/m;
