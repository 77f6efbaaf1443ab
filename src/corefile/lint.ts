import { Directive, directives } from './directives';
import { Token } from './lexer';
import { Corefile } from './parser';
import { CoreDnsVersion, isBefore } from './version';
import { Problems } from '../problems/problems';

/** A plugin, or an option of one, that exists in some versions only. @internal */
export interface Rule {
  readonly plugin: string;
  readonly option?: string;
  readonly since?: CoreDnsVersion;
  /** the first version that does not start with it */
  readonly goneIn?: CoreDnsVersion;
}

/** Something in a Corefile that a version of CoreDNS refuses to start with. @internal */
export interface Finding {
  /** where it stands */
  readonly token: Token;
  /** what it is, in words */
  readonly what: string;
  readonly rule: Rule;
  readonly directive: Directive;
  readonly option?: readonly Token[];
}

/**
 * Source: the release notes of CoreDNS, and the data of corefile-migration; conformance/dns holds
 * them against the servers.
 */
const RULES: readonly Rule[] = [
  { plugin: 'proxy', goneIn: [1, 5, 0] },
  { plugin: 'federation', goneIn: [1, 7, 0] },
  { plugin: 'kubernetes', option: 'upstream', goneIn: [1, 7, 0] },
  // known until 1.7, but no longer with the period that was mandatory before
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

const SECOND_FORWARD: Rule = { plugin: 'forward', since: [1, 9, 4] };

/**
 * What a version of CoreDNS refuses to start with.
 *
 * @internal
 */
export function findUnsupported({ blocks }: Corefile, version: CoreDnsVersion): Finding[] {
  return blocks
    .filter(block => block.type !== 'import')
    .map(directives)
    .flatMap(all => [
      ...all.flatMap(directive => unsupported(directive, version)),
      ...secondForward(all, version),
    ]);
}

/** Reports what a version of CoreDNS refuses to start with. @internal */
export function lintCorefile(
  corefile: Corefile,
  version: CoreDnsVersion,
  problems: Problems,
): void {
  for (const { token, what, rule } of findUnsupported(corefile, version)) {
    problems.report(
      'MESH605',
      `line ${token.line}, column ${token.column}: ${what} ${history(rule, version)}; the cluster runs CoreDNS ${version.join('.')}`,
    );
  }
}

function unsupported(directive: Directive, version: CoreDnsVersion): Finding[] {
  const { name, options } = directive;
  const broken = RULES.filter(rule => rule.plugin === name.text && !holds(rule, version));
  return broken.flatMap(rule => {
    if (rule.option === undefined) {
      return [{ token: name, what: `plugin "${rule.plugin}"`, rule, directive }];
    }
    const what = `option "${rule.option}" of "${rule.plugin}"`;
    return options
      .filter(([word]) => word.text === rule.option)
      .map(option => ({ token: option[0], what, rule, directive, option }));
  });
}

function secondForward(all: readonly Directive[], version: CoreDnsVersion): Finding[] {
  const [, second] = all.filter(({ name }) => name.text === 'forward');
  if (!second || holds(SECOND_FORWARD, version)) {
    return [];
  }
  const what = 'a second "forward" in one block';
  return [{ token: second.name, what, rule: SECOND_FORWARD, directive: second }];
}

function history({ since, goneIn }: Rule, version: CoreDnsVersion): string {
  return goneIn && !isBefore(version, goneIn)
    ? `was removed in ${goneIn.join('.')}`
    : `was added in ${since!.join('.')}`;
}

function holds({ since, goneIn }: Rule, version: CoreDnsVersion): boolean {
  return (!since || !isBefore(version, since)) && (!goneIn || isBefore(version, goneIn));
}
