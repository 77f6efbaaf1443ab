const MAX_LENGTH = 500;

/**
 * Values from outside may hold anything; what is said of them is one line, which a terminal can
 * show and a program can read.
 *
 * @internal
 */
export function oneLine(text: string): string {
  const short =
    text.length > MAX_LENGTH
      ? `${text.slice(0, MAX_LENGTH / 2)} … ${text.slice(-MAX_LENGTH / 2)}`
      : text;
  return escaped(short, /[\p{Cc}\p{Zl}\p{Zp}]/gu);
}

/** Characters that nobody sees, by their number. @internal */
export const escaped = (text: string, unseen: RegExp): string =>
  text.replace(unseen, char => `\\u${char.codePointAt(0)!.toString(16).padStart(4, '0')}`);
