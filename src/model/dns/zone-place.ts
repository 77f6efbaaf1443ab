import { Corefile, parseCorefile } from '../../corefile/parser';
import { DNS_PORT } from '../../corefile/print';
import { BlockPlace, placeOfBlocks, removeBlocks } from '../../corefile/splice';
import { ZoneBlocks } from '../../corefile/zone-blocks';
import { Problems } from '../../problems/problems';

/**
 * The plugins of a block for hosts, in order. The block is recognized by them: under a public
 * suffix a name of that length may be anybody's.
 *
 * @internal
 */
export const HOST_PLUGINS = ['errors', 'cache', 'template', 'hosts'] as const;

/** `<name>.<namespace>` before the suffix. @internal */
export const HOST_LABELS = 2;

/** Where the server blocks of the mesh go in a Corefile. Undefined after reporting. @internal */
export function zonePlace(
  corefile: Corefile,
  zone: string,
  problems: Problems,
  port = DNS_PORT,
): BlockPlace | undefined {
  return placeOfBlocks(
    corefile,
    ofMesh(zone, port),
    problems,
    'If the import is of the ConfigMap `coredns-custom`, name the `platform`, and the zone becomes a key of it. Otherwise put what is imported into the Corefile.',
  );
}

/** A Corefile without the server blocks of the mesh. Undefined after reporting. @internal */
export function withoutZone(text: string, zone: string, problems: Problems): string | undefined {
  const corefile = parseCorefile(text, problems);
  return corefile && removeBlocks(corefile, ofMesh(zone, DNS_PORT), problems);
}

function ofMesh(zone: string, port: number): ZoneBlocks {
  return { zone, port, below: { labels: HOST_LABELS, plugins: HOST_PLUGINS } };
}
