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
  return short.replace(
    /[\p{Cc}\p{Zl}\p{Zp}]/gu,
    char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
