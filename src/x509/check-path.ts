import { Certificate } from './certificate';
import { CaPolicy, checkCa } from './check-ca';
import { daysLeft, expiryState } from './expiry';
import { NameConstraints } from './extensions';
import { Problems } from '../problems/problems';

/**
 * What the CAs of a path must be, each by itself and all of them together.
 *
 * @param path from the certificate that signs up to a root
 * @param at when they must be valid; undefined to leave that open
 * @internal
 */
export function checkPath(
  path: readonly Certificate[],
  policy: CaPolicy,
  at: Date | undefined,
  problems: Problems,
): void {
  path.forEach((certificate, below) => {
    checkCa(certificate, policy, at, problems);
    checkPathLength(certificate, below, problems);
    checkNames(certificate, path[0], problems);
    if (at) {
      checkExpiry(certificate, at, problems);
    }
    checkOutlives(certificate, path[below + 1], problems);
  });
}

/** @see RFC 5280, 4.2.1.9 */
function checkPathLength(
  { name, pathLength }: Certificate,
  below: number,
  problems: Problems,
): void {
  if (pathLength !== undefined && below > pathLength) {
    problems.report(
      'MESH705',
      `"${name}" allows ${pathLength} CAs below it (path length), but there are ${below}`,
    );
  }
}

function checkNames(
  { name, nameConstraints }: Certificate,
  { name: constrained, dnsNames }: Certificate,
  problems: Problems,
): void {
  const refused = dnsNames.find(host => !isAllowed(host, nameConstraints));
  if (refused !== undefined) {
    problems.report(
      'MESH713',
      `"${name}" does not allow the name "${refused}" of "${constrained}" (name constraints)`,
    );
  }
}

function isAllowed(
  name: string,
  { permittedDns, excludedDns }: NameConstraints = { permittedDns: [], excludedDns: [] },
): boolean {
  const isBelow = (domain: string) => isWithin(name.toLowerCase(), domain.toLowerCase());
  return (permittedDns.length === 0 || permittedDns.some(isBelow)) && !excludedDns.some(isBelow);
}

/** RFC 5280, 4.2.1.10: an empty domain holds every name, one with a dot in front works too. */
function isWithin(name: string, domain: string): boolean {
  return domain === '' || `.${name}`.endsWith(domain.startsWith('.') ? domain : `.${domain}`);
}

function checkExpiry(certificate: Certificate, at: Date, problems: Problems): void {
  if (expiryState(certificate, at) === 'due') {
    problems.report(
      'MESH718',
      `"${certificate.name}" expires in ${daysLeft(certificate, at)} days, on ${certificate.notAfter.toISOString()}`,
    );
  }
}

function checkOutlives(
  { name, notAfter }: Certificate,
  issuer: Certificate | undefined,
  problems: Problems,
): void {
  if (issuer && notAfter > issuer.notAfter) {
    problems.report(
      'MESH718',
      `"${name}" is valid until ${notAfter.toISOString()}, longer than "${issuer.name}", which signed it`,
    );
  }
}
