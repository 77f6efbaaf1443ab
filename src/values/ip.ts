import { isIP, isIPv6 } from 'net';

/**
 * 4 or 6 for an IP address, 0 for anything else. That includes addresses with a zone, such as
 * `fe80::1%eth0`, which are meaningful on one machine only.
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
  const size = sizeOf(cidr);
  return ipFamily(ip) === cidr.family && toNumber(ip) / size === toNumber(cidr.network) / size;
}

/** How many addresses a range has. @internal */
export function sizeOf({ family, prefix }: Cidr): bigint {
  return 2n ** (BITS[family] - BigInt(prefix));
}

/** The place of an address in a range, counted from the first one. @internal */
export function offsetOf(range: Cidr, ip: string): bigint {
  return toNumber(ip) % sizeOf(range);
}

/** The address at a place of a range, in canonical form. @internal */
export function addressAt(range: Cidr, offset: bigint): string {
  const first = (toNumber(range.network) / sizeOf(range)) * sizeOf(range);
  return toText(first + offset, range.family);
}

/**
 * The places of a range that hosts can have. IPv6 has no broadcast address.
 *
 * @internal
 */
export function allocatableIn(range: Cidr): { readonly first: bigint; readonly count: bigint } {
  const count = sizeOf(range) - (range.family === 4 ? 2n : 1n);
  return { first: 1n, count: count > 0n ? count : 0n };
}

/** Why no host of a range can have an address of it, undefined if one can. @internal */
export function notAllocatable(range: Cidr, ip: string): string | undefined {
  const offset = offsetOf(range, ip);
  if (offset === 0n) {
    return `the address of the network ${range.text} itself`;
  }
  const isLast = range.family === 4 && offset === sizeOf(range) - 1n;
  return isLast ? `the broadcast address of ${range.text}` : undefined;
}

/** IPv4 before IPv6, each by number. @internal */
export function compareIps(a: string, b: string): number {
  const difference = ipFamily(a) - ipFamily(b);
  return difference === 0 ? compareNumbers(toNumber(a), toNumber(b)) : difference;
}

const compareNumbers = (a: bigint, b: bigint): number => Number(a > b) - Number(a < b);

/** @internal */
export function cidrsOverlap(a: Cidr, b: Cidr): boolean {
  return a.prefix <= b.prefix ? cidrContains(a, b.network) : cidrContains(b, a.network);
}

/**
 * The same spelling for all spellings of an address.
 *
 * @internal
 */
export function canonicalIp(ip: string): string {
  return ipFamily(ip) === 6 ? new URL(`http://[${ip}]`).hostname.slice(1, -1) : ip;
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
