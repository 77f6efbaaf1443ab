import { parseCorefile } from '../../src/corefile/parser';
import { printBlocks } from '../../src/corefile/print';
import { putBlocks } from '../../src/corefile/splice';
import { forwardBlock, recordBlocks } from '../../src/manifests/dns/zone-blocks';
import { resolveRecords } from '../../src/model/dns/records';
import { withoutZone, zonePlace } from '../../src/model/dns/zone-place';
import { Problems } from '../../src/problems/problems';

/** The server block that asks a server. */
export function forwardText(zone: string, server: string): string {
  return printBlocks([forwardBlock(zone, [server])]);
}

/** The server blocks that answer from records. */
export function recordText(zone: string, records: { [host: string]: string[] }): string {
  return printBlocks(recordBlocks(zone, resolveRecords(records, zone, new Problems())));
}

/** Puts server blocks of the mesh into a Corefile. */
export function mergeBlocks(
  text: string,
  zone: string,
  blocks: string,
  problems: Problems,
): string | undefined {
  const corefile = parseCorefile(text, problems);
  const place = corefile && zonePlace(corefile, zone, problems);
  return place && putBlocks(place, blocks);
}

/** Takes the server blocks of the mesh out of a Corefile. */
export const removeBlocks = withoutZone;
