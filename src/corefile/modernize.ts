import { CoreDnsVersion, Finding, findUnsupported } from './lint';
import { parseCorefile } from './parser';
import { Problems } from '../problems/problems';

/**
 * Takes out of a Corefile what a version of CoreDNS does not start with, where nothing is lost by
 * it: `proxy` becomes `forward`; the options `upstream` and `resyncperiod` and the plugin
 * `federation`, which had no effect any more, go. Every other byte stays, and what cannot be mended
 * is left for the lint.
 *
 * @internal
 */
export function modernize(corefile: string, version: CoreDnsVersion, problems: Problems): string {
  const edits = findUnsupported(parseCorefile(corefile, problems) ?? [], version).flatMap(finding =>
    edit(corefile, finding),
  );
  return edits
    .sort((a, b) => b.start - a.start)
    .reduce(
      (text, { start, end, replacement }) => text.slice(0, start) + replacement + text.slice(end),
      corefile,
    );
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}

function edit(corefile: string, { rule, directive, option }: Finding): Edit[] {
  if (option) {
    return rule.option === 'upstream' || rule.option === 'resyncperiod'
      ? [withoutLines(corefile, option[0].start, option[option.length - 1].end)]
      : [];
  }
  if (rule.plugin === 'federation') {
    return [withoutLines(corefile, directive.name.start, directive.end)];
  }
  const isPlainProxy = rule.plugin === 'proxy' && !directive.hasBraces;
  return isPlainProxy
    ? [{ start: directive.name.start, end: directive.name.end, replacement: 'forward' }]
    : [];
}

/** Whole lines, unless something else stands on them. */
function withoutLines(text: string, start: number, end: number): Edit {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const lineEnd = text.indexOf('\n', end);
  const isAlone =
    text.slice(lineStart, start).trim() === '' &&
    lineEnd >= 0 &&
    /^\s*(#.*)?$/.test(text.slice(end, lineEnd));
  return isAlone
    ? { start: lineStart, end: lineEnd + 1, replacement: '' }
    : { start, end, replacement: '' };
}
