import type { Scalar, YAMLMap } from 'yaml';

/**
 * The text of a description whose roll-out is in another wave. Every other byte stays.
 *
 * @returns undefined where the text has no `rollout` that a number can be put into
 * @internal
 */
export function withWave(text: string, wave: number): string | undefined {
  const { isMap, isScalar, parseDocument }: typeof import('yaml') = require('yaml');
  const { contents } = parseDocument(text);
  const rollout = isMap(contents) ? contents.get('rollout', true) : undefined;
  if (!isMap(rollout) || rollout.items.length === 0) {
    return undefined;
  }
  if (!rollout.has('wave')) {
    return inserted(text, rollout, wave);
  }
  const present = rollout.get('wave', true);
  const [start, end] = (isScalar(present) && present.range) || [];
  return start === undefined ? undefined : `${text.slice(0, start)}${wave}${text.slice(end)}`;
}

/** As the first key, in the style of the map. */
function inserted(text: string, { items, flow }: YAMLMap, wave: number): string | undefined {
  const start = (items[0].key as Scalar | null)?.range?.[0];
  if (start === undefined) {
    return undefined;
  }
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const key = flow ? `"wave": ${wave}, ` : `wave: ${wave}\n${' '.repeat(start - lineStart)}`;
  return `${text.slice(0, start)}${key}${text.slice(start)}`;
}
