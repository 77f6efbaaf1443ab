import { asn1 } from 'node-forge';

/** A value of ASN.1, as node-forge holds it. @internal */
export type Node = asn1.Asn1;

const { Class, Type } = asn1;

/** @internal */
export function fromDer(der: Buffer): Node {
  // A signature or a key is a BIT STRING that may look like something else inside: it stays as it
  // is.
  const options = { strict: true, parseAllBytes: true, decodeBitStrings: false };
  return asn1.fromDer(der.toString('binary'), options as unknown as boolean);
}

/** @internal */
export const toDer = (node: Node): Buffer => Buffer.from(asn1.toDer(node).getBytes(), 'binary');

/** The values inside of a sequence, a set or a tagged value. @internal */
export function children(node: Node): Node[] {
  if (!Array.isArray(node.value)) {
    throw new Error('a sequence was expected');
  }
  return node.value;
}

/** The bytes of a value that has no others inside. @internal */
export function bytesOf(node: Node): Buffer {
  if (typeof node.value !== 'string') {
    throw new Error('a plain value was expected');
  }
  return Buffer.from(node.value, 'binary');
}

/** @internal */
export const oidOf = (node: Node): string => asn1.derToOid(bytesOf(node).toString('binary'));

/** @internal */
export const isContext = (node: Node, tag: number): boolean =>
  node.tagClass === Class.CONTEXT_SPECIFIC && (node.type as number) === tag;

/** @internal */
export const isBoolean = (node: Node | undefined): boolean =>
  node?.tagClass === Class.UNIVERSAL && node.type === Type.BOOLEAN;

/** @internal */
export const sequence = (...values: Node[]): Node =>
  asn1.create(Class.UNIVERSAL, Type.SEQUENCE, true, values);

/** @internal */
export const set = (...values: Node[]): Node =>
  asn1.create(Class.UNIVERSAL, Type.SET, true, values);

/** @internal */
export const oid = (text: string): Node => primitive(Type.OID, asn1.oidToDer(text).getBytes());

/** @internal */
export const integer = (bytes: Buffer): Node => primitive(Type.INTEGER, bytes.toString('binary'));

/** @internal */
export const boolean = (value: boolean): Node => primitive(Type.BOOLEAN, value ? '\xff' : '\0');

/** @internal */
export const utf8 = (text: string): Node =>
  primitive(Type.UTF8, Buffer.from(text).toString('binary'));

/** @internal */
export const octets = (bytes: Buffer): Node =>
  primitive(Type.OCTETSTRING, bytes.toString('binary'));

/** @param unused how many bits of the last byte do not count @internal */
export const bits = (bytes: Buffer, unused = 0): Node =>
  primitive(Type.BITSTRING, String.fromCharCode(unused) + bytes.toString('binary'));

/** @internal */
export const nothing = (): Node => primitive(Type.NULL, '');

/** RFC 5280, 4.1.2.5: two digits for the year before 2050, four from then on. @internal */
export function time(date: Date): Node {
  return date.getUTCFullYear() < 2050
    ? primitive(Type.UTCTIME, asn1.dateToUtcTime(date) as unknown as string)
    : primitive(Type.GENERALIZEDTIME, asn1.dateToGeneralizedTime(date) as unknown as string);
}

/** @internal */
export const tagged = (tag: number, ...values: Node[]): Node =>
  asn1.create(Class.CONTEXT_SPECIFIC, tag as asn1.Type, true, values);

/** A tagged value that has no others inside. @internal */
export const implicit = (tag: number, bytes: Buffer): Node =>
  asn1.create(Class.CONTEXT_SPECIFIC, tag as asn1.Type, false, bytes.toString('binary'));

/** @internal */
export function dateOf(node: Node): Date {
  const text = bytesOf(node).toString('latin1');
  return node.type === Type.UTCTIME ? asn1.utcTimeToDate(text) : asn1.generalizedTimeToDate(text);
}

function primitive(type: asn1.Type, value: string): Node {
  return asn1.create(Class.UNIVERSAL, type, false, value);
}
