const LONGEST = 120;

/** A value for people. @internal */
export function valueText(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/**
 * Says of two values what is and what should be; of two long texts, the first line in which they
 * differ.
 *
 * @internal
 */
export function otherwise(live: unknown, written: unknown): string {
  const isLong = (value: unknown): value is string =>
    typeof value === 'string' && value.trim().includes('\n');
  if (isLong(written) && typeof live === 'string') {
    const [lines, others] = [written.split('\n'), live.split('\n')];
    const at = lines.findIndex((line, i) => line !== others[i]);
    const i = at < 0 ? lines.length : at;
    return `is another text, from its line ${i + 1}: ${valueText(others[i]?.trim())}, not ${valueText(lines[i]?.trim())}`;
  }
  return `is ${valueText(live)}, not ${valueText(written)}`;
}
