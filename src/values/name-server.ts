import { ipFamily } from './ip';
import { isDnsName } from './names';

/** A DNS server, by its address. @internal */
export interface NameServer {
  readonly ip: string;
  readonly family: 4 | 6;
  readonly port?: number;
}

/** True for a name in place of an address, which few programs take. @internal */
export const isHostName = (text: string): boolean => isDnsName(text) && /[a-z]/.test(text);

/**
 * Reads `IP`, `IPv4:port` or `[IPv6]:port`. Undefined for anything else, including host names and
 * addresses with a zone index.
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
