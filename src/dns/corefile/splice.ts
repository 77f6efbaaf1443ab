import { Token } from './lexer';
import { Block, parseCorefile } from './parser';
import { Problems } from '../../mesh/problems';

/**
 * Puts a server block into a Corefile: in place of the one for the same zone and port, otherwise at the end. Every other byte stays.
 *
 * Doing it twice is doing it once. Returns undefined after reporting when the place cannot be decided.
 *
 * @param corefile the present Corefile
 * @param zone the zone of the block, without a trailing dot
 * @param block the text of the block, ending in a newline
 * @internal
 */
export function mergeBlock(corefile: string, zone: string, block: string, problems: Problems): string | undefined {
  const found = findBlock(corefile, zone, problems);
  if (found === 'undecided') {
    return undefined;
  }
  const text = block.trimEnd();
  if (!found) {
    const before = corefile.trimEnd();
    return before === '' ? `${text}\n` : `${before}\n\n${text}\n`;
  }
  return corefile.slice(0, found.start) + text + corefile.slice(found.end);
}

/**
 * Takes the server block of a zone out of a Corefile, with the empty line before it.
 *
 * @internal
 */
export function removeBlock(corefile: string, zone: string, problems: Problems): string | undefined {
  const found = findBlock(corefile, zone, problems);
  if (found === 'undecided') {
    return undefined;
  }
  if (!found) {
    return corefile;
  }
  const before = corefile.slice(0, found.start).replace(/\n[ \t]*\n[ \t]*$/, '\n');
  return before + corefile.slice(found.end).replace(/^[ \t]*\n/, '');
}

function findBlock(corefile: string, zone: string, problems: Problems): Block | 'undecided' | undefined {
  const blocks = parseCorefile(corefile, problems);
  if (!blocks) {
    return 'undecided';
  }
  const wanted = normalise(zone)!;
  const servers = blocks.filter(block => block.type === 'server');
  const unknown = servers.flatMap(block => block.keys).find(key => normalise(key.text) === undefined);
  if (unknown) {
    return undecided(unknown, `"${unknown.text}" may or may not be the zone "${zone}"`, problems);
  }
  const matching = servers.filter(block => block.keys.some(key => normalise(key.text) === wanted));
  const [match] = matching;
  if (matching.length > 1) {
    return undecided(matching[1].keys[0], `the zone "${zone}" has two server blocks`, problems);
  }
  if (match && match.keys.length > 1) {
    return undecided(match.keys[0], `the zone "${zone}" shares its server block with other zones`, problems);
  }
  const hidden = match ? undefined : blocks.find(block => block.type === 'import');
  if (hidden) {
    return undecided(hidden.keys[0], `the imported file may hold the zone "${zone}"`, problems);
  }
  return match;
}

function undecided(token: Token, message: string, problems: Problems): 'undecided' {
  problems.report('MESH602', `line ${token.line}, column ${token.column}: ${message}`);
  return 'undecided';
}

const DEFAULT_PORTS: { readonly [scheme: string]: string } = { dns: '53', tls: '853', quic: '853', grpc: '443', https: '443', https3: '443' };

/** `GLOBAL.:53`, `dns://global` and `global` are one zone. Undefined when only the environment knows. */
function normalise(key: string): string | undefined {
  if (/\{[$%]/.test(key)) {
    return undefined;
  }
  const [, scheme = 'dns', rest] = /^(?:([a-z0-9]+):\/\/)?(.*?),?$/.exec(key)!;
  const [, zone, port = DEFAULT_PORTS[scheme] ?? ''] = /^(.*?)(?::(\d+))?$/.exec(rest)!;
  return `${scheme}://${zone.toLowerCase().replace(/\.$/, '')}.:${port}`;
}
