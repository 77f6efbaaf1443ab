import { ServerBlock, ServerPlugin } from '../../corefile/print';
import { Zone } from '../../model/dns/cluster-dns';
import { Records } from '../../model/dns/records';
import { HOST_LABELS, HOST_PLUGINS } from '../../model/dns/zone-place';

/**
 * The server blocks of a zone of the mesh.
 *
 * @internal
 */
export function zoneBlocks(
  { name, forwardTo }: Pick<Zone, 'name' | 'forwardTo'>,
  records: Records,
): ServerBlock[] {
  return forwardTo === undefined ? recordBlocks(name, records) : [forwardBlock(name, [forwardTo])];
}

const ERRORS: ServerPlugin = { name: 'errors' };
/** Without it, positive answers of `hosts` would be good for an hour. */
const CACHE: ServerPlugin = { name: 'cache', parameters: '30' };

/**
 * Valid in CoreDNS 1.0.6 and later: `proxy`, which the old documentation uses, is gone since 1.5.
 *
 * @internal
 */
export function forwardBlock(zone: string, servers: readonly string[]): ServerBlock {
  const forward = { name: 'forward', parameters: `. ${servers.join(' ')}` };
  return { zones: [zone], plugins: [ERRORS, CACHE, forward] };
}

/**
 * The hosts have a block of their own: the plugin `hosts` cannot say NXDOMAIN, and `template`,
 * which can, comes before it. So CoreDNS tells the hosts from all other names of the zone by the
 * longest match.
 *
 * @param records in the order in which they are written
 * @internal
 */
export function recordBlocks(zone: string, records: Records): ServerBlock[] {
  const rest = { zones: [zone], plugins: [ERRORS, CACHE, noSuchName(zone)] };
  const hosts = Object.keys(records);
  return hosts.length === 0 ? [rest] : [hostBlock(zone, records), rest];
}

function hostBlock(zone: string, records: Records): ServerBlock {
  const belowHosts = zone.split('.').length + HOST_LABELS + 1;
  const plugins: { readonly [name in (typeof HOST_PLUGINS)[number]]: ServerPlugin } = {
    errors: ERRORS,
    cache: CACHE,
    template: noSuchName(zone, `match "^([^.]+[.]){${belowHosts},}$"`, 'fallthrough'),
    hosts: {
      name: 'hosts',
      options: Object.entries(records).flatMap(([host, ips]) => ips.map(ip => `${ip} ${host}`)),
    },
  };
  return { zones: Object.keys(records), plugins: HOST_PLUGINS.map(name => plugins[name]) };
}

function noSuchName(zone: string, ...conditions: string[]): ServerPlugin {
  return {
    name: 'template',
    parameters: 'ANY ANY',
    options: [
      ...conditions,
      'rcode NXDOMAIN',
      `authority "${zone}. 30 IN SOA ns.${zone}. hostmaster.${zone}. 1 60 60 60 30"`,
    ],
  };
}
