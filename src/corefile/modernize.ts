import { Finding, findUnsupported } from './lint';
import { Corefile, parseCorefile } from './parser';
import { CoreDnsVersion } from './version';
import { Problems } from '../problems/problems';

/**
 * Takes out of a Corefile what a version of CoreDNS refuses to start with, where nothing is lost by
 * it: `proxy` becomes `forward`; the options `upstream` and `resyncperiod` and the plugin
 * `federation`, which had no effect any more, go. Every other byte stays. What cannot be mended is
 * left for the lint.
 *
 * @returns undefined after reporting that what is left cannot be read
 * @internal
 */
export function modernize(
  corefile: Corefile,
  version: CoreDnsVersion,
  problems: Problems,
): Corefile | undefined {
  const text = findUnsupported(corefile, version)
    .flatMap(finding => edits(corefile.text, finding))
    .sort((a, b) => b.start - a.start)
    .reduce(
      (rest, { start, end, replacement }) => rest.slice(0, start) + replacement + rest.slice(end),
      corefile.text,
    );
  return text === corefile.text ? corefile : parseCorefile(text, problems);
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}

function edits(text: string, { rule, directive, option }: Finding): Edit[] {
  if (option) {
    return rule.option === 'upstream' || rule.option === 'resyncperiod'
      ? [removal(text, option[0].start, option[option.length - 1].end)]
      : [];
  }
  const { name, hasBraces, end } = directive;
  if (rule.plugin === 'federation') {
    return [removal(text, name.start, end)];
  }
  return rule.plugin === 'proxy' && !hasBraces
    ? [{ start: name.start, end: name.end, replacement: 'forward' }]
    : [];
}

/** Removes whole lines, unless something else stands on them. */
function removal(text: string, start: number, end: number): Edit {
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
