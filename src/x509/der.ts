/**
 * A value in DER, the encoding of ASN.1 that certificates use.
 *
 * @see ITU-T X.690
 * @internal
 */
export interface Node {
  /** class, form and number in one byte */
  readonly tag: number;
  readonly content: Buffer;
}

const CONSTRUCTED = 0x20;
const CONTEXT_SPECIFIC = 0x80;

const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8String: 0x0c,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x10 | CONSTRUCTED,
  set: 0x11 | CONSTRUCTED,
} as const;

/** @throws Error unless the bytes are exactly one value @internal */
export function fromDer(der: Buffer): Node {
  const nodes = valuesOf(der);
  if (nodes.length !== 1) {
    throw new Error(`it holds ${nodes.length} values instead of one`);
  }
  return nodes[0];
}

/** @internal */
export const toDer = ({ tag, content }: Node): Buffer =>
  Buffer.concat([Buffer.from([tag]), encodeLength(content.length), content]);

/** The values inside a sequence, a set or a tagged value. @internal */
export function children({ tag, content }: Node): Node[] {
  if ((tag & CONSTRUCTED) === 0) {
    throw new Error('a primitive value stands where a constructed one is expected');
  }
  return valuesOf(content);
}

/** The bytes of a value that has no others inside. @internal */
export function bytesOf({ tag, content }: Node): Buffer {
  if ((tag & CONSTRUCTED) !== 0) {
    throw new Error('a constructed value stands where a primitive one is expected');
  }
  return content;
}

const LONG_TAG = 0x1f;

function valuesOf(bytes: Buffer): Node[] {
  const nodes: Node[] = [];
  let start = 0;
  while (start < bytes.length) {
    const tag = bytes[start];
    const { begin, length } = readLength(bytes, start + 1);
    if ((tag & LONG_TAG) === LONG_TAG || begin + length > bytes.length) {
      throw new Error(`the value at byte ${start} is cut off, or has a tag of several bytes`);
    }
    nodes.push({ tag, content: bytes.subarray(begin, begin + length) });
    start = begin + length;
  }
  return nodes;
}

const LONG_LENGTH = 0x80;
const MAX_LENGTH_BYTES = 4;

/** X.690, 8.1.3 and 10.1: one byte below 128; otherwise the number of bytes, then the bytes. */
function readLength(
  bytes: Buffer,
  at: number,
): { readonly begin: number; readonly length: number } {
  const first = bytes[at] ?? LONG_LENGTH;
  if (first < LONG_LENGTH) {
    return { begin: at + 1, length: first };
  }
  const size = first - LONG_LENGTH;
  const begin = at + 1 + size;
  const encoded = bytes.subarray(at, begin);
  if (size === 0 || size > MAX_LENGTH_BYTES || encoded.length < 1 + size) {
    throw new Error(`the length at byte ${at} is indefinite, too large or cut off`);
  }
  const length = encoded.readUIntBE(1, size);
  if (!encodeLength(length).equals(encoded)) {
    throw new Error(`the length at byte ${at} is not the shortest form`);
  }
  return { begin, length };
}

function encodeLength(length: number): Buffer {
  if (length < LONG_LENGTH) {
    return Buffer.from([length]);
  }
  const size = Math.ceil(length.toString(16).length / 2);
  const bytes = Buffer.alloc(1 + size, LONG_LENGTH | size);
  bytes.writeUIntBE(length, 1, size);
  return bytes;
}

/** An object identifier as people write it, e.g. `2.5.29.15`. @internal */
export function oidOf(node: Node): string {
  const arcs: bigint[] = [];
  let arc = 0n;
  for (const byte of bytesOf(node)) {
    arc = arc * 128n + BigInt(byte & 0x7f);
    if (byte < 0x80) {
      arcs.push(arc);
      arc = 0n;
    }
  }
  const [first = 0n, ...others] = arcs;
  const top = first < 80n ? first / 40n : 2n;
  return [top, first - top * 40n, ...others].join('.');
}

/** X.690, 8.19: the first two numbers share a byte. @internal */
export function oid(text: string): Node {
  const [top, second, ...others] = text.split('.').map(Number);
  return primitive(TAG.oid, Buffer.from([top * 40 + second, ...others].flatMap(base128)));
}

/** Seven bits a byte, and a mark on every byte but the last. */
function base128(number: number): number[] {
  const bytes = [number % 128];
  for (let rest = Math.floor(number / 128); rest > 0; rest = Math.floor(rest / 128)) {
    bytes.unshift(0x80 | (rest % 128));
  }
  return bytes;
}

/** @internal */
export const isContext = ({ tag }: Node, number: number): boolean =>
  (tag & ~CONSTRUCTED) === (CONTEXT_SPECIFIC | number);

/** @internal */
export const isBoolean = (node: Node | undefined): node is Node => node?.tag === TAG.boolean;

/** @internal */
export const sequence = (...values: Node[]): Node => constructed(TAG.sequence, values);

/** @internal */
export const set = (...values: Node[]): Node => constructed(TAG.set, values);

/** @param bytes in two's complement, as short as possible @internal */
export const integer = (bytes: Buffer): Node => primitive(TAG.integer, bytes);

/** @internal */
export const boolean = (value: boolean): Node =>
  primitive(TAG.boolean, Buffer.from([value ? 0xff : 0]));

/** @internal */
export const utf8 = (text: string): Node => primitive(TAG.utf8String, Buffer.from(text));

/** @internal */
export const octets = (bytes: Buffer): Node => primitive(TAG.octetString, bytes);

/** @param unused how many bits at the end of the last byte do not count @internal */
export const bits = (bytes: Buffer, unused = 0): Node =>
  primitive(TAG.bitString, Buffer.concat([Buffer.from([unused]), bytes]));

/** @internal */
export const nothing = (): Node => primitive(TAG.null, Buffer.alloc(0));

/** RFC 5280, 4.1.2.5: years before 2050 have two digits, later ones four. @internal */
export function time(date: Date): Node {
  const text = date.toISOString().replace(/\.\d+|[-:T]/g, '');
  return date.getUTCFullYear() < 2050
    ? primitive(TAG.utcTime, Buffer.from(text.slice(2)))
    : primitive(TAG.generalizedTime, Buffer.from(text));
}

/** @internal */
export const tagged = (number: number, ...values: Node[]): Node =>
  constructed(CONTEXT_SPECIFIC | CONSTRUCTED | number, values);

/** A tagged value that has no others inside. @internal */
export const implicit = (number: number, bytes: Buffer): Node =>
  primitive(CONTEXT_SPECIFIC | number, bytes);

const constructed = (tag: number, values: readonly Node[]): Node => ({
  tag,
  content: Buffer.concat(values.map(toDer)),
});

const primitive = (tag: number, content: Buffer): Node => ({ tag, content });
