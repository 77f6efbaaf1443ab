import { bytesOf, children, fromDer, isBoolean, isContext, Node, oidOf } from './der';
import {
  FORM,
  GeneralName,
  NameConstraints,
  readAltNames,
  readNameConstraints,
  textOf,
} from './general-names';

/** What the extensions of a certificate say. @internal */
export interface Extensions {
  readonly isCa: boolean;
  /** how many CAs may follow below this one; undefined for any number */
  readonly pathLength?: number;
  /** undefined without the extension, which allows everything */
  readonly maySignCertificates?: boolean;
  /** object ids; undefined without the extension, which allows everything */
  readonly extendedKeyUsage?: readonly string[];
  readonly subjectKeyId?: Buffer;
  readonly authorityKeyId?: Buffer;
  /** the subject's alternative names, of all forms */
  readonly altNames: readonly GeneralName[];
  readonly dnsNames: readonly string[];
  readonly nameConstraints?: NameConstraints;
  /** true if it asks for certificate policies */
  readonly hasPolicyConstraints: boolean;
  /** object ids of critical extensions that are not read here */
  readonly unknownCritical: readonly string[];
}

/** Object ids of the extensions that are read here (RFC 5280, 4.2.1). @internal */
export const EXTENSION = {
  subjectKeyId: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  nameConstraints: '2.5.29.30',
  authorityKeyId: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
} as const;

const POLICY_CONSTRAINTS = '2.5.29.36';

interface Extension {
  readonly isCritical: boolean;
  /** in DER; one that is not read here may hold anything */
  readonly value: Buffer;
}

/** @param wrapper the tagged field that holds them; undefined when there are none @internal */
export function readExtensions(wrapper: Node | undefined): Extensions {
  const list = wrapper ? children(children(wrapper)[0]) : [];
  const all = new Map(list.map(extension => readExtension(children(extension))));
  const read = <T>(id: string, reader: (value: Node) => T): T | undefined => {
    const extension = all.get(id);
    return extension && reader(fromDer(extension.value));
  };
  const { isCa = false, pathLength } = read(EXTENSION.basicConstraints, basicConstraints) ?? {};
  const altNames = read(EXTENSION.subjectAltName, readAltNames) ?? [];
  return {
    isCa,
    pathLength,
    maySignCertificates: read(EXTENSION.keyUsage, hasKeyCertSign),
    extendedKeyUsage: read(EXTENSION.extendedKeyUsage, value => children(value).map(oidOf)),
    subjectKeyId: read(EXTENSION.subjectKeyId, bytesOf),
    authorityKeyId: read(EXTENSION.authorityKeyId, authorityKeyId),
    altNames,
    dnsNames: altNames.filter(({ form }) => form === FORM.dns).map(textOf),
    nameConstraints: read(EXTENSION.nameConstraints, readNameConstraints),
    hasPolicyConstraints: all.has(POLICY_CONSTRAINTS),
    unknownCritical: unknownCritical(all),
  };
}

/** The object id, then perhaps whether it is critical, then the value. */
function readExtension(parts: readonly Node[]): readonly [id: string, extension: Extension] {
  const value = bytesOf(parts[parts.length - 1]);
  return [oidOf(parts[0]), { isCritical: isBoolean(parts[1]), value }];
}

function unknownCritical(all: ReadonlyMap<string, Extension>): string[] {
  const known: readonly string[] = Object.values(EXTENSION);
  return [...all]
    .filter(([id, { isCritical }]) => isCritical && !known.includes(id))
    .map(([id]) => id);
}

function basicConstraints(value: Node): Pick<Extensions, 'isCa' | 'pathLength'> {
  const [first, second] = children(value);
  const isCa = isBoolean(first) && bytesOf(first)[0] !== 0;
  const length = isBoolean(first) ? second : first;
  return { isCa, pathLength: length && bytesOf(length).readUIntBE(0, bytesOf(length).length) };
}

/** The first byte of a bit string counts its unused bits. */
const hasKeyCertSign = (value: Node): boolean => (bytesOf(value)[1] & KEY_CERT_SIGN) !== 0;

/** The sixth bit of the key usage, counted from the left. */
const KEY_CERT_SIGN = 0x04;

const authorityKeyId = (value: Node): Buffer | undefined =>
  children(value)
    .filter(node => isContext(node, KEY_ID))
    .map(bytesOf)[0];

const KEY_ID = 0;
