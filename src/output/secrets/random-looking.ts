/**
 * The shortest run of letters, digits and `+ / - _` that is looked at. Keys, tokens and what they
 * are encoded in have a longer one.
 *
 * @internal
 */
export const SHORTEST_RUN = 20;

/** Kinds of characters in a run, by code. */
const KIND = { none: 0, small: 1, capital: 2, digit: 3, other: 4 } as const;

const KINDS = Uint8Array.from({ length: 256 }, (_, code) => {
  const char = String.fromCharCode(code);
  const kinds: Array<readonly [RegExp, number]> = [
    [/[a-z]/, KIND.small],
    [/[A-Z]/, KIND.capital],
    [/\d/, KIND.digit],
    [/[+/_-]/, KIND.other],
  ];
  return kinds.find(([pattern]) => pattern.test(char))?.[1] ?? KIND.none;
});

/** True for what base64, base64url, hexadecimal and tokens are made of. @internal */
export const isRunCode = (code: number): boolean => code < KINDS.length && KINDS[code] > 0;

/**
 * Whether a run of at least some length is accepted; the first one that is ends the search.
 *
 * A look at every `shortest`th character suffices: a run cannot hide between two of them. Most
 * texts have none, and thousands of them are searched.
 *
 * @internal
 */
export function someRun(
  text: string,
  shortest: number,
  accept: (start: number, end: number) => boolean,
): boolean {
  const quarter = Math.floor(shortest / 4);
  let from = 0;
  for (let probe = shortest - 1; probe < text.length; probe += shortest) {
    if (isRunCode(text.charCodeAt(probe)) && reachesHalf(text, probe, quarter)) {
      let start = probe;
      while (start > from && isRunCode(text.charCodeAt(start - 1))) {
        start--;
      }
      let end = probe + 1;
      while (isRunCode(text.charCodeAt(end))) {
        end++;
      }
      if (end - start >= shortest && accept(start, end)) {
        return true;
      }
      from = end;
      probe = Math.max(probe, end - 1);
    }
  }
  return false;
}

/** A run reaches from a probe at least half of its length to one side. */
const reachesHalf = (text: string, probe: number, quarter: number): boolean =>
  holdsBoth(text, probe - 2 * quarter, probe - quarter) ||
  holdsBoth(text, probe + quarter, probe + 2 * quarter);

const holdsBoth = (text: string, one: number, other: number): boolean =>
  isRunCode(text.charCodeAt(one)) && isRunCode(text.charCodeAt(other));

/** True when a text has a run that looks random. @internal */
export const hasRandomRun = (text: string): boolean =>
  someRun(text, SHORTEST_RUN, (start, end) => looksRandom(text, start, end));

const MANY_DIGITS = 8;
const MIXED_LENGTH = 24;

/**
 * Tells keys, tokens and encoded data from words and names: a capital stands where no word has one,
 * or digits are many, or capitals, small letters and digits make one long word.
 *
 * Of random letters and digits, 24 pass as a word in one of a hundred thousand cases, and 40 in
 * none that anyone will see.
 *
 * @internal
 */
export function looksRandom(text: string, start = 0, end = text.length): boolean {
  const counts = [0, 0, 0, 0, 0];
  let before: number = KIND.none;
  for (let i = start; i < end; i++) {
    const kind = KINDS[text.charCodeAt(i)] ?? KIND.none;
    if (before === KIND.capital && (kind === KIND.capital || kind === KIND.digit)) {
      return true;
    }
    counts[kind]++;
    before = kind;
  }
  const isMixed = counts[KIND.digit] * counts[KIND.capital] * counts[KIND.small] > 0;
  return counts[KIND.digit] >= MANY_DIGITS || (isMixed && end - start >= MIXED_LENGTH);
}
