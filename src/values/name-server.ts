import { ipFamily } from './ip';

/** A DNS server, by its address. @internal */
export interface NameServer {
  readonly ip: string;
  readonly family: 4 | 6;
  readonly port?: number;
}

/**
 * Reads `IP`, `IPv4:port` or `[IPv6]:port`. Undefined for anything else, including host names,
 * which CoreDNS before 1.14.4, NodeLocal DNSCache and dnsmasq refuse, and addresses with a zone
 * index.
 *
 * @internal
 */
export function nameServer(text: string): NameServer | undefined {
  const [, ip4, ip6, digits] = /^(?:([\d.]+)|\[([^\]%]+)\]):(\d{1,5})$/.exec(text) ?? [];
  const ip = ip4 ?? ip6 ?? text;
  const family = ipFamily(ip);
  const port = digits === undefined ? undefined : Number(digits);
  const isPort = port === undefined || (port >= 1 && port <= 65535);
  return family !== 0 && isPort ? { ip, family, port } : undefined;
}
