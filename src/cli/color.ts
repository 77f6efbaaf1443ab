/** ANSI escape sequences. */
const RED = '\u001b[31m';
const GREEN = '\u001b[32m';
const YELLOW = '\u001b[33m';
const CYAN = '\u001b[36m';
const OFF = '\u001b[39m';

/** What begins a line of a report of problems. */
const MARKS: ReadonlyArray<readonly [RegExp, string]> = [
  [/^MESH\d{3}(?= at |:|$)/gm, RED],
  [/^Warning MESH\d{3}/gm, YELLOW],
  [/^ {2,8}→/gm, CYAN],
  [/^ {2}√/gm, GREEN],
  [/^ {2,6}×(?: MESH\d{3})?/gm, RED],
  [/^ {2,6}‼(?: MESH\d{3})?/gm, YELLOW],
];

/**
 * Prints a report of problems, in color where the terminal has some. Node decides, by what the
 * terminal says of itself and by `NO_COLOR` and `FORCE_COLOR`.
 *
 * @internal
 */
export function print(text: string, stream: NodeJS.WriteStream = process.stdout): void {
  // a file or a pipe has no such method
  stream.write((stream.hasColors as (() => boolean) | undefined)?.() ? inColor(text) : text);
}

/** @internal */
export const inColor = (text: string): string =>
  MARKS.reduce((painted, [mark, color]) => painted.replace(mark, `${color}$&${OFF}`), text);
