import { Token } from './lexer';
import { Block, parseCorefile } from './parser';
import { Problems } from '../../mesh/problems';
import { HOST_LABELS } from '../zone-block';

/**
 * Puts the server blocks of a zone into a Corefile: in place of the ones that are there, otherwise at the end. Every other byte stays.
 *
 * Doing it twice is doing it once. Returns undefined after reporting when the place cannot be decided.
 *
 * @param corefile the present Corefile
 * @param zone the zone of the blocks, without a trailing dot
 * @param blocks the text of the blocks, ending in a newline
 * @internal
 */
export function mergeBlocks(corefile: string, zone: string, blocks: string, problems: Problems): string | undefined {
  const found = findBlocks(corefile, zone, problems);
  if (!found || mayBeHidden(corefile, zone, found, problems)) {
    return undefined;
  }
  const text = blocks.trimEnd();
  if (found.length === 0) {
    const glue = corefile === '' || corefile.endsWith('\n\n') ? '' : corefile.endsWith('\n') ? '\n' : '\n\n';
    return `${corefile}${glue}${text}\n`;
  }
  const [first, ...others] = runs(corefile, found);
  const rest = without(corefile.slice(first.end), others, first.end);
  return corefile.slice(0, first.start) + text + rest;
}

/**
 * Takes the server blocks of a zone out of a Corefile, each with the empty line before it.
 *
 * @internal
 */
export function removeBlocks(corefile: string, zone: string, problems: Problems): string | undefined {
  const found = findBlocks(corefile, zone, problems);
  return found && without(corefile, runs(corefile, found), 0);
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** Blocks with nothing between them but white space are one range. */
function runs(corefile: string, blocks: readonly Block[]): Range[] {
  return blocks.reduce<Range[]>((list, { start, end }) => {
    const last = list[list.length - 1];
    return last && corefile.slice(last.end, start).trim() === '' ? [...list.slice(0, -1), { start: last.start, end }] : [...list, { start, end }];
  }, []);
}

/** @param offset where the text begins in the file that the ranges belong to */
function without(text: string, ranges: readonly Range[], offset: number): string {
  return [...ranges].reverse().reduce((rest, { start, end }) => {
    const before = rest.slice(0, start - offset).replace(/\n[ \t]*\n[ \t]*$/, '\n');
    return before + rest.slice(end - offset).replace(/^[ \t]*\n/, '');
  }, text);
}

/** The server blocks of the zone and of its hosts, in the order of the text. Undefined after reporting. */
function findBlocks(corefile: string, zone: string, problems: Problems): Block[] | undefined {
  const blocks = parseCorefile(corefile, problems);
  if (!blocks) {
    return undefined;
  }
  const servers = blocks.filter(block => block.type === 'server');
  const unknown = servers.flatMap(block => block.keys).find(key => normalise(key.text) === undefined);
  if (unknown) {
    return undecided(unknown, `"${unknown.text}" may or may not be the zone "${zone}"`, problems);
  }
  const ofZone = servers.filter(block => block.keys.some(key => relation(key, zone) !== 'other'));
  const mixed = ofZone.find(block => new Set(block.keys.map(key => relation(key, zone))).size > 1 || block.keys.some(key => relation(key, zone) === 'below'));
  if (mixed) {
    return undecided(mixed.keys[0], `the zone "${zone}" shares its server block with other zones, or a part of it has one of its own`, problems);
  }
  const ofItself = ofZone.filter(block => relation(block.keys[0], zone) === 'zone');
  const doubled = ofItself[1] ?? ofItself.find(block => block.keys.length > 1);
  if (doubled) {
    return undecided(doubled.keys[0], `the zone "${zone}" has two server blocks, or stands twice in one`, problems);
  }
  return ofZone;
}

/** A second block for a zone stops CoreDNS, and another file may hold the first. */
function mayBeHidden(corefile: string, zone: string, found: readonly Block[], problems: Problems): boolean {
  const isHere = found.some(block => relation(block.keys[0], zone) === 'zone');
  const hidden = isHere ? undefined : parseCorefile(corefile, new Problems())!.find(block => block.type === 'import');
  if (hidden) {
    undecided(hidden.keys[0], `the imported file may hold the zone "${zone}"`, problems);
  }
  return hidden !== undefined;
}

/** `host` is a name of the form that the mesh gives its services; `below` any other name under the zone. */
function relation(key: Token, zone: string): 'zone' | 'host' | 'below' | 'other' {
  const [name, wanted] = [normalise(key.text)!, normalise(zone)!];
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

function undecided(token: Token, message: string, problems: Problems): undefined {
  problems.report('MESH602', `line ${token.line}, column ${token.column}: ${message}`);
  return undefined;
}

const DEFAULT_PORTS: { readonly [scheme: string]: string } = { dns: '53', tls: '853', quic: '853', grpc: '443', https: '443', https3: '443' };

/** `GLOBAL.:53`, `dns://global` and `global` are one zone. Undefined when only the environment knows. */
function normalise(key: string): string | undefined {
  if (/\{[$%]/.test(key)) {
    return undefined;
  }
  const [, scheme = 'dns', rest] = /^(?:([a-z0-9]+):\/\/)?(.*?),?$/s.exec(key)!;
  const [, zone, port = DEFAULT_PORTS[scheme] ?? ''] = /^(.*?)(?::(\d+))?$/s.exec(rest)!;
  return `${scheme}://${zone.toLowerCase().replace(/\.$/, '')}.:${port}`;
}
