const MILLISECONDS: { readonly [unit: string]: number } = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/** Go keeps nanoseconds in a signed 64-bit integer. */
const LONGEST = 2 ** 63 / 1e6;

/** @internal */
export const DURATION = /^(\d+(\.\d+)?(ms|s|m|h))+$/;

/**
 * The milliseconds of a duration in Go's form, such as `5s` or `1h30m`. Undefined for what Go
 * cannot read, and for what is too long for it.
 *
 * @internal
 */
export function durationMs(text: string): number | undefined {
  if (!DURATION.test(text)) {
    return undefined;
  }
  const sum = [...text.matchAll(/([\d.]+)([a-z]+)/g)].reduce(
    (total, [, count, unit]) => total + Number(count) * MILLISECONDS[unit],
    0,
  );
  return sum < LONGEST ? sum : undefined;
}
