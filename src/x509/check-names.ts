import type { Certificate } from './certificate';
import { FORM, GeneralName, NameConstraints, textOf } from './general-names';
import { isWithinBase, uriHost } from './name-match';
import { Problems } from '../problems/problems';

/** The names in certificates that a CA is going to sign. @internal */
export interface IssuedNames {
  /** under which istiod serves */
  readonly host: string;
  /** the host in the URIs of workloads; undefined where it is not known */
  readonly trustDomain?: string;
}

/**
 * Checks the name constraints of a CA against all names below it. Only what both Go and OpenSSL
 * accept passes; `test/x509/judges/DIFFERENCES.md` lists where they differ.
 *
 * @param below the CAs below it, from the one that signs
 * @param issued undefined to leave open what it is going to sign
 * @internal
 */
export function checkNames(
  { name, nameConstraints }: Certificate,
  below: readonly Certificate[],
  issued: IssuedNames | undefined,
  problems: Problems,
): void {
  if (!nameConstraints) {
    return;
  }
  const unreadable = whyUnreadable(nameConstraints);
  if (unreadable !== undefined) {
    problems.report('MESH713', `"${name}" has name constraints ${unreadable}`);
    return;
  }
  const all = [
    ...below.flatMap(ca => ca.altNames.map(altName => ({ altName, of: `"${ca.name}"` }))),
    ...issuedNames(issued),
  ];
  const refused = all.find(({ altName }) => !isAllowed(altName, nameConstraints));
  if (refused) {
    problems.report(
      'MESH713',
      `"${name}" does not allow the name "${shown(refused.altName)}" of ${refused.of} (name constraints)`,
    );
  } else if (issued && issued.trustDomain === undefined && restrictsUris(nameConstraints)) {
    problems.report(
      'MESH713',
      `"${name}" restricts URIs (name constraints), and the names of workloads are URIs of a trust domain that is not known here`,
    );
  }
}

const issuedNames = (issued: IssuedNames | undefined) => [
  ...(issued ? [{ altName: named(FORM.dns, issued.host), of: 'istiod' }] : []),
  ...(issued?.trustDomain === undefined
    ? []
    : [{ altName: named(FORM.uri, `spiffe://${issued.trustDomain}/`), of: 'workloads' }]),
];

const named = (form: number, text: string): GeneralName => ({ form, value: Buffer.from(text) });

const shown = (name: GeneralName): string =>
  name.form === FORM.ip ? name.value.join('.') : textOf(name);

const restrictsUris = ({ permitted, excluded }: NameConstraints): boolean =>
  [...permitted, ...excluded].some(({ form }) => form === FORM.uri);

function isAllowed(name: GeneralName, { permitted, excluded }: NameConstraints): boolean {
  const [in_, out] = [permitted, excluded].map(list =>
    list.filter(({ form }) => form === name.form),
  );
  return (
    isComparable(name) &&
    (in_.length === 0 || in_.some(base => isWithinBase(name, base, true))) &&
    !out.some(base => isWithinBase(name, base, false))
  );
}

const DOMAIN = /^(?:\*\.)?[\w-]+(?:\.[\w-]+)*$/;

/** Go refuses names that it cannot take apart as soon as there is any constraint. */
function isComparable(name: GeneralName): boolean {
  switch (name.form) {
    case FORM.dns:
      return DOMAIN.test(textOf(name));
    case FORM.email:
      return MAILBOX.test(textOf(name));
    case FORM.uri:
      return isHost(uriHost(textOf(name)) ?? '');
    default:
      return true;
  }
}

const MAILBOX = /^[\w.+-]+@[\w-]+(?:\.[\w-]+)*$/;

const isHost = (host: string): boolean => DOMAIN.test(host) && !/^[\d.]+$/.test(host);

/** What one of the two cannot read or does not support; undefined if both can. */
function whyUnreadable({ permitted, excluded, hasDistances }: NameConstraints): string | undefined {
  const all = [...permitted, ...excluded];
  if (all.length === 0) {
    return 'without any name, which Go refuses';
  }
  if (hasDistances) {
    return 'with a minimum or maximum, which OpenSSL refuses';
  }
  const foreign = all.find(({ form }) => !Object.values<number>(FORM).includes(form));
  if (foreign) {
    return `on ${OTHER_FORMS[foreign.form] ?? 'names of an unknown form'}, which Go does not know`;
  }
  const malformed = all.find(base => !isBase(base));
  return malformed && `with "${shown(malformed)}", which Go cannot read`;
}

const OTHER_FORMS: { readonly [form: number]: string } = {
  0: 'other names',
  3: 'X.400 addresses',
  4: 'directory names',
  5: 'EDI party names',
  8: 'registered IDs',
};

const BASE = /^\.?(?:[\w*-]+(?:\.[\w*-]+)*)?$/;

function isBase(base: GeneralName): boolean {
  const text = textOf(base);
  switch (base.form) {
    case FORM.ip:
      return isNetwork(base.value);
    case FORM.email:
      return text.includes('@') ? MAILBOX.test(text) : BASE.test(text) && text !== '.';
    case FORM.uri:
      return BASE.test(text) && text !== '.' && !/^\d+(?:\.\d+){3}$/.test(text);
    default:
      return BASE.test(text) && text !== '.';
  }
}

/** An address and a mask of ones, then zeros. */
function isNetwork(value: Buffer): boolean {
  const mask = [...value.subarray(value.length / 2)]
    .map(byte => byte.toString(2).padStart(8, '0'))
    .join('');
  return (value.length === 8 || value.length === 32) && /^1*0*$/.test(mask);
}
