/** Regular expressions that are put together of others, and of what programs say without any. */

/** The text of a form without its ends, to be a part of another one. */
export const inner = ({ source }: RegExp): string => source.replace(/^\^|\$$/g, '');

/** A text that is one of these. */
export const oneOf = (...forms: readonly string[]): string => `(?:${forms.join('|')})`;

const BYTE = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';

/** An IPv4 address, as `isIP` of Node.js takes it. */
export const IP4 = `(?:(?:${BYTE}\\.){3}${BYTE})`;

/** The same for IPv6, without a zone: by the number of groups before the `::`. */
export const IP6 = ip6();

function ip6(): string {
  const group = '[0-9A-Fa-f]{1,4}';
  const shortened = [5, 4, 3, 2, 1].map(
    before =>
      `(?:${group}:){${before}}${oneOf(
        `(?::${group}){0,${5 - before}}:${IP4}`,
        `(?::${group}){1,${7 - before}}`,
        ':',
      )}`,
  );
  return oneOf(
    `(?:${group}:){7}${oneOf(group, ':')}`,
    `(?:${group}:){6}${oneOf(IP4, `:${group}`, ':')}`,
    ...shortened,
    `:${oneOf(`(?::${group}){0,5}:${IP4}`, `(?::${group}){1,7}`, ':')}`,
  );
}

/** A port at the end of a text. */
export const PORT = `(?:(?=\\d{1,5}$)0*${oneOf(
  '[1-9]\\d{0,3}',
  '[1-5]\\d{4}',
  '6[0-4]\\d{3}',
  '65[0-4]\\d{2}',
  '655[0-2]\\d',
  '6553[0-5]',
)}$)`;

/** A whole number in digits, `least` or more. */
export function atLeast(least: number): string {
  const digits = [...String(least)].map(Number);
  const more = digits.flatMap((digit, i) => {
    const rest = digits.length - i - 1;
    return digit === 9 ? [] : `${digits.slice(0, i).join('')}[${digit + 1}-9]\\d{${rest}}`;
  });
  return `0*${oneOf(`[1-9]\\d{${digits.length},}`, ...more, String(least))}`;
}

const UNITS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/**
 * A duration of at least so many milliseconds. Of several units, or of a fraction of one that is
 * larger, only that it is not nothing: a pattern cannot add.
 */
export function durationFrom(milliseconds: number): string {
  const single = Object.entries(UNITS).map(([unit, length]) => {
    const count =
      length > milliseconds ? '(?=[\\d.]*[1-9])\\d+' : atLeast(Math.ceil(milliseconds / length));
    return `${count}(?:\\.\\d+)?${unit}`;
  });
  return oneOf(...single, '(?=.*[1-9])(?:\\d+(?:\\.\\d+)?(?:ms|s|m|h)){2,}');
}

/** A day of the calendar, as ISO 8601 writes it. */
export const DAY = oneOf(
  '\\d{4}-(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])',
  '\\d{4}-(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)',
  '\\d{4}-02-(?:0[1-9]|1\\d|2[0-8])',
  '(?:\\d\\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29',
);
