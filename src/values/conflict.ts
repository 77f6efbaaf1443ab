/**
 * Both sides of a text in which Git has marked conflicts; undefined if there is no mark. What the
 * sides have in common, or Git could merge, is in both.
 *
 * @internal
 */
export function bothSides(text: string): readonly [ours: string, theirs: string] | undefined {
  if (!hasConflict(text)) {
    return undefined;
  }
  const sides = { ours: [] as string[], theirs: [] as string[] };
  let part: Part = 'common';
  for (const line of text.split('\n')) {
    const mark = MARKS.find(({ pattern }) => pattern.test(line));
    if (mark) {
      part = mark.begins;
      continue;
    }
    if (part === 'common' || part === 'ours') {
      sides.ours.push(line);
    }
    if (part === 'common' || part === 'theirs') {
      sides.theirs.push(line);
    }
  }
  return [sides.ours.join('\n'), sides.theirs.join('\n')];
}

/** Whether Git has marked a conflict. @internal */
export function hasConflict(text: string): boolean {
  return /^<{7} /m.test(text) && /^>{7} /m.test(text);
}

type Part = 'common' | 'ours' | 'base' | 'theirs';

const MARKS: ReadonlyArray<{ readonly pattern: RegExp; readonly begins: Part }> = [
  { pattern: /^<{7} /, begins: 'ours' },
  { pattern: /^\|{7}( |\r?$)/, begins: 'base' },
  { pattern: /^={7}\r?$/, begins: 'theirs' },
  { pattern: /^>{7} /, begins: 'common' },
];
