import { BlockList, isIP, isIPv6 } from 'net';

/**
 * 4 or 6 for an IP address, 0 for anything else. An address with a zone (`fe80::1%eth0`) means
 * something on one machine only, so it is none.
 *
 * @internal
 */
export function ipFamily(text: string): 0 | 4 | 6 {
  return text.includes('%') ? 0 : (isIP(text) as 0 | 4 | 6);
}

/** An address range. @internal */
export interface Cidr {
  readonly text: string;
  readonly network: string;
  readonly prefix: number;
  readonly family: 4 | 6;
}

/** @internal */
export function parseCidr(text: string): Cidr | undefined {
  const match = /^([0-9A-Fa-f.:]+)\/(\d{1,3})$/.exec(text);
  const family = match ? isIP(match[1]) : 0;
  if (!match || family === 0 || Number(match[2]) > (family === 4 ? 32 : 128)) {
    return undefined;
  }
  return { text, network: match[1], prefix: Number(match[2]), family: family as 4 | 6 };
}

/** @internal */
export function cidrContains(cidr: Cidr, ip: string): boolean {
  return isIP(ip) === cidr.family && blockList([cidr.text]).check(ip, familyName(ip));
}

/** How many addresses a range has. @internal */
export function sizeOf({ family, prefix }: Cidr): bigint {
  return 2n ** (BITS[family] - BigInt(prefix));
}

/** Where an address stands in a range, counted from its first one. @internal */
export function offsetOf(range: Cidr, ip: string): bigint {
  return toNumber(ip) % sizeOf(range);
}

/** An address of a range, counted from its first one, in canonical form. @internal */
export function addressAt(range: Cidr, offset: bigint): string {
  const first = (toNumber(range.network) / sizeOf(range)) * sizeOf(range);
  return toText(first + offset, range.family);
}

/** @internal */
export function cidrsOverlap(a: Cidr, b: Cidr): boolean {
  return a.prefix <= b.prefix ? cidrContains(a, b.network) : cidrContains(b, a.network);
}

/** Why no other machine can dial the address, or undefined when one can. @internal */
export function notRoutable(ip: string): string | undefined {
  return rangeName(ip, UNREACHABLE) ?? mapped(ip);
}

/** @internal */
export const isDocumentation = (ip: string): boolean => rangeName(ip, DOCUMENTATION) !== undefined;

/** @internal */
export const isPrivate = (ip: string): boolean => rangeName(ip, PRIVATE) !== undefined;

/**
 * Why Istio or the pod itself would take the address for something else, or undefined when it would
 * not.
 *
 * @internal
 */
export function notVirtual(ip: string): string | undefined {
  return rangeName(ip, [...UNREACHABLE, ...ISTIO_OWN]) ?? mapped(ip);
}

/** The same for a whole range. @internal */
export function notVirtualRanges(range: Cidr): string | undefined {
  return (
    [...UNREACHABLE, ...ISTIO_OWN].find(({ cidrs }) =>
      cidrs.some(text => cidrsOverlap(parseCidr(text)!, range)),
    )?.name ?? mapped(range.network)
  );
}

/** `::ffff:10.0.0.1`: no packet has such an address. */
function mapped(ip: string): string | undefined {
  return canonicalIp(ip).startsWith('::ffff:') ? 'IPv4 written as IPv6' : undefined;
}

/**
 * One spelling for each address, so that two spellings of one address are seen to be the same.
 *
 * @internal
 */
export function canonicalIp(ip: string): string {
  return ipFamily(ip) === 6 ? new URL(`http://[${ip}]`).hostname.slice(1, -1) : ip;
}

interface Range {
  readonly name: string;
  readonly cidrs: readonly string[];
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

function ranges(definition: { readonly [name: string]: string[] }): Range[] {
  return Object.entries(definition).map(([name, cidrs]) => ({
    name,
    cidrs,
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

const BITS = { 4: 32n, 6: 128n } as const;

function toNumber(ip: string): bigint {
  return isIPv6(ip)
    ? groups(canonicalIp(ip)).reduce((sum, group) => sum * 0x10000n + BigInt(`0x${group}`), 0n)
    : ip.split('.').reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
}

/** The eight groups of an IPv6 address in canonical form. */
function groups(ip: string): string[] {
  const [left, right] = ip.split('::').map(part => (part === '' ? [] : part.split(':')));
  return right === undefined
    ? left
    : [...left, ...Array<string>(8 - left.length - right.length).fill('0'), ...right];
}

function toText(address: bigint, family: 4 | 6): string {
  const [count, base] = family === 4 ? [4, 256n] : [8, 0x10000n];
  const parts = Array.from(
    { length: count },
    (_, i) => (address / base ** BigInt(count - 1 - i)) % base,
  );
  return family === 4
    ? parts.join('.')
    : canonicalIp(parts.map(part => part.toString(16)).join(':'));
}
