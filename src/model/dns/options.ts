import { MODES } from './modes';
import { PLATFORMS } from './platforms';
import { READS_NOTHING, ZoneOption, ZoneReads } from './zone-forms';
import { DnsProps } from '../../description/cluster-props';
import { CoreDnsGlobalZoneProps } from '../../description/core-dns-global-zone-props';
import { DnsMode } from '../../description/enums';
import { Platform } from '../../description/platform';
import { Problems } from '../../problems/problems';

/** What reads the options of a cluster's DNS. */
interface Readers {
  /** a server of the mesh runs */
  readonly server: boolean;
  /** the DNS of the cluster is told something */
  readonly clusterDns: boolean;
  /** what the form of the zone reads */
  readonly zone: ZoneReads;
  /** the ConfigMap `kube-dns` is written */
  readonly stub: boolean;
}

const zoneReads = (option: ZoneOption) => (readers: Readers) => readers.zone[option];
const stubReads = ({ stub }: Readers) => stub;
const always = () => true;

/** Who reads each option. A new one does not compile until that is decided. */
const OPTIONS: { readonly [option in keyof DnsProps]-?: (readers: Readers) => boolean } = {
  mode: always,
  serverIp: always, // MESH217 where nothing asks it
  serverImage: ({ server }) => server,
  corefile: zoneReads('corefile'),
  defaultCorefile: zoneReads('defaultCorefileOf'),
  coreDnsVersion: zoneReads('coreDnsVersion'),
  modernize: zoneReads('modernize'),
  otherZones: zoneReads('otherZones'),
  stubDomains: stubReads,
  upstreamNameservers: stubReads,
  federations: stubReads,
  nodeLocalDns: ({ clusterDns }) => clusterDns,
  existing: readers => readers.zone.existing || readers.stub,
};

/** Reports what a description says about a cluster's DNS, and nothing reads. @internal */
export function checkDnsOptions(
  props: DnsProps,
  mode: DnsMode,
  platform: Platform,
  problems: Problems,
): void {
  const { changesClusterDns: clusterDns } = MODES[mode];
  const dns = PLATFORMS[platform];
  const readers: Readers = {
    server: mode === DnsMode.SERVER,
    clusterDns,
    zone: clusterDns && dns.server === 'coredns' ? dns.form.reads : READS_NOTHING,
    stub: clusterDns && (dns.server === 'kube-dns' || props.nodeLocalDns === true),
  };
  const where = clusterDns ? `, on platform "${platform}"` : '';
  for (const [option, isRead] of Object.entries(OPTIONS)) {
    const value = props[option as keyof DnsProps];
    if (isGiven(value) && !isRead(readers)) {
      problems
        .at(option)
        .report('MESH232', `nothing reads \`${option}\` in DNS mode "${mode}"${where}`);
    }
  }
}

/** The same for a zone that stands alone. @internal */
export function checkZoneOptions(
  props: CoreDnsGlobalZoneProps,
  reads: ZoneReads,
  platform: Platform,
  problems: Problems,
): void {
  for (const [option, isRead] of Object.entries(reads)) {
    if (isGiven(props[option as ZoneOption]) && !isRead) {
      problems
        .at(option)
        .report('MESH232', `nothing reads \`${option}\` on platform "${platform}"`);
    }
  }
}

/** What is false or empty says nothing: so a cluster can take back a default. */
function isGiven(value: string | boolean | object | undefined): boolean {
  return (
    value !== undefined &&
    value !== false &&
    !(typeof value === 'object' && Object.keys(value).length === 0)
  );
}
