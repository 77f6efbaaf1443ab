import { directives } from './directives';
import { beginsLine, isOpen, Token, tokens } from './lexer';
import { Block, parseCorefile } from './parser';
import { HOST_LABELS, HOST_PLUGINS } from './zone-block';
import { Problems } from '../problems/problems';

/**
 * Puts the server blocks of a zone into a Corefile: in place of the ones that are there, otherwise
 * behind everything else. Every other byte stays, and all of them when the blocks are there
 * already, in whatever layout.
 *
 * Doing it twice is doing it once. Returns undefined after reporting when the place cannot be
 * decided.
 *
 * @param corefile the present Corefile
 * @param zone the zone of the blocks, without a trailing dot
 * @param blocks the text of the blocks, ending in a newline
 * @internal
 */
export function mergeBlocks(
  corefile: string,
  zone: string,
  blocks: string,
  problems: Problems,
): string | undefined {
  const all = parseCorefile(corefile, problems);
  const own = all && ownBlocks(all, zone, problems);
  if (!own || mayBeHidden(all, own, zone, problems)) {
    return undefined;
  }
  const text = blocks.trimEnd();
  if (own.length === 0) {
    return append(corefile, text);
  }
  const [first, ...others] = runs(corefile, own);
  const present = corefile.slice(first.start, first.end);
  const rest = others.reduceRight(cut, corefile).slice(first.end);
  return (
    corefile.slice(0, first.start) + (reading(present) === reading(text) ? present : text) + rest
  );
}

/**
 * Takes the server blocks of a zone out of a Corefile, each with its line and the empty line before
 * it. What `mergeBlocks` put in is gone to the last byte.
 *
 * Returns undefined after reporting when it cannot be decided which blocks they are.
 *
 * @internal
 */
export function removeBlocks(
  corefile: string,
  zone: string,
  problems: Problems,
): string | undefined {
  const all = parseCorefile(corefile, problems);
  const own = all && ownBlocks(all, zone, problems);
  return own && runs(corefile, own).reduceRight(cut, corefile);
}

/**
 * Before the white space that the file ends with: it stays the end of the file, and so a removal
 * finds the file as it was.
 */
function append(corefile: string, text: string): string {
  const filled = corefile.trimEnd();
  return filled === ''
    ? `${corefile}${text}\n`
    : `${filled}\n\n${text}${corefile.slice(filled.length)}`;
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** Blocks with nothing between them but white space are one range. */
function runs(corefile: string, blocks: readonly Block[]): Range[] {
  return blocks.reduce<Range[]>((list, { start, end }) => {
    const last = list[list.length - 1];
    return last && corefile.slice(last.end, start).trim() === ''
      ? [...list.slice(0, -1), { start: last.start, end }]
      : [...list, { start, end }];
  }, []);
}

/** Whole lines, with one empty line, unless something else stands on them. */
function cut(text: string, { start, end }: Range): string {
  const [before, after] = [text.slice(0, start), text.slice(end)];
  if (/^[^\n]*\S/.test(after)) {
    return before + after;
  }
  return before.trim() === ''
    ? before + after.replace(/^([^\S\n]*\n){1,2}/, '')
    : before.replace(/(\r?\n){1,2}$/, '') + after;
}

/** Words and lines, without the layout; a brace may open on the next line. */
function reading(text: string): string {
  return JSON.stringify(
    tokens(text).map((token, i, all) => [
      token.text,
      i > 0 && !isOpen(token) && beginsLine(token, all[i - 1]),
    ]),
  );
}

/**
 * The server blocks of the zone and of its hosts, in the order of the text. Undefined after
 * reporting.
 */
function ownBlocks(
  blocks: readonly Block[],
  zone: string,
  problems: Problems,
): Block[] | undefined {
  const servers = blocks.filter(block => block.type === 'server');
  const unknown = servers
    .flatMap(block => block.keys)
    .find(key => normalize(key.text) === undefined);
  if (unknown) {
    return undecided(unknown, `"${unknown.text}" may or may not be the zone "${zone}"`, problems);
  }
  const ofZone = servers.filter(block => block.keys.some(key => relation(key, zone) !== 'other'));
  const foreign = ofZone.find(block => !isOfZone(block, zone) && !isOfHosts(block, zone));
  if (foreign) {
    return undecided(
      foreign.keys[0],
      `the zone "${zone}" shares its server block with other zones, or a part of it has one of its own`,
      problems,
    );
  }
  const ofItself = ofZone.filter(block => isOfZone(block, zone));
  const doubled = ofItself[1] ?? ofItself.find(block => block.keys.length > 1);
  if (doubled) {
    return undecided(
      doubled.keys[0],
      `the zone "${zone}" has two server blocks, or stands twice in one`,
      problems,
    );
  }
  return ofZone;
}

const isOfZone = (block: Block, zone: string): boolean =>
  block.keys.every(key => relation(key, zone) === 'zone');

/** Of a form that only we write: under a public suffix a name of that length may be anybody's. */
function isOfHosts(block: Block, zone: string): boolean {
  return (
    block.keys.every(key => relation(key, zone) === 'host') &&
    directives(block)
      .map(({ name }) => name.text)
      .join() === HOST_PLUGINS.join()
  );
}

/** A second block for a zone stops CoreDNS, and another file may hold the first. */
function mayBeHidden(
  all: readonly Block[],
  own: readonly Block[],
  zone: string,
  problems: Problems,
): boolean {
  const hidden = own.some(block => isOfZone(block, zone))
    ? undefined
    : all.find(block => block.type === 'import');
  if (hidden) {
    undecided(
      hidden.keys[0],
      `the imported "${hidden.keys[1].text}" may hold the zone "${zone}"`,
      problems,
      'If the import is of the ConfigMap `coredns-custom`, name the `platform`, and the zone becomes a key of it. Otherwise put what is imported into the Corefile.',
    );
  }
  return hidden !== undefined;
}

/**
 * `host` is a name of the form that the mesh gives its services; `below` any other name under the
 * zone.
 */
function relation(key: Token, zone: string): 'zone' | 'host' | 'below' | 'other' {
  const [name, wanted] = [normalize(key.text)!, normalize(zone)!];
  if (name === wanted) {
    return 'zone';
  }
  const [scheme, suffix] = wanted.split('://');
  if (!name.startsWith(`${scheme}://`) || !name.endsWith(`.${suffix}`)) {
    return 'other';
  }
  const below = name.slice(`${scheme}://`.length, -suffix.length - 1);
  return below.split('.').length === HOST_LABELS ? 'host' : 'below';
}

function undecided(token: Token, message: string, problems: Problems, remedy?: string): undefined {
  problems.report('MESH602', `line ${token.line}, column ${token.column}: ${message}`, remedy);
  return undefined;
}

const DEFAULT_PORTS: { readonly [scheme: string]: string } = {
  dns: '53',
  tls: '853',
  quic: '853',
  grpc: '443',
  https: '443',
  https3: '443',
};

/**
 * `GLOBAL.:053`, `dns://global` and `global` are one zone. Undefined when only the environment
 * knows, or CoreDNS does not take it.
 *
 * Source: coredns core/dnsserver/register.go; plugin/normalize.go, where the port is any number
 * behind the last colon; plugin/pkg/parse.
 */
function normalize(key: string): string | undefined {
  const name = key.replace(/,$/, '');
  if (/\{[$%]/.test(name) || name.endsWith(':')) {
    return undefined;
  }
  const [, scheme = 'dns', rest] = /^(?:([a-z0-9]+):\/\/)?(.*)$/s.exec(name)!;
  const [, zone, port = DEFAULT_PORTS[scheme] ?? ''] = /^(.*?)(?::([+-]?\d+))?$/s.exec(rest)!;
  return `${scheme}://${zone.toLowerCase().replace(/\.$/, '')}.:${Number(port)}`;
}
