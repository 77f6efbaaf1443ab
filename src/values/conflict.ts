/**
 * Both sides of a text in which Git has marked conflicts; undefined if there is no mark. What the
 * sides have in common, or Git could merge, is in both.
 *
 * @internal
 */
export function bothSides(text: string): readonly [ours: string, theirs: string] | undefined {
  return hasConflict(text) ? [sideOf(text, 'ours'), sideOf(text, 'theirs')] : undefined;
}

/**
 * The text before the sides parted, as far as the marks tell: undefined unless Git was told to
 * write it down (`merge.conflictStyle` is `diff3` or `zdiff3`).
 *
 * @internal
 */
export function baseSide(text: string): string | undefined {
  return hasConflict(text) && /^\|{7}( |\r?$)/m.test(text) ? sideOf(text, 'base') : undefined;
}

/** Whether Git has marked a conflict. @internal */
export function hasConflict(text: string): boolean {
  return /^<{7} /m.test(text) && /^>{7} /m.test(text);
}

function sideOf(text: string, side: Part): string {
  let part: Part = 'common';
  const lines = text.split('\n').filter(line => {
    const mark = MARKS.find(({ pattern }) => pattern.test(line));
    part = mark?.begins ?? part;
    return !mark && (part === 'common' || part === side);
  });
  return lines.join('\n');
}

type Part = 'common' | 'ours' | 'base' | 'theirs';

const MARKS: ReadonlyArray<{ readonly pattern: RegExp; readonly begins: Part }> = [
  { pattern: /^<{7} /, begins: 'ours' },
  { pattern: /^\|{7}( |\r?$)/, begins: 'base' },
  { pattern: /^={7}\r?$/, begins: 'theirs' },
  { pattern: /^>{7} /, begins: 'common' },
];
