import { BlockList, isIPv6 } from 'net';
import { canonicalIp, Cidr, cidrContains, cidrsOverlap, ipFamily, parseCidr } from './ip';

/** Addresses that mean something special, under one name. */
interface Range {
  readonly name: string;
  readonly cidrs: readonly Cidr[];
  readonly blocks: BlockList;
}

const UNREACHABLE = ranges({
  unspecified: ['0.0.0.0/8', '::/128'],
  loopback: ['127.0.0.0/8', '::1/128'],
  'link-local': ['169.254.0.0/16', 'fe80::/10'],
  multicast: ['224.0.0.0/4', 'ff00::/8'],
  broadcast: ['255.255.255.255/32'],
});
const DOCUMENTATION = ranges({
  documentation: [
    '192.0.2.0/24',
    '198.51.100.0/24',
    '203.0.113.0/24',
    '2001:db8::/32',
    '3fff::/20',
  ],
});
const PRIVATE = ranges({
  private: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7'],
});
const ISTIO_OWN = ranges({
  "Istio's own (automatic allocation)": ['240.240.0.0/16', '2001:2::/48'],
});

/** Why no other machine can dial the address, undefined if one can. @internal */
export function notRoutable(ip: string): string | undefined {
  return rangeName(ip, UNREACHABLE) ?? mapped(ip);
}

/** @internal */
export const isLinkLocal = (ip: string): boolean =>
  ipFamily(ip) !== 0 && rangeName(ip, UNREACHABLE) === 'link-local';

/** @internal */
export const isDocumentation = (ip: string): boolean => rangeName(ip, DOCUMENTATION) !== undefined;

/** @internal */
export const isPrivate = (ip: string): boolean => rangeName(ip, PRIVATE) !== undefined;

/**
 * The part of the loopback range that the documentation of Istio 1.1 and 1.2 gives to global hosts:
 * "non-routable outside of a pod".
 *
 * Source: istio.io release-1.1, "Gateway Connectivity".
 */
const LOOPBACK_OF_HOSTS = parseCidr('127.255.0.0/16')!;

/**
 * Why the address already means something to Istio or to the pod itself, undefined if it does not.
 *
 * @param hasLoopback whether the sidecars take the loopback addresses of hosts for outbound ones
 * @internal
 */
export function notVirtual(ip: string, hasLoopback: boolean): string | undefined {
  return hasLoopback && cidrContains(LOOPBACK_OF_HOSTS, ip)
    ? undefined
    : (rangeName(ip, [...UNREACHABLE, ...ISTIO_OWN]) ?? mapped(ip));
}

/** The same for a whole range of addresses. @internal */
export function notVirtualRanges(range: Cidr, hasLoopback: boolean): string | undefined {
  if (
    hasLoopback &&
    range.prefix >= LOOPBACK_OF_HOSTS.prefix &&
    cidrContains(LOOPBACK_OF_HOSTS, range.network)
  ) {
    return undefined;
  }
  return (
    [...UNREACHABLE, ...ISTIO_OWN].find(({ cidrs }) =>
      cidrs.some(cidr => cidrsOverlap(cidr, range)),
    )?.name ?? mapped(range.network)
  );
}

/** `::ffff:10.0.0.1`: no packet has such an address. */
function mapped(ip: string): string | undefined {
  return canonicalIp(ip).startsWith('::ffff:') ? 'IPv4 written as IPv6' : undefined;
}

function ranges(definition: { readonly [name: string]: string[] }): Range[] {
  return Object.entries(definition).map(([name, cidrs]) => ({
    name,
    cidrs: cidrs.map(text => parseCidr(text)!),
    blocks: blockList(cidrs),
  }));
}

function rangeName(ip: string, list: readonly Range[]): string | undefined {
  return list.find(range => range.blocks.check(ip, familyName(ip)))?.name;
}

function blockList(cidrs: readonly string[]): BlockList {
  const list = new BlockList();
  for (const cidr of cidrs) {
    const [network, prefix] = cidr.split('/');
    list.addSubnet(network, Number(prefix), familyName(network));
  }
  return list;
}

function familyName(ip: string): 'ipv4' | 'ipv6' {
  return isIPv6(ip) ? 'ipv6' : 'ipv4';
}
