import { directives } from './directives';
import { Token } from './lexer';
import { Block, Corefile } from './parser';
import { Relation, relation, serverName } from './server-name';
import { Problems } from '../problems/problems';

/**
 * How to recognize the server blocks that belong to a zone.
 *
 * @internal
 */
export interface ZoneBlocks {
  /** without a dot at its end */
  readonly zone: string;
  /** the port that CoreDNS listens on */
  readonly port: number;
  /**
   * Blocks for names below the zone that belong to it too: so many labels before the zone, and
   * exactly these plugins. Anything else below the zone may be somebody else's.
   */
  readonly below: { readonly labels: number; readonly plugins: readonly string[] };
}

/**
 * Finds the server blocks of a zone, in the order of the text. Returns undefined after reporting
 * when it cannot be decided which ones they are.
 *
 * @internal
 */
export function findZoneBlocks(
  { blocks }: Corefile,
  own: ZoneBlocks,
  problems: Problems,
): Block[] | undefined {
  const { zone } = own;
  const servers = blocks.filter(block => block.type === 'server');
  const unknown = servers.flatMap(({ keys }) => keys).find(key => !serverName(key.text));
  if (unknown) {
    return undecided(unknown, `"${unknown.text}" may or may not be the zone "${zone}"`, problems);
  }
  const related = servers.filter(block => block.keys.some(key => relate(key, own) !== 'other'));
  const foreign = related.find(block => !isOfZone(block, own) && !isBelow(block, own));
  if (foreign) {
    return undecided(
      foreign.keys[0],
      `the zone "${zone}" shares its server block with other zones, or a part of it has one of its own`,
      problems,
    );
  }
  const ofZone = related.filter(block => isOfZone(block, own));
  const repeated = ofZone[1] ?? ofZone.find(block => block.keys.length > 1);
  if (repeated) {
    return undecided(
      repeated.keys[0],
      `the zone "${zone}" has two server blocks, or is named twice in one`,
      problems,
    );
  }
  return related;
}

/**
 * A second block for a zone stops CoreDNS, and an imported file may hold the first. Returns true
 * after reporting when that cannot be ruled out.
 *
 * @param found the blocks that were found
 * @param remedy what to do about it; the general advice unless given
 * @internal
 */
export function mayBeImported(
  { blocks }: Corefile,
  found: readonly Block[],
  own: ZoneBlocks,
  problems: Problems,
  remedy?: string,
): boolean {
  const imported = blocks.find(block => block.type === 'import');
  if (!imported || found.some(block => isOfZone(block, own))) {
    return false;
  }
  const [word, file] = imported.keys;
  undecided(word, `the imported "${file.text}" may hold the zone "${own.zone}"`, problems, remedy);
  return true;
}

function isOfZone(block: Block, own: ZoneBlocks): boolean {
  return block.keys.every(key => relate(key, own) === 'same');
}

function isBelow(block: Block, own: ZoneBlocks): boolean {
  const { zone, below } = own;
  const labels = zone.split('.').length + below.labels;
  return (
    block.keys.every(
      key =>
        relate(key, own) === 'below' && serverName(key.text)!.zone.split('.').length === labels,
    ) &&
    directives(block)
      .map(({ name }) => name.text)
      .join() === below.plugins.join()
  );
}

function relate(key: Token, { zone, port }: ZoneBlocks): Relation {
  return relation(serverName(key.text)!, serverName(`${zone}:${port}`)!);
}

function undecided(token: Token, message: string, problems: Problems, remedy?: string): undefined {
  problems.report('MESH602', `line ${token.line}, column ${token.column}: ${message}`, remedy);
  return undefined;
}
