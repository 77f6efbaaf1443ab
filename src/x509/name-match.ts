import { FORM, GeneralName, textOf } from './general-names';

/**
 * Whether a name is within the base of a constraint of its form. Go and OpenSSL read some of them
 * differently: `isSurely` asks whether both say so, otherwise it is enough if one does.
 *
 * @internal
 */
export function isWithinBase(name: GeneralName, base: GeneralName, isSurely: boolean): boolean {
  const [text, domain] = [textOf(name).toLowerCase(), textOf(base).toLowerCase()];
  switch (name.form) {
    case FORM.dns:
      return isDnsWithin(text, domain, isSurely);
    case FORM.email:
      return isEmailWithin(textOf(name), textOf(base), isSurely);
    case FORM.uri:
      return isHostWithin(uriHost(text) ?? '', domain, isSurely);
    case FORM.ip:
      return isAddressWithin(name.value, base.value);
    default:
      return !isSurely;
  }
}

/** An empty domain holds every name; below one with a dot in front are only longer names. */
const isBelow = (name: string, domain: string): boolean =>
  domain === '' || (domain.startsWith('.') ? name : `.${name}`).endsWith(dotted(domain));

const dotted = (domain: string): string => (domain.startsWith('.') ? domain : `.${domain}`);

/** A wildcard stands for names that may be excluded. */
function isDnsWithin(name: string, domain: string, isSurely: boolean): boolean {
  const standsFor = name.startsWith('*.') && domain.endsWith(name.slice(1));
  return isBelow(name, domain) || (!isSurely && standsFor);
}

/** To OpenSSL a domain without a dot in front is that host alone, as RFC 5280 has it; not to Go. */
const isHostWithin = (host: string, domain: string, isSurely: boolean): boolean =>
  isSurely
    ? host === domain || (domain.startsWith('.') && host.endsWith(domain))
    : isBelow(host, domain);

function isEmailWithin(name: string, base: string, isSurely: boolean): boolean {
  if (!base.includes('@')) {
    return isHostWithin(domainOf(name), base.toLowerCase(), isSurely);
  }
  return boxOf(name) === boxOf(base) && domainOf(name) === domainOf(base);
}

const boxOf = (mailbox: string): string => mailbox.slice(0, mailbox.lastIndexOf('@'));

const domainOf = (mailbox: string): string =>
  mailbox.slice(mailbox.lastIndexOf('@') + 1).toLowerCase();

/** The first half of the base is an address, the second a mask. */
function isAddressWithin(address: Buffer, base: Buffer): boolean {
  return (
    base.length === 2 * address.length &&
    address.every((byte, i) => ((byte ^ base[i]) & base[address.length + i]) === 0)
  );
}

/** @returns undefined without a host @internal */
export const uriHost = (uri: string): string | undefined =>
  /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*@)?([^/?#:]+)(?::\d+)?(?:[/?#]|$)/i.exec(uri)?.[1];
