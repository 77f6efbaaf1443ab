import { Directive, directives } from './directives';
import { Token } from './lexer';
import { Block, parseCorefile } from './parser';
import { Problems } from '../problems/problems';

/** A version of CoreDNS, as numbers. @internal */
export type CoreDnsVersion = readonly [number, number, number];

/** @internal */
export function coreDnsVersion(text: string, problems: Problems): CoreDnsVersion | undefined {
  const match = /^v?(\d+)\.(\d+)\.(\d+)$/.exec(text);
  if (!match) {
    problems.report('MESH608', `"${text}" is not a CoreDNS version`);
    return undefined;
  }
  return [Number(match[1]), Number(match[2]), Number(match[3])];
}

/** Something in a Corefile that a version of CoreDNS does not start with. @internal */
export interface Finding {
  readonly token: Token;
  readonly message: string;
  /** the rule that was broken, for whoever can mend it */
  readonly rule: Rule;
  readonly directive: Directive;
  readonly option?: readonly Token[];
}

/** A plugin, or an option of one, that exists in some versions only. @internal */
export interface Rule {
  readonly plugin: string;
  readonly option?: string;
  readonly since?: CoreDnsVersion;
  /** the first version that does not start with it */
  readonly goneIn?: CoreDnsVersion;
}

/**
 * Source: release notes of CoreDNS, and the data of corefile-migration; conformance/dns holds them
 * against the servers.
 */
const RULES: readonly Rule[] = [
  { plugin: 'proxy', goneIn: [1, 5, 0] },
  { plugin: 'federation', goneIn: [1, 7, 0] },
  { plugin: 'kubernetes', option: 'upstream', goneIn: [1, 7, 0] },
  // known until 1.7, but not with the period that it had to have before
  { plugin: 'kubernetes', option: 'resyncperiod', goneIn: [1, 6, 0] },
  { plugin: 'kubernetes', option: 'transfer', goneIn: [1, 8, 0] },
  { plugin: 'forward', since: [1, 0, 6] },
  { plugin: 'reload', since: [1, 1, 0] },
  { plugin: 'loop', since: [1, 2, 1] },
  { plugin: 'ready', since: [1, 5, 0] },
  { plugin: 'forward', option: 'max_concurrent', since: [1, 6, 9] },
  { plugin: 'forward', option: 'next', since: [1, 11, 4] },
  { plugin: 'forward', option: 'failfast_all_unhealthy_upstreams', since: [1, 12, 1] },
  { plugin: 'forward', option: 'max_age', since: [1, 14, 3] },
  { plugin: 'forward', option: 'source_address', since: [1, 14, 6] },
  { plugin: 'cache', option: 'serve_stale', since: [1, 6, 6] },
  { plugin: 'cache', option: 'disable', since: [1, 9, 4] },
  { plugin: 'cache', option: 'servfail', since: [1, 9, 4] },
  { plugin: 'cache', option: 'keepttl', since: [1, 10, 1] },
];

const SEVERAL_FORWARDS: Rule = { plugin: 'forward', since: [1, 9, 4] };

/**
 * What a version of CoreDNS would refuse to start with.
 *
 * @internal
 */
export function findUnsupported(blocks: readonly Block[], version: CoreDnsVersion): Finding[] {
  return blocks
    .filter(block => block.type !== 'import')
    .flatMap(block => {
      const all = directives(block);
      return [
        ...all.flatMap(directive => unsupported(directive, version)),
        ...severalForwards(all, version),
      ];
    });
}

/** @internal */
export function lintCorefile(corefile: string, version: CoreDnsVersion, problems: Problems): void {
  for (const { token, message } of findUnsupported(
    parseCorefile(corefile, problems) ?? [],
    version,
  )) {
    problems.report('MESH605', `line ${token.line}, column ${token.column}: ${message}`);
  }
}

function unsupported(directive: Directive, version: CoreDnsVersion): Finding[] {
  return RULES.filter(rule => rule.plugin === directive.name.text && !holds(rule, version)).flatMap(
    rule => {
      if (rule.option === undefined) {
        return [finding(rule, `plugin "${rule.plugin}"`, directive.name, directive, version)];
      }
      return directive.options
        .filter(([name]) => name.text === rule.option)
        .map(option => ({
          ...finding(
            rule,
            `option "${rule.option}" of "${rule.plugin}"`,
            option[0],
            directive,
            version,
          ),
          option,
        }));
    },
  );
}

function severalForwards(all: readonly Directive[], version: CoreDnsVersion): Finding[] {
  const forwards = all.filter(({ name }) => name.text === 'forward');
  return forwards.length > 1 && !holds(SEVERAL_FORWARDS, version)
    ? [
        finding(
          SEVERAL_FORWARDS,
          'a second "forward" in one block',
          forwards[1].name,
          forwards[1],
          version,
        ),
      ]
    : [];
}

function finding(
  rule: Rule,
  what: string,
  token: Token,
  directive: Directive,
  version: CoreDnsVersion,
): Finding {
  const when =
    rule.goneIn && !isBefore(version, rule.goneIn)
      ? `is gone since ${rule.goneIn.join('.')}`
      : `came with ${rule.since!.join('.')}`;
  return {
    token,
    message: `${what} ${when}, the cluster has CoreDNS ${version.join('.')}`,
    rule,
    directive,
  };
}

function holds({ since, goneIn }: Rule, version: CoreDnsVersion): boolean {
  return (!since || !isBefore(version, since)) && (!goneIn || isBefore(version, goneIn));
}

function isBefore(a: CoreDnsVersion, b: CoreDnsVersion): boolean {
  const i = a.findIndex((number, place) => number !== b[place]);
  return i >= 0 && a[i] < b[i];
}
