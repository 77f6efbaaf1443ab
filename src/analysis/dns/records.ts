import { answerOf, BlockAnswer } from './block-answer';
import { clusterDns, Corefile } from './cluster-dns';
import { Block, parseCorefile } from '../../corefile/parser';
import { ServerName, serverName } from '../../corefile/server-name';
import { Problems } from '../../problems/problems';
import { remember } from '../../values/remember';
import { covers, Manifest, objectText, Source, templateLabels } from '../world/manifest';
import { ClusterFiles } from '../world/world';

/** What the DNS of a cluster says to a name. @internal */
export type Records =
  | { readonly addresses: readonly string[]; readonly source?: Source }
  | { readonly unclear: string; readonly source?: Source };

/**
 * What the cluster's DNS says to names: CoreDNS or kube-dns, with the servers of this cluster that
 * it asks. Each Corefile is read once, and each name looked up once: many have the same.
 *
 * @internal
 */
export class DnsRecords {
  private readonly servers: readonly DnsServer[];
  private readonly behind = new Map<string, Behind | 'nobody'>();
  private readonly known = new Map<string, Records>();

  public constructor(
    private readonly files: Pick<ClusterFiles, 'name' | 'manifests' | 'corefiles'>,
  ) {
    this.servers = clusterDns(files.manifests, files.corefiles).map(texts => new DnsServer(texts));
  }

  public of(host: string): Records {
    return remember(this.known, host, () => {
      const [first, ...others] = this.servers.flatMap(server => this.recordsIn(server, host) ?? []);
      if (!first) {
        return { unclear: `nobody gave what the DNS of ${this.files.name} says to ${host}` };
      }
      const other = others.find(one => textOf(one) !== textOf(first));
      return other
        ? { ...other, unclear: 'CoreDNS and kube-dns have other records, and one of them runs' }
        : first;
    });
  }

  private recordsIn(server: DnsServer, host: string): Records | undefined {
    const found = server.answer(host);
    if (!found) {
      return undefined;
    }
    const { answer, of } = found;
    if (!('asks' in answer)) {
      return recordsFrom(answer, of);
    }
    const { asks } = answer;
    const behind = remember(
      this.behind,
      asks,
      () => serverAt(asks, this.files.manifests) ?? 'nobody',
    );
    const answered = behind === 'nobody' ? undefined : behind.server.answer(host, behind.port);
    return answered && !('asks' in answered.answer)
      ? recordsFrom(answered.answer, answered.of)
      : recordsFrom({ unclear: `it asks ${asks}, and nobody knows what that answers` }, of);
  }
}

const textOf = (records: Records): string =>
  'unclear' in records ? '' : records.addresses.join(' ');

const recordsFrom = (
  answer: { readonly addresses: readonly string[] } | { readonly unclear: string },
  { source, what }: Corefile,
): Records =>
  'unclear' in answer ? { unclear: `${what}: ${answer.unclear}`, source } : { ...answer, source };

/** A zone that a server block is for. */
interface Zone {
  readonly text: string;
  readonly name: ServerName;
  readonly block: Block;
  readonly of: Corefile;
}

/** One server, with all Corefiles that it reads. */
class DnsServer {
  private readonly zones = new Map<string, Zone[]>();
  private readonly unreadable?: Corefile;

  public constructor(texts: readonly Corefile[]) {
    for (const of of texts) {
      const corefile = parseCorefile(of.text, new Problems());
      if (!corefile) {
        this.unreadable ??= of;
        continue;
      }
      const blocks = corefile.blocks.filter(({ type }) => type === 'server');
      for (const zone of blocks.flatMap(block => zonesOf(block, of))) {
        remember(this.zones, zone.name.zone, () => []).push(zone);
      }
    }
  }

  /**
   * The block for the longest zone answers (coredns core/dnsserver/server.go).
   *
   * @param port that the server is asked at; unless given, that of its block for the root
   */
  public answer(
    host: string,
    port = this.zones.get('')?.[0].name.port,
  ): { readonly answer: BlockAnswer; readonly of: Corefile } | undefined {
    if (this.unreadable) {
      return { answer: { unclear: 'its Corefile cannot be read' }, of: this.unreadable };
    }
    const isAsked = ({ name }: Zone) => port === undefined || name.port === port;
    for (let zone = host; ; zone = zone.replace(/^[^.]*\.?/, '')) {
      const [best, next] = this.zones.get(zone)?.filter(isAsked) ?? [];
      if (best) {
        return { answer: unclearZone(best, next) ?? answerOf(best.block, host), of: best.of };
      }
      if (zone === '') {
        return undefined;
      }
    }
  }
}

function unclearZone({ name, text }: Zone, next: Zone | undefined): BlockAnswer | undefined {
  if (next) {
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

/** A server that others ask, and the port that this leads to. */
interface Behind {
  readonly server: DnsServer;
  readonly port: number;
}

/** A server of DNS behind a Service of the cluster, by the Corefile that its pods mount. */
function serverAt(address: string, manifests: readonly Manifest[]): Behind | undefined {
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
  return { server: new DnsServer(texts), port: Number(known.targetPort ?? known.port) };
}
