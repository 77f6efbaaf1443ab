import { checkPlatform } from './check-platform';
import { ClusterDns, DnsServer, PinnedService, Stub, Zone } from './cluster-dns';
import { DnsContext } from './dns-context';
import { DnsObject, Existing, readExisting, reportTwice, reportUnknown } from './existing';
import { MODES, resolveMode } from './modes';
import { checkDnsOptions } from './options';
import { ownDnsIps } from './own-dns';
import { PLATFORMS } from './platforms';
import { checkServerIp } from './server-ip';
import { resolveStub } from './stub';
import { checkZoneServer, resolveZone } from './zone';
import { DnsProps } from '../../description/cluster-props';
import { DnsMode } from '../../description/enums';
import { Platform } from '../../description/platform';
import { Problems } from '../../problems/problems';
import { checkNotOfMesh } from '../../values/forwards';
import { checkImage } from '../../values/image';

/** Image of CoreDNS that is known to serve the zone (conformance/dns). @internal */
export const DNS_SERVER_IMAGE = 'coredns/coredns:1.12.1';

/**
 * Decides how a cluster resolves the names of the mesh. What is wrong is reported at the places of
 * the cluster's `dns`; the mode alone is decided then.
 *
 * @internal
 */
export function resolveDns(props: DnsProps, context: DnsContext, problems: Problems): ClusterDns {
  const { serverIp, nodeLocalDns = false, serverImage = DNS_SERVER_IMAGE } = props;
  const mode = resolveMode(props, context.istio, problems);
  const ownIps = ownDnsIps(context.serviceCidr, context.platform);
  if (MODES[mode].changesClusterDns) {
    checkPlatform(mode, nodeLocalDns, context, problems.at('mode'));
  }
  if (!problems.at('mode').hasErrors) {
    checkDnsOptions(props, mode, context.platform, problems);
  }
  if (serverIp !== undefined) {
    checkServerIp(serverIp, context.serviceCidr, ownIps, problems.at('serverIp'));
  }
  checkImage(serverImage, problems.at('serverImage'));
  if (props.defaultCorefile && !context.kubernetes && context.isSound) {
    problems
      .at('defaultCorefile')
      .report(
        'MESH603',
        'the default Corefile depends on the Kubernetes version, which is not known',
        'Set `kubernetes` of the cluster.',
      );
  }
  if (!context.isSound || problems.hasErrors) {
    return { mode };
  }
  const existing = readExisting(props.existing, objectsOf(props, context.platform), problems);
  if (problems.hasErrors) {
    return { mode };
  }
  // Here the modes that ask a server have its address, and the others have none.
  const service =
    serverIp === undefined ? undefined : { namespace: context.rootNamespace, clusterIp: serverIp };
  return {
    mode,
    istiocoredns: mode === DnsMode.ISTIOCOREDNS ? service : undefined,
    server:
      service && mode === DnsMode.SERVER ? meshServer(service, serverImage, context) : undefined,
    stub: stubOf(props, context, existing, ownIps, problems),
    zone: zoneOf(mode, props, context, existing, ownIps, problems),
  };
}

function meshServer(
  service: PinnedService,
  image: string,
  { platform, suffix }: DnsContext,
): DnsServer {
  const { assignsUsers = false } = PLATFORMS[platform];
  return { ...service, image, assignsUsers, zone: suffix };
}

/** The objects that are written for a cluster whose DNS is told something. */
function objectsOf({ serverIp, nodeLocalDns }: DnsProps, platform: Platform): DnsObject[] {
  const dns = PLATFORMS[platform];
  const isStubRead = dns.server === 'kube-dns' || nodeLocalDns;
  return [
    ...(dns.server === 'coredns' ? [dns.form.object] : []),
    ...(serverIp !== undefined && isStubRead ? (['kube-dns'] as const) : []),
  ];
}

/** kube-dns and NodeLocal DNSCache ask the server that knows the mesh's names. */
function stubOf(
  { serverIp, nodeLocalDns, ...props }: DnsProps,
  { platform, suffix, clusterDomain }: DnsContext,
  existing: Existing,
  ownIps: readonly string[],
  problems: Problems,
): Stub | undefined {
  const isRead = PLATFORMS[platform].server === 'kube-dns' || nodeLocalDns;
  if (serverIp === undefined || !isRead) {
    return undefined;
  }
  const object = existing.get('kube-dns');
  const given = STUB_OPTIONS.filter(option => props[option] !== undefined);
  if (object) {
    given.forEach(option => reportTwice(option, 'kube-dns', problems));
  }
  const unknown = given.length > 0 ? undefined : reportUnknown('kube-dns', existing, problems);
  for (const [zone, servers] of Object.entries(props.stubDomains ?? {})) {
    checkNotOfMesh({ zone, servers }, suffix, serverIp, problems.at('stubDomains'));
  }
  const stubDomains = { ...props.stubDomains, [suffix]: [serverIp] };
  const source = { ...props, stubDomains, clusterDomain, nodeLocalDns, existing: object };
  const stub = resolveStub(source, ownIps, problems);
  return { ...stub, unknown };
}

/** What of a description the ConfigMap `kube-dns` would say already. */
const STUB_OPTIONS = ['stubDomains', 'upstreamNameservers', 'federations'] as const;

/** CoreDNS answers from its own records, or asks that server. */
function zoneOf(
  mode: DnsMode,
  { serverIp, defaultCorefile, ...props }: DnsProps,
  { platform, suffix, clusterDomain, kubernetes }: DnsContext,
  existing: Existing,
  ownIps: readonly string[],
  problems: Problems,
): Zone | undefined {
  const dns = PLATFORMS[platform];
  if (!MODES[mode].changesClusterDns || dns.server !== 'coredns') {
    return undefined;
  }
  if (serverIp !== undefined) {
    checkZoneServer(serverIp, dns.form, ownIps, problems.at('serverIp'));
  }
  const byDefault = { key: 'defaultCorefile', kubernetes };
  const source = {
    ...props,
    zone: suffix,
    forwardTo: serverIp,
    platform,
    clusterDomain,
    byDefault: defaultCorefile ? byDefault : undefined,
  };
  return resolveZone(source, dns.form, existing, ownIps, problems);
}
