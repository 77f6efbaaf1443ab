import { Problems } from '../../problems/problems';
import { canonicalIp, ipFamily, notRoutable } from '../../values/ip';
import { isDnsName } from '../../values/names';
import { byText } from '../../values/order';

/** A DNS server that is asked for a zone. @internal */
export interface NameServer {
  readonly ip: string;
  readonly family: 4 | 6;
  readonly port?: number;
}

/**
 * Reads `IP`, `IPv4:port` or `[IPv6]:port`. Undefined when the text is anything else: host names
 * are no addresses (CoreDNS before 1.14.4, NodeLocal DNSCache and dnsmasq refuse them), and neither
 * is an address with a zone index.
 *
 * @internal
 */
export function nameServer(text: string): NameServer | undefined {
  const [, ip4, ip6, port] = /^(?:([\d.]+)|\[([^\]%]+)\]):(\d{1,5})$/.exec(text) ?? [];
  const ip = ip4 ?? ip6 ?? text;
  const family = ipFamily(ip);
  const isPort = port === undefined || (Number(port) >= 1 && Number(port) <= 65535);
  return family !== 0 && isPort
    ? { ip, family, port: port === undefined ? undefined : Number(port) }
    : undefined;
}

/** What CoreDNS, and every platform's list, takes for one zone. */
const MAX_SERVERS = 15;

/**
 * Zones with the servers to ask for each, on their way into a cluster's DNS.
 *
 * @param checkOne the rule for each server
 * @internal
 */
export function checkServers(
  zones: { readonly [zone: string]: readonly string[] },
  checkOne: (server: string, problems: Problems) => void,
  problems: Problems,
): void {
  for (const [zone, servers] of Object.entries(zones).sort(byText(([name]) => name))) {
    const at = problems.at(zone);
    if (!isDnsName(zone)) {
      at.report('MESH604', `zone "${zone}" is not a lower-case DNS name`);
    }
    if (servers.length === 0) {
      at.report('MESH604', `zone "${zone}" has no server`);
    }
    if (servers.length > MAX_SERVERS) {
      at.report(
        'MESH604',
        `zone "${zone}" has ${servers.length} servers; ${MAX_SERVERS} are taken`,
      );
    }
    servers.forEach((server, i) => checkOne(server, at.at(i)));
  }
}

/**
 * Where the cluster's own DNS is, as far as it is known.
 *
 * @param clusterDnsIp what the user says
 * @param usual where it is when nobody says anything
 * @internal
 */
export function clusterDnsIps(
  clusterDnsIp: string | undefined,
  usual: readonly string[],
  problems: Problems,
): readonly string[] {
  if (clusterDnsIp !== undefined && ipFamily(clusterDnsIp) === 0) {
    problems.at('clusterDnsIp').report('MESH604', `"${clusterDnsIp}" is not an IP address`);
  }
  return clusterDnsIp === undefined ? usual : [clusterDnsIp];
}

/** By convention of the add-on, on every node. */
const NODE_LOCAL_DNS = '169.254.20.10';

/**
 * A server that a cluster's DNS is told to ask. It must not be that DNS itself: a question that
 * goes in a circle is never answered.
 *
 * @param ownIps see `clusterDnsIps`
 * @internal
 */
export function checkServer(
  text: string,
  ownIps: readonly string[],
  problems: Problems,
): NameServer | undefined {
  const server = nameServer(text);
  if (!server) {
    problems.report('MESH604', `name server "${text}" is not an IP address, or has no valid port`);
    return undefined;
  }
  const local = notRoutable(server.ip);
  if (local === 'loopback' || local === 'unspecified') {
    problems.report('MESH610', `"${text}" is ${local}: who asks there asks itself`);
  } else if (server.ip === NODE_LOCAL_DNS) {
    problems.report('MESH610', `"${text}" is NodeLocal DNSCache`);
  } else if (ownIps.map(canonicalIp).includes(canonicalIp(server.ip))) {
    problems.report('MESH610', `"${text}" is the cluster's own DNS`);
  }
  return server;
}
