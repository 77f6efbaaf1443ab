import { answerOf, BlockAnswer, isBelow } from './block-answer';
import { clusterDns, Corefile } from './cluster-dns';
import { Block, parseCorefile } from '../../corefile/parser';
import { ServerName, serverName } from '../../corefile/server-name';
import { Problems } from '../../problems/problems';
import { covers, Manifest, objectText, Source, templateLabels } from '../world/manifest';
import { ClusterFiles } from '../world/world';

/** What the DNS of a cluster says to a name. @internal */
export type Records =
  | { readonly addresses: readonly string[]; readonly source?: Source }
  | { readonly unclear: string; readonly source?: Source };

/**
 * What the cluster's DNS says to a name: CoreDNS or kube-dns, with the servers of this cluster that
 * it asks.
 *
 * @internal
 */
export function recordsOf(
  { name, manifests, corefiles }: Pick<ClusterFiles, 'name' | 'manifests' | 'corefiles'>,
  host: string,
): Records {
  const [first, ...others] = clusterDns(manifests, corefiles).flatMap(
    texts => recordsIn(texts, host, manifests) ?? [],
  );
  if (!first) {
    return { unclear: `nobody gave what the DNS of ${name} says to ${host}` };
  }
  const other = others.find(one => textOf(one) !== textOf(first));
  return other
    ? { ...other, unclear: 'CoreDNS and kube-dns have other records, and one of them runs' }
    : first;
}

const textOf = (records: Records): string =>
  'unclear' in records ? '' : records.addresses.join(' ');

/** A zone that a server block is for. */
interface Zone {
  readonly text: string;
  readonly name: ServerName;
  readonly block: Block;
  readonly of: Corefile;
}

function recordsIn(
  texts: readonly Corefile[],
  host: string,
  manifests: readonly Manifest[],
): Records | undefined {
  const found = answerIn(texts, host);
  if (!found) {
    return undefined;
  }
  const { answer, of } = found;
  if (!('asks' in answer)) {
    return recordsFrom(answer, of);
  }
  const { asks } = answer;
  const behind = serverAt(asks, manifests);
  const answered = behind && answerIn(behind.texts, host, behind.port);
  return answered && !('asks' in answered.answer)
    ? recordsFrom(answered.answer, answered.of)
    : recordsFrom({ unclear: `it asks ${asks}, and nobody knows what that answers` }, of);
}

const recordsFrom = (
  answer: { readonly addresses: readonly string[] } | { readonly unclear: string },
  { source, what }: Corefile,
): Records =>
  'unclear' in answer ? { unclear: `${what}: ${answer.unclear}`, source } : { ...answer, source };

/**
 * What Corefiles that one server reads say to a name: the block for the longest zone answers
 * (coredns core/dnsserver/server.go).
 *
 * @param port that the server is asked at; unless given, that of its block for the root
 */
function answerIn(
  texts: readonly Corefile[],
  host: string,
  port?: number,
): { readonly answer: BlockAnswer; readonly of: Corefile } | undefined {
  const zones: Zone[] = [];
  for (const of of texts) {
    const corefile = parseCorefile(of.text, new Problems());
    if (!corefile) {
      return { answer: { unclear: 'its Corefile cannot be read' }, of };
    }
    for (const block of corefile.blocks.filter(({ type }) => type === 'server')) {
      zones.push(...zonesOf(block, of));
    }
  }
  const asked = port ?? zones.find(({ name }) => name.zone === '' || name.zone === '.')?.name.port;
  const [best, next] = zones
    .filter(({ name }) => isBelow(host, name.zone) && (asked === undefined || name.port === asked))
    .sort((a, b) => b.name.zone.length - a.name.zone.length);
  if (!best) {
    return undefined;
  }
  return { answer: unclearZone(best, next) ?? answerOf(best.block, host), of: best.of };
}

function unclearZone({ name, text }: Zone, next: Zone | undefined): BlockAnswer | undefined {
  if (next?.name.zone === name.zone) {
    return { unclear: `two blocks are for ${name.zone}` };
  }
  return text === text.toLowerCase()
    ? undefined
    : { unclear: `CoreDNS before 1.15 finds no name in ${text}, which is in capitals` };
}

const zonesOf = (block: Block, of: Corefile): Zone[] =>
  block.keys.flatMap(key => {
    const name = serverName(key.text);
    return name?.scheme === 'dns' ? [{ text: key.text, name, block, of }] : [];
  });

/** A server of DNS behind a Service of the cluster, by the Corefile that its pods mount. */
function serverAt(
  address: string,
  manifests: readonly Manifest[],
): { readonly texts: readonly Corefile[]; readonly port: number } | undefined {
  const [, ip, port = '53'] = /^(?:dns:\/\/)?\[?([\da-f.:]+?)\]?(?::(\d+))?$/i.exec(address) ?? [];
  const service = manifests.find(({ kind, spec }) => kind === 'Service' && spec.clusterIP === ip);
  const known = service?.spec.ports?.find((one: any) => one?.port === Number(port));
  if (!service || !known || !service.spec.selector) {
    return undefined;
  }
  const maker = manifests.find(
    one =>
      one.group === 'apps' &&
      one.namespace === service.namespace &&
      covers(service.spec.selector, templateLabels(one)),
  );
  const volumes: any[] = maker?.spec.template?.spec?.volumes ?? [];
  const maps = new Set(volumes.map(one => one?.configMap?.name));
  const texts = manifests
    .filter(one => one.kind === 'ConfigMap' && one.namespace === service.namespace)
    .filter(one => maps.has(one.name) && typeof one.values.data?.Corefile === 'string')
    .map(one => ({
      text: one.values.data.Corefile,
      source: one.source,
      what: objectText(one),
    }));
  return { texts, port: Number(known.targetPort ?? known.port) };
}
