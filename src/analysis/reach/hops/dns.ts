import { directives } from '../../../corefile/directives';
import { Block, parseCorefile } from '../../../corefile/parser';
import { serverName } from '../../../corefile/server-name';
import { Problems } from '../../../problems/problems';
import { Cluster } from '../../mesh/cluster';
import { Manifest, objectText, Source } from '../../world/manifest';
import { TextAt } from '../../world/world';

/** What the DNS of a cluster says to a name. @internal */
export type Records =
  | { readonly addresses: readonly string[]; readonly source?: Source }
  | { readonly unclear: string; readonly source?: Source };

/**
 * Records of a zone in a Corefile, if one of its blocks is for the name. Servers that are asked in
 * turn may know any name.
 *
 * @internal
 */
export function recordsOf(cluster: Cluster, host: string): Records {
  const texts = [
    ...cluster.files.corefiles.map(one => ({ ...one, what: 'it' })),
    ...cluster.of('', 'ConfigMap').filter(isDns).flatMap(textsOf),
  ];
  const found = texts.flatMap(one => recordsIn(one, host) ?? []);
  return (
    found.find(one => 'addresses' in one && one.addresses.length > 0) ??
    found.find(one => 'unclear' in one) ??
    found[0] ?? { unclear: `nobody gave what the DNS of ${cluster.name} says to ${host}` }
  );
}

/** A Corefile, or a part of one. */
interface Corefile extends TextAt {
  /** for messages */
  readonly what: string;
}

/** The cluster's CoreDNS, its additions, and a server of the mesh that others forward to. */
const isDns = ({ name, values }: Manifest): boolean =>
  /dns/i.test(name) &&
  Object.keys(values.data ?? {}).some(
    key => key === 'Corefile' || /\.(server|override)$/.test(key),
  );

function textsOf(map: Manifest): Corefile[] {
  const { source } = map;
  return Object.values<unknown>(map.values.data ?? {}).flatMap(text =>
    typeof text === 'string' ? [{ text, source, what: objectText(map) }] : [],
  );
}

function recordsIn({ text, source, what }: Corefile, host: string): Records | undefined {
  if (!text.includes(host.split('.').slice(-1)[0])) {
    return undefined;
  }
  const corefile = parseCorefile(text, new Problems());
  if (!corefile) {
    return { unclear: `${what} has a Corefile that cannot be read`, source };
  }
  const [block] = corefile.blocks
    .filter(({ type }) => type === 'server')
    .flatMap(one => zonesOf(one).map(zone => ({ one, zone })))
    .filter(({ zone }) => zone !== '' && (host === zone || host.endsWith(`.${zone}`)))
    .sort((a, b) => b.zone.length - a.zone.length);
  if (!block) {
    return undefined;
  }
  const addresses = hostsOf(block.one, host);
  const asks = directives(block.one).find(({ name }) =>
    ['forward', 'proxy', 'grpc'].includes(name.text),
  );
  return addresses.length === 0 && asks
    ? {
        unclear: `${what} asks ${asks.args.at(-1)?.text}, and nobody knows what that answers`,
        source,
      }
    : { addresses, source };
}

const zonesOf = ({ keys }: Block): string[] =>
  keys.map(key => (serverName(key.text)?.zone ?? '').replace(/\.$/, '').toLowerCase());

/** The lines of the plugin `hosts`. */
function hostsOf(block: Block, host: string): string[] {
  return directives(block)
    .filter(({ name }) => name.text === 'hosts')
    .flatMap(({ options }) => options)
    .filter(([, ...names]) => names.some(({ text }) => text === host))
    .map(([address]) => address.text);
}
